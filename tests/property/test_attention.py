"""Whatever waits for somebody: a day never holds more than it may, and nothing waits while there is room."""

from hypothesis import given
from hypothesis import strategies as st

from actions.attention import Measure, decide

COUNTS = st.integers(0, 30)


@given(st.integers(1, 10), st.lists(st.integers(0, 6), max_size=40))
def test_a_day_never_holds_more_messages_than_it_may(daily: int, coming: list[int]) -> None:
    arrived = waiting = 0
    for more in coming:
        waiting += more
        measure = decide(daily, arrived, waiting)
        if measure is Measure.GO:
            arrived, waiting = arrived + waiting, 0
        elif measure is Measure.BUNDLE:
            arrived, waiting = arrived + 1, 0
        assert arrived <= daily


@given(st.integers(1, 10), COUNTS, COUNTS)
def test_nothing_waits_until_tomorrow_while_the_day_has_room(daily: int, arrived: int, waiting: int) -> None:
    measure = decide(daily, arrived, waiting)
    assert (measure is Measure.TOMORROW) == (arrived >= daily and waiting > 0)
    assert (measure is Measure.GO) == (waiting == 0 or waiting <= daily - arrived)
