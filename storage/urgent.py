"""Urgent announcements: who answered how they are, and who has not answered yet."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select, update

from storage.announcements import Announcement, AnnouncementState, Reaction, ReactionKind
from storage.areas import Area
from storage.database import Session, changes_one
from storage.households import Household
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Person, Residency, ResidencyState


class Told(NamedTuple):
    """Somebody who answered: how to call them, the name of their RT, their house, and when."""

    salutation: str | None
    name: str | None
    area: str | None
    house: str | None
    at: datetime
    kind: ReactionKind


async def list_answers(
    session: Session, announcement_id: int, kinds: Collection[ReactionKind], limit: int, *, offset: int = 0
) -> list[Told]:
    """Who answered so, the needy first, in the order in which they did; the erased are nobody any more."""
    lives = and_(
        Residency.person_id == Person.id,
        Residency.state == ResidencyState.ACCEPTED,
        Residency.until.is_(None),
    )
    query = (
        select(Person.salutation, Person.name, Area.name, Household.label, Reaction.at, Reaction.kind)
        .select_from(Reaction)
        .join(Person, Person.id == Reaction.person_id)
        .outerjoin(Residency, lives)
        .outerjoin(Household, Household.id == Residency.household_id)
        .outerjoin(Area, Area.id == Reaction.area_id)
        .where(Reaction.announcement_id == announcement_id, Reaction.kind.in_(kinds))
        .order_by(Reaction.kind != ReactionKind.NEED_HELP, Reaction.at, Reaction.id)
    )
    return [Told(*row) for row in await session.execute(query.limit(limit).offset(offset))]


async def find_answer_id(session: Session, announcement_id: int, person_id: int) -> int | None:
    """The row of what somebody answered; None before they did."""
    query = select(Reaction.id).where(
        Reaction.announcement_id == announcement_id, Reaction.person_id == person_id
    )
    return await session.scalar(query)


async def list_called(session: Session, subject: str) -> set[int]:
    """Who was told that somebody needs help, or is about to be; a message that came back told nobody."""
    query = select(OutboxRow.person_id).where(
        OutboxRow.subject == subject,
        OutboxRow.state.in_((*PROMISED, OutboxState.SENT)),
        OutboxRow.person_id.is_not(None),
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def list_silent(session: Session, announcement_id: int) -> list[tuple[int, int]]:
    """Who got it, or is about to, and has not answered: (person_id, chat_id)."""
    query = (
        select(OutboxRow.person_id, func.min(OutboxRow.chat_id))
        .where(_is_silent(announcement_id))
        .group_by(OutboxRow.person_id)
        .order_by(OutboxRow.person_id)
    )
    rows = await session.execute(query)
    return [(person_id, chat_id) for person_id, chat_id in rows if person_id and chat_id]


async def count_silent(session: Session, announcement_id: int) -> int:
    """How many got it, or are about to, and have not answered."""
    query = select(func.count(OutboxRow.person_id.distinct())).where(_is_silent(announcement_id))
    return await session.scalar(query) or 0


def _is_silent(announcement_id: int) -> ColumnElement[bool]:
    answered = select(Reaction.id).where(
        Reaction.announcement_id == announcement_id, Reaction.person_id == OutboxRow.person_id
    )
    return and_(
        OutboxRow.subject == f"announcement:{announcement_id}",
        OutboxRow.card == f"news:{announcement_id}",
        OutboxRow.method.not_like("edit%"),
        OutboxRow.state.in_((OutboxState.SENT, OutboxState.SENDING)),
        OutboxRow.person_id.is_not(None),
        ~answered.exists(),
    )


async def claim_repeat(session: Session, announcement: Announcement) -> bool:
    """Take the one repetition of an urgent announcement: True for exactly one caller."""
    due = update(Announcement).where(
        Announcement.id == announcement.id,
        Announcement.repeat_at == announcement.repeat_at,
        Announcement.state == AnnouncementState.PUBLISHED,
    )
    taken = await changes_one(session, due.values(repeat_at=None))
    if taken:
        await session.refresh(announcement)
    return taken
