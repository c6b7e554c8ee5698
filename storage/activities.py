"""Activities: what is planned, its sessions, and how its plan was changed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Double, ForeignKey, Index, String, case, func, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, changes_one
from storage.interests import Topic

_LARGEST_ID = 2**31 - 1


class ActivityKind(StrEnum):
    """Gotong royong, pelatihan, rembug warga, sosialisasi, acara, rapat, ronda."""

    WORK_BEE = "work_bee"
    TRAINING = "training"
    DELIBERATION = "deliberation"
    OUTREACH = "outreach"
    EVENT = "event"
    MEETING = "meeting"
    PATROL = "patrol"


class ActivityState(StrEnum):
    """Planned until it is over; a postponed one waits for its new time; cancelled ones stay readable."""

    PLANNED = "planned"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Activity(Table):
    """Something that people are invited to; with a `quota`, only so many have a seat.

    Due-ness: `recap_at`, when its organiser hears how many are silent (`nudged_at`: those were reminded);
    `release_at`, when seats that nobody confirmed go to those who wait, once that was asked for, then when
    offers end.
    """

    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("activity_series.id"), index=True)
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"))
    kind: Mapped[ActivityKind] = mapped_column(one_of(ActivityKind))
    title: Mapped[str] = mapped_column(Sealed)
    place: Mapped[str] = mapped_column(Sealed)
    topic: Mapped[Topic | None] = mapped_column(one_of(Topic))
    bring: Mapped[str | None] = mapped_column(Sealed)
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    quota: Mapped[int | None]
    release_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    state: Mapped[ActivityState] = mapped_column(one_of(ActivityState))
    revision: Mapped[int] = mapped_column(default=1)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    recap_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    nudged_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class ActivitySession(Table):
    """One meeting of an activity, no two of them at the same time.

    `remind_at` (the next of its reminders), `organizer_at` (the card of the day), `evaluate_at` and
    `wrap_up_at` are due-ness: None when done or void.
    """

    __tablename__ = "activity_sessions"
    __table_args__ = (
        Index("uq_activity_sessions_activity_id_position", "activity_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    position: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    said: Mapped[str | None] = mapped_column(String(60))
    remind_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    organizer_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    evaluate_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    wrap_up_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class Revision(Table):
    """How an activity looked in one of its revisions; rows are only ever added."""

    __tablename__ = "activity_revisions"
    __table_args__ = (
        Index("uq_activity_revisions_activity_id_number", "activity_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Sealed)
    place: Mapped[str] = mapped_column(Sealed)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ActivityState] = mapped_column(one_of(ActivityState))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


async def list_sessions(session: Session, activity_id: int) -> list[ActivitySession]:
    """The meetings of an activity, one at least, in the order of their times, as they are at this moment.

    Whoever waited for the activity may have read one of them before it was moved.
    """
    query = select(ActivitySession).where(ActivitySession.activity_id == activity_id)
    newest = query.order_by(ActivitySession.starts_at).execution_options(populate_existing=True)
    return list(await session.scalars(newest))


async def find_put_off(session: Session, activity_id: int) -> int | None:
    """Which meeting of a postponed activity was put off."""
    query = select(Revision.session_id).where(
        Revision.activity_id == activity_id, Revision.state == ActivityState.POSTPONED
    )
    return await session.scalar(query.order_by(Revision.number.desc()).limit(1))


def is_next(after: datetime) -> ColumnElement[bool]:
    """That a meeting is its activity's first that is not over at a moment; its first one if all are."""
    other = aliased(ActivitySession)
    first = select(func.min(other.starts_at)).where(other.activity_id == ActivitySession.activity_id)
    coming = first.where(other.ends_at > after).scalar_subquery()
    return ActivitySession.starts_at == func.coalesce(coming, first.scalar_subquery())


async def find_session(session: Session, session_id: int) -> ActivitySession | None:
    """The meeting with this id."""
    if not 0 < session_id <= _LARGEST_ID:
        return None
    return await session.get(ActivitySession, session_id)


async def get_activity(session: Session, activity_id: int) -> Activity:
    """The activity with this id, to be looked at."""
    return await session.get_one(Activity, activity_id)


async def add_activity(session: Session, activity: Activity) -> None:
    """Keep a new activity, which has its id afterwards."""
    session.add(activity)
    await session.flush()


async def find_last_of_series(session: Session, series_id: int) -> Activity | None:
    """The newest activity of a series, locked."""
    query = select(Activity).where(Activity.series_id == series_id).order_by(Activity.id.desc()).limit(1)
    return await session.scalar(query.with_for_update().execution_options(populate_existing=True))


async def find_activity(session: Session, activity_id: int) -> Activity | None:
    """The activity with this id, locked, so that answers and changes of it come one after the other.

    It is as it was when the lock was given, whatever was read of it before.
    """
    if not 0 < activity_id <= _LARGEST_ID:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(Activity, activity_id, with_for_update=True, populate_existing=True)


async def list_planned_by(session: Session, person_id: int) -> list[int]:
    """The activities that somebody planned, by id."""
    query = select(Activity.id).where(Activity.organizer_id == person_id).order_by(Activity.id)
    return list(await session.scalars(query))


async def list_next(
    session: Session,
    area_ids: Sequence[int],
    now: datetime,
    limit: int,
    *,
    offset: int = 0,
    postponed: bool = False,
    own: Collection[int] = (),
) -> list[tuple[Activity, ActivitySession]]:
    """What is planned in these areas and not over, soonest first; with `postponed`, those, too.

    The `own` activities of who asks come before the others, wherever they are.
    """
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(*_coming(area_ids, now, postponed, own))
        .order_by(case((Activity.id.in_(own), 0), else_=1), ActivitySession.starts_at, Activity.id)
        .limit(limit)
        .offset(offset)
    )
    return [(activity, meeting) for activity, meeting in await session.execute(query)]


async def list_lately(
    session: Session, area_ids: Sequence[int], since: datetime, limit: int
) -> list[tuple[Activity, ActivitySession]]:
    """What was or is planned in these areas and is not over since longer, newest first."""
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(Activity.area_id.in_(area_ids), ActivitySession.ends_at > since, is_next(since))
        .order_by(ActivitySession.starts_at.desc(), Activity.id)
        .limit(limit)
    )
    return [(activity, meeting) for activity, meeting in await session.execute(query)]


async def list_between(
    session: Session, area_ids: Sequence[int], first: datetime, last: datetime, *, without: int | None = None
) -> list[tuple[Activity, ActivitySession]]:
    """The meetings in these areas that are not over at one moment and begin before another, soonest first.

    `without` is an activity whose own meetings do not count.
    """
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(
            Activity.area_id.in_(area_ids),
            Activity.state == ActivityState.PLANNED,
            Activity.id != (without or 0),
            ActivitySession.starts_at < last,
            ActivitySession.ends_at > first,
        )
        .order_by(ActivitySession.starts_at, Activity.id)
    )
    return [(activity, meeting) for activity, meeting in await session.execute(query)]


async def count_next(
    session: Session,
    area_ids: Sequence[int],
    now: datetime,
    *,
    postponed: bool = False,
    own: Collection[int] = (),
) -> int:
    """How many `list_next` would list without a limit."""
    query = select(func.count()).select_from(Activity)
    query = query.join(ActivitySession, ActivitySession.activity_id == Activity.id)
    return await session.scalar(query.where(*_coming(area_ids, now, postponed, own))) or 0


async def lock_coming(session: Session, area_id: int, now: datetime) -> list[Activity]:
    """What is planned in an area or postponed, and not over; locked, in the order of their ids."""
    query = select(Activity).join(ActivitySession, ActivitySession.activity_id == Activity.id)
    query = query.where(*_coming([area_id], now, postponed=True)).order_by(Activity.id)
    locked = query.with_for_update(of=Activity).execution_options(populate_existing=True)
    return list(await session.scalars(locked))


def _coming(
    area_ids: Sequence[int], now: datetime, postponed: bool, own: Collection[int] = ()
) -> tuple[ColumnElement[bool], ...]:
    comes = (Activity.state == ActivityState.PLANNED) & (ActivitySession.ends_at > now)
    if postponed:
        comes |= Activity.state == ActivityState.POSTPONED
    return Activity.area_id.in_(area_ids) | Activity.id.in_(own), comes, is_next(now)


async def claim_reminder(
    session: Session, session_id: int, due_at: datetime | None, *, next_at: datetime | None
) -> bool:
    """Take the reminder of a meeting that was due: True for exactly one caller; the next is due then."""
    due = update(ActivitySession).where(ActivitySession.id == session_id, ActivitySession.remind_at == due_at)
    return await changes_one(session, due.values(remind_at=next_at))


async def claim_day(session: Session, session_id: int, due_at: datetime | None) -> bool:
    """Take the card of the day of a meeting for oneself: True for exactly one caller."""
    due = update(ActivitySession).where(
        ActivitySession.id == session_id, ActivitySession.organizer_at == due_at
    )
    return await changes_one(session, due.values(organizer_at=None))


async def claim_recap(session: Session, activity_id: int, due_at: datetime) -> bool:
    """Take the recap of an activity that was due for oneself: True for exactly one caller."""
    due = update(Activity).where(Activity.id == activity_id, Activity.recap_at == due_at)
    return await changes_one(session, due.values(recap_at=None))
