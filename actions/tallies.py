"""Tallies: counted answers become shares, and groups too small to hide in stay hidden. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENOUGH = 5
"""With fewer answers than this, a result would tell too much about each (R34)."""
AT_ONCE = 3
"""A result that was shown is renewed by so many more answers at once, so that nobody can subtract one."""
POSITIVE_POINTS = 3

Option = Sequence[Any]
"""[code, label, points]; points are None, or missing, where an answer is not on the scale."""


@dataclass(frozen=True)
class Result:
    """One question's result. `n` answers count; `percent` (scale) and `counts` are None while hidden.

    `percent` is the share of 3 and 4 points among those who answered, "tidak tahu" left out;
    `counts` are (label, answers) of what was chosen, most first, for questions without a scale.
    """

    short: str
    n: int
    percent: int | None = None
    counts: tuple[tuple[str, int], ...] | None = None

    @property
    def hidden(self) -> bool:
        """Whether there are not enough answers to show it."""
        return self.n < ENOUGH

    def facts(self) -> dict[str, Any]:
        """What templates and drawings need; a hidden result carries nothing but its n."""
        counts = None if self.counts is None else [list(pair) for pair in self.counts]
        return {"short": self.short, "n": self.n, "percent": self.percent, "counts": counts}


def percentage(part: int, whole: int) -> int:
    """The share in whole per cent, halves upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def sum_up(short: str, *, scale: bool, options: Sequence[Option], counted: Mapping[str, int]) -> Result:
    """The result of one question; `counted` says how many chose which code, unknown codes are left out."""
    return _sum_up_scale(short, options, counted) if scale else _sum_up_facts(short, options, counted)


def renew(shown: Mapping[str, Any] | None, fresh: Result) -> dict[str, Any]:
    """What may be seen of a question while people still answer: the newest result, or the one seen before."""
    if shown is None or shown["n"] < ENOUGH or fresh.n >= shown["n"] + AT_ONCE:
        return fresh.facts()
    return dict(shown)


def _sum_up_scale(short: str, options: Sequence[Option], counted: Mapping[str, int]) -> Result:
    points = {code: score for code, _, score in options if score is not None}
    n = sum(counted.get(code, 0) for code in points)
    if n < ENOUGH:
        return Result(short, n)
    positive = sum(counted.get(code, 0) for code, score in points.items() if score >= POSITIVE_POINTS)
    return Result(short, n, percent=percentage(positive, n))


def _sum_up_facts(short: str, options: Sequence[Option], counted: Mapping[str, int]) -> Result:
    chosen = [(str(option[1]), counted.get(option[0], 0)) for option in options]
    n = sum(answers for _, answers in chosen)
    if n < ENOUGH:
        return Result(short, n)
    ranked = sorted((pair for pair in chosen if pair[1]), key=lambda pair: -pair[1])
    return Result(short, n, counts=tuple(ranked))
