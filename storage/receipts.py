"""Receipts: what became of an announcement for each RT and each person, and who answered its button."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, literal, literal_column, select

from storage.announcements import Announcement, AnnouncementState, Reaction, ReactionKind, Route
from storage.areas import Area
from storage.database import Session
from storage.listeners import select_residents
from storage.mutes import Mute
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Chat, ChatState, Person

MESSAGE = "announcements/announcement"
GOT_IT = (OutboxState.SENT, OutboxState.BUNDLED)
_HELD = (*PROMISED, *GOT_IT, OutboxState.FAILED)
"""Who has one of these is not sent the same again; what Telegram refused it would refuse again."""


class Counted(NamedTuple):
    """How many messages to an RT ended, or are, in a state; those to its groups apart."""

    area_id: int | None
    in_group: bool
    state: OutboxState
    number: int


class Named(NamedTuple):
    """Somebody of an RT by name."""

    area_id: int | None
    salutation: str | None
    name: str | None


class Told(NamedTuple):
    """Somebody whom it was sent to; without a chat once they were erased."""

    person_id: int | None
    chat_id: int | None
    kelurahan_id: int | None
    area_id: int | None


class Arrival(NamedTuple):
    """A message to somebody; no person once they were erased, `area_id` their RT when it was promised."""

    person_id: int | None
    area_id: int | None
    state: OutboxState


def _messages(announcement_id: int) -> ColumnElement[bool]:
    """The first message to each recipient: neither edits of it nor reminders."""
    return (
        (OutboxRow.subject == f"announcement:{announcement_id}")
        & (OutboxRow.template == MESSAGE)
        & OutboxRow.method.not_like("edit%")
    )


async def count_by_area(session: Session, announcement_id: int) -> list[Counted]:
    """What became of the messages, by RT and state."""
    in_group = OutboxRow.chat_id < literal_column("0")  # a parameter would not be the same one twice
    query = (
        select(OutboxRow.area_id, in_group, OutboxRow.state, func.count())
        .where(_messages(announcement_id))
        .group_by(OutboxRow.area_id, in_group, OutboxRow.state)
    )
    return [
        Counted(area_id, bool(grouped), state, count)
        for area_id, grouped, state, count in await session.execute(query)
    ]


async def count_posts(session: Session, announcement_id: int) -> Counter[OutboxState]:
    """What became of the messages in groups, by state."""
    in_group = OutboxRow.chat_id < 0
    query = select(OutboxRow.state, func.count()).where(_messages(announcement_id), in_group)
    rows = await session.execute(query.group_by(OutboxRow.state))
    return Counter({row[0]: row[1] for row in rows})


async def count_readers_by_area(session: Session, announcement: Announcement) -> dict[int | None, int]:
    """RT -> how many of its recipients tapped a button under it: whoever says anything has read it.

    Where groups got it, everybody with an RT is one; somebody erased stays counted.
    """
    told = select(OutboxRow.person_id).where(_messages(announcement.id), OutboxRow.person_id.is_not(None))
    counts = Reaction.person_id.is_(None) | Reaction.person_id.in_(told)
    if announcement.route is not Route.PRIVATE:
        counts |= Reaction.area_id.is_not(None)
    query = select(Reaction.area_id, func.count()).where(Reaction.announcement_id == announcement.id, counts)
    return {row[0]: row[1] for row in await session.execute(query.group_by(Reaction.area_id))}


async def list_unreached(session: Session, announcement_id: int, area_ids: Collection[int]) -> list[Named]:
    """Whose message to these RT came back from Telegram; who was erased since is not among them."""
    query = (
        select(OutboxRow.area_id, Person.salutation, Person.name)
        .join(Person, Person.id == OutboxRow.person_id)
        .where(
            _messages(announcement_id),
            OutboxRow.area_id.in_(area_ids),
            OutboxRow.state == OutboxState.UNREACHABLE,
        )
        .order_by(OutboxRow.id)
    )
    return [Named(*row) for row in await session.execute(query)]


async def list_left_out(session: Session, announcement_id: int, area_ids: Collection[int]) -> list[Named]:
    """Who lives in these RT and got no message, because their chat could not be reached already."""
    told = select(OutboxRow.person_id).where(_messages(announcement_id), OutboxRow.person_id.is_not(None))
    query = (
        select_residents(area_ids)
        .with_only_columns(Area.id, Person.salutation, Person.name)
        .where(Chat.state != ChatState.REACHABLE, Person.id.not_in(told))
    )
    return [Named(*row) for row in await session.execute(query)]


async def list_unread(session: Session, announcement_id: int) -> list[Told]:
    """Who got it, can be written to, has not muted this kind of news, and has tapped nothing."""
    return [Told(*row) for row in await session.execute(_unread(announcement_id).order_by(OutboxRow.id))]


async def is_anybody_unread(session: Session, announcement_id: int) -> bool:
    """Whether `list_unread` would find somebody."""
    return (await session.execute(_unread(announcement_id).limit(1))).first() is not None


def _unread(announcement_id: int) -> Select[int | None, int | None, int | None, int | None]:
    tapped = select(Reaction.person_id).where(
        Reaction.announcement_id == announcement_id, Reaction.person_id.is_not(None)
    )
    muted = select(Mute.id).where(Mute.person_id == OutboxRow.person_id, Mute.kind == OutboxRow.news)
    return (
        select(OutboxRow.person_id, OutboxRow.chat_id, OutboxRow.kelurahan_id, OutboxRow.area_id)
        .join(Chat, Chat.id == OutboxRow.chat_id)
        .where(
            _messages(announcement_id),
            OutboxRow.state.in_(GOT_IT),
            OutboxRow.person_id.is_not(None),
            Chat.state == ChatState.REACHABLE,
            OutboxRow.person_id.not_in(tapped),
            ~muted.exists(),
        )
    )


async def list_published(
    session: Session, area_ids: Collection[int], since: datetime, until: datetime
) -> list[Announcement]:
    """What was announced to these very areas in (since, until] and not taken back, newest first."""
    query = select(Announcement).where(
        Announcement.area_id.in_(area_ids),
        Announcement.published_at > since,
        Announcement.published_at <= until,
        Announcement.state != AnnouncementState.WITHDRAWN,
    )
    return list(await session.scalars(query.order_by(Announcement.id.desc())))


async def find_recipient(session: Session, announcement_id: int, person_id: int) -> Told | None:
    """The message to somebody, whatever became of it; None when it was not meant for them."""
    query = select(OutboxRow.person_id, OutboxRow.chat_id, OutboxRow.kelurahan_id, OutboxRow.area_id).where(
        _messages(announcement_id), OutboxRow.person_id == person_id
    )
    row = (await session.execute(query.order_by(OutboxRow.id).limit(1))).one_or_none()
    return Told(*row) if row is not None else None


async def list_arrivals(
    session: Session, announcement_id: int, *, area_ids: Collection[int]
) -> list[Arrival]:
    """What became of every message to these RT, one by one."""
    query = select(OutboxRow.person_id, OutboxRow.area_id, OutboxRow.state).where(
        _messages(announcement_id), OutboxRow.area_id.in_(area_ids)
    )
    return [Arrival(*row) for row in await session.execute(query.order_by(OutboxRow.id))]


async def list_holders(session: Session, announcement_id: int) -> dict[int, datetime]:
    """Who has it, or will: person -> when it was promised to them, the last time."""
    query = select(OutboxRow.person_id, OutboxRow.created_at).where(
        _messages(announcement_id), OutboxRow.state.in_(_HELD), OutboxRow.person_id.is_not(None)
    )
    rows = await session.execute(query.order_by(OutboxRow.id))
    return {person_id: at for person_id, at in rows if person_id is not None}


async def list_missed_by_group(
    session: Session, chat_id: int, ended: OutboxState, since: datetime
) -> list[int]:
    """The announcements by way of groups whose message to this group ended like this since then."""
    query = (
        select(Announcement.id)
        .join(OutboxRow, OutboxRow.card == literal("news:") + cast(Announcement.id, String))
        .where(
            Announcement.route == Route.GROUP,
            OutboxRow.chat_id == chat_id,
            OutboxRow.template == MESSAGE,
            OutboxRow.method.not_like("edit%"),
            OutboxRow.state == ended,
            OutboxRow.settled_at >= since,
        )
    )
    return list(await session.scalars(query.distinct().order_by(Announcement.id)))


async def list_taps(session: Session, announcement_id: int) -> dict[int, ReactionKind]:
    """Person -> what they tapped."""
    query = select(Reaction.person_id, Reaction.kind).where(
        Reaction.announcement_id == announcement_id, Reaction.person_id.is_not(None)
    )
    return {person_id: kind for person_id, kind in await session.execute(query) if person_id is not None}


async def forget_taps(session: Session, announcement: Announcement) -> None:
    """What was tapped under other words counts no more."""
    await session.execute(delete(Reaction).where(Reaction.announcement_id == announcement.id))
