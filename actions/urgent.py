"""Urgent announcements (R42): at any hour, answered by how people are, repeated once to the silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from actions import progress
from actions.access import Actor, Session, find_actor_of, list_officers_for, require_office
from actions.announcements import Announcement, Draft, card_of, post_of, publish_announcement
from actions.errors import Gone, NotYours, Refusal
from actions.messages import Lane, Post, Recipient, send, send_to_person
from actions.reactions import keep_reaction
from actions.sent import access_sent, may_change, may_read
from actions.urgent_answers import page_of
from storage import agenda, announcements, areas, households, listeners, receipts, urgent
from storage.announcements import AnnouncementState, ReactionKind
from storage.areas import Area
from storage.people import RoleKind

__all__ = ["CALLERS", "UrgentOver", "answer_urgent", "list_answered", "publish_urgent", "repeat_due"]

CALLERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN)
PATIENCE = timedelta(minutes=15)
LASTS = timedelta(days=2)
"""How long it is answered."""
_KINDS = {kind.value: kind for kind in (ReactionKind.SAFE, ReactionKind.NEED_HELP)}


class UrgentOver(Refusal):
    """The emergency was called off (`withdrawn`), or is days ago."""


class UrgentElsewhere(Refusal):
    """It is for those who are counted in an area, and nobody was told of whoever tapped."""


async def publish_urgent(session: Session, actor: Actor, draft: Draft, *, now: datetime) -> Announcement:
    """Tell everybody at once, at any hour, and once more those who stay silent; NotYours for facilitators."""
    await require_office(session, actor, draft.area_id, *CALLERS)
    announcement = await publish_announcement(session, actor, draft, now=now)
    announcement.repeat_at = now + PATIENCE
    return announcement


async def answer_urgent(
    session: Session, actor: Actor | None, *, announcement_id: int, kind: str, now: datetime
) -> tuple[Announcement, bool]:
    """Keep how somebody is; whoever needs help is told of at once. Gives whether anybody could be told.

    UrgentOver once it was taken back or is two days old, UrgentElsewhere for neighbours and strangers.
    """
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None or not found.urgent or kind not in _KINDS:
        raise Gone
    withdrawn = found.state is AnnouncementState.WITHDRAWN
    if withdrawn or now > found.published_at + LASTS:
        raise UrgentOver(withdrawn=withdrawn)
    if actor is None or not await may_read(session, actor, found):
        raise UrgentElsewhere(area=(await areas.get_area(session, found.area_id)).name)
    changed = await keep_reaction(session, actor, found, _KINDS[kind], now=now)
    area_id = await _find_rt_id(session, actor, found)
    area = await areas.get_area(session, area_id) if area_id else None
    helpers = await _list_helpers(session, actor, found, area) if kind == ReactionKind.NEED_HELP else []
    await _call_for_help(session, actor, found, area, helpers, again=not changed, now=now)
    return found, bool(helpers)


async def list_answered(session: Session, actor: Actor, *, announcement_id: int, page: int) -> dict[str, Any]:
    """A screen of who answered, by name, for the office that called out; NotYours for others."""
    found = await access_sent(session, actor, announcement_id)
    if not await may_change(session, actor, found):
        raise NotYours
    area = await areas.get_area(session, found.area_id)
    return {"area": area.name, "zone": area.zone, **await page_of(session, found, page)}


async def _find_rt_id(session: Session, actor: Actor, found: Announcement) -> int | None:
    """The RT of somebody: where they live, else that for which they got it, as its head."""
    if actor.area_id is not None:
        return actor.area_id
    told = await receipts.find_recipient(session, found.id, actor.person_id)
    return told.area_id if told else None


async def _list_helpers(session: Session, actor: Actor, found: Announcement, area: Area | None) -> list[int]:
    """The sender while in office, and the nearest officers above somebody that can be written to."""
    sender = await find_actor_of(session, found.sender_id)
    calling = [sender.person_id] if sender and await may_change(session, sender, found) else []
    helpers = await _keep_reachable(session, actor, calling)
    here: Area | None = area or await areas.get_area(session, found.area_id)
    while here is not None:
        officers = [officer.id for officer in await list_officers_for(session, here)]
        if near := await _keep_reachable(session, actor, officers):
            return list(dict.fromkeys([*helpers, *near]))
        here = await areas.get_area(session, here.parent_id) if here.parent_id else None
    return helpers


async def _keep_reachable(session: Session, actor: Actor, ids: Sequence[int]) -> list[int]:
    """Those that can be written to; nobody is their own help."""
    others = [one for one in ids if one != actor.person_id]
    reachable = await listeners.list_reachable(session, others)
    return [one for one in others if one in reachable]


async def _call_for_help(
    session: Session,
    actor: Actor,
    found: Announcement,
    area: Area | None,
    helpers: Sequence[int],
    *,
    again: bool,
    now: datetime,
) -> None:
    """A card is edited without a sound, so whoever can help gets a message of its own, before all others.

    Who asks `again` reaches whoever could not be told before, and nobody twice.
    """
    facts = {
        "who": actor.name,
        "called": actor.salutation,
        "area": area.name if area else None,
        "house": await households.find_label(session, actor.household_id),
    }
    subject = f"help:{await urgent.find_answer_id(session, found.id, actor.person_id)}"
    told = await urgent.list_called(session, subject) if again else set()
    post = Post("announcements/help_wanted", facts, subject=subject, lane=Lane.REPLY)
    for person_id in helpers:
        if person_id not in told:
            await send_to_person(session, person_id, post, now=now)


async def repeat_due(session: Session, *, now: datetime) -> bool:
    """Send the urgent announcement that is due first once more to the silent; False when none is."""
    found = await agenda.find_first(session, agenda.REPETITIONS, now)
    if found is None:
        return False
    if await urgent.claim_repeat(session, found):
        await _repeat(session, found, now=now)
    return True


async def _repeat(session: Session, found: Announcement, *, now: datetime) -> None:
    seen = await post_of(session, found)
    post = Post(
        "announcements/urgent_again",
        seen.facts,
        subject=progress.subject_of(found),
        key=f"again:{found.id}:{{chat}}",
        card=card_of(found),
        lane=Lane.NOTICE,
    )
    silent = await urgent.list_silent(session, found.id)
    recipients = [Recipient(chat_id, person_id, found.kelurahan_id) for person_id, chat_id in silent]
    await send(session, recipients, post, now=now)
