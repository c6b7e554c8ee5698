"""How people write the further meetings of a training, and what cannot be relied on."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.errors import Refusal
from actions.further import MeetingNotUnderstood, TooManyMeetings, read_further
from actions.meetings import MeetingsClash, WhenPast

SENT = datetime(2026, 11, 18, 3, tzinfo=UTC)
FIRST = datetime(2026, 11, 29, 1, tzinfo=UTC)
"""Sunday, 29 November 2026, 08.00 WIB."""
ZONE, WEEK = "Asia/Jakarta", timedelta(weeks=1)


def read(text: str, *known: datetime) -> list[str]:
    found = read_further(text, FIRST, known, sent=SENT, zone=ZONE)
    return [f"{one + timedelta(hours=7):%d.%m. %H.%M}" for one in found]


@pytest.mark.parametrize(
    "text, found",
    [
        ("6 Desember", ["06.12. 08.00"]),
        ("Minggu 6 Desember jam 9 pagi", ["06.12. 09.00"]),
        ("6 Desember jam 8", ["06.12. 08.00"]),
        ("6 Desember\n13 Desember\n20 Desember jam 19.30", ["06.12. 08.00", "13.12. 08.00", "20.12. 19.30"]),
        ("6 Desember; 13 Desember", ["06.12. 08.00", "13.12. 08.00"]),
        ("setiap Minggu 4 kali", ["06.12. 08.00", "13.12. 08.00", "20.12. 08.00"]),
        ("tiap minggu, empat pertemuan", ["06.12. 08.00", "13.12. 08.00", "20.12. 08.00"]),
        ("3x seminggu sekali", ["06.12. 08.00", "13.12. 08.00"]),
        ("dua minggu sekali 3 kali", ["13.12. 08.00", "27.12. 08.00"]),
        ("setiap bulan 2 kali", ["29.12. 08.00"]),
        ("selapanan 2 kali", ["03.01. 08.00"]),
    ],
)
def test_dates_and_rows_of_dates_are_read(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text, refusal",
    [
        ("kapan-kapan", MeetingNotUnderstood),
        ("6 Desember jam 7", MeetingNotUnderstood),
        ("Sabtu 6 Desember", MeetingNotUnderstood),
        ("setiap Sabtu 4 kali", MeetingNotUnderstood),
        ("setiap minggu 1 kali", MeetingNotUnderstood),
        ("setiap minggu 13 kali", TooManyMeetings),
        ("setiap minggu 99999999 kali", MeetingNotUnderstood),
        ("kemarin", WhenPast),
        ("29 November jam 8 pagi", MeetingsClash),
        ("6 Desember\n6 Desember", MeetingsClash),
        ("", None),
    ],
)
def test_what_cannot_be_relied_on_is_refused(text: str, refusal: type[Refusal] | None) -> None:
    if refusal is None:
        assert read(text) == []
        return
    with pytest.raises(refusal):
        read(text)


def test_there_are_twelve_meetings_at_most() -> None:
    known = [FIRST + number * WEEK for number in range(1, 11)]
    assert read("14 Februari 2027", *known) == ["14.02. 08.00"]
    with pytest.raises(TooManyMeetings):
        read("14 Februari 2027\n21 Februari 2027", *known)
    with pytest.raises(MeetingsClash):
        read("6 Desember", FIRST + WEEK)
