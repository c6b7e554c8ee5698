"""Detours: what a group did not get of an announcement, its people get in private."""

from datetime import datetime

from actions.access import Session
from actions.announcements import Announcement, card_of, news_of, post_of, promise
from actions.audience import Listener, find_audience, list_groups, list_outside, list_subtree_ids
from actions.progress import watch_again
from storage import announcements, areas, cards, receipts
from storage.announcements import AnnouncementState
from storage.groups import Group
from storage.outbox import OutboxState

__all__ = ["go_round"]


async def go_round(
    session: Session, group: Group, ended: OutboxState, *, since: datetime, now: datetime
) -> None:
    """Promise in private what was to go by way of a group and ended like this there since a moment.

    The group is not linked any more; nobody gets anything twice.
    """
    assert group.area_id is not None
    inside = await list_subtree_ids(session, await areas.get_area(session, group.area_id))
    for announcement_id in await receipts.list_missed_by_group(session, group.chat_id, ended, since):
        found = await announcements.find_announcement(session, announcement_id)
        if found is None or found.state is not AnnouncementState.PUBLISHED:
            continue
        lacking = [one for one in await _list_lacking(session, found) if one.area_id in inside]
        await promise(session, found, lacking, await post_of(session, found), now=now)
        found.recipients += len(lacking)
        await watch_again(session, found, now)


async def _list_lacking(session: Session, found: Announcement) -> list[Listener]:
    """Who hears an announcement by none of the groups that have it, and has it not."""
    area = await areas.get_area(session, found.area_id)
    news = None if found.urgent else news_of(found)
    audience = await find_audience(session, area, leave_out=found.sender_id, news=news)
    have_it = {one.chat_id for one in await cards.list_in_groups(session, card_of(found))}
    posted = [one for one in await list_groups(session, area) if one.chat_id in have_it]
    holders = await receipts.list_holders(session, found.id)
    return [one for one in list_outside(posted, audience.listeners) if one.person_id not in holders]
