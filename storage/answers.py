"""Answers to invitations, append-only; who was invited."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, case, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import Activity, ActivitySession, ActivityState, is_next
from storage.activity_roles import takes_part
from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, insert
from storage.people import Account
from storage.ways import Way


class AnswerKind(StrEnum):
    """Ikut, Mungkin, Belum bisa, Bantu cara lain.

    Where seats are few: would come and waits for one; had one, or an offer, and let it pass.
    """

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    HELP = "help"
    WAIT = "wait"
    PASSED = "passed"


SAID = (AnswerKind.YES, AnswerKind.MAYBE, AnswerKind.NO, AnswerKind.HELP)
"""What somebody may answer; the others follow from the seats."""


class AnswerSource(StrEnum):
    """Given by oneself, written down by somebody for a neighbour, or what a rule made of one's own answer."""

    SELF = "self"
    PROXY = "proxy"
    RULE = "rule"


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
    way: Mapped[Way | None] = mapped_column(one_of(Way))
    gift: Mapped[str | None] = mapped_column(Sealed)
    source: Mapped[AnswerSource] = mapped_column(one_of(AnswerSource))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


def counting(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """The ids of the answers that count, among those that fulfil `conditions`, as a query of ids.

    A person without a row of their own (erased) keeps the one answer that was left of them.
    """
    own_first = case((Answer.source == AnswerSource.PROXY, 1), else_=0)
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


async def add_answer(session: Session, answer: Answer) -> None:
    """Keep one more answer; which of a person's counts, `counting` says."""
    session.add(answer)
    await session.flush()


async def take_back(session: Session, person_id: int, activity_ids: Collection[int]) -> set[int]:
    """Let a person be neither invited to these activities nor counted; gives those to which they were."""
    answered = delete(Answer).where(Answer.person_id == person_id, Answer.activity_id.in_(activity_ids))
    invited = delete(Invitation).where(
        Invitation.person_id == person_id, Invitation.activity_id.in_(activity_ids)
    )
    await session.execute(answered)
    return set(await session.scalars(invited.returning(Invitation.activity_id)))


async def list_counting(
    session: Session,
    activity_id: int,
    *,
    person_ids: Collection[int] | None = None,
    before: datetime | None = None,
) -> list[Answer]:
    """The answers that count for an activity, one a person: those of all, or of these people only.

    With `before`, those that counted at that moment.
    """
    conditions = [Answer.activity_id == activity_id]
    if person_ids is not None:
        conditions.append(Answer.person_id.in_(person_ids))
    if before is not None:
        conditions.append(Answer.at < before)
    query = select(Answer).where(Answer.id.in_(counting(*conditions)))
    return list(await session.scalars(query.order_by(Answer.id)))


@dataclass(frozen=True)
class Tally:
    """How many come, may come, cannot, help another way, and have not answered; persons, not answers.

    `wait` want a seat, `passed` let one pass; `noted` are those whose answer was written down for them.
    """

    yes: int = 0
    maybe: int = 0
    no: int = 0
    help: int = 0
    wait: int = 0
    passed: int = 0
    unanswered: int = 0
    noted: int = 0

    @property
    def answered(self) -> bool:
        """Whether anybody has answered."""
        return bool(self.yes or self.maybe or self.no or self.help)


async def count_answers(session: Session, activity_id: int) -> Tally:
    """The answers that count of all but organisers and mentors, with everybody that those who come bring."""
    ids = counting(Answer.activity_id == activity_id)
    noted = func.sum(case((Answer.source == AnswerSource.PROXY, Answer.party), else_=0))
    query = select(Answer.answer, func.sum(Answer.party), noted).where(
        Answer.id.in_(ids), takes_part(activity_id, Answer.person_id)
    )
    rows = (await session.execute(query.group_by(Answer.answer))).all()
    counted = {answer.value: people for answer, people, _noted in rows}
    silent = (
        ~select(Answer.id)
        .where(Answer.activity_id == activity_id, Answer.person_id == Invitation.person_id)
        .exists()
    )
    invited = (Invitation.activity_id == activity_id, Invitation.person_id.is_not(None))
    unanswered = select(func.count()).where(*invited, silent, takes_part(activity_id, Invitation.person_id))
    return Tally(
        **counted,
        unanswered=await session.scalar(unanswered) or 0,
        noted=sum(people for _answer, _people, people in rows),
    )


async def find_invitation(session: Session, activity_id: int, person_id: int) -> Invitation | None:
    """That this person was invited to this activity."""
    query = select(Invitation).where(Invitation.activity_id == activity_id, Invitation.person_id == person_id)
    return await session.scalar(query)


async def list_invited(session: Session, activity_id: int) -> set[int]:
    """Who was invited to an activity."""
    query = select(Invitation.person_id).where(
        Invitation.activity_id == activity_id, Invitation.person_id.is_not(None)
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def add_invitations(
    session: Session, activity_id: int, invited: Iterable[tuple[int, int | None]], at: datetime
) -> None:
    """Invite each (person, household); who was invited before stays so."""
    rows = [
        {"activity_id": activity_id, "person_id": person_id, "household_id": household_id, "at": at}
        for person_id, household_id in invited
    ]
    if rows:
        await session.execute(insert(session, Invitation).on_conflict_do_nothing(), rows)


async def list_open_invitations(
    session: Session, person_id: int, now: datetime, limit: int
) -> list[tuple[Activity, ActivitySession]]:
    """What a person is invited to, that is planned and not over, soonest first."""
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .join(Invitation, Invitation.activity_id == Activity.id)
        .where(
            Invitation.person_id == person_id,
            Activity.state == ActivityState.PLANNED,
            ActivitySession.ends_at > now,
            is_next(now),
        )
        .order_by(ActivitySession.starts_at, Activity.id)
        .limit(limit)
    )
    return [(activity, meeting) for activity, meeting in await session.execute(query)]


async def list_begun(
    session: Session, person_id: int, area_ids: Collection[int], *, since: datetime, until: datetime
) -> list[tuple[Activity, ActivitySession]]:
    """The meetings in these areas, or to which a person is invited, that begin between two moments."""
    invited = select(Invitation.activity_id).where(Invitation.person_id == person_id)
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(
            Activity.area_id.in_(area_ids) | Activity.id.in_(invited),
            Activity.state == ActivityState.PLANNED,
            ActivitySession.starts_at > since,
            ActivitySession.starts_at <= until,
        )
        .order_by(ActivitySession.starts_at, Activity.id)
    )
    return [(activity, meeting) for activity, meeting in await session.execute(query)]


async def list_answerers(
    session: Session, activity_id: int, kinds: Sequence[AnswerKind] = tuple(AnswerKind)
) -> list[tuple[int, int]]:
    """Whose counting answer is one of these, with Telegram: (person_id, chat_id), each person once."""
    ids = counting(Answer.activity_id == activity_id)
    query = (
        select(Account.person_id, func.min(Account.telegram_id))
        .join(Answer, Answer.person_id == Account.person_id)
        .where(Account.until.is_(None), Answer.id.in_(ids), Answer.answer.in_(kinds))
        .group_by(Account.person_id)
        .order_by(Account.person_id)
    )
    return [(person_id, chat_id) for person_id, chat_id in await session.execute(query)]
