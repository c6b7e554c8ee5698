"""What the clock will do next by itself, for the demo's panel."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.activities import ActivitySession
from storage.database import Session
from storage.duties import Duty, DutyKind
from storage.evaluations import Evaluation, EvaluationState
from storage.outbox import WAITING, OutboxRow
from templates.labels import label

_Column = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]

_PLACES: tuple[tuple[str, _Column, ColumnElement[bool] | None], ...] = (
    ("message", OutboxRow.not_before, OutboxRow.state.in_(WAITING)),
    ("reminder", ActivitySession.remind_at, None),
    ("evaluation", ActivitySession.evaluate_at, None),
    ("closing", Evaluation.closes_at, Evaluation.state == EvaluationState.OPEN),
    ("digest", Duty.due_at, Duty.kind == DutyKind.DIGEST),
    ("summary", Duty.due_at, Duty.kind == DutyKind.WEEKLY_SUMMARY),
)


@dataclass(frozen=True)
class Due:
    """When, and what in words."""

    at: datetime
    words: str


async def next_due(session: Session, now: datetime) -> Due | None:
    """The first thing after `now`; None when nothing is planned at all."""
    found: list[Due] = []
    for name, column, condition in _PLACES:
        query = select(column).where(column > now).order_by(column).limit(1)
        moment = await session.scalar(query if condition is None else query.where(condition))
        if moment is not None:
            found.append(Due(moment, label(f"due.{name}")))
    return min(found, key=lambda due: due.at, default=None)
