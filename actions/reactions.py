"""Reactions: what people tap under an announcement, the only receipt that a bot gets."""

from dataclasses import replace
from datetime import datetime

from actions import progress
from actions.access import Actor, Session
from actions.announcements import Announcement, post_of
from actions.errors import Gone, Refusal
from actions.messages import Lane, Recipient, edit
from actions.sent import access_readable, require_readable
from actions.validity import require_valid
from storage import announcements, outbox, receipts
from storage.announcements import Reaction, ReactionKind

__all__ = ["PreviewOnly", "ReactionKind", "keep_reaction", "nudge_key", "react", "show_reaction"]


class PreviewOnly(Refusal):
    """The button stands under the preview of an announcement, which nobody has got yet."""

    alarming = False


async def react(
    session: Session, actor: Actor, *, announcement_id: int, kind: str, now: datetime
) -> Announcement:
    """Keep that somebody has read it, or whether it is clear to them; a second tap changes nothing.

    PreviewOnly for number 0, AnnouncementWithdrawn once it was taken back, RuleReplaced once a newer rule
    took its place, Gone when it is none of theirs.
    """
    if announcement_id == 0:
        raise PreviewOnly
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None or kind not in _list_offered(found):
        raise Gone
    require_readable(found)
    await require_valid(session, found)
    if await receipts.find_recipient(session, found.id, actor.person_id) is None:
        await access_readable(session, actor, found.id)
    await keep_reaction(session, actor, found, ReactionKind(kind), now=now)
    return found


async def keep_reaction(
    session: Session, actor: Actor, announcement: Announcement, kind: ReactionKind, *, now: datetime
) -> bool:
    """Count what somebody tapped, in the RT for which they got it; False when it says nothing new."""
    told = await receipts.find_recipient(session, announcement.id, actor.person_id)
    lives = actor.area_id if actor.accepted else None
    reaction = Reaction(
        announcement_id=announcement.id,
        person_id=actor.person_id,
        area_id=told.area_id if told else lives,
        kind=kind,
        at=now,
    )
    changed = await announcements.react(session, reaction)
    if changed:
        await outbox.cancel_key(session, nudge_key(announcement, actor.chat_id), now)
        await progress.watch_again(session, announcement, now)
    return changed


async def show_reaction(
    session: Session,
    recipient: Recipient,
    announcement: Announcement,
    *,
    kind: str,
    message_id: int,
    passes_on: bool,
    now: datetime,
) -> None:
    """Let the very message that was tapped show what was tapped, with the words as they read now."""
    seen = await post_of(session, announcement)
    facts = {**seen.facts, "reaction": kind, "passes_on": passes_on}
    post = replace(seen, facts=facts, subject=progress.subject_of(announcement), lane=Lane.REPLY)
    await edit(session, recipient, message_id, post, now=now)


def nudge_key(announcement: Announcement, chat: int | str) -> str:
    """The key under which a reminder waits for a chat: who reads it meanwhile is not reminded."""
    return f"nudge:{announcement.id}:{chat}"


def _list_offered(announcement: Announcement) -> list[str]:
    """What its buttons say; those of urgent ones are answered elsewhere (actions/urgent.py)."""
    offered = [ReactionKind.READ] if announcement.asks_read else []
    if announcement.rule_card_id is not None:
        offered += [ReactionKind.CLEAR, ReactionKind.UNCLEAR]
    return [kind.value for kind in offered]
