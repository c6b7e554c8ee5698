"""What comes back at the same local hour: every one or two weeks, one or three months, 35 days (R10)."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count

from actions.times import local, utc

_IN_EVERY_MONTH = 28
"""The last day that every month has."""


class Repeat(StrEnum):
    """How often something comes back; selapanan keeps both the weekday and the market day (pasaran)."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SELAPANAN = "selapanan"


_DAYS = {Repeat.WEEKLY: 7, Repeat.FORTNIGHTLY: 14, Repeat.SELAPANAN: 35}
_MONTHS = {Repeat.MONTHLY: 1, Repeat.QUARTERLY: 3}


def occurrence(first: datetime, repeat: Repeat, number: int, zone: str) -> datetime:
    """The UTC moment of an occurrence, 0 being the first; each is reckoned from the first, so none drifts.

    A day that its month does not have falls on the last that it has.
    """
    here = local(first, zone)
    if repeat in _DAYS:
        day = here.date() + timedelta(days=_DAYS[repeat] * number)
    else:
        day = _months_later(here.date(), _MONTHS[repeat] * number)
    return utc(day, here.time(), zone)


def next_after(first: datetime, repeat: Repeat, after: datetime, zone: str) -> datetime:
    """The first occurrence strictly after a moment, in UTC; the very first one when none was before."""
    here, there = local(first, zone).date(), local(after, zone).date()
    if repeat in _DAYS:
        passed = (there - here).days // _DAYS[repeat]
    else:
        passed = ((there.year - here.year) * 12 + there.month - here.month) // _MONTHS[repeat]
    candidates = (occurrence(first, repeat, number, zone) for number in count(max(passed, 0)))
    return next(moment for moment in candidates if moment > after)


def needs_asking(first: datetime, repeat: Repeat, zone: str) -> bool:
    """Whether some month lacks the day on which this would come back, so that the organiser should know."""
    return repeat in _MONTHS and local(first, zone).day > _IN_EVERY_MONTH


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
