"""Meetings: when one is, and what falls due because of it: its reminder, and the questions afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from actions import reminder_times
from actions.areas import closed_windows, evening_slot, next_open
from actions.errors import Refusal
from actions.planned import LASTS, Plan
from actions.reminder_times import Call, find_next, list_calls
from actions.seat_times import offers_end, release_time
from actions.times import local
from actions.windows import Window
from storage import attendances, seats
from storage.activities import ActivitySession
from storage.database import Session

__all__ = [
    "LONGEST_SAID",
    "MeetingsClash",
    "Times",
    "WhenPast",
    "add_meetings",
    "calls_of",
    "expect_confirmations",
    "require_coming",
    "set_times",
]

LONGEST_SAID = 60
_THINK_IT_OVER = timedelta(hours=2)
_TIDY_UP = timedelta(hours=1)


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


async def set_times(session: Session, plan: Plan, times: Times, *, now: datetime) -> Plan:
    """Give the next meeting of a plan another time; the plan comes back with its meetings in their order.

    Who was noted as present stays so if it is only later that day.
    """
    require_coming(times.starts_at, now)
    others = [one.starts_at for one in plan.meetings if one is not plan.meeting]
    _require_apart([*others, times.starts_at])
    before = _first_day(plan)
    opens, closes = plan.doors(plan.meeting)
    if not opens <= times.starts_at < closes:
        await attendances.clear(session, plan.meeting.id)
    _at(plan.meeting, times)
    plan = replace(plan, meetings=tuple(sorted(plan.meetings, key=lambda one: one.starts_at)))
    if _first_day(plan) != before:
        await seats.forget_confirmations(session, plan.activity.id)
    await set_dues(session, plan, now=now)
    return plan


async def set_dues(session: Session, plan: Plan, *, now: datetime) -> None:
    """Say what falls due because of the meetings as they are: each is reminded of, the last wrapped up."""
    closed, zone = await closed_windows(session, plan.activity.kelurahan_id), plan.area.zone
    last = max(plan.meetings, key=lambda one: one.ends_at)
    for meeting in plan.meetings:
        known = now if meeting is plan.meeting else plan.activity.created_at
        reminder = find_next(calls_of(plan, meeting, closed, known=known), now)
        card = reminder_times.organizer_time(meeting.starts_at, zone, closed)
        meeting.remind_at = reminder.at if reminder else None
        meeting.organizer_at = card if card > now else None
        meeting.evaluate_at = await _evaluation_time(session, plan, meeting) if meeting is last else None
        meeting.wrap_up_at = await _wrap_up_time(session, plan, meeting) if meeting is last else None
    _set_seats_due(plan, now=now)
    if plan.activity.nudged_at is None and all(one.ends_at > now for one in plan.meetings):
        recap = reminder_times.recap_time(plan.meeting.starts_at, zone, closed, known=now)
        plan.activity.recap_at = recap


async def expect_confirmations(session: Session, plan: Plan, *, now: datetime) -> None:
    """The plan has seats from now on: who has one is asked at noon of the eve, before they are offered on."""
    if plan.postponed:
        return
    closed, first = await closed_windows(session, plan.activity.kelurahan_id), plan.meetings[0]
    reminder = find_next(calls_of(plan, first, closed), now)
    if reminder is not None and first.remind_at is not None:
        first.remind_at = min(first.remind_at, reminder.at)
    _set_seats_due(plan, now=now)


def _set_seats_due(plan: Plan, *, now: datetime) -> None:
    """Next offers end, unless who has a seat was asked to confirm it and that is due before."""
    if plan.activity.quota is not None and plan.activity.release_at != release_time(plan):
        ends = offers_end(plan)
        plan.activity.release_at = ends if ends > now else None


def calls_of(
    plan: Plan, meeting: ActivitySession, closed: Sequence[Window], *, known: datetime | None = None
) -> list[Call]:
    """The reminders of a meeting; it has had its time since `known`, or else since it was planned."""
    before = [one.ends_at for one in plan.meetings if one.starts_at < meeting.starts_at]
    return list_calls(
        meeting.starts_at,
        plan.area.zone,
        closed,
        known=known or plan.activity.created_at,
        after=max(before, default=None),
        confirm=plan.activity.quota is not None and not before,
    )


def clear_dues(plan: Plan) -> None:
    """Nothing falls due any more."""
    plan.activity.recap_at = None
    plan.activity.release_at = None
    for meeting in plan.meetings:
        meeting.remind_at = meeting.organizer_at = meeting.evaluate_at = meeting.wrap_up_at = None


def _first_day(plan: Plan) -> date:
    return local(plan.meetings[0].starts_at, plan.area.zone).date()


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


async def _evaluation_time(session: Session, plan: Plan, meeting: ActivitySession) -> datetime:
    """Two hours after the end; where that hour is closed, the next evening slot."""
    kelurahan_id = plan.activity.kelurahan_id
    moment = meeting.ends_at + _THINK_IT_OVER
    if await next_open(session, kelurahan_id, moment) == moment:
        return moment
    day = local(moment, plan.area.zone).date()
    slots = [await evening_slot(session, kelurahan_id, day + timedelta(days=later)) for later in (0, 1)]
    return next(slot for slot in slots if slot >= moment)


async def _wrap_up_time(session: Session, plan: Plan, meeting: ActivitySession) -> datetime:
    """An hour after the end; where that hour is closed, as soon as it opens."""
    return await next_open(session, plan.activity.kelurahan_id, meeting.ends_at + _TIDY_UP)
