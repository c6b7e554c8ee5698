"""The figures of one sender, as they travel from its process to the table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Latency:
    """Seconds within which half of the taps and 99 of 100 had their result, and how many never had it."""

    p50: float
    p99: float
    never: int


@dataclass(frozen=True)
class Timed:
    """A broadcast that was left alone: seconds from the order to the last person, and what came meanwhile."""

    seconds: float
    missing: int
    refused: int
    taps: int
    answered: Latency
    shown: Latency


@dataclass(frozen=True)
class Outcome:
    """How many never got the broadcast, and how many copies too many there were."""

    lost: int
    doubled: int


@dataclass(frozen=True)
class Killed:
    """A broadcast that was killed in the middle: what the bot did by itself, and after a second order."""

    had_it: int
    alone: Outcome
    ordered_again: Outcome | None


def latency(seconds: Sequence[float | None]) -> Latency:
    """Sum up what was waited for; None is a result that never came, and counts as the longest wait."""
    waits = sorted(math.inf if each is None else each for each in seconds)
    return Latency(percentile(waits, 0.50), percentile(waits, 0.99), waits.count(math.inf))


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the ordered ones does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan
