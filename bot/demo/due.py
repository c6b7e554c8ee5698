"""What the clock will do next by itself that somebody will see, for the demo's panel."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from actions.digests import gather_digest
from storage import agenda, areas
from storage.activities import Activity, ActivitySession
from storage.agenda import Agenda, find_next_moment
from storage.answers import Answer, AnswerKind
from storage.database import Session
from storage.duties import Duty
from storage.evaluations import Evaluation, Turnout
from storage.outbox import WAITING, OutboxRow
from storage.people import Role, RoleKind
from storage.seats import Seat, SeatState
from templates.labels import label

_COMING = exists().where(
    Answer.activity_id == ActivitySession.activity_id, Answer.answer.in_((AnswerKind.YES, AnswerKind.MAYBE))
)
_WAITS = Seat.state == SeatState.WAITING
_ANSWERED = exists().where(Turnout.evaluation_id == Evaluation.id, Turnout.ballot.is_not(None))
_HEADED = exists().where(Role.area_id == Duty.area_id, Role.kind == RoleKind.RT_HEAD, Role.until.is_(None))
_AGENDAS: dict[str, Agenda[Any]] = {
    "message": Agenda(OutboxRow, OutboxRow.not_before, OutboxRow.state.in_(WAITING)),
    "plan": agenda.PLANS,
    "reminder": replace(agenda.REMINDERS, only=_COMING),
    "evaluation": replace(agenda.OPENINGS, only=_COMING),
    "closing": replace(agenda.CLOSINGS, only=agenda.CLOSINGS.only & _ANSWERED),
    "summary": agenda.WEEKS,
    "rule_card": agenda.CAMPAIGNS,
    "seat": agenda.OFFERS,
    "release": replace(agenda.RELEASES, only=exists().where(Seat.activity_id == Activity.id, _WAITS)),
}


@dataclass(frozen=True)
class Due:
    """When, and what in words."""

    at: datetime
    words: str


async def next_due(session: Session, now: datetime) -> Due | None:
    """The first thing after `now` that reaches anybody; None when nothing is planned at all."""
    moments = {name: await find_next_moment(session, kind, now) for name, kind in _AGENDAS.items()}
    moments["digest"] = await _next_digest(session, now)
    found = [Due(moment, label(f"due.{name}")) for name, moment in moments.items() if moment is not None]
    return min(found, key=lambda due: due.at, default=None)


async def _next_digest(session: Session, now: datetime) -> datetime | None:
    """When an RT that has a head and news will have its digest."""
    due = select(Duty).where(agenda.DIGESTS.only, Duty.due_at > now, _HEADED).order_by(Duty.due_at)
    for duty in await session.scalars(due):
        rt = await areas.get_area(session, duty.area_id)
        if (await gather_digest(session, rt, duty.done_through, now=now))["news"]:
            return duty.due_at
    return None
