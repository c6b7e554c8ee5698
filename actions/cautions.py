"""Cautions: what speaks against a time that is planned, and better times; nothing of it forbids any (R38)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from actions.planned import LASTS
from actions.times import local, utc
from actions.windows import FRIDAY, Window, evening_slot, is_open

SUNDAY, WEEKDAYS = 6, range(5)
SUNDAY_MORNING = time(6, 30)
WORK_BEGINS, WORK_ENDS = time(7), time(17)
MOST = 2
"""So many are said at once, the most important ones."""
_WEEKS_AHEAD = 4


class Reason(StrEnum):
    """Why another time may be better, the most important first."""

    FEAST = "feast"
    CLASH = "clash"
    FRIDAY = "friday"
    EVENING = "evening"
    NIGHT = "night"
    WORK = "work"


@dataclass(frozen=True)
class Caution:
    """A reason, with the name of the feast or the title of the other activity."""

    reason: Reason
    name: str | None = None
    estimated: bool = False

    def facts(self) -> dict[str, Any]:
        """What its words need."""
        return {"reason": self.reason.value, "name": self.name, "estimated": self.estimated}


@dataclass(frozen=True)
class Day:
    """A day without work, as it is named; a `feast` is one on which little else should be."""

    day: date
    name: str
    feast: bool = False
    estimated: bool = False


@dataclass(frozen=True)
class Taken:
    """When something else is in the area, in UTC."""

    starts_at: datetime
    ends_at: datetime
    title: str


@dataclass(frozen=True)
class Surroundings:
    """What a time is measured against: the zone, its closed windows, holidays, and other activities."""

    zone: str
    windows: Sequence[Window] = ()
    holidays: Sequence[Day] = ()
    taken: Sequence[Taken] = ()
    at_night: bool = False
    """Whether it is meant to be at night, as a ronda is."""


def find_cautions(
    starts_at: datetime, around: Surroundings, *, ends_at: datetime | None = None
) -> tuple[Caution, ...]:
    """What speaks against a time, the most important first; without an end it is taken to last two hours.

    A closed window counts when the start lies in it, or the end that was said lies behind its beginning.
    """
    here = local(starts_at, around.zone)
    today = [day for day in around.holidays if day.day == here.date()]
    found = [Caution(Reason.FEAST, day.name, day.estimated) for day in today if day.feast][:1]
    over = ends_at if ends_at is not None and ends_at > starts_at else starts_at + LASTS
    found += [
        Caution(Reason.CLASH, one.title)
        for one in around.taken
        if one.starts_at < over and starts_at < one.ends_at
    ][:1]
    until = local(ends_at, around.zone) if ends_at else here
    found += [Caution(reason) for reason in _closed(here, until, around)]
    if not today and is_work_time(here):
        found.append(Caution(Reason.WORK))
    order = list(Reason)
    return tuple(sorted(found, key=lambda caution: order.index(caution.reason)))


def better_times(starts_at: datetime, around: Surroundings) -> tuple[datetime, datetime]:
    """A Sunday at 06.30 and an evening after Isya, in UTC, each the first that nothing speaks against.

    None lies before `starts_at`; when every one has something against it, the first is given.
    """
    day = local(starts_at, around.zone).date()
    return _first(_sundays(day, around), around), _first(_evenings(day, starts_at, around), around)


def is_work_time(here: datetime) -> bool:
    """Whether most people work at a local time: on weekdays from 07.00 until 17.00."""
    return here.weekday() in WEEKDAYS and WORK_BEGINS <= here.time() < WORK_ENDS


def _first(moments: Iterator[datetime], around: Surroundings) -> datetime:
    found = list(moments)
    return next((moment for moment in found if not find_cautions(moment, around)), found[0])


def _sundays(day: date, around: Surroundings) -> Iterator[datetime]:
    """Those after a day; where the night is longer than usual, the morning begins when it ends."""
    sunday = day + timedelta(days=(SUNDAY - day.weekday() - 1) % 7 + 1)
    for weeks in range(_WEEKS_AHEAD):
        moment = utc(sunday + timedelta(weeks=weeks), SUNDAY_MORNING, around.zone)
        yield _opened(moment, around)


def _opened(moment: datetime, around: Surroundings) -> datetime:
    night = [
        window for window in around.windows if window.is_night and not is_open(moment, around.zone, [window])
    ]
    if not night:
        return moment
    here = local(moment, around.zone).date()
    return utc(here, max(window.ends for window in night), around.zone)


def _evenings(day: date, starts_at: datetime, around: Surroundings) -> Iterator[datetime]:
    for days in range(7 * _WEEKS_AHEAD):
        moment = evening_slot(day + timedelta(days=days), around.zone, around.windows)
        if moment >= starts_at:
            yield moment


def _closed(here: datetime, until: datetime, around: Surroundings) -> list[Reason]:
    start, end = here.replace(tzinfo=None), until.replace(tzinfo=None)
    found = set()
    for window in around.windows:
        reason = _reason_of(window)
        if reason is None or (reason is Reason.NIGHT and around.at_night):
            continue
        for day in (here.date() - timedelta(days=1), here.date()):
            begins, ends = window.bounds(day)
            if window.starts_on(day) and (begins <= start < ends or start < begins < end):
                found.add(reason)
    return [reason for reason in Reason if reason in found]


def _reason_of(window: Window) -> Reason | None:
    if window.is_night:
        return Reason.NIGHT
    if window.is_evening:
        return Reason.EVENING
    return Reason.FRIDAY if window.weekday == FRIDAY else None
