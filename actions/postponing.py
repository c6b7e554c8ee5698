"""Postponing an activity in one tap, for rain or because somebody died (C12); its new time follows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from actions import invitations, meetings, parts, seats
from actions.access import Actor
from actions.activities import access_managed
from actions.errors import Refusal
from actions.invitations import GROUP_INVITATION, INVITATION, MOVED, POSTPONED, RECAP, REMINDER
from actions.planned import Plan
from actions.revisions import record_change
from actions.times import local
from storage import outbox
from storage.activities import ActivityState
from storage.database import Session


class Reason(StrEnum):
    """Why an activity cannot be now: hujan, lelayu."""

    RAIN = "rain"
    MOURNING = "mourning"


class AlreadyPostponed(Refusal):
    """The organiser taps once more on what waits for its new time already; `title` is its own."""

    alarming = False


@dataclass(frozen=True)
class Postponed:
    """What was postponed, and how many who answered are told."""

    plan: Plan
    told: int


def is_near(plan: Plan, now: datetime) -> bool:
    """Whether it is the day or the day before, and the only meeting left: one tap says all then."""
    zone = plan.area.zone
    days = (local(plan.meeting.starts_at, zone).date() - local(now, zone).date()).days
    return days <= 1 and len(plan.coming) <= 1


async def postpone_activity(
    session: Session, actor: Actor, *, activity_id: int, reason: Reason, now: datetime
) -> Postponed:
    """Let an activity wait for a new time: nobody is invited or reminded, who answered is told once."""
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    if plan.postponed:
        raise AlreadyPostponed(title=plan.activity.title)
    plan.activity.state = ActivityState.POSTPONED
    plan.activity.revision += 1
    plan.activity.nudged_at = None
    meetings.clear_dues(plan)
    record_change(session, actor, plan, f"postpone_{reason.value}", now=now)
    off = [INVITATION, GROUP_INVITATION, REMINDER, MOVED, RECAP, parts.TOLD, *seats.NEWS]
    await outbox.cancel(session, plan.subject, off, now)
    await seats.withdraw_offers(session, plan, now=now)
    facts = {**plan.facts(), "reason": reason.value}
    await invitations.refresh_all(session, plan, now=now, instead=(POSTPONED, facts))
    await invitations.show_cards(session, plan, now=now, soon=True)
    soonest = plan.meeting.starts_at
    told = await invitations.tell_answerers(session, plan, POSTPONED, facts, soonest=soonest, now=now)
    return Postponed(plan, told)
