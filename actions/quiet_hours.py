"""Quiet hours: which a kelurahan keeps, and how its officers change them (R46)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from actions.access import Actor, RoleKind
from actions.areas import closed_windows, window_of
from actions.dates import read_hours
from actions.errors import NotUnderstood, NotYours, Refusal
from actions.hours import Hours, closed_until
from actions.offices import list_offices_in_use
from actions.ramadan import ESTIMATES, LENGTHS, find_estimate, ramadan_window
from actions.times import local
from actions.windows import FRIDAY, Window, open_time
from storage import areas, audit, deliveries
from storage.areas import Area, ClosedWindow
from storage.database import Session

LEAST_OPEN = timedelta(hours=6)
_MORNING = time(6)
_MINDING = (Hours.OPEN, Hours.WAKING)


class Part(StrEnum):
    """The quiet hours that every kelurahan has."""

    NIGHT = "night"
    EVENING = "evening"
    FRIDAY = "friday"


class HoursDoNotFit(Refusal):
    """Hours that cannot be what they were given for; `part` is what that was."""

    asks_again = True


class TooFewOpenHours(Refusal):
    """So much would be closed that on some day less than `hours` hours remain."""

    asks_again = True


class NotRamadan(Refusal):
    """Days that are over already, or another number of days than a Ramadan has."""

    asks_again = True


@dataclass(frozen=True)
class QuietHours:
    """The quiet hours of a kelurahan, and its evenings of Ramadan when one is on or to come."""

    kelurahan: Area
    parts: dict[Part, Window]
    ramadan: Window | None

    def facts(self) -> dict[str, Any]:
        """What the words about them need; the dates of a Ramadan are `estimated` until they are corrected."""
        return {
            "area": self.kelurahan.name,
            **{part.value: _stretch(self.parts.get(part)) for part in Part},
            "ramadan": _dated(self.ramadan),
        }


async def access_quiet_hours(session: Session, actor: Actor, *, now: datetime) -> QuietHours:
    """The quiet hours of one's kelurahan, for its officers; else NotYours."""
    kelurahan = await _require_kelurahan(session, actor)
    today = local(now, kelurahan.zone).date()
    windows = await closed_windows(session, kelurahan.id)
    parts = {part: window for window in windows if (part := part_of(window))}
    dated = (window for window in windows if window.valid_to is not None and window.valid_to >= today)
    return QuietHours(kelurahan, parts, next(dated, None))


def part_of(window: Window) -> Part | None:
    """What a window is for; None for a dated one."""
    if window.valid_from is not None:
        return None
    if window.weekday == FRIDAY:
        return Part.FRIDAY
    return Part.NIGHT if window.is_night else Part.EVENING


def window_for(part: Part, starts: time, ends: time) -> Window:
    """The window that these hours make of a part."""
    return Window(FRIDAY if part is Part.FRIDAY else None, starts, ends)


def read_stretch(part: Part, text: str) -> Window:
    """The hours that a text gives a part: NotUnderstood without any, HoursDoNotFit when none can be it."""
    found = read_hours(text)
    if not found:
        raise NotUnderstood
    windows = (window_for(part, starts, ends) for starts, ends in found)
    fitting = next((window for window in windows if _fits(part, window)), None)
    if fitting is None:
        raise HoursDoNotFit(part=part.value)
    return fitting


def require_ramadan(first: date, last: date, *, today: date) -> None:
    """NotRamadan unless these days are as many as a Ramadan has, and not all over."""
    if (last - first).days + 1 not in LENGTHS or last < today:
        raise NotRamadan


async def check_hours(session: Session, actor: Actor, *, part: Part, window: Window, now: datetime) -> None:
    """TooFewOpenHours when this window in its part's place would close too much of some day."""
    kelurahan = await _require_kelurahan(session, actor)
    windows = await closed_windows(session, kelurahan.id)
    others = [each for each in windows if part_of(each) is not part]
    _require_open_hours([*others, window], local(now, kelurahan.zone).date())


async def change_hours(session: Session, actor: Actor, *, part: Part, window: Window, now: datetime) -> None:
    """Give a part of the quiet hours another start and end; what waits minds the new ones."""
    kelurahan = await _lock_kelurahan(session, actor)
    await check_hours(session, actor, part=part, window=window, now=now)
    held = await _list_held(session, kelurahan, now)
    for row in await areas.list_windows(session, kelurahan.id):
        if part_of(window_of(row)) is part:
            await session.delete(row)
    session.add(ClosedWindow(area_id=kelurahan.id, **asdict(window)))
    await _let_go(session, kelurahan, held, now)
    said = {"part": part.value, "starts": window.starts.isoformat(), "ends": window.ends.isoformat()}
    _record(session, actor, kelurahan, "change_quiet_hours", said, now)


async def set_ramadan(session: Session, actor: Actor, *, first: date, last: date, now: datetime) -> None:
    """Keep the evenings of these days closed until Tarawih is over; NotRamadan for days that are none."""
    kelurahan = await _lock_kelurahan(session, actor)
    today = local(now, kelurahan.zone).date()
    require_ramadan(first, last, today=today)
    window = ramadan_window(str(kelurahan.code), first, last)
    undated = [each for each in await closed_windows(session, kelurahan.id) if part_of(each)]
    _require_open_hours([*undated, window], today)
    held = await _list_held(session, kelurahan, now)
    await areas.delete_dated_windows(session, kelurahan.id)
    session.add(ClosedWindow(area_id=kelurahan.id, **asdict(window)))
    await _let_go(session, kelurahan, held, now)
    said = {"first": first.isoformat(), "last": last.isoformat()}
    _record(session, actor, kelurahan, "set_ramadan", said, now)


async def begin_ramadan(session: Session, actor: Actor, *, now: datetime) -> bool:
    """Mind the coming Ramadan as it is reckoned, unless one is minded; False when none is reckoned yet."""
    quiet = await access_quiet_hours(session, actor, now=now)
    if quiet.ramadan is not None:
        return True
    estimate = find_estimate(local(now, quiet.kelurahan.zone).date())
    if estimate is None:
        return False
    await set_ramadan(session, actor, first=estimate[0], last=estimate[1], now=now)
    return True


async def end_ramadan(session: Session, actor: Actor, *, now: datetime) -> None:
    """Mind no Ramadan; a second time changes nothing."""
    kelurahan = await _lock_kelurahan(session, actor)
    held = await _list_held(session, kelurahan, now)
    if await areas.delete_dated_windows(session, kelurahan.id):
        await _let_go(session, kelurahan, held, now)
        _record(session, actor, kelurahan, "end_ramadan", None, now)


async def _require_kelurahan(session: Session, actor: Actor) -> Area:
    offices = await list_offices_in_use(session, actor, RoleKind.KELURAHAN)
    if not offices:
        raise NotYours
    return offices[0].area


async def _lock_kelurahan(session: Session, actor: Actor) -> Area:
    return await areas.lock_area(session, (await _require_kelurahan(session, actor)).id)


async def _list_held(session: Session, kelurahan: Area, now: datetime) -> dict[Hours, datetime]:
    """Until when the hours that are about to change hold what minds them."""
    found = {hours: await closed_until(session, kelurahan.id, hours, now) for hours in _MINDING}
    return {hours: until for hours, until in found.items() if until is not None}


async def _let_go(session: Session, kelurahan: Area, held: dict[Hours, datetime], now: datetime) -> None:
    """What the old hours held is looked at again: the delivery asks the new ones."""
    await session.flush()
    for hours, until in held.items():
        await deliveries.let_go(session, kelurahan.id, hours, until, now)


def _record(
    session: Session, actor: Actor, kelurahan: Area, act: str, said: dict[str, Any] | None, now: datetime
) -> None:
    subject = f"area:{kelurahan.id}"
    audit.add_act(session, act, subject, at=now, actor_id=actor.person_id, area_id=kelurahan.id, details=said)


def _fits(part: Part, window: Window) -> bool:
    match part:
        case Part.NIGHT:
            return window.is_night
        case Part.EVENING:
            return window.is_evening
        case Part.FRIDAY:
            return _MORNING <= window.starts < window.ends


def _require_open_hours(windows: Sequence[Window], today: date) -> None:
    """A week from today, and a week of every dated window, leave enough open hours a day."""
    begins = {today, *(window.valid_from for window in windows if window.valid_from)}
    days = (begin + timedelta(days=later) for begin in begins for later in range(7))
    if any(open_time(day, windows) < LEAST_OPEN for day in days):
        raise TooFewOpenHours(hours=LEAST_OPEN // timedelta(hours=1))


def _stretch(window: Window | None) -> dict[str, str] | None:
    if window is None:
        return None
    return {"starts": window.starts.isoformat(), "ends": window.ends.isoformat()}


def _dated(window: Window | None) -> dict[str, Any] | None:
    if window is None or window.valid_from is None or window.valid_to is None:
        return None
    first, last = window.valid_from, window.valid_to
    dates = {"first": first.isoformat(), "last": last.isoformat(), "estimated": (first, last) in ESTIMATES}
    return {**dates, "ends": window.ends.isoformat()}
