"""Due-ness in rows: what the clock waits for, each kind of it a column of moments in some table."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, inspect, select, true
from sqlalchemy.orm import InstrumentedAttribute

from storage.activities import Activity, ActivitySession
from storage.announcement_plans import AnnouncementPlan, PlanState
from storage.announcements import Announcement, AnnouncementState
from storage.attendance_codes import CodeScreen
from storage.database import Session, Table
from storage.duties import Duty, DutyKind
from storage.evaluations import Evaluation, EvaluationState
from storage.forms import UNFINISHED, Form
from storage.rule_cards import Campaign, CampaignState
from storage.seats import Seat, SeatState

Row = TypeVar("Row", bound=Table)


@dataclass(frozen=True)
class Agenda(Generic[Row]):
    """Rows that are due once the moment in `column` has come, as long as `only` holds."""

    table: type[Row]
    column: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    only: ColumnElement[bool] = field(default_factory=true)


REMINDERS = Agenda(ActivitySession, ActivitySession.remind_at)
OPENINGS = Agenda(ActivitySession, ActivitySession.evaluate_at)
CLOSINGS = Agenda(Evaluation, Evaluation.closes_at, Evaluation.state == EvaluationState.OPEN)
DIGESTS = Agenda(Duty, Duty.due_at, Duty.kind == DutyKind.DIGEST)
WEEKS = Agenda(Duty, Duty.due_at, Duty.kind == DutyKind.WEEKLY_SUMMARY)
PLANS = Agenda(AnnouncementPlan, AnnouncementPlan.next_at, AnnouncementPlan.state == PlanState.WAITING)
CAMPAIGNS = Agenda(Campaign, Campaign.next_at, Campaign.state == CampaignState.RUNNING)
LATECOMERS = Agenda(Duty, Duty.due_at, Duty.kind == DutyKind.RULE_CARDS)
REPETITIONS = Agenda(Announcement, Announcement.repeat_at, Announcement.state == AnnouncementState.PUBLISHED)
PROGRESS = Agenda(Announcement, Announcement.progress_due_at)
RELEASES = Agenda(Activity, Activity.release_at)
OFFERS = Agenda(Seat, Seat.offer_until, Seat.state == SeatState.OFFERED)
CODES = Agenda(CodeScreen, CodeScreen.next_at)
EXPIRIES = Agenda(Form, Form.expires_at, Form.state.in_(UNFINISHED))


async def find_first(
    session: Session, agenda: Agenda[Row], now: datetime, *, lock: bool = False
) -> Row | None:
    """What is due and has been for longest; with `lock`, of what nobody else holds at this moment."""
    query = (
        select(agenda.table)
        .where(agenda.column <= now, agenda.only)
        .order_by(agenda.column, *inspect(agenda.table).primary_key)
        .limit(1)
    )
    return await session.scalar(query.with_for_update(skip_locked=True) if lock else query)


async def find_next_moment(session: Session, agenda: Agenda[Row], now: datetime) -> datetime | None:
    """When the first thing after `now` will be due; None when nothing is planned."""
    query = select(agenda.column).where(agenda.column > now, agenda.only)
    return await session.scalar(query.order_by(agenda.column).limit(1))


async def put_off(session: Session, agenda: Agenda[Row], *, now: datetime, until: datetime) -> bool:
    """Let what is due first wait until another moment; False when nothing is due."""
    row = await find_first(session, agenda, now, lock=True)
    if row is not None:
        setattr(row, agenda.column.key, until)
    return row is not None
