"""Planned announcements: what will be announced later, once or again and again."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.announcements import Content, said_by
from storage.columns import Moment, one_of
from storage.database import Session, Table, changes_one
from storage.people import RoleKind


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


async def add_plan(session: Session, plan: AnnouncementPlan) -> None:
    """Keep a plan, which has its id afterwards."""
    session.add(plan)
    await session.flush()


async def find_plan(session: Session, plan_id: int) -> AnnouncementPlan | None:
    """The plan with this id, locked, so that what is done to it comes one after the other."""
    if not 0 < plan_id < 2**31:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(AnnouncementPlan, plan_id, with_for_update=True)


async def list_waiting(
    session: Session, offices: Collection[tuple[RoleKind, int]], limit: int, *, offset: int = 0
) -> list[AnnouncementPlan]:
    """What these offices plan to announce to their areas, the next one first."""
    query = select(AnnouncementPlan).where(_waiting_of(offices))
    query = query.order_by(AnnouncementPlan.next_at, AnnouncementPlan.id).limit(limit).offset(offset)
    return list(await session.scalars(query))


async def count_waiting(session: Session, offices: Collection[tuple[RoleKind, int]]) -> int:
    """How much these offices plan to announce to their areas."""
    return await session.scalar(select(func.count()).where(_waiting_of(offices))) or 0


def _waiting_of(offices: Collection[tuple[RoleKind, int]]) -> ColumnElement[bool]:
    return (AnnouncementPlan.state == PlanState.WAITING) & said_by(AnnouncementPlan, offices)


async def claim(session: Session, plan: AnnouncementPlan, following: datetime | None) -> bool:
    """Take the turn that is due; False when somebody else took it, moved it or called it off meanwhile.

    `following` is when the plan is due next; without one it is over.
    """
    due = update(AnnouncementPlan).where(
        AnnouncementPlan.id == plan.id,
        AnnouncementPlan.state == PlanState.WAITING,
        AnnouncementPlan.next_at == plan.next_at,
        AnnouncementPlan.first_at == plan.first_at,
        AnnouncementPlan.repeat == plan.repeat,
    )
    state = PlanState.WAITING if following else PlanState.DONE
    taken = await changes_one(session, due.values(next_at=following, state=state))
    if taken:
        await session.refresh(plan)
    return taken
