"""Who was there: attendance by name, or as totals without names."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, case, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import ActivitySession
from storage.areas import Area
from storage.columns import Moment, one_of
from storage.database import Session, Table, changes_one, insert
from storage.people import Person


class AttendanceState(StrEnum):
    """Says so and waits for the organiser; was there."""

    CLAIMED = "claimed"
    PRESENT = "present"


class AttendanceMethod(StrEnum):
    """How it came to be known: a code was scanned, a name was ticked, somebody said so of themselves."""

    QR = "qr"
    TICK = "tick"
    SELF = "self"


class Attendance(Table):
    """That a person was at a meeting, once, in which role and with how many (`party`, themselves included).

    `area_id` is the RT in which they lived then, so that figures stay when they move or are erased; a guest
    from elsewhere has neither it nor a person. `instead_of_id` is whose place they took; `recorded_by_id` who
    ticked, wrote down or confirmed it.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        Index("uq_attendances_session_id_person_id", "session_id", "person_id", unique=True),
        Index("uq_attendances_session_id_instead_of_id", "session_id", "instead_of_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    role: Mapped[str] = mapped_column(String(16))
    state: Mapped[AttendanceState] = mapped_column(one_of(AttendanceState), default=AttendanceState.PRESENT)
    method: Mapped[AttendanceMethod] = mapped_column(one_of(AttendanceMethod), default=AttendanceMethod.TICK)
    party: Mapped[int] = mapped_column(default=1)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
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


async def list_attended(session: Session, activity_id: int) -> set[int]:
    """Who was at a meeting of an activity, by name; who only says so is not among them."""
    query = (
        select(Attendance.person_id)
        .join(ActivitySession, ActivitySession.id == Attendance.session_id)
        .where(
            ActivitySession.activity_id == activity_id,
            Attendance.person_id.is_not(None),
            Attendance.state == AttendanceState.PRESENT,
        )
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def mark_present(session: Session, rows: list[dict[str, Any]]) -> None:
    """These were there: who is known to have been stays as they are, who only said so is believed."""
    if not rows:
        return
    statement = insert(session, Attendance)
    believed = {name: statement.excluded[name] for name in ("state", "recorded_by_id", "party")}
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Attendance.session_id, Attendance.person_id],
            set_=believed,
            where=Attendance.state == AttendanceState.CLAIMED,
        ),
        rows,
    )


async def add_claim(session: Session, row: dict[str, Any]) -> None:
    """Somebody says that they are there; who is known of already stays as they are."""
    await session.execute(insert(session, Attendance).on_conflict_do_nothing(), [row])


async def confirm(session: Session, session_id: int, person_ids: Collection[int] | None, by_id: int) -> int:
    """Believe these who say that they are there, or all of them; returns how many are believed by that."""
    claims = (Attendance.session_id == session_id, Attendance.state == AttendanceState.CLAIMED)
    chosen = claims if person_ids is None else (*claims, Attendance.person_id.in_(person_ids))
    change = update(Attendance).where(*chosen)
    believed = change.values(state=AttendanceState.PRESENT, recorded_by_id=by_id).returning(Attendance.id)
    return len((await session.scalars(believed)).all())


async def remove(session: Session, session_id: int, person_id: int) -> bool:
    """Somebody was not there after all; False when nobody thought so."""
    gone = delete(Attendance).where(Attendance.session_id == session_id, Attendance.person_id == person_id)
    return (await session.scalars(gone.returning(Attendance.id))).one_or_none() is not None


async def add_guest(session: Session, guest: Attendance) -> int:
    """Somebody without a row of their own was there; gives the number of the row that says so."""
    session.add(guest)
    await session.flush()
    return guest.id


async def remove_guest(session: Session, session_id: int, guest: int, by_id: int) -> bool:
    """A guest whom somebody noted was not there after all; False when they noted none such."""
    whose = (Attendance.person_id.is_(None), Attendance.area_id.is_(None), Attendance.recorded_by_id == by_id)
    gone = delete(Attendance).where(Attendance.id == guest, Attendance.session_id == session_id, *whose)
    return (await session.scalars(gone.returning(Attendance.id))).one_or_none() is not None


async def clear(session: Session, session_id: int) -> None:
    """Nobody is known to have been at a meeting: it gets another time."""
    await session.execute(delete(Attendance).where(Attendance.session_id == session_id))


async def put_instead(session: Session, session_id: int, person_id: int, absent_id: int) -> bool:
    """Somebody who was there came in another's place, in which nobody else came; False if they were not."""
    here = Attendance.session_id == session_id
    await session.execute(
        update(Attendance).where(here, Attendance.instead_of_id == absent_id).values(instead_of_id=None)
    )
    change = update(Attendance).where(
        here, Attendance.person_id == person_id, Attendance.state == AttendanceState.PRESENT
    )
    return await changes_one(session, change.values(instead_of_id=absent_id))


async def find(session: Session, session_id: int, person_id: int) -> Attendance | None:
    """What is known of one person at a meeting."""
    query = select(Attendance).where(Attendance.session_id == session_id, Attendance.person_id == person_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def list_named(session: Session, session_id: int) -> list[tuple[Attendance, Person]]:
    """Who is known of at a meeting, in the order in which they came to be known."""
    query = (
        select(Attendance, Person)
        .join(Person, Person.id == Attendance.person_id)
        .where(Attendance.session_id == session_id)
        .order_by(Attendance.id)
        .execution_options(populate_existing=True)
    )
    return [(attendance, person) for attendance, person in await session.execute(query)]


async def count(
    session: Session, session_id: int, team: Collection[int]
) -> dict[AttendanceState, tuple[int, int]]:
    """How many persons were at a meeting, each with whom they brought, and how many say so.

    Those who take part first, then those of the `team`, who organise or teach.
    """
    takes = Attendance.person_id.is_(None) | Attendance.person_id.not_in(team)
    sums = (func.sum(case((takes, Attendance.party), else_=0)), func.sum(case((takes, 0), else_=1)))
    query = select(Attendance.state, *sums).where(Attendance.session_id == session_id)
    counted = await session.execute(query.group_by(Attendance.state))
    return {state: (int(people), int(team)) for state, people, team in counted}


async def has_claims(session: Session, session_id: int, person_ids: Collection[int]) -> bool:
    """Whether one of these says that they are there, and waits for the organiser."""
    query = select(Attendance.id).where(
        Attendance.session_id == session_id,
        Attendance.person_id.in_(person_ids),
        Attendance.state == AttendanceState.CLAIMED,
    )
    return await session.scalar(query.limit(1)) is not None


async def count_claims(session: Session, activity_id: int) -> int:
    """How many say that they are at a meeting of an activity, and wait for the organiser; persons."""
    query = (
        select(func.sum(Attendance.party))
        .join(ActivitySession, ActivitySession.id == Attendance.session_id)
        .where(ActivitySession.activity_id == activity_id, Attendance.state == AttendanceState.CLAIMED)
    )
    return await session.scalar(query) or 0


async def save_total(session: Session, total: AttendanceTotal) -> None:
    """Keep how many came from an area to a meeting; a later count takes the place of an earlier one."""
    row = {
        "session_id": total.session_id,
        "area_id": total.area_id,
        "role": total.role,
        "people": total.people,
        "source": total.source,
    }
    statement = insert(session, AttendanceTotal).values(row)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[AttendanceTotal.session_id, AttendanceTotal.area_id, AttendanceTotal.role],
            set_={"people": statement.excluded["people"], "source": statement.excluded["source"]},
        )
    )


async def list_totals(session: Session, activity_id: int) -> list[tuple[Area, int]]:
    """How many came from which area, over all meetings of an activity, in the order of the areas."""
    query = (
        select(Area, func.sum(AttendanceTotal.people))
        .join(AttendanceTotal, AttendanceTotal.area_id == Area.id)
        .join(ActivitySession, ActivitySession.id == AttendanceTotal.session_id)
        .where(ActivitySession.activity_id == activity_id)
        .group_by(Area.id)
        .order_by(Area.id)
    )
    return [(area, int(people)) for area, people in await session.execute(query)]
