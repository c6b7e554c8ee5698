"""Closings: the figures of an activity, kept as numbers when it was closed; and photos that belong to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import Activity, ActivitySession, ActivityState
from storage.answers import Answer
from storage.attendances import Attendance, AttendanceState
from storage.columns import Facts, Moment, one_of
from storage.database import Session, Table, changes_one
from storage.files import File
from storage.seats import Seat


class ActivityFileKind(StrEnum):
    """What a photo shows: the event itself, or the list with signatures."""

    EVENT = "event"
    SIGNED_LIST = "signed_list"


class Closing(Table):
    """That an activity was closed, with its figures as they were then: erasing people changes none of them.

    `meetings` is {"came": [...]}: how many participants were at each meeting.
    """

    __tablename__ = "closings"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    registered: Mapped[int]
    confirmed: Mapped[int]
    attended: Mapped[int]
    replaced: Mapped[int]
    excused: Mapped[int]
    absent: Mapped[int]
    walk_ins: Mapped[int]
    helpers: Mapped[int]
    waiting: Mapped[int]
    organizers: Mapped[int]
    mentors: Mapped[int]
    meetings: Mapped[dict[str, Any]] = mapped_column(Facts)


class ActivityFile(Table):
    """A photo that was attached to an activity when it was over."""

    __tablename__ = "activity_files"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    kind: Mapped[ActivityFileKind] = mapped_column(one_of(ActivityFileKind))


async def claim_wrap_up(session: Session, session_id: int, due_at: datetime | None) -> bool:
    """Take the wrapping up after a meeting for oneself: True for exactly one caller."""
    due = update(ActivitySession).where(
        ActivitySession.id == session_id, ActivitySession.wrap_up_at == due_at
    )
    return await changes_one(session, due.values(wrap_up_at=None))


async def find_closing(session: Session, activity_id: int) -> Closing | None:
    """The figures with which an activity was closed."""
    return await session.get(Closing, activity_id)


async def add_closing(session: Session, closing: Closing) -> None:
    """Keep the figures of an activity."""
    session.add(closing)
    await session.flush()


async def add_files(
    session: Session, activity_id: int, kind: ActivityFileKind, files: Iterable[File]
) -> None:
    """Attach photos to an activity, in their order."""
    kept = list(files)
    session.add_all(kept)
    await session.flush()
    session.add_all(ActivityFile(activity_id=activity_id, file_id=file.id, kind=kind) for file in kept)
    await session.flush()


async def list_files(session: Session, activity_id: int) -> list[tuple[ActivityFileKind, File]]:
    """The photos of an activity, in their order."""
    query = select(ActivityFile.kind, File).join(File, File.id == ActivityFile.file_id)
    query = query.where(ActivityFile.activity_id == activity_id).order_by(File.id)
    return [(kind, file) for kind, file in await session.execute(query)]


async def count_files(session: Session, activity_id: int) -> dict[ActivityFileKind, int]:
    """How many photos of each kind an activity has."""
    query = select(ActivityFile.kind, func.count()).where(ActivityFile.activity_id == activity_id)
    return dict((await session.execute(query.group_by(ActivityFile.kind))).all())


async def list_said(session: Session, activity_id: int) -> list[Answer]:
    """Everything that was answered to an activity, in the order in which it was said."""
    query = select(Answer).where(Answer.activity_id == activity_id)
    return list(await session.scalars(query.order_by(Answer.id)))


async def list_there(session: Session, activity_id: int) -> list[Attendance]:
    """Who was seen at the meetings of an activity, a row for each meeting and person."""
    query = select(Attendance).join(ActivitySession, ActivitySession.id == Attendance.session_id)
    seen = Attendance.state == AttendanceState.PRESENT
    query = query.where(ActivitySession.activity_id == activity_id, seen)
    return list(await session.scalars(query.order_by(Attendance.id)))


async def list_seats(session: Session, activity_id: int) -> list[Seat]:
    """Every way to a seat of an activity, those that are over, too, in the order of asking."""
    return list(await session.scalars(select(Seat).where(Seat.activity_id == activity_id).order_by(Seat.id)))


async def list_over(
    session: Session, area_ids: Sequence[int], now: datetime, limit: int, *, offset: int = 0
) -> list[Activity]:
    """What was held in these areas and is over, newest first; what an archive told of is not among it."""
    last = func.max(ActivitySession.starts_at)
    query = select(Activity).join(ActivitySession, ActivitySession.activity_id == Activity.id)
    query = query.where(*_over(area_ids, now)).group_by(Activity.id).order_by(last.desc(), Activity.id.desc())
    return list(await session.scalars(query.limit(limit).offset(offset)))


async def count_over(session: Session, area_ids: Sequence[int], now: datetime) -> int:
    """How many `list_over` would list without a limit."""
    query = select(func.count()).select_from(Activity).where(*_over(area_ids, now))
    return await session.scalar(query) or 0


def _over(area_ids: Sequence[int], now: datetime) -> tuple[ColumnElement[bool], ...]:
    kept = select(Closing.activity_id).where(Closing.activity_id == Activity.id).exists()
    ahead = select(ActivitySession.id).where(
        ActivitySession.activity_id == Activity.id, ActivitySession.ends_at > now
    )
    held = (Activity.state == ActivityState.PLANNED) | ((Activity.state == ActivityState.CLOSED) & kept)
    return Activity.area_id.in_(area_ids), held, ~ahead.correlate(Activity).exists()
