"""Urgent announcements (R42): at any hour, answered by how people are, repeated once to the silent."""

from datetime import datetime, timedelta

from actions import progress
from actions.access import Actor, Session, list_officers_for, require_office
from actions.announcements import Announcement, Draft, card_of, post_of, publish_announcement
from actions.errors import Gone, Refusal
from actions.messages import Lane, Post, Recipient, send, send_to_person
from actions.reactions import keep_reaction
from actions.sent import access_readable
from storage import agenda, areas, households, urgent
from storage.announcements import AnnouncementState, ReactionKind
from storage.people import RoleKind

__all__ = ["CALLERS", "UrgentOver", "answer_urgent", "publish_urgent", "repeat_due"]

CALLERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN)
PATIENCE = timedelta(minutes=15)
_LASTS = timedelta(days=2)
_KINDS = {kind.value: kind for kind in (ReactionKind.SAFE, ReactionKind.NEED_HELP)}


class UrgentOver(Refusal):
    """The emergency was called off, or is days ago."""


async def publish_urgent(session: Session, actor: Actor, draft: Draft, *, now: datetime) -> Announcement:
    """Tell everybody at once, at any hour, and once more those who stay silent; NotYours for facilitators."""
    await require_office(session, actor, draft.area_id, *CALLERS)
    announcement = await publish_announcement(session, actor, draft, now=now)
    announcement.repeat_at = now + PATIENCE
    return announcement


async def answer_urgent(
    session: Session, actor: Actor, *, announcement_id: int, kind: str, now: datetime
) -> tuple[Announcement, bool]:
    """Keep how somebody is; whoever needs help is told of at once. Gives whether that is new.

    Gone when it is none of theirs, UrgentOver once it was taken back or is two days old.
    """
    found = await access_readable(session, actor, announcement_id)
    if not found.urgent or kind not in _KINDS:
        raise Gone
    if found.state is AnnouncementState.WITHDRAWN or now > found.published_at + _LASTS:
        raise UrgentOver
    changed = await keep_reaction(session, actor, found, _KINDS[kind], now=now)
    if changed and _KINDS[kind] is ReactionKind.NEED_HELP:
        await _call_for_help(session, actor, found, now=now)
    return found, changed


async def _call_for_help(session: Session, actor: Actor, found: Announcement, *, now: datetime) -> None:
    """A card is edited without a sound, so whoever can help gets a message of its own, at any hour."""
    area = await areas.get_area(session, actor.area_id) if actor.area_id else None
    facts = {
        "who": actor.name,
        "called": actor.salutation,
        "area": area.name if area else None,
        "house": await households.find_label(session, actor.household_id),
    }
    answer = await urgent.find_answer_id(session, found.id, actor.person_id)
    post = Post("announcements/help_wanted", facts, subject=f"help:{answer}", lane=Lane.NOTICE)
    near = await list_officers_for(session, area) if area else []
    told = dict.fromkeys([found.sender_id, *(officer.id for officer in near)])
    for person_id in told:
        if person_id is not None and person_id != actor.person_id:
            await send_to_person(session, person_id, post, now=now)


async def repeat_due(session: Session, *, now: datetime) -> bool:
    """Send the urgent announcement that is due first once more to the silent; False when none is."""
    found = await agenda.find_first(session, agenda.REPETITIONS, now)
    if found is None:
        return False
    if await urgent.claim_repeat(session, found) and found.state is AnnouncementState.PUBLISHED:
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
