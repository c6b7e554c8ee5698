"""Latecomers: who joined after a rule card went out gets it all the same, one card a day and no flood."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from actions.announcements import MESSAGE, Announcement, post_of, promise
from actions.audience import Listener, find_audience
from actions.campaigns import NINE
from actions.messages import News
from actions.progress import subject_of
from actions.times import local, next_daily, utc
from storage import agenda, areas, arrivals, duties, rule_cards
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
    held = await arrivals.list_holders(session, [subject_of(one) for one in valid], MESSAGE)
    had_today = {person_id for person_id, _, at in held if at >= morning}
    has = {(person_id, subject) for person_id, subject, _ in held}
    audience = await find_audience(session, area, news=News.RULE_CARD)
    listeners = [one for one in audience.listeners if one.person_id not in had_today]
    for announcement, lacking in _share_out(valid, listeners, has):
        await promise(session, announcement, lacking, await post_of(session, announcement), now=now)
        announcement.recipients += len(lacking)


def _share_out(
    valid: list[Announcement], listeners: Iterable[Listener], has: set[tuple[int, str]]
) -> list[tuple[Announcement, list[Listener]]]:
    """Who gets which card today."""
    lacking: dict[int, list[Listener]] = defaultdict(list)
    for listener in listeners:
        for announcement in valid:
            if (listener.person_id or 0, subject_of(announcement)) not in has:
                lacking[announcement.id].append(listener)
                break
    return [(one, lacking[one.id]) for one in valid if one.id in lacking]


def _day_of(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The UTC bounds of the local day."""
    today = local(now, zone).date()
    return utc(today, time(0), zone), utc(today + timedelta(days=1), time(0), zone)
