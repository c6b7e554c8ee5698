"""Amounts and counts."""

import pytest

from actions.numbers import Ask, read_amount, read_count
from tests.data import table


@pytest.mark.parametrize("row", table("amounts.csv"), ids=lambda row: row["text"])
def test_an_amount_is_read_or_asked_again(row: dict[str, str]) -> None:
    amount = read_amount(row["text"])
    if isinstance(amount, Ask):
        assert f"ask {amount.about}" == row["rupiah"]
    else:
        assert ("" if amount is None else str(amount)) == row["rupiah"]


@pytest.mark.parametrize(
    "text, count",
    [
        ("20 org", 20), ("2 dus", 2), ("berdua", 2), ("bertiga", 3), ("dua belas orang", 12), ("12", 12),
        ("1.200 orang", 1200), ("seorang", 1), ("dua puluh lima", 25), ("tidak ada", None), ("50rb", None),
        ("", None),
    ],
)  # fmt: skip
def test_people_and_things_are_counted(text: str, count: int | None) -> None:
    assert read_count(text) == count
