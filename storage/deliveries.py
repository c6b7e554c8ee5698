"""What the delivery asks of the outbox: what is ready, what is taken, what came back, what is too late."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, case, delete, select, update
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.outbox import WAITING, Hours, Lane, OutboxRow, OutboxState, lock_card
from storage.people import Person

_LANE_ORDER = {Lane.REPLY: 0, Lane.NOTICE: 1, Lane.BULK: 2}


async def list_ready(
    session: Session, now: datetime, limit: int
) -> Sequence[Row[OutboxRow, str | None, str]]:
    """What could be sent now, the first of each chat only, most urgent lane first.

    Rows of a chat that is being written to are left out. Gives (OutboxRow, salutation, language) rows,
    locked, so that nobody changes or cancels what is about to be sent.
    """
    ahead = aliased(OutboxRow)
    unsettled = ahead.settled_at.is_(None)
    busy = select(ahead.id).where(
        unsettled, ahead.chat_id == OutboxRow.chat_id, ahead.state == OutboxState.SENDING
    )
    rank = case(_LANE_ORDER, value=OutboxRow.lane, else_=9)
    ahead_rank = case(_LANE_ORDER, value=ahead.lane, else_=9)
    first = select(ahead.id).where(
        unsettled,
        ahead.chat_id == OutboxRow.chat_id,
        ahead.state.in_(WAITING),
        # one that waits for an hour to come lets others pass; one that is being retried does not
        (ahead.not_before <= now) | (ahead.state == OutboxState.RETRYING),
        (ahead_rank < rank) | ((ahead_rank == rank) & (ahead.id < OutboxRow.id)),
    )
    query = (
        select(OutboxRow, Person.salutation, Person.language)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .where(_is_due(now), ~busy.exists(), ~first.exists())
        .order_by(rank, OutboxRow.id)
        .limit(limit)
        .with_for_update(of=OutboxRow, skip_locked=True)
    )
    return (await session.execute(query.execution_options(populate_existing=True))).all()


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(OutboxRow.settled_at.is_(None), OutboxRow.state.in_(WAITING), OutboxRow.not_before <= now)


async def release_expired(session: Session, now: datetime) -> None:
    """Take back what was being sent by a process that died: its lease has run out."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.state == OutboxState.SENDING,
            OutboxRow.lease_until <= now,
        )
        .values(state=OutboxState.RETRYING, lease_until=None)
    )


async def expire(session: Session, now: datetime) -> int:
    """Drop what came too late to make sense; returns how many, for the log."""
    late = await session.execute(
        update(OutboxRow)
        .where(OutboxRow.settled_at.is_(None), OutboxRow.state.in_(WAITING), OutboxRow.expires_at <= now)
        .values(state=OutboxState.EXPIRED, settled_at=now, facts=None, key=None)
        .returning(OutboxRow.id)
    )
    return len(late.all())


async def hold(session: Session, kelurahan_id: int, hours: Hours, now: datetime, until: datetime) -> None:
    """Let what is due in a closed window of a kelurahan wait for its end; others of its chat may pass."""
    await session.execute(
        update(OutboxRow)
        .where(_is_due(now), OutboxRow.kelurahan_id == kelurahan_id, OutboxRow.hours == hours)
        .values(not_before=until, state=OutboxState.QUEUED)
    )


async def let_go(session: Session, kelurahan_id: int, hours: Hours, until: datetime, now: datetime) -> None:
    """What waits for the end of a closed window that was changed is due again, and then asked about anew."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.state == OutboxState.QUEUED,
            OutboxRow.kelurahan_id == kelurahan_id,
            OutboxRow.hours == hours,
            OutboxRow.not_before == until,
        )
        .values(not_before=now)
    )


async def list_minding_hours(session: Session, now: datetime) -> Sequence[Row[int | None, Hours]]:
    """Which (kelurahan_id, hours) have something due that minds the hour."""
    query = (
        select(OutboxRow.kelurahan_id, OutboxRow.hours)
        .where(_is_due(now), OutboxRow.hours != Hours.ANY)
        .distinct()
    )
    return (await session.execute(query)).all()


async def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether something waits to be sent, taken back or dropped; a look that takes no lock."""
    lost = (OutboxRow.state == OutboxState.SENDING) & (OutboxRow.lease_until <= now)
    late = (OutboxRow.state.in_(WAITING)) & (OutboxRow.expires_at <= now)
    query = select(OutboxRow.id).where(OutboxRow.settled_at.is_(None), _is_due(now) | lost | late)
    return await session.scalar(query.limit(1)) is not None


async def find_message_to_edit(session: Session, row: OutboxRow) -> None:
    """An edit that was promised before its message was sent learns now which message that is.

    Without one (it was never sent, or is gone) the edit becomes a message of its own.
    """
    if not row.method.startswith("edit") or row.message_id is not None:
        return
    assert row.chat_id is not None
    shown = await lock_card(session, row.chat_id, row.card or "")
    if shown is not None and shown.sent_message_id is not None:
        row.message_id = shown.sent_message_id
    else:
        row.method = "sendMessage"


async def mark_sending(session: Session, ids: Collection[int], lease_until: datetime) -> None:
    """Take these for as long as the lease lasts; from now on a newer state is a message of its own."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids))
        .values(state=OutboxState.SENDING, lease_until=lease_until, attempts=OutboxRow.attempts + 1, key=None)
    )


async def give_up_chat(session: Session, chat_id: int, now: datetime) -> None:
    """A chat that Telegram does not let us write to any more: what waits for it will not be sent."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.settled_at.is_(None), OutboxRow.chat_id == chat_id, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.UNREACHABLE, settled_at=now, facts=None, key=None)
    )
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.chat_id == chat_id,
            OutboxRow.state == OutboxState.UNREACHABLE,
            OutboxRow.person_id.is_(None),
            OutboxRow.subject.is_(None),
        )
    )


async def close(session: Session, row_id: int, message_id: int | None, now: datetime) -> None:
    """It is over: sent when it became a message, else failed; nothing else follows from it."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.state == OutboxState.SENDING)
        .values(
            state=OutboxState.SENT if message_id else OutboxState.FAILED,
            sent_message_id=message_id,
            settled_at=now,
            lease_until=None,
            facts=None,
        )
    )


async def forget_strangers(session: Session, row_id: int) -> None:
    """Delete a finished row that is about nobody and nothing we keep."""
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.id == row_id, OutboxRow.person_id.is_(None), OutboxRow.subject.is_(None)
        )
    )
