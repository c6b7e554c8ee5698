"""Two rows of one person become one: who was only written down gives way to who joined."""

from sqlalchemy import delete, select, union, update

from storage.activities import Activity, ActivityState
from storage.activity_roles import ActivityRole
from storage.answers import Answer, Invitation
from storage.attendances import Attendance, AttendanceState
from storage.database import Session
from storage.follow_ups import FollowUpAnswer
from storage.people import Person, Residency, ResidencyState
from storage.residencies import only_recorded
from storage.seats import Ending, Seat, SeatState

_BETTER = (SeatState.HELD, SeatState.OFFERED, SeatState.WAITING)


async def list_recorded(session: Session, household_id: int) -> list[Person]:
    """Who is counted in a house, locked, without ever having had an account or an office."""
    query = (
        select(Person)
        .join(Residency, Residency.person_id == Person.id)
        .where(
            Residency.household_id == household_id,
            Residency.state == ResidencyState.ACCEPTED,
            Residency.until.is_(None),
            only_recorded(),
        )
        .order_by(Person.id)
    )
    return list(await session.scalars(query.with_for_update(of=Person)))


async def list_entangled(session: Session, household_id: int, joined_id: int) -> set[int]:
    """The activities, not closed or called off, that somebody or who is counted in a house has to do with."""
    theirs = select(Residency.person_id).where(Residency.household_id == household_id)
    coming = select(Activity.id).where(Activity.state.in_((ActivityState.PLANNED, ActivityState.POSTPONED)))
    found = union(
        *(
            coming.join(table, table.activity_id == Activity.id).where(
                table.person_id.in_(theirs) | (table.person_id == joined_id)
            )
            for table in (Invitation, Seat, ActivityRole)
        )
    )
    return set(await session.scalars(found))


async def merge_person(session: Session, recorded_id: int, joined_id: int) -> list[int]:
    """Give `joined_id` what `recorded_id` had a part in, answered and came to, and forget the latter.

    Gives the ids of the activities to which both were invited, whose counts may be others now.
    """
    theirs = select(Invitation.activity_id).where(Invitation.person_id == joined_id)
    both = list(
        await session.scalars(
            select(Invitation.activity_id).where(
                Invitation.person_id == recorded_id, Invitation.activity_id.in_(theirs)
            )
        )
    )
    await _keep_the_seen(session, recorded_id, joined_id)
    came = select(Attendance.session_id).where(Attendance.person_id == joined_id)
    asked = select(FollowUpAnswer.follow_up_id).where(FollowUpAnswer.person_id == joined_id)
    named = select(ActivityRole.activity_id).where(ActivityRole.person_id == joined_id)
    twice = (
        delete(Invitation).where(Invitation.person_id == recorded_id, Invitation.activity_id.in_(theirs)),
        delete(Attendance).where(Attendance.person_id == recorded_id, Attendance.session_id.in_(came)),
        delete(FollowUpAnswer).where(
            FollowUpAnswer.person_id == recorded_id, FollowUpAnswer.follow_up_id.in_(asked)
        ),
        delete(ActivityRole).where(
            ActivityRole.person_id == recorded_id, ActivityRole.activity_id.in_(named)
        ),
    )
    for statement in twice:
        await session.execute(statement)
    await _merge_seats(session, recorded_id, joined_id)
    for moved in (Invitation, Attendance, Answer, FollowUpAnswer, ActivityRole):
        await session.execute(update(moved).where(moved.person_id == recorded_id).values(person_id=joined_id))
    replaced = update(Attendance).where(Attendance.instead_of_id == recorded_id)
    await session.execute(replaced.values(instead_of_id=joined_id))
    await session.execute(delete(Residency).where(Residency.person_id == recorded_id))
    await session.execute(delete(Person).where(Person.id == recorded_id))
    return both


async def _keep_the_seen(session: Session, recorded_id: int, joined_id: int) -> None:
    """Where one of the two was seen, what the other only says does not count; nobody replaces themselves."""
    seen = select(Attendance.session_id).where(
        Attendance.person_id == recorded_id, Attendance.state == AttendanceState.PRESENT
    )
    await session.execute(
        delete(Attendance).where(
            Attendance.person_id == joined_id,
            Attendance.state == AttendanceState.CLAIMED,
            Attendance.session_id.in_(seen),
        )
    )
    both = (recorded_id, joined_id)
    await session.execute(
        update(Attendance)
        .where(Attendance.person_id.in_(both), Attendance.instead_of_id.in_(both))
        .values(instead_of_id=None)
    )
    taken = select(Attendance.session_id).where(Attendance.instead_of_id == joined_id)
    await session.execute(
        update(Attendance)
        .where(Attendance.instead_of_id == recorded_id, Attendance.session_id.in_(taken))
        .values(instead_of_id=None)
    )


async def _merge_seats(session: Session, recorded_id: int, joined_id: int) -> None:
    """Of two for the same activity a seat is kept before an offer, that before a place in the queue.

    Of two alike the older one is.
    """
    query = select(Seat).where(Seat.person_id.in_((recorded_id, joined_id))).order_by(Seat.id)
    found = list(await session.scalars(query.with_for_update()))
    kept: set[int] = set()
    is_open = [one for one in found if one.state is not SeatState.ENDED]
    for seat in sorted(is_open, key=lambda one: _BETTER.index(one.state)):
        if seat.activity_id in kept:
            seat.state, seat.ending, seat.ended_at = SeatState.ENDED, Ending.LEFT, seat.at
        kept.add(seat.activity_id)
    await session.flush()
    await session.execute(update(Seat).where(Seat.person_id == recorded_id).values(person_id=joined_id))
