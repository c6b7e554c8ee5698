"""Changing what was planned: time, place, title, or calling it off; who answered hears of it once."""

from datetime import datetime

from actions import first_seats, invitations, meetings, parts, seats
from actions.access import Actor
from actions.activities import (
    LONGEST_BRING,
    LONGEST_PLACE,
    LONGEST_TITLE,
    access_managed,
    invite,
    require_quota,
    require_words,
)
from actions.errors import Refusal
from actions.invitations import (
    CANCELLED,
    GROUP_INVITATION,
    INVITATION,
    MOVED,
    POSTPONED,
    RECAP,
    REMINDER,
)
from actions.meetings import Times
from actions.planned import ActivityPostponed, Plan, plan_of
from actions.revisions import record_change
from actions.texts import tidy_place
from actions.waiting_ends import WAITED
from storage import outbox
from storage.activities import Activity, ActivityState
from storage.database import Session
from storage.seats import SeatCount, count_open


class NothingChanged(Refusal):
    """The new plan is the old one."""


async def move_activity(
    session: Session,
    actor: Actor,
    *,
    activity_id: int,
    now: datetime,
    session_id: int | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    said: str | None = None,
    place: str | None = None,
    point: tuple[float, float] | None = None,
    bring: str | None = None,
    title: str | None = None,
) -> int:
    """Give an activity another time, place or title and tell everybody who answered (R9); returns how many.

    The time is that of the meeting `session_id`, the next one unless told. A new place drops the old point on
    the map, an empty `bring` what was to be brought. A postponed activity has its invitations again.
    """
    known = await access_managed(session, actor, activity_id=activity_id, now=now)
    plan = _seen_from(known, session_id, starts_at)
    activity, meeting, resumed = plan.activity, plan.meeting, plan.postponed
    old_starts, old = meeting.starts_at, plan.facts()
    moved = starts_at is not None and (resumed or starts_at != old_starts)
    relocated = _change_place(activity, place, point)
    rebrought, retitled = _change_bring(activity, bring), _change_title(activity, title)
    if not (moved or relocated or rebrought or retitled) and plan.point == old["point"]:
        raise NothingChanged
    if starts_at is not None and moved:
        plan = await meetings.set_times(session, plan, Times(starts_at, ends_at, said), now=now)
        await _plan_again(session, plan, now=now)
    activity.revision += 1
    record_change(session, actor, plan, "move_activity", now=now)
    await _show(session, activity, now=now)
    facts = {**plan.facts(), "moved": moved, "relocated": relocated, "rebrought": rebrought}
    facts |= {"old_starts": old["starts"], "old_place": old["place"], "old_title": old["title"]}
    soonest = meeting.starts_at if resumed else min(old_starts, meeting.starts_at)
    return await invitations.tell_answerers(session, plan, MOVED, facts, soonest=soonest, now=now)


def _seen_from(plan: Plan, session_id: int | None, starts_at: datetime | None) -> Plan:
    """The plan from the meeting that changes: of a postponed one what was put off, which needs a time."""
    seen = plan.at(session_id)
    if plan.postponed and (starts_at is None or seen.meeting is not plan.meeting):
        raise ActivityPostponed(title=plan.activity.title)
    return seen


async def cancel_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> int:
    """Call an activity off: nothing of it goes out any more; returns how many who answered are told."""
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    soonest = None if plan.postponed else plan.meeting.starts_at
    plan.activity.state = ActivityState.CANCELLED
    plan.activity.revision += 1
    meetings.clear_dues(plan)
    record_change(session, actor, plan, "cancel_activity", now=now)
    off = [INVITATION, GROUP_INVITATION, REMINDER, MOVED, POSTPONED, RECAP, parts.TOLD, *seats.NEWS]
    await outbox.cancel(session, plan.subject, off, now)
    await seats.withdraw_offers(session, plan, now=now)
    await invitations.refresh_all(session, plan, now=now, instead=(CANCELLED, plan.facts()))
    await invitations.show_cards(session, plan, now=now, soon=True)
    return await invitations.tell_answerers(session, plan, CANCELLED, plan.facts(), soonest=soonest, now=now)


async def _plan_again(session: Session, plan: Plan, *, now: datetime) -> None:
    """It has a time (again): what spoke of the old one is taken back, whom nothing reached is invited."""
    await outbox.cancel(session, plan.subject, [REMINDER, POSTPONED, RECAP, WAITED], now)
    if plan.postponed:
        plan.activity.state = ActivityState.PLANNED
        await invite(session, plan, now=now)


async def _show(session: Session, activity: Activity, *, now: datetime) -> None:
    """Let invitations, offers and cards show the plan as it is now, from the meeting that is next now."""
    plan = await plan_of(session, activity, now=now)
    await seats.offer_anew(session, plan, now=now)
    await invitations.refresh_all(session, plan, now=now)
    await invitations.hasten(session, plan, now=now)
    await invitations.show_cards(session, plan, now=now, soon=True)


def _change_place(activity: Activity, place: str | None, point: tuple[float, float] | None) -> bool:
    place = place and tidy_place(place)
    relocated = place is not None and place != activity.place
    if place is not None:
        activity.place = require_words(place, LONGEST_PLACE)
    if relocated or point is not None:
        activity.latitude, activity.longitude = point or (None, None)
    return relocated


def _change_bring(activity: Activity, bring: str | None) -> bool:
    old = activity.bring
    if bring is not None:
        activity.bring = require_words(bring, LONGEST_BRING) if bring else None
    return activity.bring != old


def _change_title(activity: Activity, title: str | None) -> bool:
    old = activity.title
    if title is not None:
        activity.title = require_words(title, LONGEST_TITLE)
    return activity.title != old


async def set_quota(
    session: Session, actor: Actor, *, activity_id: int, quota: int, now: datetime
) -> SeatCount:
    """Let an activity have so many seats, as long as nobody loses theirs; new ones are offered.

    Where there was room for all, everybody who said Ikut has one of them.
    """
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    if quota == plan.activity.quota:
        raise NothingChanged
    if plan.activity.quota is None:
        await first_seats.give_seats(session, plan, require_quota(quota), now=now)
    else:
        await seats.resize(session, plan, require_quota(quota))
    plan.activity.revision += 1
    record_change(session, actor, plan, "set_quota", now=now)
    await seats.offer_on(session, plan, now=now)
    if not plan.postponed:
        await invitations.refresh_all(session, plan, now=now)
    await invitations.show_cards(session, plan, now=now)
    return await count_open(session, activity_id)
