"""Who may note a meeting's attendance, and what is said while nobody may."""

from dataclasses import replace
from datetime import datetime, timedelta

from actions import activities
from actions.access import Actor
from actions.errors import Gone, NotYours, Refusal
from actions.planned import (
    DOORS_OPEN,
    ActivityCancelled,
    ActivityOver,
    ActivityPostponed,
    Plan,
    lock_plan,
    plan_of,
)
from storage import activities as activity_rows
from storage import activity_roles, answers
from storage.activities import ActivitySession, ActivityState
from storage.activity_roles import Part
from storage.database import Session

__all__ = [
    "AttendanceNotOpen",
    "AttendanceOver",
    "access_meeting",
    "access_now",
    "list_doors",
    "lock_meeting",
    "may_note",
]

_LONGEST_DOORS = timedelta(days=2)
"""No meeting that began before is asked about."""
_AFTERWARDS = timedelta(hours=1)
"""So long after the end a typed "hadir" is still meant for it."""


class AttendanceNotOpen(Refusal):
    """The meeting comes later: `title` is its activity's, `opens` when its attendance can be noted."""


class AttendanceOver(Refusal):
    """The meeting, which began at `starts`, is too long ago; `title` is its activity's."""


def require_begun(plan: Plan, now: datetime) -> None:
    """Says what is the case when an organiser cannot note attendance: called off, too early, closed."""
    title, zone = plan.activity.title, plan.area.zone
    if plan.activity.state is ActivityState.CANCELLED:
        raise ActivityCancelled(title=title)
    if plan.postponed:
        raise ActivityPostponed(title=title)
    if plan.activity.state is ActivityState.CLOSED:
        raise ActivityOver(title=title)
    opens, _closes = plan.doors(plan.meeting)
    if now < opens:
        raise AttendanceNotOpen(title=title, opens=opens.isoformat(), zone=zone)


def require_doors_open(plan: Plan, now: datetime) -> None:
    """The same for codes and for those who say so themselves, whose time ends with the day."""
    require_begun(plan, now)
    _opens, closes = plan.doors(plan.meeting)
    if now >= closes:
        starts, zone = plan.meeting.starts_at.isoformat(), plan.area.zone
        raise AttendanceOver(title=plan.activity.title, starts=starts, zone=zone)


async def lock_meeting(session: Session, session_id: int, *, now: datetime) -> Plan:
    """The activity of a meeting, locked, with that meeting as the one in question; Gone without one."""
    meeting = await activity_rows.find_session(session, session_id)
    if meeting is None:
        raise Gone
    plan = await lock_plan(session, meeting.activity_id, now=now)
    return replace(plan, meeting=meeting)


async def access_meeting(session: Session, actor: Actor, *, session_id: int, now: datetime) -> Plan:
    """A meeting whose attendance can be noted now, for whoever may note it; else NotYours.

    That is until the activity is closed: lists that were signed on paper are entered later.
    """
    plan = await lock_meeting(session, session_id, now=now)
    await _require_noting(session, actor, plan)
    require_begun(plan, now)
    return plan


async def access_now(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """The same for the meeting of an activity that is on now; of several the one that began last."""
    plan = await lock_plan(session, activity_id, now=now)
    await _require_noting(session, actor, plan)
    plan = replace(plan, meeting=_at_hand(plan, now))
    require_begun(plan, now)
    return plan


async def list_doors(session: Session, actor: Actor, *, now: datetime) -> list[Plan]:
    """The meetings that somebody is invited to and at which a typed "hadir" says now that they are there.

    An hour after the end it is rather the answer to another invitation. Each is the one in question of its
    plan; those that began first come first.
    """
    area_ids = await activities.list_areas_of(session, actor)
    begun = await answers.list_begun(
        session, actor.person_id, area_ids, since=now - _LONGEST_DOORS, until=now + DOORS_OPEN
    )
    plans = [(await plan_of(session, activity, now=now), meeting) for activity, meeting in begun]
    return [
        replace(plan, meeting=meeting)
        for plan, meeting in plans
        if meeting in plan.list_open(now) and now <= meeting.ends_at + _AFTERWARDS
    ]


async def may_note(session: Session, actor: Actor, plan: Plan) -> bool:
    """Whether somebody has an office that reaches over an activity, or helps to organise it."""
    if await activities.manages(session, actor, plan):
        return True
    parts = await activity_roles.list_parts(session, plan.activity.id)
    return parts.get(actor.person_id) is Part.ORGANIZER


def _at_hand(plan: Plan, now: datetime) -> ActivitySession:
    """The meeting that is on; else the last that was, or the first."""
    begun = [one for one in plan.meetings if plan.doors(one)[0] <= now]
    return (plan.list_open(now) or begun or [plan.meeting])[-1]


async def _require_noting(session: Session, actor: Actor, plan: Plan) -> None:
    if not await may_note(session, actor, plan):
        raise NotYours
