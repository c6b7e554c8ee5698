"""Series: what lets an activity come back, and which turn of it its organiser is asked about."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import Activity, ActivityState
from storage.columns import Moment, one_of
from storage.database import Session, Table, changes_one


class SeriesState(StrEnum):
    """It goes on, or an officer ended it."""

    RUNNING = "running"
    ENDED = "ended"


class Series(Table):
    """What makes activities come back; its last activity is the model of the next.

    `rule` ("weekly", "quarterly", ...) is reckoned from `first_at`. `next_at` is the occurrence that the
    organiser is asked about at `ask_at` (due-ness). `proposed_at` is the one that they were asked about and
    have not decided; `turn` counts what was proposed.
    """

    __tablename__ = "activity_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    rule: Mapped[str] = mapped_column(String(60))
    state: Mapped[SeriesState] = mapped_column(one_of(SeriesState), default=SeriesState.RUNNING)
    first_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    ask_at: Mapped[datetime] = mapped_column(Moment, index=True)
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    turn: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)


async def add_series(session: Session, series: Series) -> Series:
    """Keep a new one, which has its id afterwards."""
    session.add(series)
    await session.flush()
    return series


async def find_series(session: Session, series_id: int) -> Series | None:
    """The series with this id, locked, so that what is decided about it comes one after the other."""
    if not 0 < series_id < 2**31:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(Series, series_id, with_for_update=True, populate_existing=True)


async def lock_of_activity(session: Session, activity_id: int) -> Series | None:
    """The series that an activity belongs to, locked; None when it comes back with none."""
    if not 0 < activity_id < 2**31:
        return None
    query = select(Series).join(Activity, Activity.series_id == Series.id).where(Activity.id == activity_id)
    return await session.scalar(query.with_for_update(of=Series).execution_options(populate_existing=True))


async def find_rule(session: Session, series_id: int | None) -> str | None:
    """How often the activities of a series come back, as long as they do."""
    if series_id is None:
        return None
    running = (Series.id == series_id, Series.state == SeriesState.RUNNING)
    return await session.scalar(select(Series.rule).where(*running))


async def list_coming(session: Session, series_id: int) -> list[int]:
    """The activities of a series that are not closed or called off, by id."""
    coming = Activity.state.in_((ActivityState.PLANNED, ActivityState.POSTPONED))
    query = select(Activity.id).where(Activity.series_id == series_id, coming).order_by(Activity.id)
    return list(await session.scalars(query))


async def claim(
    session: Session, series: Series, *, proposed_at: datetime | None, next_at: datetime, ask_at: datetime
) -> bool:
    """Take the turn that is due: True for exactly one caller; False when it was ended or taken meanwhile.

    `proposed_at` is what the organiser is asked about, None when it was missed.
    """
    due = update(Series).where(
        Series.id == series.id, Series.state == SeriesState.RUNNING, Series.ask_at == series.ask_at
    )
    values = {"proposed_at": proposed_at, "next_at": next_at, "ask_at": ask_at, "turn": Series.turn + 1}
    taken = await changes_one(session, due.values(values))
    if taken:
        await session.refresh(series)
    return taken
