"""Answers to invitations, append-only; who was invited; attendance by name or as totals without names."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, case, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table


class AnswerKind(StrEnum):
    """Ikut, Mungkin, Belum bisa, Bantu cara lain."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    HELP = "help"


class AnswerSource(StrEnum):
    """Given by oneself, or written down by somebody for a neighbour."""

    SELF = "self"
    PROXY = "proxy"


class Invitation(Table):
    """That a person was invited to an activity, whether or not they answered."""

    __tablename__ = "invitations"
    __table_args__ = (Index("uq_invitations_activity_id_person_id", "activity_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class Answer(Table):
    """One answer at one moment. The newest own answer counts, and any own answer beats a proxy's."""

    __tablename__ = "answers"
    __table_args__ = (
        Index("ix_answers_activity_id_person_id_id", "activity_id", "person_id", "id"),
        Index("ix_answers_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    answer: Mapped[AnswerKind] = mapped_column(one_of(AnswerKind))
    party: Mapped[int] = mapped_column(default=1)
    source: Mapped[AnswerSource] = mapped_column(one_of(AnswerSource))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    words: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(Moment)


class Attendance(Table):
    """That a person was there, in which role."""

    __tablename__ = "attendances"
    __table_args__ = (Index("uq_attendances_session_id_person_id", "session_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)


class AttendanceTotal(Table):
    """How many came from an RT or RW, without names, as the studies' tables have it."""

    __tablename__ = "attendance_totals"
    __table_args__ = (
        Index("uq_attendance_totals_session_id_area_id", "session_id", "area_id", "role", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    role: Mapped[str] = mapped_column(String(16), default="participant")
    people: Mapped[int]
    source: Mapped[str] = mapped_column(String(80))


def counting(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """The ids of the answers that count, among those that fulfil `conditions`, as a query of ids.

    A person without a row of their own (erased) keeps the one answer that was left of them.
    """
    own_first = case((Answer.source == AnswerSource.SELF, 0), else_=1)
    ranked = (
        select(
            Answer.id,
            Answer.person_id,
            func.row_number()
            .over(partition_by=(Answer.activity_id, Answer.person_id), order_by=(own_first, Answer.id.desc()))
            .label("place"),
        )
        .where(*conditions)
        .subquery()
    )
    return select(ranked.c.id).where((ranked.c.place == 1) | ranked.c.person_id.is_(None))


async def find_counting(session: Session, activity_id: int, person_id: int) -> Answer | None:
    """The answer of a person that counts for an activity."""
    ids = counting(Answer.activity_id == activity_id, Answer.person_id == person_id)
    return await session.scalar(select(Answer).where(Answer.id.in_(ids)))


async def list_counting(session: Session, activity_id: int) -> list[Answer]:
    """The answers that count for an activity, one a person."""
    query = select(Answer).where(Answer.id.in_(counting(Answer.activity_id == activity_id)))
    return list(await session.scalars(query.order_by(Answer.id)))
