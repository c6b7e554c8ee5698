"""Latecomers: who joined after a rule card went out gets it all the same, one card a day and no flood."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from actions.announcements import Announcement, post_of, promise
from actions.audience import Listener, find_audience
from actions.campaigns import NINE
from actions.messages import News
from actions.times import local, next_daily, utc
from storage import agenda, areas, duties, receipts, rule_cards
from storage.areas import Area
from storage.database import Session

__all__ = ["latecomers_due"]


async def latecomers_due(session: Session, *, now: datetime) -> bool:
    """Give each resident of one kelurahan the oldest valid card that they lack; False when none is due."""
    duty = await agenda.find_first(session, agenda.LATECOMERS, now)
    if duty is None:
        return False
    area = await areas.get_area(session, duty.area_id)
    next_due = next_daily(now, area.zone, NINE)
    if await duties.claim(session, duty, next_due=next_due, through=now):
        await _catch_up(session, area, now=now)
    return True


async def _catch_up(session: Session, area: Area, *, now: datetime) -> None:
    """On a day on which a series sends a card to everybody anyway, nobody gets an older one."""
    valid = [found for _, found in await rule_cards.list_valid(session, area.id, running=True)]
    morning, evening = _day_of(now, area.zone)
    coming = await rule_cards.find_next_moment(session, area.id)
    if not valid or (coming is not None and coming < evening):
        return
    held = {one.id: await receipts.list_holders(session, one.id) for one in valid}
    had_today = {person_id for holders in held.values() for person_id, at in holders.items() if at >= morning}
    audience = await find_audience(session, area, news=News.RULE_CARD)
    listeners = [one for one in audience.listeners if one.person_id not in had_today]
    for announcement, lacking in _share_out(valid, listeners, held):
        await promise(session, announcement, lacking, await post_of(session, announcement), now=now)
        announcement.recipients += len(lacking)


def _share_out(
    valid: list[Announcement], listeners: Iterable[Listener], held: Mapping[int, Mapping[int, datetime]]
) -> list[tuple[Announcement, list[Listener]]]:
    """Who gets which card today."""
    lacking: dict[int, list[Listener]] = defaultdict(list)
    for listener in listeners:
        missed = (one.id for one in valid if listener.person_id not in held[one.id])
        if (first := next(missed, None)) is not None:
            lacking[first].append(listener)
    return [(one, lacking[one.id]) for one in valid if one.id in lacking]


def _day_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The UTC bounds of the local day."""
    today = local(now, zone).date()
    return utc(today, time(0), zone), utc(today + timedelta(days=1), time(0), zone)
