"""Activities: what is planned, its sessions, and how its plan was changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table


class ActivityKind(StrEnum):
    """Gotong royong, pelatihan, rembug warga, sosialisasi, acara."""

    WORK_BEE = "work_bee"
    TRAINING = "training"
    DELIBERATION = "deliberation"
    OUTREACH = "outreach"
    EVENT = "event"


class ActivityState(StrEnum):
    """Planned until it is over; cancelled ones stay readable."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Series(Table):
    """What makes activities come back; the rule is read by the issue that repeats them."""

    __tablename__ = "activity_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    rule: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Activity(Table):
    """Something that people are invited to."""

    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("activity_series.id"))
    program_id: Mapped[int | None] = mapped_column(ForeignKey("programs.id"))
    kind: Mapped[ActivityKind] = mapped_column(one_of(ActivityKind))
    title: Mapped[str] = mapped_column(Sealed)
    place: Mapped[str] = mapped_column(Sealed)
    state: Mapped[ActivityState] = mapped_column(one_of(ActivityState))
    revision: Mapped[int] = mapped_column(default=1)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class ActivitySession(Table):
    """One meeting of an activity. `remind_at` and `evaluate_at` are due-ness: None when done or void."""

    __tablename__ = "activity_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime] = mapped_column(Moment, index=True)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    said: Mapped[str | None] = mapped_column(String(60))
    remind_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    evaluate_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class Revision(Table):
    """How an activity looked in one of its revisions; rows are only ever added."""

    __tablename__ = "activity_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Sealed)
    place: Mapped[str] = mapped_column(Sealed)
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ActivityState] = mapped_column(one_of(ActivityState))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


async def get_first_session(session: Session, activity_id: int) -> ActivitySession:
    """The first, and so far only, meeting of an activity."""
    query = select(ActivitySession).where(ActivitySession.activity_id == activity_id)
    return (await session.scalars(query.order_by(ActivitySession.position).limit(1))).one()


async def find_activity(session: Session, activity_id: int) -> Activity | None:
    """The activity with this id, locked, so that answers and changes of it come one after the other."""
    return await session.get(Activity, activity_id, with_for_update=True)
