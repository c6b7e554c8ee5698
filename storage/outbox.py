"""The outbox: every message that must go out, a row before it is sent; the only way to people."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, case, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Facts, Moment, one_of
from storage.database import Session, Table, insert


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


class News(StrEnum):
    """Kinds of messages that count against a person's day and can be muted; what else is sent is neither."""

    ANNOUNCEMENT = "announcement"
    RULE_CARD = "rule_card"
    INVITATION = "invitation"
    EVALUATION = "evaluation"


class OutboxState(StrEnum):
    """What became of it; bundled is what went out as a line of a bundle, whose row is `bundle_id`."""

    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    BUNDLED = "bundled"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


WAITING = (OutboxState.QUEUED, OutboxState.RETRYING)
PROMISED = (*WAITING, OutboxState.SENDING)
_UNSETTLED = text("settled_at IS NULL")
"""What is promised and not over. Queries about it say so in these words: SQLite finds its index by them."""
_EXPIRING = text("settled_at IS NULL AND expires_at IS NOT NULL")
_LEASED = text("lease_until IS NOT NULL")
_COUNTED = text("news IS NOT NULL AND settled_at IS NOT NULL")
"""What counts against a person's day and is over."""


class OutboxRow(Table):
    """One message to one chat.

    `area_id` is the RT of its person then, so that what became of an announcement can be told per RT.

    With a `bundle_id` it is a line of that row, which leaves for it: it waits, can be changed and taken back
    as others until then.

    `template` and `facts` are what it says, composed when it is sent; `key` is unique while waiting, so that
    a newer state of the same card replaces the older; `card` finds the message to edit (`message_id` is what
    an edit changes, `sent_message_id` what a sent row became); facts are blanked once it is over. Rows to
    strangers (`person_id` None and `subject` None) are deleted once they are over.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("uq_outbox_key", "key", unique=True),
        Index("ix_outbox_promised", "chat_id", "id", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
        Index(
            "ix_outbox_ready",
            "lane",
            "not_before",
            "id",
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
        Index("ix_outbox_expiring", "expires_at", sqlite_where=_EXPIRING, postgresql_where=_EXPIRING),
        Index("ix_outbox_counted", "chat_id", "settled_at", sqlite_where=_COUNTED, postgresql_where=_COUNTED),
        Index("ix_outbox_leased", "lease_until", sqlite_where=_LEASED, postgresql_where=_LEASED),
        Index("ix_outbox_subject", "subject", "state"),
        Index("ix_outbox_card", "card", "chat_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int | None] = mapped_column(BigId)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    kelurahan_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    subject: Mapped[str | None] = mapped_column(String(40))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    news: Mapped[News | None] = mapped_column(one_of(News))
    silent: Mapped[bool] = mapped_column(default=False)
    topic_id: Mapped[int | None] = mapped_column(BigId)
    bundle_id: Mapped[int | None] = mapped_column(index=True)
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


_NEWER = (
    "template",
    "facts",
    "method",
    "message_id",
    "file",
    "silent",
    "not_before",
    "expires_at",
    "hours",
    "subject",
)


_AT_ONCE = 500
"""Rows a statement, so that whoever taps while 10,000 are promised is heard in between."""


async def add_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Promise messages; one whose key is waiting already takes that one's place in the queue."""
    for columns in {tuple(sorted(row)) for row in rows}:
        alike = [row for row in rows if tuple(sorted(row)) == columns]
        statement = insert(session, OutboxRow)
        newer: dict[str, Any] = {name: statement.excluded[name] for name in _NEWER if name in columns}
        newer["lane"] = case((statement.excluded.lane == Lane.REPLY, Lane.REPLY), else_=OutboxRow.lane)
        newer["attempts"] = 0
        if "not_before" in newer:  # changes that follow each other closely do not put a card off for ever
            newer["not_before"] = case(
                (OutboxRow.not_before < statement.excluded.not_before, OutboxRow.not_before),
                else_=statement.excluded.not_before,
            )
        statement = statement.on_conflict_do_update(index_elements=[OutboxRow.key], set_=newer)
        for begin in range(0, len(alike), _AT_ONCE):
            await session.execute(statement, alike[begin : begin + _AT_ONCE])


async def find_newest(session: Session, subject: str, template: str, person_id: int) -> OutboxRow | None:
    """The newest message to a person that says this about a subject, whatever became of it."""
    query = select(OutboxRow).where(
        OutboxRow.subject == subject, OutboxRow.template == template, OutboxRow.person_id == person_id
    )
    return await session.scalar(query.order_by(OutboxRow.id.desc()).limit(1))


async def list_reached(
    session: Session, subject: str, template: str, *, since: datetime, until: datetime
) -> set[int]:
    """The persons in whose chat a message about a subject arrived between two moments."""
    query = select(OutboxRow.person_id).where(
        OutboxRow.subject == subject,
        OutboxRow.template == template,
        OutboxRow.state == OutboxState.SENT,
        OutboxRow.person_id.is_not(None),
        OutboxRow.settled_at >= since,
        OutboxRow.settled_at <= until,
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def find_card(session: Session, chat_id: int, card: str) -> OutboxRow | None:
    """The newest message of a card in a chat that was sent or is still promised; takes no lock."""
    return await session.scalar(_newest_of_card(chat_id, card))


async def lock_card(session: Session, chat_id: int, card: str) -> OutboxRow | None:
    """The newest message of a card in a chat that was sent or is still promised, as it is at this moment."""
    newest = _newest_of_card(chat_id, card).with_for_update()
    return await session.scalar(newest.execution_options(populate_existing=True))


def _newest_of_card(chat_id: int, card: str) -> Select[OutboxRow]:
    query = select(OutboxRow).where(
        OutboxRow.chat_id == chat_id,
        OutboxRow.card == card,
        OutboxRow.state.in_((*PROMISED, OutboxState.SENT)),
        OutboxRow.method.not_like("edit%"),
    )
    return query.order_by(OutboxRow.id.desc()).limit(1)


async def cancel(session: Session, subject: str, templates: Collection[str], now: datetime) -> None:
    """Take back what was promised about a subject and is not on its way yet."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.subject == subject, OutboxRow.template.in_(templates), OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )


async def cancel_key(session: Session, key: str, now: datetime) -> None:
    """Take back the one message that waits under a key, if it still does."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.key == key, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )


async def cancel_all(session: Session, now: datetime) -> None:
    """Take back everything that waits."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.settled_at.is_(None), OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )


async def count_states(session: Session, subject: str, template: str) -> dict[OutboxState, int]:
    """What became of the messages about a subject: how many are in which state; edits are none."""
    query = (
        select(OutboxRow.state, func.count())
        .where(
            OutboxRow.subject == subject,
            OutboxRow.template == template,
            OutboxRow.method.not_like("edit%"),
        )
        .group_by(OutboxRow.state)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def find_soonest(session: Session, subject: str, template: str) -> datetime | None:
    """When the first of the messages about a subject that are promised may leave; edits are none."""
    query = select(func.min(OutboxRow.not_before)).where(
        OutboxRow.subject == subject,
        OutboxRow.template == template,
        OutboxRow.state.in_(PROMISED),
        OutboxRow.method.not_like("edit%"),
    )
    return await session.scalar(query)


async def count_promised(session: Session, now: datetime) -> int:
    """How many messages are due or on their way."""
    query = (
        select(func.count())
        .select_from(OutboxRow)
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.bundle_id.is_(None),
            OutboxRow.lane.in_(Lane),
            OutboxRow.not_before <= now,
        )
    )
    return await session.scalar(query) or 0
