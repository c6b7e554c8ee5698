"""Evaluations: what was answered and that somebody has answered are two tables, linked only while open."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, one_of
from storage.database import Table


class EvaluationState(StrEnum):
    """Open: can be answered and changed. Closed: the link from people to answers is cut."""

    OPEN = "open"
    CLOSED = "closed"


class Evaluation(Table):
    """The evaluation of one meeting of an activity, by one side of it (residents now, officers later)."""

    __tablename__ = "evaluations"
    __table_args__ = (Index("uq_evaluations_session_id", "session_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    question_kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[EvaluationState] = mapped_column(one_of(EvaluationState))
    asked: Mapped[int]
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Turnout(Table):
    """That a person of a household was asked and has answered; `ballot` is the link that closing cuts."""

    __tablename__ = "evaluation_turnouts"
    __table_args__ = (
        Index("uq_evaluation_turnouts_evaluation_id_person_id", "evaluation_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    ballot: Mapped[str | None] = mapped_column(String(32), unique=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class BallotAnswer(Table):
    """What a ballot says to one question; a ballot is a random number, so rows tell no order and no name."""

    __tablename__ = "evaluation_answers"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's attribute)

    ballot: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), index=True)
    choice: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Moment)
