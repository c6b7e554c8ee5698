"""Local time, days and weeks."""

from datetime import UTC, datetime, time

import pytest

from actions import times

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
SUNDAY_MORNING = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


def test_zones_are_known_by_their_indonesian_names() -> None:
    assert [times.zone_of(name) for name in ("WIB", "wita", " Wit ")] == [JAKARTA, MAKASSAR, JAYAPURA]
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
