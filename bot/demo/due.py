"""What the clock will do next by itself, for the demo's panel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import agenda
from storage.agenda import Agenda, find_next_moment
from storage.database import Session
from storage.outbox import WAITING, OutboxRow
from templates.labels import label

_AGENDAS: dict[str, Agenda[Any]] = {
    "message": Agenda(OutboxRow, OutboxRow.not_before, OutboxRow.state.in_(WAITING)),
    "reminder": agenda.REMINDERS,
    "evaluation": agenda.OPENINGS,
    "closing": agenda.CLOSINGS,
    "digest": agenda.DIGESTS,
    "summary": agenda.WEEKS,
}


@dataclass(frozen=True)
class Due:
    """When, and what in words."""

    at: datetime
    words: str


async def next_due(session: Session, now: datetime) -> Due | None:
    """The first thing after `now`; None when nothing is planned at all."""
    found: list[Due] = []
    for name, kind in _AGENDAS.items():
        moment = await find_next_moment(session, kind, now)
        if moment is not None:
            found.append(Due(moment, label(f"due.{name}")))
    return min(found, key=lambda due: due.at, default=None)
