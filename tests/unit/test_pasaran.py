"""The Javanese market week."""

from datetime import date

import pytest

from actions.dates.pasaran import NAMES, next_pasaran, pasaran_of


@pytest.mark.parametrize(
    "day, weekday, name",
    [
        (date(2021, 4, 4), 6, "kliwon"),
        (date(2022, 6, 25), 5, "pahing"),
        (date(1945, 8, 17), 4, "legi"),
        (date(2026, 11, 21), 5, "pahing"),
    ],
)
def test_known_days_fall_on_their_market_day(day: date, weekday: int, name: str) -> None:
    assert (day.weekday(), NAMES[pasaran_of(day)]) == (weekday, name)


def test_a_pair_of_days_comes_back_after_thirty_five() -> None:
    first = next_pasaran(date(2026, 11, 18), NAMES.index("kliwon"), 4)
    assert first == date(2026, 12, 4)
    assert (next_pasaran(date(2026, 12, 5), NAMES.index("kliwon"), 4) - first).days == 35
