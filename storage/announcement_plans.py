"""Planned announcements: what will be announced later, once or again and again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.announcements import Content
from storage.columns import Moment, one_of
from storage.database import Table


class PlanState(StrEnum):
    """Waiting for its next moment, over, or called off by an officer."""

    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


class AnnouncementPlan(Content, Table):
    """An announcement for later. `next_at` is when it is due next (None when never again), `first_at` what
    `repeat` ("weekly", "monthly", ...) is reckoned from, `turn` how many have gone out.
    """

    __tablename__ = "announcement_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[PlanState] = mapped_column(one_of(PlanState), default=PlanState.WAITING)
    repeat: Mapped[str | None] = mapped_column(String(12))
    first_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    turn: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
