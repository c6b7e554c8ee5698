"""Whatever people call an activity, the calendar of a phone reads back what was planned."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from templates.calendars import calendar
from templates.drawings import draw

LONGEST_LINE = 75
STARTS = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n,;:\\\"'🌙é"),
    min_size=1,
    max_size=200,
).map(str.strip)
MOMENTS = st.integers(0, 10**9).map(lambda seconds: STARTS + timedelta(seconds=seconds))


def event(**more: Any) -> dict[str, Any]:
    return {
        "uid": "rembug-35.72.02.1002-7",
        "title": "Gotong royong",
        "meeting": 1,
        "meetings": 1,
        "place": "Depan mushola",
        "point": None,
        "bring": None,
        "starts": STARTS.isoformat(),
        "ends": (STARTS + timedelta(hours=2)).isoformat(),
        "revision": 1,
        "changed": (STARTS - timedelta(days=10)).isoformat(),
        "off": False,
        **more,
    }


def read(*events: dict[str, Any]) -> list[Any]:
    return list(Calendar.from_ical(calendar({"events": list(events)})).walk("VEVENT"))


@given(
    title=WORDS,
    place=WORDS,
    bring=WORDS,
    starts=MOMENTS,
    hours=st.integers(1, 12),
    revision=st.integers(1, 99),
)
def test_a_calendar_reads_back_what_was_planned(
    title: str, place: str, bring: str, starts: datetime, hours: int, revision: int
) -> None:
    ends = starts + timedelta(hours=hours)
    (found,) = read(
        event(
            title=title,
            place=place,
            bring=bring,
            starts=starts.isoformat(),
            ends=ends.isoformat(),
            revision=revision,
        )
    )
    assert (str(found["summary"]), str(found["location"])) == (title, place)
    assert (found["dtstart"].dt, found["dtend"].dt) == (starts, ends)
    assert found["sequence"] == revision
    assert not bring or bring in str(found["description"])


@given(titles=st.lists(WORDS, min_size=1, max_size=4))
def test_every_line_is_short_and_ends_as_the_standard_wants(titles: list[str]) -> None:
    content = calendar({"events": [event(title=title) for title in titles]})
    *lines, last = content.split(b"\r\n")
    assert last == b""
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT") == len(titles)


def test_a_phone_reminds_a_day_and_an_hour_before() -> None:
    (found,) = read(event(point=[-8.1, 112.16]))
    assert [alarm["trigger"].dt for alarm in found.walk("VALARM")] == [
        timedelta(days=-1),
        timedelta(hours=-1),
    ]
    assert {str(alarm["action"]) for alarm in found.walk("VALARM")} == {"DISPLAY"}
    assert (found["geo"].latitude, found["geo"].longitude) == (-8.1, 112.16)


def test_of_several_meetings_each_says_which_it_is() -> None:
    first, second = read(*(event(title="Las & <cat>", meeting=meeting, meetings=2) for meeting in (1, 2)))
    assert str(first["summary"]) == "Las & <cat> (pertemuan 1 dari 2)"
    assert str(second["summary"]) == "Las & <cat> (pertemuan 2 dari 2)"
    assert {str(alarm["description"]) for alarm in second.walk("VALARM")} == {str(second["summary"])}


def test_what_is_called_off_is_said_so_and_reminds_of_nothing() -> None:
    on, off = read(event(), event(off=True, revision=2))
    assert (on["status"], off["status"]) == ("CONFIRMED", "CANCELLED")
    assert on["uid"] == off["uid"]
    assert list(off.walk("VALARM")) == []


def test_times_are_told_in_utc_and_the_file_says_that_it_publishes() -> None:
    content = calendar({"events": [event()]}).decode()
    assert "\r\nDTSTART:20261128T233000Z\r\n" in content
    assert "\r\nMETHOD:PUBLISH\r\n" in content
    assert "\r\nVERSION:2.0\r\n" in content


def test_the_file_is_called_after_its_area() -> None:
    name, _content = draw("calendar", {"events": [event()], "area": "RT 02 RW 01"})
    assert name == "kegiatan-rt-02-rw-01.ics"
