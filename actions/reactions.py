"""Reactions: what people tap under an announcement, one answer each, the newest counts."""

from datetime import datetime

from actions.access import Actor, Session
from actions.errors import Gone
from actions.progress import watch_again
from actions.sent import access_readable
from actions.validity import require_valid
from storage import announcements
from storage.announcements import Announcement, Reaction, ReactionKind

__all__ = ["ReactionKind", "react"]


async def react(
    session: Session, actor: Actor, *, announcement_id: int, kind: ReactionKind, now: datetime
) -> Announcement:
    """Keep what somebody tapped; Gone where it is not asked, RuleReplaced under a rule of an earlier year."""
    found = await access_readable(session, actor, announcement_id)
    await require_valid(session, found)
    if not found.asks_read or kind not in (ReactionKind.READ, ReactionKind.CLEAR, ReactionKind.UNCLEAR):
        raise Gone
    reaction = Reaction(
        announcement_id=found.id, person_id=actor.person_id, area_id=actor.area_id, kind=kind, at=now
    )
    if await announcements.react(session, reaction):
        watch_again(found, now)
    return found
