"""Arrivals: what became of the messages about a thing, person by person."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from storage.database import Session
from storage.outbox import PROMISED, OutboxRow, OutboxState

ARRIVED = (OutboxState.SENT, OutboxState.BUNDLED)
_HELD = (*PROMISED, *ARRIVED, OutboxState.FAILED)
"""Who has one of these is not sent the same again; one that Telegram refused would be refused again."""


class Arrival(NamedTuple):
    """One message to somebody; no person once they were erased, `area_id` their RT when it was promised."""

    person_id: int | None
    area_id: int | None
    state: OutboxState


async def list_arrivals(session: Session, subject: str, template: str) -> list[Arrival]:
    """What became of every message about a subject; edits are none."""
    query = select(OutboxRow.person_id, OutboxRow.area_id, OutboxRow.state).where(
        OutboxRow.subject == subject,
        OutboxRow.template == template,
        OutboxRow.method.not_like("edit%"),
    )
    return [Arrival(*row) for row in await session.execute(query.order_by(OutboxRow.id))]


async def list_holders(
    session: Session, subjects: Collection[str], template: str
) -> list[tuple[int, str, datetime]]:
    """Who has the message about which of these subjects, or will, and when it was promised."""
    query = select(OutboxRow.person_id, OutboxRow.subject, OutboxRow.created_at).where(
        OutboxRow.subject.in_(subjects),
        OutboxRow.template == template,
        OutboxRow.state.in_(_HELD),
        OutboxRow.method.not_like("edit%"),
        OutboxRow.person_id.is_not(None),
    )
    rows = await session.execute(query)
    return [(person_id, subject, at) for person_id, subject, at in rows if person_id and subject]
