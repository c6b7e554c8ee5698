"""Shares leave "tidak tahu" out, and a group of fewer than five stays hidden."""

from typing import Any

from actions.tallies import percentage, renew, sum_up

SCALE: list[list[Any]] = [
    ["very_good", "Sangat baik", 4],
    ["good", "Baik", 3],
    ["poor", "Kurang", 2],
    ["bad", "Tidak baik", 1],
    ["unknown", "Tidak tahu", None],
]
FACTS: list[list[Any]] = [["finished", "Selesai"], ["half", "Setengah jadi"], ["not_begun", "Belum mulai"]]


def test_four_counted_answers_are_not_enough() -> None:
    counted = {"very_good": 2, "good": 1, "poor": 1, "unknown": 1}
    result = sum_up("Hasil terasa", scale=True, options=SCALE, counted=counted)
    assert (result.n, result.percent, result.hidden) == (4, None, True)
    assert result.facts() == {"short": "Hasil terasa", "n": 4, "percent": None, "counts": None}


def test_the_fifth_answer_shows_eighty_per_cent() -> None:
    counted = {"very_good": 2, "good": 2, "poor": 1, "unknown": 1}
    result = sum_up("Hasil terasa", scale=True, options=SCALE, counted=counted)
    assert (result.n, result.percent, result.hidden) == (5, 80, False)


def test_without_a_scale_what_was_chosen_is_counted_most_first() -> None:
    counted = {"half": 4, "finished": 9, "forged": 3}
    result = sum_up("Produk selesai", scale=False, options=FACTS, counted=counted)
    assert (result.n, result.percent) == (13, None)
    assert result.counts == (("Selesai", 9), ("Setengah jadi", 4))


def test_four_answers_without_a_scale_are_hidden_too() -> None:
    result = sum_up("Produk selesai", scale=False, options=FACTS, counted={"half": 4})
    assert result.facts() == {"short": "Produk selesai", "n": 4, "percent": None, "counts": None}


def test_a_result_that_was_seen_waits_for_three_more_answers() -> None:
    results = {
        n: sum_up("Hasil", scale=True, options=[["a", "Baik", 3]], counted={"a": n}) for n in range(4, 9)
    }
    seen = results[4].facts()
    for n, shown in ((5, 5), (6, 5), (7, 5), (8, 8)):
        seen = renew(seen, results[n])
        assert seen["n"] == shown
    assert renew(None, results[6])["n"] == 6


def test_percentages_round_halves_upwards_and_nothing_is_zero() -> None:
    assert [percentage(*pair) for pair in ((1, 8), (14, 22), (0, 0), (5, 5))] == [13, 64, 0, 100]
