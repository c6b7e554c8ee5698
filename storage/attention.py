"""What somebody's day already holds: the news that arrived, and the news that waits."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from storage.database import Session
from storage.outbox import WAITING, OutboxRow, OutboxState


async def count_arrived(session: Session, chat_ids: Collection[int], since: datetime) -> dict[int, int]:
    """How much news each of these chats got since a moment; the lines of a bundle are one message."""
    query = (
        select(OutboxRow.chat_id, func.count())
        .where(
            OutboxRow.chat_id.in_(chat_ids),
            OutboxRow.news.is_not(None),
            OutboxRow.settled_at.is_not(None),
            OutboxRow.settled_at >= since,
            OutboxRow.state == OutboxState.SENT,
        )
        .group_by(OutboxRow.chat_id)
    )
    return {chat_id: count for chat_id, count in await session.execute(query) if chat_id is not None}


async def count_waiting(session: Session, chat_ids: Collection[int], now: datetime) -> dict[int, int]:
    """How much news is due for each of these chats."""
    query = (
        select(OutboxRow.chat_id, func.count())
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.chat_id.in_(chat_ids),
            OutboxRow.news.is_not(None),
            OutboxRow.state.in_(WAITING),
            OutboxRow.not_before <= now,
        )
        .group_by(OutboxRow.chat_id)
    )
    return {chat_id: count for chat_id, count in await session.execute(query) if chat_id is not None}


async def lock_waiting(session: Session, chat_id: int, now: datetime) -> Sequence[OutboxRow]:
    """The news that is due for a chat, oldest first, locked."""
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.chat_id == chat_id,
            OutboxRow.news.is_not(None),
            OutboxRow.state.in_(WAITING),
            OutboxRow.not_before <= now,
        )
        .order_by(OutboxRow.id)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(query.execution_options(populate_existing=True))).all()


async def add_bundle(session: Session, bundle: OutboxRow, rows: Sequence[OutboxRow], now: datetime) -> None:
    """Let these go out as the lines of one message."""
    session.add(bundle)
    await session.flush()
    for row in rows:
        row.state, row.settled_at, row.bundle_id = OutboxState.BUNDLED, now, bundle.id
        row.facts = row.key = None
    await session.flush()


async def share_fate(session: Session, bundle_id: int, state: OutboxState) -> None:
    """What becomes of a bundle that did not arrive becomes of its lines."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.bundle_id == bundle_id, OutboxRow.state == OutboxState.BUNDLED)
        .values(state=state)
    )
