"""Announcements: what an officer tells an area, once, and how far it has come."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions.access import Actor, RoleKind, Session, require_office
from actions.audience import Audience, find_audience
from actions.errors import Refusal
from actions.hours import closed_until
from actions.messages import Hours, Lane, Post, Recipient, send, show_card
from actions.offices import Office
from storage import agenda, announcements, areas, outbox, people
from storage.announcements import Announcement
from storage.areas import Area
from storage.audit import add_act
from storage.files import File
from storage.outbox import PROMISED, OutboxState

__all__ = [
    "ANNOUNCERS",
    "LONGEST_CAPTION",
    "LONGEST_TEXT",
    "Announcement",
    "Audience",
    "NobodyListens",
    "compose_post",
    "count_audience",
    "find_departure",
    "progress_due",
    "publish_announcement",
]

ANNOUNCERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)
LONGEST_TEXT = 3500
LONGEST_CAPTION = 900
_MESSAGE = "announcements/announcement"
_SOON, _LATER = timedelta(seconds=5), timedelta(minutes=1)
_NEVER_SENT = (OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED)


class NobodyListens(Refusal):
    """No accepted resident of the area can be written to."""


def compose_post(kind: RoleKind, area: Area, text: str, photo: str | None) -> Post:
    """The very message that people get; `photo` is a Telegram file_id."""
    facts = {"role": kind.value, "area": area.name, "text": text}
    method = "sendPhoto" if photo else "sendMessage"
    return Post(_MESSAGE, facts, method=method, file=photo)


async def count_audience(session: Session, actor: Actor, office: Office) -> Audience:
    """Who would get an announcement of this office now; the sender is not told what they said themselves."""
    area = await require_office(session, actor, office.area.id, office.kind)
    return await find_audience(session, area, leave_out=actor.person_id)


async def find_departure(session: Session, office: Office, *, now: datetime) -> datetime | None:
    """When an announcement would go out; None for at once."""
    return await closed_until(session, office.area.kelurahan_id or office.area.id, Hours.OPEN, now)


async def publish_announcement(
    session: Session,
    actor: Actor,
    *,
    kind: RoleKind,
    area_id: int,
    text: str,
    photo: str | None = None,
    size: int | None = None,
    now: datetime,
) -> Announcement:
    """Promise the announcement to everybody whom it reaches at this moment, and show the sender its progress.

    NotYours without that office over the area, NobodyListens when it reaches nobody.
    """
    area = await require_office(session, actor, area_id, kind)
    audience = await find_audience(session, area, leave_out=actor.person_id)
    if not audience.listeners:
        raise NobodyListens
    announcement = await _keep(session, actor, area, audience, text=text, photo=photo, size=size, now=now)
    await _promise(session, announcement, audience, compose_post(kind, area, text, photo), now)
    add_act(
        session,
        "publish_announcement",
        f"announcement:{announcement.id}",
        at=now,
        actor_id=actor.person_id,
        area_id=area.id,
        details={"recipients": announcement.recipients},
    )
    await _show_progress(session, announcement, actor.chat_id, now)
    return announcement


async def _keep(
    session: Session,
    actor: Actor,
    area: Area,
    audience: Audience,
    *,
    text: str,
    photo: str | None,
    size: int | None,
    now: datetime,
) -> Announcement:
    announcement = Announcement(
        kelurahan_id=area.kelurahan_id or area.id,
        area_id=area.id,
        sender_id=actor.person_id,
        text=text,
        recipients=len(audience.listeners),
        published_at=now,
        progress_due_at=now + _SOON,
    )
    file = photo and File(file_id=photo, kind="photo", size=size, person_id=actor.person_id, created_at=now)
    await announcements.add_announcement(session, announcement, file or None)
    return announcement


async def _promise(
    session: Session, announcement: Announcement, audience: Audience, seen: Post, now: datetime
) -> None:
    subject = _subject(announcement)
    post = replace(seen, subject=subject, key=f"{subject}:{{chat}}", lane=Lane.BULK, hours=Hours.OPEN)
    await send(session, audience.listeners, post, now=now)


async def progress_due(session: Session, *, now: datetime) -> bool:
    """Bring the sender's card that is due first up to date; False when none is."""
    announcement = await agenda.find_first(session, agenda.PROGRESS, now)
    if announcement is None:
        return False
    if await announcements.claim(session, announcement, now + _SOON):
        await _look_again(session, announcement, now)
    return True


async def _look_again(session: Session, announcement: Announcement, now: datetime) -> None:
    """Show what changed; look less often while nothing does, and no more once nothing is on its way."""
    sender_id = announcement.sender_id
    chat_id = None if sender_id is None else await people.find_chat_id(session, sender_id)
    shown = announcement.progress_shown
    if chat_id is None:
        announcement.progress_due_at = None
        return
    waiting = await _show_progress(session, announcement, chat_id, now)
    if not waiting:
        announcement.progress_due_at = None
    elif shown == announcement.progress_shown:
        announcement.progress_due_at = now + _LATER


async def _show_progress(session: Session, announcement: Announcement, chat_id: int, now: datetime) -> int:
    """Edit the sender's card when it would say something new; returns how many still wait."""
    subject = _subject(announcement)
    counts = await outbox.count_states(session, subject, _MESSAGE)
    waiting = sum(counts.get(state, 0) for state in PROMISED)
    area = await areas.get_area(session, announcement.area_id)
    opens = await closed_until(session, announcement.kelurahan_id, Hours.OPEN, now)
    facts = {
        "area": area.name,
        "zone": area.zone,
        "total": announcement.recipients,
        "sent": counts.get(OutboxState.SENT, 0),
        "waiting": waiting,
        "unreachable": counts.get(OutboxState.UNREACHABLE, 0),
        "failed": sum(counts.get(state, 0) for state in _NEVER_SENT),
        "goes_at": opens.isoformat() if waiting and opens else None,
    }
    shown = "/".join(str(facts[name]) for name in ("sent", "waiting", "unreachable", "failed", "goes_at"))
    if shown != announcement.progress_shown:
        announcement.progress_shown = shown
        card = Post("announcements/progress", facts, subject=subject, card=subject, lane=Lane.REPLY)
        await show_card(session, Recipient(chat_id, announcement.sender_id), card, now=now)
    return waiting


def _subject(announcement: Announcement) -> str:
    return f"announcement:{announcement.id}"
