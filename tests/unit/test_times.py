"""Local time and its wording."""

from datetime import UTC, date, datetime, time

import pytest

from actions import times

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
SUNDAY_MORNING = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


def test_a_moment_is_said_in_full_with_its_zone() -> None:
    assert times.say_moment(SUNDAY_MORNING, JAKARTA) == "Minggu, 29 November 2026, pukul 06.30 WIB"
    assert times.say_moment(SUNDAY_MORNING, MAKASSAR) == "Minggu, 29 November 2026, pukul 07.30 WITA"
    assert times.say_moment(SUNDAY_MORNING, JAYAPURA) == "Minggu, 29 November 2026, pukul 08.30 WIT"


def test_narrow_places_get_the_short_words() -> None:
    assert times.say_date(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
    assert times.say_clock(SUNDAY_MORNING, JAKARTA) == "06.30 WIB"
    assert times.say_short(SUNDAY_MORNING, JAKARTA) == "Min 29 Nov, 06.30"


def test_zones_are_known_by_their_indonesian_names() -> None:
    assert [times.zone_name(times.zone_of(name)) for name in ("WIB", "wita", " Wit ")] == [
        "WIB",
        "WITA",
        "WIT",
    ]
    assert times.zone_name("Asia/Pontianak") == "WIB"
    with pytest.raises(ValueError, match="WIB, WITA or WIT"):
        times.zone_of("Jakarta")


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        times.local(datetime(2026, 11, 29, 6, 30), JAKARTA)  # noqa: DTZ001


def test_a_week_runs_from_monday_to_monday_on_local_clocks() -> None:
    start, end = times.week_of(SUNDAY_MORNING, JAKARTA)
    assert start == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert end == datetime(2026, 11, 29, 17, 0, tzinfo=UTC)
    assert times.week_of(start, JAKARTA) == (start, end)
    assert times.week_of(end, JAKARTA)[0] == end
    assert times.week_of(start, MAKASSAR)[0] == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "monday, words",
    [
        (date(2026, 11, 23), "23 sampai 29 November 2026"),
        (date(2026, 11, 30), "30 November sampai 6 Desember 2026"),
        (date(2026, 12, 28), "28 Desember 2026 sampai 3 Januari 2027"),
    ],
)
def test_a_week_is_said_by_its_first_and_last_day(monday: date, words: str) -> None:
    assert times.say_week(times.utc(monday, time(0), JAKARTA), JAKARTA) == words


def test_the_next_daily_moment_is_always_later() -> None:
    at_eight = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
    assert times.next_daily(at_eight.replace(minute=0, hour=12), JAKARTA, time(20)) == at_eight
    assert times.next_daily(at_eight, JAKARTA, time(20)) == datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
    new_years_eve = datetime(2026, 12, 31, 13, 0, tzinfo=UTC)
    assert times.next_daily(new_years_eve, JAKARTA, time(20)) == datetime(2027, 1, 1, 13, 0, tzinfo=UTC)


def test_the_next_weekly_moment_is_always_later() -> None:
    monday_seven = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert times.next_weekly(SUNDAY_MORNING, JAKARTA, 0, time(7)) == datetime(2026, 11, 30, tzinfo=UTC)
    assert times.next_weekly(datetime(2026, 11, 22, 23, 59, tzinfo=UTC), JAKARTA, 0, time(7)) == monday_seven
    assert times.next_weekly(monday_seven, JAKARTA, 0, time(7)) == datetime(2026, 11, 30, tzinfo=UTC)
