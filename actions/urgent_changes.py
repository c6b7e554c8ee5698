"""What becomes of an urgent announcement is said aloud: other words for it, and that it was called off."""

from datetime import datetime

from actions import progress
from actions.access import Session
from actions.announcements import Announcement, card_of, post_of
from actions.messages import Lane, Post, Recipient, send
from actions.urgent import LASTS
from storage import areas, cards

__all__ = ["is_aloud", "tell_correction", "tell_recall"]


def is_aloud(announcement: Announcement, now: datetime) -> bool:
    """Whether people are to hear what becomes of it: nobody is woken for what was days ago."""
    return announcement.urgent and now <= announcement.published_at + LASTS


async def tell_correction(session: Session, found: Announcement, *, now: datetime) -> None:
    """Say the new words to whoever has the old ones; this message is corrected and taken back as well."""
    facts = (await post_of(session, found)).facts
    post = Post(
        "announcements/urgent_corrected",
        facts,
        subject=progress.subject_of(found),
        key=f"urgent_corrected:{found.id}:{{chat}}",
        card=card_of(found),
        lane=Lane.NOTICE,
    )
    await send(session, await _list_holders(session, found), post, now=now)


async def tell_recall(session: Session, found: Announcement, *, now: datetime) -> None:
    """Say to whoever has it that there is no emergency any more; this message stays."""
    area = await areas.get_area(session, found.area_id)
    post = Post(
        "announcements/urgent_recalled",
        {"role": found.office.value, "area": area.name},
        subject=progress.subject_of(found),
        key=f"urgent_recalled:{found.id}:{{chat}}",
        lane=Lane.NOTICE,
    )
    await send(session, await _list_holders(session, found), post, now=now)


async def _list_holders(session: Session, found: Announcement) -> list[Recipient]:
    """Where it has arrived or is on its way to; who has it twice is told once, by the key of what is said."""
    return [
        Recipient(one.chat_id, one.person_id, one.kelurahan_id, one.area_id, one.topic_id)
        for one in await cards.list_arrived(session, card_of(found))
    ]
