"""What somebody's day already holds: the news that arrived, and the news that waits."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from storage.database import Session
from storage.outbox import PROMISED, WAITING, News, OutboxRow, OutboxState

BUNDLE = "attention/bundle"
"""The template of a message that says in one line each what the rows say whose `bundle_id` it is."""


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
    """How much news is due for each of these chats; a bundle is one, its lines are none."""
    query = (
        select(OutboxRow.chat_id, func.count())
        .where(OutboxRow.chat_id.in_(chat_ids), *_due_news(now))
        .group_by(OutboxRow.chat_id)
    )
    return {chat_id: count for chat_id, count in await session.execute(query) if chat_id is not None}


def _due_news(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.settled_at.is_(None),
        OutboxRow.news.is_not(None),
        OutboxRow.state.in_(WAITING),
        OutboxRow.bundle_id.is_(None),
        OutboxRow.not_before <= now,
        OutboxRow.expires_at.is_(None) | (OutboxRow.expires_at > now),
    )


async def lock_waiting(
    session: Session, chat_id: int, count: int, now: datetime
) -> Sequence[OutboxRow] | None:
    """The news that is due for a chat, oldest first, locked; a bundle that waits becomes its lines again.

    None while somebody is changing some of it, or has: `count` were seen to wait.
    """
    query = (
        select(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, *_due_news(now))
        .with_for_update(skip_locked=True)
    )
    found = list(await session.scalars(query.execution_options(populate_existing=True)))
    if len(found) < count:
        return None
    rows = [row for row in found if row.template != BUNDLE]
    for bundle in [row for row in found if row.template == BUNDLE]:
        lines = await lock_lines(session, bundle.id)
        if lines is None:
            return None
        await take_apart(session, bundle, lines)
        rows += lines
    return sorted(rows, key=lambda row: row.id)


async def cancel_news(session: Session, person_id: int, kind: News, now: datetime) -> None:
    """Take back what waits of a kind of news for somebody; a bundle becomes what is left of its lines."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.person_id == person_id,
            OutboxRow.news == kind,
            OutboxRow.template != BUNDLE,
            OutboxRow.state.in_(WAITING),
        )
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )


async def lock_lines(session: Session, bundle_id: int) -> Sequence[OutboxRow] | None:
    """The lines of a bundle that wait with it, locked; None while somebody is changing one of them."""
    theirs = (OutboxRow.bundle_id == bundle_id) & OutboxRow.state.in_(WAITING)
    query = select(OutboxRow).where(theirs).order_by(OutboxRow.id).with_for_update(skip_locked=True)
    locked = (await session.scalars(query.execution_options(populate_existing=True))).all()
    count = await session.scalar(select(func.count()).select_from(OutboxRow).where(theirs))
    return locked if len(locked) == count else None


async def add_bundle(session: Session, bundle: OutboxRow, rows: Sequence[OutboxRow]) -> None:
    """Let these wait to go out as the lines of one message."""
    session.add(bundle)
    await session.flush()
    for row in rows:
        row.bundle_id = bundle.id
    await session.flush()


async def take_apart(session: Session, bundle: OutboxRow, lines: Sequence[OutboxRow]) -> None:
    """Let the lines of a bundle wait each for itself again."""
    for line in lines:
        line.bundle_id = None
    await session.delete(bundle)
    await session.flush()


async def send_along(session: Session, ids: Collection[int], lease_until: datetime) -> None:
    """These lines are on their way with their bundle."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids))
        .values(state=OutboxState.SENDING, lease_until=lease_until, key=None)
    )


async def share_fate(session: Session, ids: Collection[int], state: OutboxState, now: datetime) -> None:
    """What becomes of these bundles becomes of the lines that were on their way with them."""
    over = {} if state in PROMISED else {"settled_at": now, "facts": None}
    became = OutboxState.BUNDLED if state is OutboxState.SENT else state
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.bundle_id.in_(ids), OutboxRow.state == OutboxState.SENDING)
        .values(state=became, lease_until=None, **over)
    )
