"""Follow-ups: one question about an activity to everybody who was there, some time after it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Row, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activity_roles import Part
from storage.columns import Moment, one_of
from storage.database import Session, Table, changes_one, insert
from storage.people import Account


class FollowUpKind(StrEnum):
    """When it is asked: of what was made, after the last meeting; of what has become of it, later."""

    OUTPUT = "output"
    AFTER_30 = "after_30"
    AFTER_90 = "after_90"


class FollowUp(Table):
    """A question about an activity. `due_at` is due-ness: None when it was asked.

    `question` is the code of its words; what is answered after `closes_at` does not count.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (Index("uq_follow_ups_activity_id_kind", "activity_id", "kind", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    kind: Mapped[FollowUpKind] = mapped_column(one_of(FollowUpKind))
    question: Mapped[str] = mapped_column(String(24))
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    closes_at: Mapped[datetime | None] = mapped_column(Moment)


class FollowUpAnswer(Table):
    """That somebody who was there is asked, and what they chose; without a choice they are silent.

    `part` is theirs in the activity. `lacking` is what was missing, of who has not finished.
    """

    __tablename__ = "follow_up_answers"
    __table_args__ = (
        Index("uq_follow_up_answers_follow_up_id_person_id", "follow_up_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    part: Mapped[Part] = mapped_column(one_of(Part))
    choice: Mapped[str | None] = mapped_column(String(24))
    lacking: Mapped[str | None] = mapped_column(String(24))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


async def claim_asking(session: Session, follow_up: FollowUp) -> bool:
    """Take the asking of a follow-up for oneself: True for exactly one caller."""
    due = update(FollowUp).where(FollowUp.id == follow_up.id, FollowUp.due_at == follow_up.due_at)
    return await changes_one(session, due.values(due_at=None))


async def find_follow_up(session: Session, activity_id: int, kind: FollowUpKind) -> FollowUp | None:
    """The follow-up of this kind of an activity."""
    query = select(FollowUp).where(FollowUp.activity_id == activity_id, FollowUp.kind == kind)
    return await session.scalar(query)


async def get_follow_up(session: Session, follow_up_id: int) -> FollowUp:
    """The follow-up with this id."""
    return await session.get_one(FollowUp, follow_up_id)


async def list_asked(session: Session, activity_id: int) -> list[FollowUp]:
    """The follow-ups of an activity that were asked, first first."""
    query = select(FollowUp).where(FollowUp.activity_id == activity_id, FollowUp.closes_at.is_not(None))
    return list(await session.scalars(query.order_by(FollowUp.id)))


async def add_follow_up(session: Session, follow_up: FollowUp) -> None:
    """Keep a question that will be asked."""
    session.add(follow_up)
    await session.flush()


async def add_asked(session: Session, follow_up_id: int, asked: Iterable[tuple[int, Part]]) -> set[int]:
    """Keep whom it is asked, each a (person, part); gives those who had not been asked before."""
    rows = [{"follow_up_id": follow_up_id, "person_id": person, "part": part} for person, part in asked]
    if not rows:
        return set()
    statement = insert(session, FollowUpAnswer).values(rows).on_conflict_do_nothing()
    added = await session.scalars(statement.returning(FollowUpAnswer.person_id))
    return {person_id for person_id in added if person_id is not None}


async def list_chats(session: Session, person_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Those of these people who have Telegram: (person_id, chat_id), each person once."""
    query = select(Account.person_id, func.min(Account.telegram_id)).where(
        Account.until.is_(None), Account.person_id.in_(list(person_ids))
    )
    found = await session.execute(query.group_by(Account.person_id).order_by(Account.person_id))
    return [(person_id, chat_id) for person_id, chat_id in found]


async def lock_answer(session: Session, follow_up_id: int, person_id: int) -> FollowUpAnswer | None:
    """What a person was asked and has answered, locked."""
    query = select(FollowUpAnswer).where(
        FollowUpAnswer.follow_up_id == follow_up_id, FollowUpAnswer.person_id == person_id
    )
    return await session.scalar(query.with_for_update())


async def count_choices(
    session: Session, follow_up_ids: Collection[int]
) -> Sequence[Row[int, Part, str | None, str | None, int]]:
    """How many answered what: (follow-up, part, choice, lacking, people) rows; the silent have no choice."""
    keys = (FollowUpAnswer.follow_up_id, FollowUpAnswer.part, FollowUpAnswer.choice, FollowUpAnswer.lacking)
    query = select(*keys, func.count()).where(FollowUpAnswer.follow_up_id.in_(follow_up_ids))
    return (await session.execute(query.group_by(*keys))).all()
