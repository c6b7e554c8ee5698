"""When people are reminded of a meeting: three days before, the day before, and in the morning. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from actions import windows
from actions.planned import DOORS_OPEN
from actions.times import local, utc
from actions.windows import Window

__all__ = [
    "Call",
    "Calling",
    "find_current",
    "find_next",
    "list_calls",
    "organizer_time",
    "part_of_day",
    "recap_time",
]

_DAY = timedelta(days=1)
_NIGHT_ENDS = timedelta(hours=4)
"""What begins before four o'clock belongs to the night before."""
_NOON, _EARLY, _MORNING, _EARLY_STARTS = time(12), time(6), time(7), time(9)
_GET_READY = timedelta(minutes=30)
_LATE_RECAP = timedelta(hours=6)


class Calling(StrEnum):
    """Which of the three reminders it is: H-3, H-1, the morning."""

    EARLY = "early"
    EVE = "eve"
    DAY = "day"


@dataclass(frozen=True)
class Call:
    """A reminder: when it is due, and from when on its words would not be true any more."""

    calling: Calling
    at: datetime
    until: datetime


def list_calls(
    starts_at: datetime,
    zone: str,
    closed: Sequence[Window],
    *,
    known: datetime,
    after: datetime | None = None,
    confirm: bool = False,
) -> list[Call]:
    """The reminders of a meeting in their order.

    `known` is since when it has this time: less than a day ahead, the morning is enough. `after` is when the
    meeting before it ends: until then only that one is spoken of. Who has to `confirm` a seat until the
    evening hears of it at noon.
    """
    day = _day_of(starts_at, zone)
    early = windows.evening_slot(day - 3 * _DAY, zone, closed)
    eve = windows.evening_slot(day - _DAY, zone, closed)
    if confirm:
        eve = min(eve, windows.next_open(utc(day - _DAY, _NOON, zone), zone, closed))
    morning = _morning(starts_at, zone, closed)
    calls = [
        Call(Calling.EARLY, early, _midnight(day - 2 * _DAY, zone)) if known + _DAY <= early else None,
        Call(Calling.EVE, eve, _midnight(day, zone)) if known + _DAY <= starts_at else None,
        Call(Calling.DAY, morning, starts_at)
        if morning + _GET_READY <= starts_at and known < _midnight(day, zone)
        else None,
    ]
    return [call for call in calls if call is not None and (after is None or call.at >= after)]


def find_next(calls: Sequence[Call], now: datetime) -> Call | None:
    """The first that is still to come."""
    return next((call for call in calls if call.at > now), None)


def find_current(calls: Sequence[Call], now: datetime) -> Call | None:
    """The last that is due, as long as its words are true; what was missed before it stays unsaid."""
    due = [call for call in calls if call.at <= now]
    return due[-1] if due and now < due[-1].until else None


def organizer_time(starts_at: datetime, zone: str, closed: Sequence[Window]) -> datetime:
    """When the organiser gets the card of the day: in the morning, or an hour before what begins later."""
    doors, morning = starts_at - DOORS_OPEN, _morning(starts_at, zone, closed)
    return max(doors, morning) if morning + _GET_READY <= starts_at else doors


def recap_time(
    starts_at: datetime, zone: str, closed: Sequence[Window], *, known: datetime
) -> datetime | None:
    """When the organiser hears how many are silent: at noon two days before, a day after the invitation.

    None when that is too late for anybody to answer.
    """
    noon = utc(_day_of(starts_at, zone) - 2 * _DAY, _NOON, zone)
    at = windows.next_open(max(noon, known + _DAY), zone, closed)
    return at if at + _LATE_RECAP <= starts_at else None


def part_of_day(starts_at: datetime, zone: str) -> str:
    """ "morning", "noon", "afternoon" or "night", as people call the hour of a meeting."""
    hour = local(starts_at, zone).hour
    if hour < _NIGHT_ENDS / timedelta(hours=1) or hour >= 18:
        return "night"
    return "morning" if hour < 11 else "noon" if hour < 15 else "afternoon"


def _day_of(starts_at: datetime, zone: str) -> date:
    return local(starts_at - _NIGHT_ENDS, zone).date()


def _morning(starts_at: datetime, zone: str, closed: Sequence[Window]) -> datetime:
    early = local(starts_at, zone).time() < _EARLY_STARTS
    clock = _EARLY if early else _MORNING
    return windows.next_open(utc(_day_of(starts_at, zone), clock, zone), zone, closed)


def _midnight(day: date, zone: str) -> datetime:
    return utc(day, time(0), zone)
