"""What must hold for what speaks against a time, and for better times, whatever the moment and the zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.cautions import Caution, Day, Reason, Surroundings, Taken, better_times, find_cautions
from actions.times import local, utc
from actions.windows import default_windows, is_open

JAVA, SULAWESI, PAPUA = "3572021002", "7371011001", "9171011001"
PLACES = st.sampled_from([("Asia/Jakarta", JAVA), ("Asia/Makassar", SULAWESI), ("Asia/Jayapura", PAPUA)])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.builds(
    Day, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.just("Hari Raya"), st.booleans(), st.booleans()
)
TAKEN = MOMENTS.map(lambda moment: Taken(moment, moment + timedelta(hours=3), "Posyandu"))
AROUND = st.builds(
    lambda place, days, taken: Surroundings(place[0], default_windows(place[1]), days, taken),
    PLACES,
    st.lists(DAYS, max_size=30),
    st.lists(TAKEN, max_size=10),
)
TUESDAY = date(2026, 11, 24)
ZONES = pytest.mark.parametrize("zone, code", [("Asia/Jakarta", JAVA), ("Asia/Makassar", SULAWESI)])


def around(zone: str, code: str, *holidays: Day, taken: tuple[Taken, ...] = ()) -> Surroundings:
    return Surroundings(zone, default_windows(code), holidays, taken)


@given(MOMENTS, AROUND)
def test_work_is_warned_of_on_weekdays_by_day_unless_it_is_a_holiday(
    moment: datetime, around: Surroundings
) -> None:
    here = local(moment, around.zone)
    works = here.weekday() < 5 and 7 <= here.hour < 17
    works = works and here.date() not in {day.day for day in around.holidays}
    assert (Caution(Reason.WORK) in find_cautions(moment, around)) == works


@given(MOMENTS, AROUND)
def test_each_reason_is_given_once_and_the_most_important_first(
    moment: datetime, around: Surroundings
) -> None:
    reasons = [caution.reason for caution in find_cautions(moment, around)]
    assert len(set(reasons)) == len(reasons)
    assert reasons == sorted(reasons, key=list(Reason).index)


@given(MOMENTS, AROUND)
def test_a_start_in_closed_hours_is_warned_of_and_no_other(moment: datetime, around: Surroundings) -> None:
    reasons = {caution.reason for caution in find_cautions(moment, around)}
    closed = reasons & {Reason.NIGHT, Reason.EVENING, Reason.FRIDAY}
    assert bool(closed) == (not is_open(moment, around.zone, around.windows))


@given(MOMENTS, AROUND)
def test_better_times_come_later_at_open_hours_when_nobody_works(
    moment: datetime, around: Surroundings
) -> None:
    morning, evening = better_times(moment, around)
    assert local(morning, around.zone).weekday() == 6
    assert local(morning, around.zone).time() == time(6, 30)
    for found in (morning, evening):
        assert found >= moment
        assert is_open(found, around.zone, around.windows)
        assert Reason.WORK not in {caution.reason for caution in find_cautions(found, around)}


@given(MOMENTS, AROUND, st.integers(1, 600))
def test_what_overlaps_is_warned_of_and_what_follows_is_not(
    moment: datetime, around: Surroundings, minutes: int
) -> None:
    ends_at = moment + timedelta(minutes=minutes)
    overlaps = any(one.starts_at < ends_at and moment < one.ends_at for one in around.taken)
    reasons = {caution.reason for caution in find_cautions(moment, around, ends_at=ends_at)}
    assert (Reason.CLASH in reasons) == overlaps


@ZONES
def test_tuesday_at_nine_offers_the_evening_and_the_sunday(zone: str, code: str) -> None:
    moment = utc(TUESDAY, time(9), zone)
    found = around(zone, code)
    isya = time(19, 30) if code == JAVA else time(19, 45)
    assert find_cautions(moment, found) == (Caution(Reason.WORK),)
    assert better_times(moment, found) == (
        utc(date(2026, 11, 29), time(6, 30), zone),
        utc(TUESDAY, isya, zone),
    )


@ZONES
def test_a_better_time_is_one_that_nothing_speaks_against(zone: str, code: str) -> None:
    sunday, evening = utc(date(2026, 11, 29), time(6, 30), zone), utc(TUESDAY, time(19, 45), zone)
    taken = [Taken(one, one + timedelta(hours=1), "Posyandu") for one in (sunday, evening)]
    morning, late = better_times(utc(TUESDAY, time(9), zone), around(zone, code, taken=tuple(taken)))
    assert morning == sunday + timedelta(weeks=1)
    assert local(late, zone).date() == TUESDAY + timedelta(days=1)


@ZONES
def test_a_feast_is_named_and_its_day_is_no_workday(zone: str, code: str) -> None:
    feast = Day(TUESDAY, "Hari Raya Idul Fitri", feast=True, estimated=True)
    moment = utc(TUESDAY, time(9), zone)
    found = find_cautions(moment, around(zone, code, feast))
    assert found == (Caution(Reason.FEAST, "Hari Raya Idul Fitri", estimated=True),)
    assert find_cautions(moment, around(zone, code, Day(TUESDAY, "Hari Kemerdekaan"))) == ()


@ZONES
def test_an_end_that_was_said_may_reach_into_maghrib(zone: str, code: str) -> None:
    sunday = date(2026, 11, 29)
    start, end = utc(sunday, time(16), zone), utc(sunday, time(18), zone)
    assert find_cautions(start, around(zone, code)) == ()
    assert find_cautions(start, around(zone, code), ends_at=end) == (Caution(Reason.EVENING),)
    friday = utc(date(2026, 11, 27), time(11, 30), zone)
    assert find_cautions(friday, around(zone, code)) == (Caution(Reason.FRIDAY), Caution(Reason.WORK))


@ZONES
def test_a_patrol_may_be_at_night(zone: str, code: str) -> None:
    moment = utc(TUESDAY, time(22), zone)
    assert find_cautions(moment, around(zone, code)) == (Caution(Reason.NIGHT),)
    patrol = Surroundings(zone, default_windows(code), at_night=True)
    assert find_cautions(moment, patrol) == ()
