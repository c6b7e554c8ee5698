"""What must hold for whatever comes back, from whatever first moment, in every zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dates.pasaran import pasaran_of
from actions.repeats import Repeat, needs_asking, next_after, occurrence
from actions.times import local, utc

WITHOUT_SUMMER = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
ZONES = st.sampled_from(WITHOUT_SUMMER)
ANY_ZONE = st.sampled_from([*WITHOUT_SUMMER, "Europe/Amsterdam", "America/New_York"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
REPEATS = st.sampled_from(Repeat)
BY_MONTH = st.sampled_from([Repeat.MONTHLY, Repeat.QUARTERLY])
NUMBERS = st.integers(0, 120)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def days_of(first: date, repeat: Repeat, count: int, zone: str = "Asia/Jakarta") -> list[date]:
    """The local days of the first so many occurrences, at 19.30."""
    moment = utc(first, time(19, 30), zone)
    return [local(occurrence(moment, repeat, number, zone), zone).date() for number in range(count)]


@given(MOMENTS, REPEATS, NUMBERS, ANY_ZONE)
def test_occurrences_come_one_after_the_other(
    first: datetime, repeat: Repeat, number: int, zone: str
) -> None:
    assert occurrence(first, repeat, number, zone) < occurrence(first, repeat, number + 1, zone)
    assert occurrence(first, repeat, 0, zone) == first


@given(MOMENTS, REPEATS, NUMBERS, ZONES)
def test_the_local_hour_stays_whatever_the_zone(
    first: datetime, repeat: Repeat, number: int, zone: str
) -> None:
    found = occurrence(first, repeat, number, zone)
    assert found.utcoffset() == timedelta(0)
    assert local(found, zone).time() == local(first, zone).time()


@given(
    DAYS,
    st.times(time(6), time(21)),
    REPEATS,
    NUMBERS,
    ANY_ZONE,
)
def test_the_local_hour_stays_over_summer_time(
    day: date, clock: time, repeat: Repeat, number: int, zone: str
) -> None:
    assert local(occurrence(utc(day, clock, zone), repeat, number, zone), zone).time() == clock


@given(MOMENTS, NUMBERS, ZONES)
def test_selapanan_keeps_weekday_and_pasaran(first: datetime, number: int, zone: str) -> None:
    start = local(first, zone).date()
    found = local(occurrence(first, Repeat.SELAPANAN, number, zone), zone).date()
    assert found - start == timedelta(days=35 * number)
    assert found.weekday() == start.weekday()
    assert pasaran_of(found) == pasaran_of(start)


@given(MOMENTS, NUMBERS, ZONES)
def test_a_week_is_seven_local_days(first: datetime, number: int, zone: str) -> None:
    found = local(occurrence(first, Repeat.WEEKLY, number, zone), zone).date()
    assert found - local(first, zone).date() == timedelta(days=7 * number)


@given(MOMENTS, BY_MONTH, NUMBERS, ZONES)
def test_a_day_that_a_month_lacks_is_its_last_and_comes_back_afterwards(
    first: datetime, repeat: Repeat, number: int, zone: str
) -> None:
    start, found = local(first, zone).date(), local(occurrence(first, repeat, number, zone), zone).date()
    months = (found.year - start.year) * 12 + found.month - start.month
    assert months == number * {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3}[repeat]
    assert found.day == min(start.day, monthrange(found.year, found.month)[1])


@given(DAYS, BY_MONTH, ZONES)
def test_the_same_month_of_another_year_has_the_same_day_again(day: date, repeat: Repeat, zone: str) -> None:
    a_year = {Repeat.MONTHLY: 12, Repeat.QUARTERLY: 4}[repeat]
    found = days_of(day, repeat, 4 * a_year + 1, zone)[:: 4 * a_year]
    assert found[1] == day.replace(year=day.year + 4)


@given(MOMENTS, REPEATS, MOMENTS, ANY_ZONE)
def test_what_is_next_is_later_and_nothing_lies_between(
    first: datetime, repeat: Repeat, after: datetime, zone: str
) -> None:
    found = next_after(first, repeat, after, zone)
    assert found > after
    number = 0
    while occurrence(first, repeat, number, zone) < found:
        assert occurrence(first, repeat, number, zone) <= after
        number += 1
    assert occurrence(first, repeat, number, zone) == found


@given(MOMENTS, REPEATS, NUMBERS, ZONES)
def test_at_an_occurrence_the_next_one_is_next(
    first: datetime, repeat: Repeat, number: int, zone: str
) -> None:
    moment, following = (occurrence(first, repeat, number + more, zone) for more in (0, 1))
    assert next_after(first, repeat, moment, zone) == following
    assert next_after(first, repeat, moment - timedelta(microseconds=1), zone) == moment


@given(MOMENTS, REPEATS, ZONES)
def test_the_organiser_is_asked_exactly_where_a_month_end_bends_the_day(
    first: datetime, repeat: Repeat, zone: str
) -> None:
    start = local(first, zone).date()
    days = days_of(start, repeat, 48, zone)
    bent = repeat in (Repeat.MONTHLY, Repeat.QUARTERLY) and any(day.day != start.day for day in days)
    assert needs_asking(first, repeat, zone) or not bent
    assert needs_asking(first, repeat, zone) == (
        start.day > 28 and repeat in (Repeat.MONTHLY, Repeat.QUARTERLY)
    )


@pytest.mark.parametrize(
    "first, repeat, days",
    [
        ("2026-11-30", Repeat.QUARTERLY, ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]),
        ("2027-01-31", Repeat.MONTHLY, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2028-01-30", Repeat.MONTHLY, ["2028-01-30", "2028-02-29", "2028-03-30"]),
        ("2028-02-29", Repeat.QUARTERLY, ["2028-02-29", "2028-05-29", "2028-08-29", "2028-11-29"]),
        ("2026-12-31", Repeat.WEEKLY, ["2026-12-31", "2027-01-07"]),
        ("2026-12-24", Repeat.FORTNIGHTLY, ["2026-12-24", "2027-01-07", "2027-01-21"]),
        ("2026-12-20", Repeat.SELAPANAN, ["2026-12-20", "2027-01-24", "2027-02-28", "2027-04-04"]),
    ],
)
def test_known_dates_come_back_as_neighbours_expect(first: str, repeat: Repeat, days: list[str]) -> None:
    assert [str(day) for day in days_of(date.fromisoformat(first), repeat, len(days))] == days
