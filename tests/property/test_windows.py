"""What must hold for every set of closed windows, moment and zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.ramadan import ESTIMATES, ramadan_window
from actions.times import local, next_daily, next_weekly, utc, week_of
from actions.windows import (
    Window,
    default_windows,
    evening_slot,
    is_open,
    later_in_open_time,
    next_open,
    open_time,
)

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
NEW_YEARS = st.datetimes(
    datetime(2026, 12, 30),  # noqa: DTZ001
    datetime(2027, 1, 2),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WINDOWS = st.lists(
    st.builds(Window, st.none() | st.integers(0, 6), MINUTES, MINUTES, st.none() | DAYS, st.none() | DAYS)
    .filter(lambda window: length(window) <= 600)
    .filter(
        lambda window: not (window.valid_from and window.valid_to and window.valid_from > window.valid_to)
    ),
    max_size=2,
)
NEAR_DAYS = st.dates(date(2026, 12, 28), date(2027, 1, 4))
DATED = st.lists(
    st.builds(Window, st.none() | st.integers(0, 6), MINUTES, MINUTES, NEAR_DAYS, NEAR_DAYS).filter(
        lambda window: length(window) <= 600
    ),
    max_size=2,
)
CODES = st.sampled_from(["3572021002", "1571091001", "7371011001", "9171011001", "8171011001"])


def length(window: Window) -> int:
    """The minutes for which a window is closed."""
    minutes = (window.ends.hour - window.starts.hour) * 60 + window.ends.minute - window.starts.minute
    return minutes if minutes > 0 else minutes + 24 * 60


@given(MOMENTS, ZONES, WINDOWS, st.integers(1, 240))
def test_so_much_open_time_lies_between_now_and_later(
    moment: datetime, zone: str, windows: list[Window], minutes: int
) -> None:
    start = moment.replace(second=0, microsecond=0)
    later = later_in_open_time(start, timedelta(minutes=minutes), zone, windows)
    passed = int((later - start) / timedelta(minutes=1))
    open_minutes = sum(is_open(start + timedelta(minutes=one), zone, windows) for one in range(passed))
    assert open_minutes == minutes


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


@given(NEW_YEARS, ZONES, DATED)
def test_nothing_goes_out_in_a_closed_window_around_the_end_of_a_year(
    moment: datetime, zone: str, windows: list[Window]
) -> None:
    """Told apart from the code under test: the minutes of each day are counted out."""
    found = next_open(moment, zone, windows)
    here = local(found, zone).replace(tzinfo=None)
    assert not any(is_closed_by_hand(here, window) for window in windows)
    waited = local(moment, zone).replace(tzinfo=None)
    while waited < here:
        assert any(is_closed_by_hand(waited, window) for window in windows)
        waited += timedelta(minutes=29)


def is_closed_by_hand(here: datetime, window: Window) -> bool:
    """Whether a window is closed at a naive local moment, reckoned from its length and start day."""
    for day in (here.date() - timedelta(days=1), here.date()):
        began = datetime.combine(day, window.starts)
        starts = window.weekday in (None, day.weekday())
        starts &= (window.valid_from or day) <= day <= (window.valid_to or day)
        if starts and began <= here < began + timedelta(minutes=length(window)):
            return True
    return False


@given(MOMENTS, ZONES, WINDOWS)
def test_a_window_without_its_dates_is_closed_at_least_as_long(
    moment: datetime, zone: str, windows: list[Window]
) -> None:
    for_ever = [replace(window, valid_from=None, valid_to=None) for window in windows]
    assert next_open(moment, zone, windows) <= next_open(moment, zone, for_ever)


@given(DAYS, WINDOWS)
def test_the_open_time_of_a_day_is_what_its_open_minutes_add_up_to(day: date, windows: list[Window]) -> None:
    midnight = datetime.combine(day, time(0))
    minutes = (midnight + timedelta(minutes=minute) for minute in range(24 * 60))
    closed = (any(is_closed_by_hand(minute, window) for window in windows) for minute in minutes)
    assert open_time(day, windows) == timedelta(minutes=sum(not each for each in closed))


@given(CODES, ZONES, st.integers(-3, 32), MINUTES)
def test_in_ramadan_nothing_goes_out_before_tarawih_is_over(
    code: str, zone: str, later: int, clock: time
) -> None:
    first, last = ESTIMATES[0]
    day = first + timedelta(days=later)
    windows = [*default_windows(code), ramadan_window(code, first, last)]
    found = local(next_open(utc(day, clock, zone), zone, windows), zone)
    evening = default_windows(code)[-1]
    minded = first <= day <= last
    ends = windows[-1].ends if minded else evening.ends
    assert ends.replace(hour=ends.hour - minded) == evening.ends
    if evening.starts <= clock < ends:
        assert (found.date(), found.time()) == (day, ends)
    assert local(evening_slot(day, zone, windows), zone).time() == ends


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
