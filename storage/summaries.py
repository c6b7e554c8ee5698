"""Weekly summaries: the figures of a kelurahan's week, kept as they were published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Facts, Moment
from storage.database import Session, Table, insert


class WeeklySummary(Table):
    """One week (from its Monday, local time) of one kelurahan."""

    __tablename__ = "weekly_summaries"
    __table_args__ = (Index("uq_weekly_summaries_area_id_week", "area_id", "week", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    week: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(Facts)
    made_at: Mapped[datetime] = mapped_column(Moment)


async def find_summary(session: Session, area_id: int, week: date) -> WeeklySummary | None:
    """The published summary of the week that began on that Monday."""
    return await session.scalar(
        select(WeeklySummary).where(WeeklySummary.area_id == area_id, WeeklySummary.week == week)
    )


async def add_summary(
    session: Session, area_id: int, week: date, facts: dict[str, Any], made_at: datetime
) -> int | None:
    """Publish a week and give its id; None, and nothing changes, when it was published before."""
    statement = insert(session, WeeklySummary).values(
        area_id=area_id, week=week, facts=facts, made_at=made_at
    )
    return await session.scalar(statement.on_conflict_do_nothing().returning(WeeklySummary.id))
