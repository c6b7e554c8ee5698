"""What must hold for every way in which people may answer a question."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from actions.tallies import ENOUGH, sum_up

SCALE: list[list[Any]] = [
    ["very_good", "Sangat baik", 4],
    ["good", "Baik", 3],
    ["poor", "Kurang", 2],
    ["bad", "Tidak baik", 1],
    ["unknown", "Tidak tahu", None],
]
FACTS: list[list[Any]] = [["fits", "Cocok"], ["too_early", "Terlalu pagi"], ["evening", "Lebih baik malam"]]
JUDGEMENTS = st.lists(st.sampled_from([code for code, _, _ in SCALE]), max_size=30)
CHOICES = st.lists(st.sampled_from([code for code, _ in FACTS]), max_size=30)


def count(answers: list[str]) -> dict[str, int]:
    return {code: answers.count(code) for code in set(answers)}


@given(JUDGEMENTS)
def test_a_share_is_the_share_of_good_answers_among_those_with_points(answers: list[str]) -> None:
    result = sum_up("Hasil", scale=True, options=SCALE, counted=count(answers))
    judged = [answer for answer in answers if answer != "unknown"]
    assert result.n == len(judged)
    assert (result.percent is None) == (len(judged) < ENOUGH)
    if result.percent is not None:
        good = sum(answer in {"very_good", "good"} for answer in judged)
        assert abs(result.percent - Fraction(100 * good, len(judged))) <= Fraction(1, 2)


@given(JUDGEMENTS)
def test_not_knowing_changes_no_result(answers: list[str]) -> None:
    known = sum_up("Hasil", scale=True, options=SCALE, counted=count(answers))
    assert known == sum_up("Hasil", scale=True, options=SCALE, counted=count([*answers, "unknown"]))


@given(st.integers(0, ENOUGH - 1), st.data())
def test_what_a_small_group_said_cannot_be_told_apart(size: int, data: st.DataObject) -> None:
    for scale, options in ((True, SCALE[:4]), (False, FACTS)):
        groups = st.lists(st.sampled_from([option[0] for option in options]), min_size=size, max_size=size)
        one, other = (
            sum_up("Hasil", scale=scale, options=options, counted=count(data.draw(groups))) for _ in "ab"
        )
        assert one.facts() == other.facts() == {"short": "Hasil", "n": size, "percent": None, "counts": None}


@given(CHOICES)
def test_every_choice_is_counted_once_most_first(answers: list[str]) -> None:
    result = sum_up("Jam", scale=False, options=FACTS, counted=count(answers))
    if result.counts is not None:
        numbers = [number for _, number in result.counts]
        assert sum(numbers) == len(answers) == result.n
        assert numbers == sorted(numbers, reverse=True)
        assert 0 not in numbers
