"""Messages of one thing that stay true: those that are shown in chats, and those that wait to be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage.database import Session
from storage.outbox import PROMISED, WAITING, OutboxRow, OutboxState


async def list_shown(session: Session, card: str) -> Sequence[OutboxRow]:
    """The messages of a card that are in a chat, so that they can be edited there."""
    query = select(OutboxRow).where(
        OutboxRow.card == card,
        OutboxRow.state == OutboxState.SENT,
        OutboxRow.sent_message_id.is_not(None),
        OutboxRow.chat_id.is_not(None),
        OutboxRow.method.not_like("edit%"),
    )
    return (await session.scalars(query.order_by(OutboxRow.id))).all()


async def list_places(session: Session, card: str) -> list[tuple[int, int | None]]:
    """The (chat, topic) that a card stands in, or will."""
    query = select(OutboxRow.chat_id, func.max(OutboxRow.topic_id)).where(
        OutboxRow.card == card,
        OutboxRow.state.in_((*PROMISED, OutboxState.SENT)),
        OutboxRow.method.not_like("edit%"),
    )
    rows = await session.execute(query.group_by(OutboxRow.chat_id).order_by(OutboxRow.chat_id))
    return [(chat_id, topic_id) for chat_id, topic_id in rows if chat_id is not None]


async def refresh_waiting(
    session: Session, subject: str, template: str, facts: dict[str, Any], expires_at: datetime
) -> None:
    """Let what waits to be sent about a subject say what is true now."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.subject == subject, OutboxRow.template == template, OutboxRow.state.in_(WAITING))
        .values(facts=facts, expires_at=expires_at)
    )


async def list_chats(session: Session, card: str) -> list[tuple[int, int | None]]:
    """The (chat, person) whom a card has reached, or is on its way to."""
    query = select(OutboxRow.chat_id, OutboxRow.person_id).where(
        OutboxRow.card == card,
        OutboxRow.state.in_((OutboxState.SENT, OutboxState.SENDING)),
        OutboxRow.method.not_like("edit%"),
    )
    rows = await session.execute(query.distinct().order_by(OutboxRow.chat_id))
    return [(chat_id, person_id) for chat_id, person_id in rows if chat_id is not None]
