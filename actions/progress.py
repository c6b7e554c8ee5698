"""The sender's card of an announcement: how far it has come, and what became of it."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from actions.access import Actor, find_actor_of, speaks_for
from actions.hours import closed_until
from actions.messages import Hours, Lane, Post, Recipient, remove_arrived, show_card
from actions.urgent_answers import answers_of
from actions.validity import describe_rule
from storage import agenda, announcements, areas, cards, incidents, outbox, receipts
from storage.announcements import Announcement, AnnouncementState
from storage.database import Session
from storage.outbox import PROMISED, OutboxState

__all__ = [
    "SOON",
    "card_of",
    "get_facts_for",
    "progress_due",
    "show",
    "subject_of",
    "take_away",
    "tell",
    "trouble_with",
    "watch_again",
]

SOON = timedelta(seconds=5)
_LATER = timedelta(minutes=1)
_FAR = timedelta(minutes=30)
"""What Telegram lets us try again comes sooner than this, what waits for tomorrow comes later."""
_OWN = ("answers", "stop", "correct", "recall", "nudge")
"""The buttons under a card that only the office in whose name it was announced is shown."""
_ARRIVED = (OutboxState.SENT, OutboxState.BUNDLED)
_PASSED_ON = ("copy", "print")
_NEVER_SENT = (OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)


def subject_of(announcement: Announcement) -> str:
    """What ties messages to an announcement: "announcement:12"."""
    return f"announcement:{announcement.id}"


def card_of(announcement: Announcement) -> str:
    """The name of an announcement's message in each chat, so that it can be edited there."""
    return f"news:{announcement.id}"


def trouble_with(announcement: Announcement) -> str:
    """The kind of incident that stops an announcement; the operator hears of each announcement's own."""
    return f"{subject_of(announcement)} stopped"


async def progress_due(session: Session, *, now: datetime) -> bool:
    """Bring the sender's card that is due first up to date; False when none is."""
    announcement = await agenda.find_first(session, agenda.PROGRESS, now)
    if announcement is None:
        return False
    if await announcements.claim(session, announcement, now + SOON):
        await _look_again(session, announcement, now)
    return True


async def watch_again(session: Session, announcement: Announcement, now: datetime) -> None:
    """Something happened that its card should tell soon; much that happens is told at once."""
    await announcements.watch(session, announcement.id, now + SOON)


async def tell(session: Session, actor: Actor, announcement: Announcement, *, now: datetime) -> None:
    """Show what somebody just did with it on their card, and soon on the sender's when that is another."""
    await show(session, actor, announcement, now=now)
    await watch_again(session, announcement, now)
    if actor.person_id != announcement.sender_id:
        announcement.progress_shown = None


async def take_away(session: Session, announcement: Announcement, *, now: datetime) -> int:
    """Delete an announcement wherever it has arrived; returns in how many messages."""
    lane = Lane.NOTICE if announcement.urgent else Lane.BULK
    instead = Post("announcements/withdrawn", {}, subject=subject_of(announcement), lane=lane)
    return await remove_arrived(session, card_of(announcement), instead, now=now)


async def _look_again(session: Session, announcement: Announcement, now: datetime) -> None:
    """Show what is new; what was on its way when it was taken back goes, too."""
    await _show_again(session, announcement, now)
    if announcement.state is AnnouncementState.WITHDRAWN:
        await take_away(session, announcement, now=now)
        if await cards.is_promised(session, card_of(announcement)):
            announcement.progress_due_at = now + SOON


async def _show_again(session: Session, announcement: Announcement, now: datetime) -> None:
    """Show what changed; look less often while nothing does, and no more once nothing is on its way."""
    sender = await find_actor_of(session, announcement.sender_id)
    shown = announcement.progress_shown
    if sender is None:
        announcement.progress_due_at = None
        return
    await show(session, sender, announcement, now=now)
    if not await cards.is_promised(session, card_of(announcement)):
        announcement.progress_due_at = None
    elif shown == announcement.progress_shown:
        announcement.progress_due_at = now + _LATER


async def show(session: Session, actor: Actor, announcement: Announcement, *, now: datetime) -> None:
    """Edit somebody's card when it would say something new."""
    facts = await get_facts_for(session, actor, announcement, now=now)
    shown = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    if shown != announcement.progress_shown:
        announcement.progress_shown = shown
        recipient = Recipient(actor.chat_id, actor.person_id)
        await show_card(session, recipient, card_post(announcement, facts), now=now)


def card_post(announcement: Announcement, facts: dict[str, Any]) -> Post:
    """The card with these facts; that of an urgent announcement tells how people are."""
    subject = subject_of(announcement)
    template = "announcements/urgent_card" if announcement.urgent else "announcements/progress"
    return Post(template, facts, subject=subject, card=subject, lane=Lane.REPLY)


async def get_facts_for(
    session: Session, actor: Actor, announcement: Announcement, *, now: datetime
) -> dict[str, Any]:
    """What the card says to somebody: who holds another office, or none any more, gets counts, not names."""
    facts = await get_facts(session, announcement, now=now)
    area = await areas.get_area(session, announcement.area_id)
    if await speaks_for(session, actor, announcement.office, area):
        return facts
    unnamed: dict[str, Any] = {"needy": [], "calm": []} if announcement.urgent else {}
    return {**facts, **unnamed, "verbs": [verb for verb in facts["verbs"] if verb not in _OWN]}


async def get_facts(session: Session, announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    """What the card says: counts of messages by what became of them, and of those who tapped."""
    counts = await outbox.count_states(session, subject_of(announcement), receipts.MESSAGE)
    waiting = sum(counts.get(state, 0) for state in PROMISED)
    posts = await receipts.count_posts(session, announcement.id)
    area = await areas.get_area(session, announcement.area_id)
    opens = (
        None
        if announcement.urgent
        else await closed_until(session, announcement.kelurahan_id, Hours.OPEN, now)
    )
    readers = await receipts.count_readers_by_area(session, announcement)
    rule = await describe_rule(session, announcement.rule_card_id)
    return {
        "announcement": announcement.id,
        "area": area.name,
        "zone": area.zone,
        "total": announcement.recipients,
        "groups": posts.total(),
        "groups_sent": posts[OutboxState.SENT],
        "sent": sum(counts.get(state, 0) for state in _ARRIVED),
        "waiting": waiting,
        "unreachable": counts.get(OutboxState.UNREACHABLE, 0),
        "failed": sum(counts.get(state, 0) for state in _NEVER_SENT),
        "read": sum(readers.values()) if announcement.asks_read else None,
        "goes_at": opens.isoformat() if waiting and opens else None,
        "goes_on": await _find_going_on(session, announcement, now) if waiting and not opens else None,
        "state": announcement.state.value,
        "trouble": await _find_trouble(session, announcement),
        "corrected": announcement.corrected_at.isoformat() if announcement.corrected_at else None,
        "reminded": announcement.reminded_at.isoformat() if announcement.reminded_at else None,
        "rule": rule and rule["title"],
        "verbs": await _list_verbs(session, announcement, bool(rule and rule["newer"])),
        **(await answers_of(session, announcement) if announcement.urgent else {}),
    }


async def _find_going_on(session: Session, announcement: Announcement, now: datetime) -> str | None:
    """When the rest goes out, if all of it was put off because the day of those who wait is full."""
    soonest = await outbox.find_soonest(session, subject_of(announcement), receipts.MESSAGE)
    return soonest.isoformat() if soonest and soonest > now + _FAR else None


async def _find_trouble(session: Session, announcement: Announcement) -> int | None:
    """The number of the incident that stopped it, if one did."""
    if announcement.state is not AnnouncementState.STOPPED:
        return None
    return await incidents.find_first(session, trouble_with(announcement))


async def _list_verbs(session: Session, announcement: Announcement, replaced: bool) -> list[str]:
    """What can be done with it now, as buttons under its card; a rule that was replaced stays as it was.

    Reminders that are on their way can be stopped as well.
    """
    if announcement.state is AnnouncementState.WITHDRAWN or replaced:
        return ["answers", "details"] if announcement.urgent else ["details"]
    waiting = await cards.is_promised(session, card_of(announcement))
    if announcement.urgent:
        return ["answers", *(["stop"] if waiting else []), "details", "correct", "recall", "copy"]
    if waiting:
        return ["stop", "details", "correct", "recall", *_PASSED_ON]
    asks = announcement.asks_read and announcement.reminded_at is None
    nudge = asks and await receipts.is_anybody_unread(session, announcement.id)
    return ["details", "correct", "recall", *(["nudge"] if nudge else []), *_PASSED_ON]
