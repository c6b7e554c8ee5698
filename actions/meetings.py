"""Meetings: when one is, and what falls due because of it: its reminder, and the questions afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import seats
from actions.areas import evening_slot, next_open
from actions.errors import Refusal
from actions.planned import LASTS, Plan
from actions.times import local
from storage.activities import ActivitySession
from storage.database import Session

__all__ = [
    "LONGEST_SAID",
    "MeetingsClash",
    "Times",
    "WhenPast",
    "add_meetings",
    "require_coming",
    "set_times",
]

LONGEST_SAID = 60
_THINK_IT_OVER = timedelta(hours=2)


class WhenPast(Refusal):
    """The moment that was named is over."""


class MeetingsClash(Refusal):
    """Two meetings of one activity would begin at the same time."""


@dataclass(frozen=True)
class Times:
    """When a meeting is, in UTC; it lasts two hours unless told. `said` are the organiser's own words."""

    starts_at: datetime
    ends_at: datetime | None = None
    said: str | None = None


async def add_meetings(
    session: Session, activity_id: int, times: Sequence[Times], *, now: datetime
) -> tuple[ActivitySession, ...]:
    """Give a new activity its meetings, in the order of their times."""
    _require_apart([one.starts_at for one in times])
    ordered = sorted(times, key=lambda one: one.starts_at)
    require_coming(ordered[0].starts_at, now)
    meetings = [
        _at(ActivitySession(activity_id=activity_id, position=position), one)
        for position, one in enumerate(ordered, start=1)
    ]
    session.add_all(meetings)
    await session.flush()
    return tuple(meetings)


async def set_times(session: Session, plan: Plan, times: Times, *, now: datetime) -> None:
    """Give the next meeting of a plan another time."""
    require_coming(times.starts_at, now)
    others = [one.starts_at for one in plan.meetings if one is not plan.meeting]
    _require_apart([*others, times.starts_at])
    _at(plan.meeting, times)
    await set_dues(session, plan, now=now)


async def set_dues(session: Session, plan: Plan, *, now: datetime) -> None:
    """Say what falls due because of the meetings as they are: each is reminded of, the last one evaluated."""
    last = max(plan.meetings, key=lambda one: one.ends_at)
    for meeting in plan.meetings:
        slot = await _reminder_time(session, plan, meeting)
        meeting.remind_at = slot if slot > now else None
        meeting.evaluate_at = await _evaluation_time(session, plan, meeting) if meeting is last else None
    release = seats.release_time(plan) if plan.activity.quota is not None else None
    plan.activity.release_at = release if release is not None and release > now else None


def clear_dues(plan: Plan) -> None:
    """Nothing falls due any more."""
    plan.activity.release_at = None
    for meeting in plan.meetings:
        meeting.remind_at = meeting.evaluate_at = None


def require_coming(starts_at: datetime, now: datetime) -> None:
    """WhenPast unless a moment is still to come."""
    if starts_at <= now:
        raise WhenPast


def _at(meeting: ActivitySession, times: Times) -> ActivitySession:
    starts_at, ends_at = times.starts_at, times.ends_at
    meeting.starts_at = starts_at
    meeting.ends_at = ends_at if ends_at is not None and ends_at > starts_at else starts_at + LASTS
    meeting.said = times.said[:LONGEST_SAID] if times.said else None
    return meeting


def _require_apart(starts: Sequence[datetime]) -> None:
    if len(set(starts)) < len(starts):
        raise MeetingsClash


async def _reminder_time(session: Session, plan: Plan, meeting: ActivitySession) -> datetime:
    day_before = local(meeting.starts_at, plan.area.zone).date() - timedelta(days=1)
    return await evening_slot(session, plan.activity.kelurahan_id, day_before)


async def _evaluation_time(session: Session, plan: Plan, meeting: ActivitySession) -> datetime:
    """Two hours after the end; where that hour is closed, the next evening slot."""
    kelurahan_id = plan.activity.kelurahan_id
    moment = meeting.ends_at + _THINK_IT_OVER
    if await next_open(session, kelurahan_id, moment) == moment:
        return moment
    day = local(moment, plan.area.zone).date()
    slots = [await evening_slot(session, kelurahan_id, day + timedelta(days=later)) for later in (0, 1)]
    return next(slot for slot in slots if slot >= moment)
