"""Duties of the clock that come back: a row says when each is due next for which area."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, one_of
from storage.database import Session, Table, changes_one, insert


class DutyKind(StrEnum):
    """The digest of an RT, the weekly summary of a kelurahan, its rule cards for those who joined late."""

    DIGEST = "digest"
    WEEKLY_SUMMARY = "weekly_summary"
    RULE_CARDS = "rule_cards"


class Duty(Table):
    """What is due when; `done_through` is up to when the last one looked."""

    __tablename__ = "duties"
    __table_args__ = (Index("uq_duties_kind_area_id", "kind", "area_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DutyKind] = mapped_column(one_of(DutyKind))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    due_at: Mapped[datetime] = mapped_column(Moment, index=True)
    done_through: Mapped[datetime] = mapped_column(Moment)


def add_duty(session: Session, duty: Duty) -> None:
    """Let the clock have one more duty."""
    session.add(duty)


async def add_if_missing(
    session: Session, kind: DutyKind, area_id: int, *, due_at: datetime, now: datetime
) -> None:
    """Let the clock have this duty for this area, unless it has it already."""
    row = {"kind": kind, "area_id": area_id, "due_at": due_at, "done_through": now}
    once = insert(session, Duty).values(row).on_conflict_do_nothing(index_elements=[Duty.kind, Duty.area_id])
    await session.execute(once)


async def find_duty(session: Session, kind: DutyKind, area_id: int) -> Duty | None:
    """The duty of this kind for this area."""
    return await session.scalar(select(Duty).where(Duty.kind == kind, Duty.area_id == area_id))


async def claim(session: Session, duty: Duty, *, next_due: datetime, through: datetime) -> bool:
    """Take this occurrence for oneself: True for exactly one caller, whoever else asks at the same time."""
    due = update(Duty).where(Duty.id == duty.id, Duty.due_at == duty.due_at)
    return await changes_one(session, due.values(due_at=next_due, done_through=through))
