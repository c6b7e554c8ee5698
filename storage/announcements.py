"""Announcements: what an officer told an area, how it was corrected, and who answered its button."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Facts, Moment, Sealed, one_of
from storage.database import Session, Table, changes_one, insert
from storage.files import File
from storage.outbox import OutboxRow
from storage.people import RoleKind


class Route(StrEnum):
    """How it travels: to each person, into linked groups, or both."""

    PRIVATE = "private"
    GROUP = "group"
    BOTH = "both"


class AnnouncementState(StrEnum):
    """Published until its sender takes it back or stops it half-way."""

    PUBLISHED = "published"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class Content:
    """What is said, in whose name and to whom: shared by announcements and by what is planned to be one.

    `marks` holds bold words and links ({"marks": [...]}, see templates/marks.py), `place` a spot to look up
    (latitude, longitude, title), `audience` who of the area hears it (see actions/audience.py).
    """

    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    office: Mapped[RoleKind] = mapped_column(one_of(RoleKind))
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str | None] = mapped_column(Sealed)
    marks: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    place: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    audience: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    route: Mapped[Route] = mapped_column(one_of(Route), default=Route.PRIVATE)
    asks_read: Mapped[bool] = mapped_column(default=False)


class Announcement(Content, Table):
    """A published announcement; what became of it per recipient is in the outbox.

    `progress_due_at` is when the sender's card is looked at next, `progress_shown` what it shows; `repeat_at`
    is when an urgent one goes to the silent once more; `reminded_at` that those who had not read it were.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("announcement_plans.id"), index=True)
    rule_card_id: Mapped[int | None] = mapped_column(ForeignKey("rule_cards.id"), index=True)
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[AnnouncementState] = mapped_column(
        one_of(AnnouncementState), default=AnnouncementState.PUBLISHED
    )
    revision: Mapped[int] = mapped_column(default=1)
    recipients: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Moment)
    corrected_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    repeat_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    progress_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    progress_shown: Mapped[str | None] = mapped_column(String(120))


class AnnouncementRevision(Table):
    """How an announcement read before it was corrected: its first words are number 1; only ever added."""

    __tablename__ = "announcement_revisions"
    __table_args__ = (
        Index("uq_announcement_revisions_announcement_id_number", "announcement_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Sealed)
    marks: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


class ReactionKind(StrEnum):
    """Sudah baca; Sudah jelas, Belum jelas (of rule cards); Saya aman, Butuh bantuan (of urgent ones)."""

    READ = "read"
    CLEAR = "clear"
    UNCLEAR = "unclear"
    SAFE = "safe"
    NEED_HELP = "need_help"


class Reaction(Table):
    """What somebody tapped under an announcement, the newest of theirs; `area_id` is their RT then."""

    __tablename__ = "reactions"
    __table_args__ = (
        Index("uq_reactions_announcement_id_person_id", "announcement_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    kind: Mapped[ReactionKind] = mapped_column(one_of(ReactionKind))
    at: Mapped[datetime] = mapped_column(Moment)


async def add_announcement(session: Session, announcement: Announcement) -> None:
    """Keep a published announcement, which has its id afterwards."""
    session.add(announcement)
    await session.flush()


async def add_file(session: Session, file: File) -> int:
    """Keep the file that an announcement brings; gives its id."""
    session.add(file)
    await session.flush()
    return file.id


async def find_announcement(
    session: Session, announcement_id: int, *, lock: bool = True
) -> Announcement | None:
    """The announcement with this id, locked, so that what is done to it comes one after the other.

    Who reads it, or taps under it, needs no `lock`.
    """
    if not 0 < announcement_id < 2**31:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(Announcement, announcement_id, with_for_update=lock or None)


async def list_near(
    session: Session, area_ids: Sequence[int], person_id: int, limit: int, *, offset: int = 0
) -> list[tuple[Announcement, bool]]:
    """What was announced to these very areas or to this person, newest first, and whether they got it.

    What was taken back is not among it.
    """
    told = select(OutboxRow.subject).where(
        OutboxRow.person_id == person_id, OutboxRow.template == "announcements/announcement"
    )
    theirs = (literal("announcement:") + cast(Announcement.id, String)).in_(told)
    query = (
        select(Announcement, theirs)
        .where(Announcement.area_id.in_(area_ids) | theirs, Announcement.state != AnnouncementState.WITHDRAWN)
        .order_by(Announcement.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], bool(row[1])) for row in await session.execute(query)]


def said_by(content: type[Content], offices: Collection[tuple[RoleKind, int]]) -> ColumnElement[bool]:
    """Whether it is said in the name of one of these offices, each a kind and the area it is over."""
    return or_(
        false(),
        *((content.office == kind) & (content.area_id == area_id) for kind, area_id in offices),
    )


async def list_sent_by(
    session: Session, offices: Collection[tuple[RoleKind, int]], limit: int, *, offset: int = 0
) -> list[Announcement]:
    """What was announced in the name of these offices, newest first, in whatever state."""
    query = select(Announcement).where(said_by(Announcement, offices)).order_by(Announcement.id.desc())
    return list(await session.scalars(query.limit(limit).offset(offset)))


async def count_sent_by(session: Session, offices: Collection[tuple[RoleKind, int]]) -> int:
    """How many announcements were made in the name of these offices."""
    return await session.scalar(select(func.count()).where(said_by(Announcement, offices))) or 0


async def find_file(session: Session, file_id: int | None) -> File | None:
    """The file that an announcement brings."""
    return None if file_id is None else await session.get(File, file_id)


async def react(session: Session, reaction: Reaction) -> bool:
    """Keep what somebody tapped, in place of what they tapped before; False when it says nothing new.

    Whoever has tapped anything has read it.
    """
    known = await session.scalar(
        select(Reaction)
        .where(Reaction.announcement_id == reaction.announcement_id, Reaction.person_id == reaction.person_id)
        .with_for_update()
    )
    if known is not None and reaction.kind in (known.kind, ReactionKind.READ):
        return False
    row = {
        "announcement_id": reaction.announcement_id,
        "person_id": reaction.person_id,
        "area_id": reaction.area_id,
        "kind": reaction.kind,
        "at": reaction.at,
    }
    statement = insert(session, Reaction).values(row)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Reaction.announcement_id, Reaction.person_id],
            set_={name: statement.excluded[name] for name in ("area_id", "kind", "at")},
        )
    )
    return True


async def count_reactions(session: Session, announcement_id: int) -> dict[ReactionKind, int]:
    """How many tapped what under an announcement."""
    query = select(Reaction.kind, func.count()).where(Reaction.announcement_id == announcement_id)
    return {row[0]: row[1] for row in await session.execute(query.group_by(Reaction.kind))}


async def list_reactions(
    session: Session, announcement_id: int, *, after: datetime | None = None
) -> list[tuple[int | None, int | None, ReactionKind]]:
    """Who tapped what under an announcement, perhaps only after a moment: (person, RT then, kind) rows."""
    query = select(Reaction.person_id, Reaction.area_id, Reaction.kind)
    query = query.where(Reaction.announcement_id == announcement_id)
    if after is not None:
        query = query.where(Reaction.at > after)
    return [(person_id, area_id, kind) for person_id, area_id, kind in await session.execute(query)]


async def find_of_card(session: Session, card_id: int) -> Announcement | None:
    """The announcement that a rule card was sent as."""
    return await session.scalar(select(Announcement).where(Announcement.rule_card_id == card_id))


async def watch(session: Session, announcement_id: int, moment: datetime) -> None:
    """Let its progress card be looked at by a moment."""
    due = Announcement.progress_due_at
    await session.execute(
        update(Announcement)
        .where(Announcement.id == announcement_id)
        .values(progress_due_at=case((due < moment, due), else_=literal(moment, Moment())))
        .execution_options(synchronize_session=False)
    )


async def claim(session: Session, announcement: Announcement, until: datetime) -> bool:
    """Take a due progress card; False when somebody else took it meanwhile."""
    due = update(Announcement).where(
        Announcement.id == announcement.id, Announcement.progress_due_at == announcement.progress_due_at
    )
    taken = await changes_one(session, due.values(progress_due_at=until))
    if taken:
        await session.refresh(announcement)
    return taken
