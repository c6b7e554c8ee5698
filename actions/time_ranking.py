"""Which proposed time is best: the most of those who must be there, then the most of all, then the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.times import local
from actions.windows import Window

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A proposed time: how many of the required can come, how many in all, and what it falls into.

    `position` is 1 for the first that was named; `closed` is "night", "evening" or "friday".
    """

    position: int
    starts_at: datetime
    ends_at: datetime | None
    said: str | None
    required: int
    everybody: int
    closed: str | None


def rank(standings: Iterable[Standing]) -> list[Standing]:
    """The best first; of equals one in open hours, then the sooner."""
    return sorted(
        standings,
        key=lambda one: (-one.required, -one.everybody, one.closed is not None, one.starts_at, one.position),
    )


def find_best(standings: Iterable[Standing]) -> Standing | None:
    """The best time; None while nobody can come at any."""
    return next((one for one in rank(standings) if one.everybody), None)


def find_closed(starts_at: datetime, ends_at: datetime, zone: str, windows: Sequence[Window]) -> str | None:
    """What a meeting falls into: the window it begins in, or a prayer time that comes before its end.

    That an evening goes on into the night is how it is.
    """
    begins, ends = (local(moment, zone).replace(tzinfo=None) for moment in (starts_at, ends_at))
    days = [begins.date() + _DAY * later for later in range(-1, (ends.date() - begins.date()).days + 1)]
    for window in windows:
        for opens, closes in (window.bounds(day) for day in days if window.starts_on(day)):
            if opens <= begins < closes or (not window.is_night and begins < opens < ends):
                return _name(window)
    return None


def _name(window: Window) -> str:
    if window.is_night:
        return "night"
    return "evening" if window.weekday is None else "friday"
