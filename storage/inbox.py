"""The inbox: every update that Telegram gave us, a row before it is acknowledged."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, exists, func, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.columns import BigId, Facts, Moment, one_of
from storage.database import Session, Table, insert

MAX_ATTEMPTS = 4
_PATIENCE = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))
_UNDONE = text("done_at IS NULL")
"""What is not over. Queries about it say so in these words: SQLite finds its index by them."""


class InboxState(StrEnum):
    """Waiting for its turn, done, or parked after it failed too often."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class InboxRow(Table):
    """One update. Once it is over, payload and lane are blanked and only the update_id stays."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_undone", "update_id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        Index("ix_inbox_undone_lane", "lane", "update_id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
    )

    update_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    lane: Mapped[int | None] = mapped_column(BigId)
    payload: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    state: Mapped[InboxState] = mapped_column(one_of(InboxState), default=InboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(Moment)
    try_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    error: Mapped[str | None] = mapped_column(String(80))


def lane_of(payload: dict[str, Any]) -> int:
    """Whose updates run in order with this one: its chat, else its person, else nobody's (0)."""
    for part in payload.values():
        if isinstance(part, dict):
            message = part.get("message") if "data" in part or "chat_instance" in part else part
            chat = (message or {}).get("chat") if isinstance(message, dict) else None
            who = chat or part.get("from") or part.get("user")
            if isinstance(who, dict) and isinstance(who.get("id"), int):
                return int(who["id"])
    return 0


_Older = aliased(InboxRow)


async def add_updates(session: Session, updates: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keep a batch of raw updates; one that is here already changes nothing."""
    rows = [
        {
            "update_id": update["update_id"],
            "lane": lane_of(update),
            "payload": update,
            "state": InboxState.WAITING,
            "attempts": 0,
            "received_at": now,
            "try_at": now,
        }
        for update in updates
    ]
    if rows:
        await session.execute(insert(session, InboxRow).on_conflict_do_nothing(), rows)


def _waits() -> ColumnElement[bool]:
    return and_(InboxRow.done_at.is_(None), InboxRow.state == InboxState.WAITING)


async def lock_next(session: Session, now: datetime) -> InboxRow | None:
    """The oldest waiting update that is first in its lane and may be tried, locked; else None."""
    behind = exists().where(
        _Older.done_at.is_(None),
        _Older.lane == InboxRow.lane,
        _Older.state == InboxState.WAITING,
        _Older.update_id < InboxRow.update_id,
    )
    query = (
        select(InboxRow)
        .where(_waits(), InboxRow.try_at <= now, ~behind)
        .order_by(InboxRow.update_id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return await session.scalar(query)


async def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether some update waits for its turn; a look that takes no lock."""
    query = select(InboxRow.update_id).where(_waits(), InboxRow.try_at <= now)
    return await session.scalar(query.limit(1)) is not None


def settle(row: InboxRow, now: datetime, state: InboxState = InboxState.DONE) -> None:
    """It is over: keep the update_id, blank the rest; a parked one keeps its payload for whoever looks."""
    row.state, row.done_at = state, now
    if state is InboxState.DONE:
        row.payload, row.lane = None, None


def postpone(row: InboxRow, now: datetime, error: str) -> bool:
    """It failed: try again a little later, or say False when it has failed often enough to be parked."""
    row.attempts += 1
    row.error = error[:80]
    if row.attempts >= MAX_ATTEMPTS:
        return False
    row.try_at = now + _PATIENCE[row.attempts - 1]
    return True


async def count_waiting(session: Session) -> int:
    """How many updates wait for their turn."""
    query = select(func.count()).select_from(InboxRow).where(_waits())
    return await session.scalar(query) or 0
