"""What stands on attendance sheets: names with their house and RT, and who came to which meeting."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, func, select

from storage.activities import ActivitySession
from storage.areas import Area
from storage.attendances import Attendance, AttendanceState, AttendanceTotal
from storage.database import Session
from storage.households import Household
from storage.people import Person, Residency, ResidencyState

Named = Row[int, str | None, str | None, str | None]
"""A person: (id, name, name of their RT, label of their house)."""


async def list_named(session: Session, person_ids: Collection[int]) -> Sequence[Named]:
    """These people by name, with where they live if they are counted anywhere."""
    query = (
        select(Person.id, Person.name, Area.name, Household.label)
        .outerjoin(
            Residency,
            (Residency.person_id == Person.id)
            & (Residency.state == ResidencyState.ACCEPTED)
            & Residency.until.is_(None),
        )
        .outerjoin(Area, Area.id == Residency.area_id)
        .outerjoin(Household, Household.id == Residency.household_id)
        .where(Person.id.in_(person_ids))
    )
    return (await session.execute(query)).all()


async def list_attendances(session: Session, activity_id: int) -> Sequence[Row[int, int | None, str, int]]:
    """Who came to the meetings of an activity: (session id, person, role, party) rows.

    The person is None who was erased; the party are those who came with them, too.
    """
    query = (
        select(Attendance.session_id, Attendance.person_id, Attendance.role, Attendance.party)
        .join(ActivitySession, ActivitySession.id == Attendance.session_id)
        .where(ActivitySession.activity_id == activity_id, Attendance.state == AttendanceState.PRESENT)
        .order_by(Attendance.id)
    )
    return (await session.execute(query)).all()


async def count_unnamed(session: Session, activity_id: int) -> dict[int, int]:
    """How many came to which meeting as they were counted without names: session id -> people."""
    query = (
        select(AttendanceTotal.session_id, func.sum(AttendanceTotal.people))
        .join(ActivitySession, ActivitySession.id == AttendanceTotal.session_id)
        .where(ActivitySession.activity_id == activity_id)
        .group_by(AttendanceTotal.session_id)
    )
    return {session_id: int(people) for session_id, people in await session.execute(query)}
