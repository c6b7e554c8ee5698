"""When a meeting's attendance can be noted, and who may note it."""

from datetime import datetime, time, timedelta

from actions import activities, invitations
from actions.access import Actor
from actions.errors import Gone, NotYours, Refusal
from actions.invitations import DOORS_OPEN, ActivityCancelled, ActivityOver, ActivityPostponed, Plan
from actions.times import local, utc
from storage import activities as planned
from storage import areas
from storage.activities import ActivitySession, ActivityState
from storage.database import Session

__all__ = [
    "AttendanceNotOpen",
    "AttendanceOver",
    "access_meeting",
    "access_now",
    "find_open_meeting",
    "list_open_meetings",
    "lock_meeting",
]

_DOORS_CLOSE = timedelta(hours=3)


class AttendanceNotOpen(Refusal):
    """The meeting comes later: `title` is its activity's, `opens` when its attendance can be noted."""


class AttendanceOver(Refusal):
    """The meeting, which began at `starts`, is too long ago; `title` is its activity's."""


def window_of(meeting: ActivitySession, zone: str) -> tuple[datetime, datetime]:
    """From an hour before the start until that local day is over, or three hours after the end if later."""
    tomorrow = local(meeting.starts_at, zone).date() + timedelta(days=1)
    closes = max(utc(tomorrow, time(0), zone), meeting.ends_at + _DOORS_CLOSE)
    return meeting.starts_at - DOORS_OPEN, closes


def is_open(plan: Plan, now: datetime) -> bool:
    """Whether its attendance can be noted now."""
    opens, closes = window_of(plan.meeting, plan.area.zone)
    return plan.activity.state is ActivityState.PLANNED and opens <= now < closes


def require_open(plan: Plan, now: datetime) -> None:
    """Says what is the case when attendance cannot be noted: called off, too early, too late."""
    title = plan.activity.title
    if plan.activity.state is ActivityState.CANCELLED:
        raise ActivityCancelled(title=title)
    if plan.postponed:
        raise ActivityPostponed(title=title)
    if plan.activity.state is ActivityState.CLOSED:
        raise ActivityOver(title=title)
    opens, closes = window_of(plan.meeting, plan.area.zone)
    if now < opens:
        raise AttendanceNotOpen(title=title, opens=opens.isoformat(), zone=plan.area.zone)
    if now >= closes:
        raise AttendanceOver(title=title, starts=plan.meeting.starts_at.isoformat(), zone=plan.area.zone)


async def lock_meeting(session: Session, session_id: int) -> Plan:
    """The activity around a meeting, locked until the end of the transaction; Gone when there is none."""
    meeting = await planned.find_session(session, session_id)
    activity = await planned.find_activity(session, meeting.activity_id) if meeting else None
    if meeting is None or activity is None:
        raise Gone
    return Plan(activity, meeting, await areas.get_area(session, activity.area_id))


async def access_meeting(session: Session, actor: Actor, *, session_id: int, now: datetime) -> Plan:
    """A meeting whose attendance can be noted now, for an office over its area."""
    plan = await lock_meeting(session, session_id)
    await _require_organizer(session, actor, plan)
    require_open(plan, now)
    return plan


async def access_now(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """The meeting of an activity that is on now: of several that are open, the one that began last."""
    around = await invitations.lock_plan(session, activity_id)
    await _require_organizer(session, actor, around)
    plans = await _list_meetings(session, around)
    if found := [plan for plan in plans if is_open(plan, now)]:
        return found[-1]
    coming = [plan for plan in plans if now < window_of(plan.meeting, plan.area.zone)[0]]
    require_open(coming[0] if coming else plans[-1], now)
    raise Gone


async def find_open_meeting(session: Session, plan: Plan, *, now: datetime) -> int | None:
    """The meeting of an activity that is on now, so that one can say `Hadir`."""
    found = await list_open_meetings(session, plan, now=now)
    return found[-1].meeting.id if found else None


async def list_open_meetings(session: Session, plan: Plan, *, now: datetime) -> list[Plan]:
    """The same activity once for each of its meetings that are on now, in their order."""
    return [one for one in await _list_meetings(session, plan) if is_open(one, now)]


async def _list_meetings(session: Session, plan: Plan) -> list[Plan]:
    """The same activity once for each of its meetings, in their order."""
    meetings = await planned.list_sessions(session, plan.activity.id)
    return [Plan(plan.activity, meeting, plan.area) for meeting in meetings]


async def _require_organizer(session: Session, actor: Actor, plan: Plan) -> None:
    if not await activities.manages(session, actor, plan):
        raise NotYours
