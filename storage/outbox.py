"""The outbox: every message that must go out, a row before it is sent; the only way to people."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Row, String, case, delete, func, select, text, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.columns import BigId, Facts, Moment, one_of
from storage.database import Session, Table, insert
from storage.people import Person


class Lane(StrEnum):
    """Who goes first when there is not room for all."""

    REPLY = "reply"
    NOTICE = "notice"
    BULK = "bulk"


class Hours(StrEnum):
    """When it may arrive: at any hour, between night's end and night, or outside every closed window."""

    ANY = "any"
    WAKING = "waking"
    OPEN = "open"


class OutboxState(StrEnum):
    """What became of it."""

    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


WAITING = (OutboxState.QUEUED, OutboxState.RETRYING)
PROMISED = (*WAITING, OutboxState.SENDING)
_WAITING_SQL = text("state IN ('queued', 'retrying')")
_PROMISED_SQL = text("state IN ('queued', 'retrying', 'sending')")
_LANE_ORDER = {Lane.REPLY: 0, Lane.NOTICE: 1, Lane.BULK: 2}


class OutboxRow(Table):
    """One message to one chat.

    `template` and `facts` are what it says, composed when it is sent; `key` is unique while waiting, so that
    a newer state of the same card replaces the older; `card` finds the message to edit (`message_id` is what
    an edit changes, `sent_message_id` what a sent row became); facts are blanked once it is over. Rows to
    strangers (`person_id` None and `subject` None) are deleted once they are over.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_key_waiting",
            "key",
            unique=True,
            sqlite_where=_WAITING_SQL,
            postgresql_where=_WAITING_SQL,
        ),
        Index(
            "ix_outbox_promised", "chat_id", "id", sqlite_where=_PROMISED_SQL, postgresql_where=_PROMISED_SQL
        ),
        Index("ix_outbox_due", "not_before", sqlite_where=_PROMISED_SQL, postgresql_where=_PROMISED_SQL),
        Index("ix_outbox_subject", "subject", "state"),
        Index("ix_outbox_card", "chat_id", "card"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int | None] = mapped_column(BigId)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    kelurahan_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    subject: Mapped[str | None] = mapped_column(String(40))
    lane: Mapped[Lane] = mapped_column(one_of(Lane))
    hours: Mapped[Hours] = mapped_column(one_of(Hours))
    key: Mapped[str | None] = mapped_column(String(80))
    card: Mapped[str | None] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(32))
    template: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    file: Mapped[str | None] = mapped_column(String(255))
    message_id: Mapped[int | None] = mapped_column(BigId)
    sent_message_id: Mapped[int | None] = mapped_column(BigId)
    not_before: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[OutboxState] = mapped_column(one_of(OutboxState), default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)


async def add_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Promise messages; one whose key is waiting already takes that one's place in the queue."""
    for columns in {tuple(sorted(row)) for row in rows}:
        alike = [row for row in rows if tuple(sorted(row)) == columns]
        statement = insert(session, OutboxRow)
        newer = {
            name: statement.excluded[name]
            for name in (
                "template",
                "facts",
                "method",
                "message_id",
                "file",
                "not_before",
                "expires_at",
                "hours",
            )
            if name in columns
        }
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=[OutboxRow.key], index_where=_WAITING_SQL, set_={**newer, "attempts": 0}
            ),
            alike,
        )


async def find_card(session: Session, chat_id: int, card: str) -> OutboxRow | None:
    """The newest message of a card in a chat that was sent or is still promised."""
    query = select(OutboxRow).where(
        OutboxRow.chat_id == chat_id,
        OutboxRow.card == card,
        OutboxRow.state.in_((*PROMISED, OutboxState.SENT)),
        OutboxRow.method.not_like("edit%"),
    )
    return await session.scalar(query.order_by(OutboxRow.id.desc()).limit(1))


async def list_ready(
    session: Session, now: datetime, limit: int
) -> Sequence[Row[OutboxRow, str | None, str]]:
    """What could be sent now, the first of each chat only, most urgent lane first.

    Rows of a chat that is being written to are left out. Gives (OutboxRow, salutation, language) rows.
    """
    ahead = aliased(OutboxRow)
    busy = select(ahead.id).where(ahead.chat_id == OutboxRow.chat_id, ahead.state == OutboxState.SENDING)
    rank = case(_LANE_ORDER, value=OutboxRow.lane, else_=9)
    ahead_rank = case(_LANE_ORDER, value=ahead.lane, else_=9)
    first = select(ahead.id).where(
        ahead.chat_id == OutboxRow.chat_id,
        ahead.state.in_(WAITING),
        # one that waits for an hour to come lets others pass; one that is being retried does not
        (ahead.not_before <= now) | (ahead.state == OutboxState.RETRYING),
        (ahead_rank < rank) | ((ahead_rank == rank) & (ahead.id < OutboxRow.id)),
    )
    query = (
        select(OutboxRow, Person.salutation, Person.language)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .where(
            OutboxRow.state.in_(WAITING),
            OutboxRow.not_before <= now,
            ~busy.exists(),
            ~first.exists(),
        )
        .order_by(rank, OutboxRow.id)
        .limit(limit)
    )
    return (await session.execute(query)).all()


async def release_expired(session: Session, now: datetime) -> None:
    """Take back what was being sent by a process that died: its lease has run out."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.state == OutboxState.SENDING, OutboxRow.lease_until <= now)
        .values(state=OutboxState.RETRYING, lease_until=None)
    )


async def expire(session: Session, now: datetime) -> int:
    """Drop what came too late to make sense; returns how many, for the log."""
    late = await session.execute(
        update(OutboxRow)
        .where(OutboxRow.state.in_(WAITING), OutboxRow.expires_at <= now)
        .values(state=OutboxState.EXPIRED, settled_at=now, facts=None)
        .returning(OutboxRow.id)
    )
    return len(late.all())


async def hold(session: Session, kelurahan_id: int, hours: Hours, now: datetime, until: datetime) -> None:
    """Let what is due in a closed window of a kelurahan wait for its end."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.kelurahan_id == kelurahan_id,
            OutboxRow.hours == hours,
            OutboxRow.state.in_(WAITING),
            OutboxRow.not_before <= now,
        )
        .values(not_before=until)
    )


async def list_minding_hours(session: Session, now: datetime) -> Sequence[Row[int | None, Hours]]:
    """Which (kelurahan_id, hours) have something due that minds the hour."""
    query = (
        select(OutboxRow.kelurahan_id, OutboxRow.hours)
        .where(OutboxRow.state.in_(WAITING), OutboxRow.not_before <= now, OutboxRow.hours != Hours.ANY)
        .distinct()
    )
    return (await session.execute(query)).all()


async def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether something waits to be sent, taken back or dropped; a look that takes no lock."""
    due = (OutboxRow.state.in_(WAITING)) & (OutboxRow.not_before <= now)
    lost = (OutboxRow.state == OutboxState.SENDING) & (OutboxRow.lease_until <= now)
    late = (OutboxRow.state.in_(WAITING)) & (OutboxRow.expires_at <= now)
    return await session.scalar(select(OutboxRow.id).where(due | lost | late).limit(1)) is not None


async def find_message_to_edit(session: Session, row: OutboxRow) -> None:
    """An edit that was promised before its message was sent learns now which message that is.

    Without one (it was never sent, or is gone) the edit becomes a message of its own.
    """
    if not row.method.startswith("edit") or row.message_id is not None:
        return
    assert row.chat_id is not None
    shown = await find_card(session, row.chat_id, row.card or "")
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


async def cancel(session: Session, subject: str, templates: Collection[str], now: datetime) -> None:
    """Take back what was promised about a subject and is not on its way yet."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.subject == subject, OutboxRow.template.in_(templates), OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None)
    )


async def give_up_chat(session: Session, chat_id: int, now: datetime) -> None:
    """A chat that Telegram does not let us write to any more: what waits for it will not be sent."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.UNREACHABLE, settled_at=now, facts=None)
    )


async def count_states(session: Session, subject: str, template: str) -> dict[OutboxState, int]:
    """What became of the messages about a subject: how many are in which state."""
    query = (
        select(OutboxRow.state, func.count())
        .where(OutboxRow.subject == subject, OutboxRow.template == template)
        .group_by(OutboxRow.state)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def count_promised(session: Session, now: datetime) -> int:
    """How many messages are due or on their way."""
    query = (
        select(func.count())
        .select_from(OutboxRow)
        .where(OutboxRow.state.in_(PROMISED), OutboxRow.not_before <= now)
    )
    return await session.scalar(query) or 0


async def forget_strangers(session: Session, row_id: int) -> None:
    """Delete a finished row that is about nobody and nothing we keep."""
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.id == row_id, OutboxRow.person_id.is_(None), OutboxRow.subject.is_(None)
        )
    )
