"""Minutes: what a meeting talked about, and its decisions, as their organiser notes them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed
from storage.database import Session, Table


class Minutes(Table):
    """The notes of an activity; whatever is None was not told yet."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), unique=True)
    chair: Mapped[str | None] = mapped_column(Sealed)
    secretary: Mapped[str | None] = mapped_column(Sealed)
    course: Mapped[str | None] = mapped_column(Sealed)
    next_meeting: Mapped[str | None] = mapped_column(Sealed)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(Moment)


class Decision(Table):
    """One thing that was agreed on, perhaps with who sees to it and until when, as they said it."""

    __tablename__ = "minutes_decisions"
    __table_args__ = (
        Index("uq_minutes_decisions_minutes_id_position", "minutes_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Sealed)
    owner: Mapped[str | None] = mapped_column(Sealed)
    due: Mapped[str | None] = mapped_column(Sealed)


async def find_minutes(session: Session, activity_id: int) -> Minutes | None:
    """The minutes of an activity."""
    return await session.scalar(select(Minutes).where(Minutes.activity_id == activity_id))


async def list_decisions(session: Session, minutes_id: int) -> list[Decision]:
    """The decisions of these minutes, in their order."""
    query = select(Decision).where(Decision.minutes_id == minutes_id).order_by(Decision.position)
    return list(await session.scalars(query))


async def save_minutes(session: Session, minutes: Minutes, decisions: Sequence[Decision]) -> None:
    """Keep minutes with their decisions, in place of those that they had before."""
    session.add(minutes)
    await session.flush()
    await session.execute(delete(Decision).where(Decision.minutes_id == minutes.id))
    for position, decision in enumerate(decisions, start=1):
        decision.minutes_id, decision.position = minutes.id, position
    session.add_all(decisions)
    await session.flush()


async def forget_name(session: Session, activity_ids: Collection[int], name: str) -> None:
    """Let the minutes of these activities not name a person any more who led, noted or saw to something."""
    called = name.strip().casefold()
    kept = list(await session.scalars(select(Minutes).where(Minutes.activity_id.in_(activity_ids))))
    for one in kept:
        one.chair, one.secretary = (_but(called, told) for told in (one.chair, one.secretary))
    decided = select(Decision).where(Decision.minutes_id.in_([one.id for one in kept]))
    for decision in await session.scalars(decided):
        decision.owner = _but(called, decision.owner)
    await session.flush()


def _but(called: str, told: str | None) -> str | None:
    return None if told is not None and told.strip().casefold() == called else told
