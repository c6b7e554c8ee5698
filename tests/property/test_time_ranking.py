"""The best of the proposed times: most of the required, then most of all; and what a time falls into."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.time_ranking import Standing, find_best, find_closed, rank
from actions.windows import EARLY_EVENING, FRIDAY_PRAYER, NIGHT

ZONE = "Asia/Jakarta"
WINDOWS = (NIGHT, FRIDAY_PRAYER, EARLY_EVENING)
MIDNIGHT = datetime(2026, 11, 17, 17, tzinfo=UTC)
"""Wednesday, 18 November 2026, 00.00 WIB."""
STANDINGS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 9), st.sampled_from((None, "night")), st.integers(0, 5)),
    max_size=4,
).map(
    lambda found: [
        Standing(place, MIDNIGHT + timedelta(days=day), None, None, required, required + others, closed)
        for place, (required, others, closed, day) in enumerate(found, 1)
    ]
)


def wib(day: int, clock: str) -> datetime:
    """A local time of a day in November 2026."""
    hour, minute = clock.split(".")
    return MIDNIGHT + timedelta(days=day - 18, hours=int(hour), minutes=int(minute))


@given(STANDINGS)
def test_the_best_has_most_of_the_required_and_of_those_most_of_all(standings: list[Standing]) -> None:
    best = find_best(standings)
    if best is None:
        assert not any(one.everybody for one in standings)
        return
    assert best.required == max(one.required for one in standings)
    rivals = [one for one in standings if one.required == best.required]
    assert best.everybody == max(one.everybody for one in rivals)
    equals = [one for one in rivals if one.everybody == best.everybody]
    assert best.closed is None or all(one.closed for one in equals)


@given(STANDINGS, st.randoms())
def test_the_order_depends_on_the_answers_and_not_on_the_order_they_are_told_in(
    standings: list[Standing], chance: object
) -> None:
    shuffled = list(standings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled) == rank(standings)
    assert sorted(one.position for one in rank(standings)) == [one.position for one in standings]


@given(STANDINGS, st.integers(1, 4))
def test_one_more_who_must_be_there_never_makes_a_time_worse(standings: list[Standing], place: int) -> None:
    before = [one.position for one in rank(standings)]
    better = [
        Standing(
            one.position,
            one.starts_at,
            one.ends_at,
            one.said,
            one.required + (one.position == place),
            one.everybody + (one.position == place),
            one.closed,
        )
        for one in standings
    ]
    after = [one.position for one in rank(better)]
    assert place not in before or after.index(place) <= before.index(place)


@pytest.mark.parametrize(
    "day, starts, ends, closed",
    [
        (18, "19.30", "21.30", None),
        (18, "18.00", "20.00", "evening"),
        (18, "16.00", "18.00", "evening"),
        (18, "21.00", "22.00", "night"),
        (18, "05.00", "07.00", "night"),
        (18, "06.30", "08.30", None),
        (18, "11.30", "12.30", None),
        (20, "11.30", "12.30", "friday"),
        (20, "10.00", "12.00", "friday"),
        (20, "13.00", "15.00", None),
        (18, "15.00", "17.15", None),
    ],
)
def test_a_time_at_prayer_or_at_night_is_told_so(
    day: int, starts: str, ends: str, closed: str | None
) -> None:
    assert find_closed(wib(day, starts), wib(day, ends), ZONE, WINDOWS) == closed
