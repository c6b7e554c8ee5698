"""Figures: grouped counts over the areas of an office; each is one query, however many RT those are."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, Select, func, select, union_all

from storage.activities import Activity, ActivitySession, ActivityState, is_next
from storage.activity_roles import takes_part
from storage.answers import Answer, AnswerKind, AnswerSource, Invitation, counting
from storage.areas import KELURAHAN_KINDS, Area
from storage.attendances import Attendance, AttendanceState, AttendanceTotal
from storage.database import Session
from storage.evaluations import Evaluation, Turnout
from storage.people import Person, Residency, ResidencyState
from storage.programs import Question, Sector
from storage.proposals import Proposal
from storage.residencies import only_recorded

Ids = Collection[int]
_NOT_HELD = (ActivityState.CANCELLED, ActivityState.POSTPONED)


async def list_areas(session: Session, area: Area) -> list[Area]:
    """An area and what lies in it, as far as it is still valid."""
    around = Area.kelurahan_id if area.kind in KELURAHAN_KINDS else Area.parent_id
    query = select(Area).where((Area.id == area.id) | (around == area.id), Area.valid_to.is_(None))
    return list(await session.scalars(query.order_by(Area.id)))


async def count_new_residents(
    session: Session, area_ids: Ids, start: datetime, end: datetime
) -> dict[int, int]:
    """How many were accepted in [start, end): area id -> residents."""
    query = (
        select(Residency.area_id, func.count())
        .where(
            Residency.area_id.in_(area_ids),
            Residency.state == ResidencyState.ACCEPTED,
            Residency.since >= start,
            Residency.since < end,
        )
        .group_by(Residency.area_id)
    )
    return dict((await session.execute(query)).all())


async def count_residents(session: Session, area_ids: Ids) -> dict[ResidencyState, int]:
    """How many live there now, and how many wait to be accepted."""
    query = (
        select(Residency.state, func.count())
        .where(Residency.area_id.in_(area_ids), Residency.until.is_(None))
        .group_by(Residency.state)
    )
    return dict((await session.execute(query)).all())


async def count_proposals(
    session: Session, area_ids: Ids, start: datetime, end: datetime
) -> Sequence[Row[int, str, str, int]]:
    """The proposals of [start, end): (area id, sector's code, sector's label, proposals) rows."""
    query = (
        select(Proposal.area_id, Sector.code, Sector.label, func.count())
        .join(Sector, Sector.id == Proposal.sector_id)
        .where(Proposal.area_id.in_(area_ids), Proposal.created_at >= start, Proposal.created_at < end)
        .group_by(Proposal.area_id, Sector.code, Sector.label)
        .order_by(Proposal.area_id, Sector.code)
    )
    return (await session.execute(query)).all()


async def list_meetings(
    session: Session, area_ids: Ids, start: datetime, end: datetime
) -> Sequence[Row[Activity, ActivitySession]]:
    """The meetings for these areas that begin in [start, end) and were not called off or postponed."""
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(
            Activity.area_id.in_(area_ids),
            Activity.state.not_in(_NOT_HELD),
            ActivitySession.starts_at >= start,
            ActivitySession.starts_at < end,
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    )
    return (await session.execute(query)).all()


async def count_invited(session: Session, activity_ids: Ids) -> dict[int, int]:
    """How many were invited: activity id -> persons."""
    query = (
        select(Invitation.activity_id, func.count())
        .where(Invitation.activity_id.in_(activity_ids))
        .group_by(Invitation.activity_id)
    )
    return dict((await session.execute(query)).all())


async def count_answers(session: Session, activity_ids: Ids) -> Sequence[Row[int, AnswerKind, int, int]]:
    """The answers that count: (activity id, answer, who answered so, with whom they bring) rows."""
    query = (
        select(Answer.activity_id, Answer.answer, func.count(), func.sum(Answer.party))
        .where(Answer.id.in_(counting(Answer.activity_id.in_(activity_ids))))
        .group_by(Answer.activity_id, Answer.answer)
    )
    return (await session.execute(query)).all()


async def list_attendance(
    session: Session, area_ids: Ids, start: datetime, end: datetime
) -> Sequence[Row[Activity, ActivitySession, int, int]]:
    """Who came to meetings of [start, end): (Activity, ActivitySession, area id, persons) rows.

    By their totals; where a meeting has none, by who was seen there by name.
    """
    came = union_all(_totals(), _seen()).subquery()
    query = (
        select(Activity, ActivitySession, came.c.area_id, came.c.people)
        .join(ActivitySession, ActivitySession.id == came.c.session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            came.c.area_id.in_(area_ids),
            Activity.state.not_in(_NOT_HELD),
            ActivitySession.starts_at >= start,
            ActivitySession.starts_at < end,
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id, came.c.area_id, came.c.role)
    )
    return (await session.execute(query)).all()


def _totals() -> Select[int, int, str, int]:
    return select(
        AttendanceTotal.session_id, AttendanceTotal.area_id, AttendanceTotal.role, AttendanceTotal.people
    )


def _seen() -> Select[int, int, str, int]:
    """Of meetings without totals, per RT and role; who lives nowhere here counts where the activity is."""
    counted = select(AttendanceTotal.id).where(AttendanceTotal.session_id == Attendance.session_id)
    where = func.coalesce(Attendance.area_id, Activity.area_id)
    return (
        select(Attendance.session_id, where.label("area_id"), Attendance.role, func.sum(Attendance.party))
        .join(ActivitySession, ActivitySession.id == Attendance.session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(Attendance.state == AttendanceState.PRESENT, ~counted.exists())
        .group_by(Attendance.session_id, where, Attendance.role)
    )


async def list_evaluations(
    session: Session, area_ids: Ids, start: datetime, end: datetime
) -> Sequence[Row[Evaluation, Activity]]:
    """The evaluations for these areas that were open at some time in [start, end), in their order."""
    query = (
        select(Evaluation, Activity)
        .join(Activity, Activity.id == Evaluation.activity_id)
        .where(Activity.area_id.in_(area_ids), Evaluation.opens_at < end, Evaluation.closes_at >= start)
        .order_by(Evaluation.opens_at, Evaluation.id)
    )
    return (await session.execute(query)).all()


async def list_questions(session: Session, program_ids: Ids, kinds: Collection[str]) -> list[Question]:
    """The questions of these programs for these kinds of activity, in their order."""
    query = select(Question).where(Question.program_id.in_(program_ids), Question.activity_kind.in_(kinds))
    return list(await session.scalars(query.order_by(Question.position)))


async def list_new_proposals(
    session: Session, area_id: int, since: datetime, until: datetime
) -> list[Proposal]:
    """The proposals of an RT after one moment and up to another, in their order."""
    query = select(Proposal).where(
        Proposal.area_id == area_id, Proposal.created_at > since, Proposal.created_at <= until
    )
    return list(await session.scalars(query.order_by(Proposal.id)))


async def list_answered_activities(
    session: Session, area_id: int, since: datetime, until: datetime
) -> Sequence[Row[Activity, ActivitySession, int]]:
    """What people of an area answered in (since, until]: (Activity, its meeting, persons) rows.

    What a rule made of an answer is none, nor what those say who do not take part.
    """
    fresh = (
        select(Answer.activity_id, func.count(Answer.person_id.distinct()).label("persons"))
        .where(Answer.at > since, Answer.at <= until, Answer.source != AnswerSource.RULE)
        .where(takes_part(Answer.activity_id, Answer.person_id))
        .group_by(Answer.activity_id)
        .subquery()
    )
    query = (
        select(Activity, ActivitySession, fresh.c.persons)
        .join(fresh, fresh.c.activity_id == Activity.id)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(
            Activity.area_id == area_id,
            Activity.state == ActivityState.PLANNED,
            ActivitySession.ends_at > since,
            is_next(since),
        )
        .order_by(ActivitySession.starts_at, Activity.id)
    )
    return (await session.execute(query)).all()


async def list_answered_evaluations(
    session: Session, area_id: int, since: datetime, until: datetime
) -> Sequence[Row[Evaluation, Activity, int]]:
    """Which evaluations of an area got first answers in (since, until], from how many."""
    fresh = (
        select(Turnout.evaluation_id, func.count().label("persons"))
        .where(Turnout.answered_at > since, Turnout.answered_at <= until)
        .group_by(Turnout.evaluation_id)
        .subquery()
    )
    query = (
        select(Evaluation, Activity, fresh.c.persons)
        .join(fresh, fresh.c.evaluation_id == Evaluation.id)
        .join(Activity, Activity.id == Evaluation.activity_id)
        .where(Activity.area_id == area_id)
        .order_by(Evaluation.id)
    )
    return (await session.execute(query)).all()


async def count_decided(session: Session, area_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """Of an RT in (since, until]: how many asked and still wait, and how many were accepted.

    Whom an organiser wrote down has not come to be with us by that.
    """
    here = Residency.area_id == area_id
    waiting = select(func.count()).where(
        here,
        Residency.state == ResidencyState.REQUESTED,
        Residency.until.is_(None),
        Residency.requested_at > since,
        Residency.requested_at <= until,
    )
    accepted = select(func.count()).where(
        here,
        Residency.state == ResidencyState.ACCEPTED,
        Residency.since > since,
        Residency.since <= until,
        Residency.person_id.not_in(select(Person.id).where(only_recorded())),
    )
    return await session.scalar(waiting) or 0, await session.scalar(accepted) or 0
