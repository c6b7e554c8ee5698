"""Who was there: attendance by name, or as totals without names."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import ActivitySession
from storage.areas import Area
from storage.columns import Moment
from storage.database import Session, Table, insert


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


async def list_attended(session: Session, activity_id: int) -> set[int]:
    """Who was at a meeting of an activity, by name."""
    query = (
        select(Attendance.person_id)
        .join(ActivitySession, ActivitySession.id == Attendance.session_id)
        .where(ActivitySession.activity_id == activity_id, Attendance.person_id.is_not(None))
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


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
