"""Evaluations: what was answered and that somebody has answered are two tables, linked only while open."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import Activity, ActivitySession
from storage.columns import Facts, Moment, Sealed, one_of
from storage.database import Session, Table, changes_one, insert
from storage.people import Account


class EvaluationState(StrEnum):
    """Open: can be answered and changed. Closed: the link from people to answers is cut."""

    OPEN = "open"
    CLOSED = "closed"


class EvaluationSide(StrEnum):
    """Whose view it is: of residents who came, of those who did not, of the officers."""

    RESIDENTS = "residents"
    ABSENT = "absent"
    OFFICERS = "officers"


class Evaluation(Table):
    """The evaluation of one meeting of an activity by one side of it.

    `shown` is what officers may see while it is open: question id -> result.
    """

    __tablename__ = "evaluations"
    __table_args__ = (Index("uq_evaluations_session_id_side", "session_id", "side", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    side: Mapped[EvaluationSide] = mapped_column(one_of(EvaluationSide), default=EvaluationSide.RESIDENTS)
    program_id: Mapped[int] = mapped_column(ForeignKey("programs.id"))
    question_kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[EvaluationState] = mapped_column(one_of(EvaluationState))
    asked: Mapped[int]
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment, index=True)
    shown: Mapped[dict[str, Any] | None] = mapped_column(Facts)


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
    """What a ballot says to one question; a ballot is a random number, so rows tell no order and no name.

    The area stays when the link to the person is cut. A record is a `number`, a word of one's own a `text`.
    """

    __tablename__ = "evaluation_answers"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's attribute)

    ballot: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluations.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    choice: Mapped[str | None] = mapped_column(String(24))
    number: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(Moment)


Choices = dict[int, dict[int, dict[str, int]]]
"""How many chose what: evaluation id -> question id -> choice -> ballots."""


async def list_asked(session: Session, evaluation_id: int) -> list[tuple[int, int]]:
    """Whom an evaluation asks, with Telegram: (person_id, chat_id), each person once."""
    query = (
        select(Account.person_id, func.min(Account.telegram_id))
        .join(Turnout, Turnout.person_id == Account.person_id)
        .where(Account.until.is_(None), Turnout.evaluation_id == evaluation_id)
        .group_by(Account.person_id)
        .order_by(Account.person_id)
    )
    return [(person_id, chat_id) for person_id, chat_id in await session.execute(query)]


async def claim_opening(session: Session, meeting: ActivitySession) -> bool:
    """Take the opening of a meeting's evaluation for oneself: True for exactly one caller."""
    due = update(ActivitySession).where(
        ActivitySession.id == meeting.id, ActivitySession.evaluate_at == meeting.evaluate_at
    )
    return await changes_one(session, due.values(evaluate_at=None))


async def add_evaluation(
    session: Session, evaluation: Evaluation, asked: Iterable[tuple[int, int | None]]
) -> None:
    """Keep a new evaluation and whom it asks, each a (person, household)."""
    session.add(evaluation)
    await session.flush()
    session.add_all(
        Turnout(evaluation_id=evaluation.id, person_id=person_id, household_id=household_id)
        for person_id, household_id in asked
    )
    await session.flush()


async def lock_evaluation(session: Session, evaluation_id: int) -> Evaluation | None:
    """The evaluation with this id, locked, so that its answers come one after the other."""
    return await session.get(Evaluation, evaluation_id, with_for_update=True)


async def find_turnout(session: Session, evaluation_id: int, person_id: int) -> Turnout | None:
    """That this person was asked in this evaluation."""
    query = select(Turnout).where(Turnout.evaluation_id == evaluation_id, Turnout.person_id == person_id)
    return await session.scalar(query)


async def list_open_of_person(
    session: Session, person_id: int, now: datetime, limit: int
) -> list[tuple[Evaluation, Turnout]]:
    """What a person is asked to evaluate and still can, what closes first first."""
    query = (
        select(Evaluation, Turnout)
        .join(Turnout, Turnout.evaluation_id == Evaluation.id)
        .where(
            Turnout.person_id == person_id,
            Evaluation.state == EvaluationState.OPEN,
            Evaluation.closes_at > now,
        )
        .order_by(Evaluation.closes_at, Evaluation.id)
        .limit(limit)
    )
    return [(evaluation, turnout) for evaluation, turnout in await session.execute(query)]


async def list_answered_sides(session: Session, activity_id: int) -> set[EvaluationSide]:
    """Whose view of an activity is known: the sides of which somebody has answered."""
    query = select(Evaluation.side).join(Turnout, Turnout.evaluation_id == Evaluation.id)
    query = query.where(Evaluation.activity_id == activity_id, Turnout.answered_at.is_not(None))
    return set(await session.scalars(query.distinct()))


async def record_answer(session: Session, answer: BallotAnswer) -> None:
    """Write what a ballot says to a question; a newer answer takes the place of the older."""
    row = {
        "ballot": answer.ballot,
        "question_id": answer.question_id,
        "evaluation_id": answer.evaluation_id,
        "choice": answer.choice,
        "area_id": answer.area_id,
        "at": answer.at,
    }
    statement = insert(session, BallotAnswer).values(row)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[BallotAnswer.ballot, BallotAnswer.question_id],
            set_={"choice": statement.excluded.choice, "at": statement.excluded["at"]},
        )
    )


async def list_choices(session: Session, ballot: str | None) -> dict[int, str]:
    """What a ballot says: question id -> choice."""
    query = select(BallotAnswer.question_id, BallotAnswer.choice).where(BallotAnswer.ballot == ballot)
    found = await session.execute(query)
    return {question_id: choice for question_id, choice in found if choice is not None}


async def count_choices(session: Session, evaluation_ids: Collection[int]) -> Choices:
    """How many chose what, for all these evaluations at once."""
    query = (
        select(BallotAnswer.evaluation_id, BallotAnswer.question_id, BallotAnswer.choice, func.count())
        .where(BallotAnswer.evaluation_id.in_(evaluation_ids), BallotAnswer.choice.is_not(None))
        .group_by(BallotAnswer.evaluation_id, BallotAnswer.question_id, BallotAnswer.choice)
    )
    found: Choices = defaultdict(lambda: defaultdict(dict))
    for evaluation_id, question_id, choice, ballots in await session.execute(query):
        found[evaluation_id][question_id][str(choice)] = ballots
    return found


async def count_ballots(session: Session, evaluation_ids: Collection[int]) -> dict[int, int]:
    """How many have answered at least one question: evaluation id -> ballots; none is left out."""
    ballots = func.count(BallotAnswer.ballot.distinct())
    query = (
        select(BallotAnswer.evaluation_id, ballots)
        .where(BallotAnswer.evaluation_id.in_(evaluation_ids))
        .group_by(BallotAnswer.evaluation_id)
    )
    return dict((await session.execute(query)).all())


async def close(session: Session, evaluation: Evaluation, coarse: Callable[[datetime], datetime]) -> None:
    """Close an evaluation: nobody leads to a ballot any more, and `coarse` blurs when anything was said."""
    evaluation.state, evaluation.shown = EvaluationState.CLOSED, None
    for turnout in await session.scalars(select(Turnout).where(Turnout.evaluation_id == evaluation.id)):
        turnout.ballot = None
        turnout.answered_at = turnout.answered_at and coarse(turnout.answered_at)
    answers = select(BallotAnswer).where(BallotAnswer.evaluation_id == evaluation.id)
    for answer in await session.scalars(answers):
        answer.at = coarse(answer.at)
    await session.flush()


async def get_activity(session: Session, evaluation: Evaluation) -> Activity:
    """What is evaluated."""
    return await session.get_one(Activity, evaluation.activity_id)
