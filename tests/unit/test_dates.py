"""The reader of dates and hours, at its reference: Wednesday, 18 November 2026, 10.00 WIB."""

from datetime import UTC, date, datetime

import pytest

from actions.dates import Choose, Conflict, Exact, NeedsTime, Past, Reading, combine, read_when
from actions.times import local, utc
from tests.data import table

ZONE = "Asia/Jakarta"
SENT = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
SUNDAY = date(2026, 11, 29)


def describe(reading: Reading) -> str:
    """A reading in the notation of dates.csv, in local time."""
    match reading:
        case Exact(moment, ends, words):
            end = f" to {local(ends, ZONE):%Y-%m-%d %H:%M}" if ends else ""
            return f"{local(moment, ZONE):%Y-%m-%d %H:%M}{end}{f' [{words}]' if words else ''}"
        case NeedsTime(day, part):
            return f"{day} at?{f' {part}' if part else ''}"
        case Choose(kind, options):
            return f"{kind}? {' | '.join(map(describe, options))}"
        case Conflict(weekday, day, options):
            return f"conflict {weekday} {day}: {' | '.join(map(describe, options))}"
        case Past(datetime() as moment):
            return f"past {local(moment, ZONE):%Y-%m-%d %H:%M}"
        case Past(day):
            return f"past {day}"
        case _:
            return "not understood"


@pytest.mark.parametrize("row", table("dates.csv"), ids=lambda row: row["phrase"])
def test_a_phrase_means_what_its_writer_meant(row: dict[str, str]) -> None:
    assert describe(read_when(row["phrase"], sent=SENT, zone=ZONE)) == row["meaning"]


@pytest.mark.parametrize(
    "answer, meaning",
    [
        ("setengah 8 malam", "2026-11-29 19:30"),
        ("7 pagi", "2026-11-29 07:00"),
        ("ba'da isya", "2026-11-29 19:30 [ba'da Isya]"),
        ("19.30", "2026-11-29 19:30"),
        ("jam 7", "hour? 2026-11-29 07:00 | 2026-11-29 19:00"),
        ("7", "hour? 2026-11-29 07:00 | 2026-11-29 19:00"),
        ("tujuh", "hour? 2026-11-29 07:00 | 2026-11-29 19:00"),
        ("06.30-08.30", "2026-11-29 06:30 to 2026-11-29 08:30"),
        ("10-1 siang", "2026-11-29 10:00 to 2026-11-29 13:00"),
        ("jam 12 malam", "2026-11-30 00:00"),
        ("malam", "2026-11-29 at? malam"),
        ("19", "2026-11-29 19:00"),
        ("7 pagi sampai selesai", "2026-11-29 07:00"),
        ("Sabtu tgl 28 jam 7 pagi", "2026-11-28 07:00"),
        ("terserah", "not understood"),
        ("ba'da jumatan", "conflict 4 2026-11-29: 2026-11-27 13:00 [ba'da Jumatan] | "
         "2026-11-29 13:00 [ba'da Jumatan]"),
    ],
)  # fmt: skip
def test_an_hour_is_read_for_the_day_that_is_known(answer: str, meaning: str) -> None:
    assert describe(combine(SUNDAY, answer, zone=ZONE, sent=SENT)) == meaning


def test_a_known_part_of_the_day_settles_the_hour() -> None:
    reading = combine(SUNDAY, "jam 8", zone=ZONE, sent=SENT, part="malam")
    assert describe(reading) == "2026-11-29 20:00"


def test_an_hour_of_today_that_is_over_is_past() -> None:
    assert describe(combine(date(2026, 11, 18), "7 pagi", zone=ZONE, sent=SENT)) == "past 2026-11-18 07:00"


@pytest.mark.parametrize(
    "day, phrase, meaning",
    [
        (date(2026, 11, 22), "hari Minggu depan", "2026-11-29 at?"),
        (date(2026, 11, 22), "minggu depan", "2026-11-29 at?"),
        (date(2026, 11, 20), "ba'da Jumatan", "2026-11-20 13:00 [ba'da Jumatan]"),
        (date(2026, 11, 21), "malam Minggu jam 8", "2026-11-21 20:00"),
        (date(2026, 12, 31), "besok jam 7 pagi", "2027-01-01 07:00"),
        (date(2026, 12, 31), "tanggal 1", "2027-01-01 at?"),
        (date(2026, 12, 31), "jam 12 malam", "2027-01-01 00:00"),
        (date(2027, 1, 30), "sebulan lagi", "2027-02-28 at?"),
        (date(2027, 1, 31), "tgl 30", "2027-03-30 at?"),
        (date(2028, 2, 28), "besok", "2028-02-29 at?"),
        (date(2026, 8, 1), "malam 17 Agustus jam 8", "2026-08-16 20:00"),
        (date(2026, 12, 28), "Sabtu minggu depan", "2027-01-09 at?"),
    ],
)
def test_phrases_follow_the_day_on_which_they_were_sent(day: date, phrase: str, meaning: str) -> None:
    sent = utc(day, datetime(2026, 1, 1, 10, 0, tzinfo=UTC).time(), ZONE)
    assert describe(read_when(phrase, sent=sent, zone=ZONE)) == meaning


def test_tomorrow_follows_the_local_calendar() -> None:
    late_evening = datetime(2026, 11, 18, 16, 30, tzinfo=UTC)
    assert read_when("besok", sent=late_evening, zone=ZONE) == NeedsTime(date(2026, 11, 19))
    assert read_when("besok", sent=late_evening, zone="Asia/Makassar") == NeedsTime(date(2026, 11, 20))


def test_an_hour_of_another_zone_is_that_moment() -> None:
    assert read_when("besok pukul 07.00 WITA", sent=SENT, zone=ZONE) == Exact(
        datetime(2026, 11, 18, 23, tzinfo=UTC)
    )
