"""What must hold for every set of closed windows, moment and zone."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.times import local, next_daily, next_weekly, week_of
from actions.windows import Window, default_windows, evening_slot, is_open, next_open

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
WINDOWS = st.lists(
    st.builds(Window, st.none() | st.integers(0, 6), MINUTES, MINUTES).filter(
        lambda window: length(window) <= 600
    ),
    max_size=2,
)
CODES = st.sampled_from(["3572021002", "1571091001", "7371011001", "9171011001", "8171011001"])


def length(window: Window) -> int:
    """The minutes for which a window is closed."""
    minutes = (window.ends.hour - window.starts.hour) * 60 + window.ends.minute - window.starts.minute
    return minutes if minutes > 0 else minutes + 24 * 60


@given(MOMENTS, ZONES, WINDOWS)
def test_the_next_open_moment_is_open_and_the_first(
    moment: datetime, zone: str, windows: list[Window]
) -> None:
    found = next_open(moment, zone, windows)
    assert found >= moment
    assert is_open(found, zone, windows)
    assert next_open(found, zone, windows) == found
    assert (found == moment) == is_open(moment, zone, windows)
    if found > moment:
        before = moment + (found - moment) * 0.5
        assert not is_open(before, zone, windows)
        assert not is_open(found - timedelta(microseconds=1), zone, windows)


@given(MOMENTS, ZONES, CODES)
def test_default_windows_never_hold_anything_for_more_than_a_night(
    moment: datetime, zone: str, code: str
) -> None:
    assert next_open(moment, zone, default_windows(code)) - moment <= timedelta(hours=9)


@given(MOMENTS, ZONES, CODES)
def test_the_evening_slot_is_open(moment: datetime, zone: str, code: str) -> None:
    windows = default_windows(code)
    slot = evening_slot(moment.date(), zone, windows)
    assert is_open(slot, zone, windows)
    assert not is_open(slot - timedelta(seconds=1), zone, windows)


@given(MOMENTS, ZONES, MINUTES, st.integers(0, 6))
def test_what_comes_next_is_later_and_shows_that_hour(
    moment: datetime, zone: str, clock: time, weekday: int
) -> None:
    daily, weekly = next_daily(moment, zone, clock), next_weekly(moment, zone, weekday, clock)
    assert moment < daily <= moment + timedelta(days=1)
    assert moment < weekly <= moment + timedelta(days=7)
    assert local(daily, zone).time() == local(weekly, zone).time() == clock
    assert local(weekly, zone).weekday() == weekday


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_its_week(moment: datetime, zone: str) -> None:
    start, end = week_of(moment, zone)
    assert start <= moment < end
    assert local(start, zone).weekday() == local(end, zone).weekday() == 0
    assert end - start == timedelta(days=7)
