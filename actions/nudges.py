"""The silent: two days before, the organiser hears how many houses are, and may remind them once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions import invitations, planned
from actions.access import Actor
from actions.activities import access_managed
from actions.areas import evening_slot
from actions.audience import Choice, Listener, Who, find_audience
from actions.errors import Refusal
from actions.invitations import INVITATION, RECAP
from actions.messages import Hours, Lane, News, Post, send
from actions.planned import Plan
from actions.times import local
from storage import activities, agenda, answers, outbox
from storage.activities import ActivityState
from storage.audit import add_act
from storage.database import Session

__all__ = ["AlreadyNudged", "EverybodyAnswered", "Nudged", "nudge_silent", "recap_due", "take_back"]

_IN_TIME = timedelta(hours=3)


class AlreadyNudged(Refusal):
    """Those who had not answered were reminded before, and once is enough."""

    alarming = False


class EverybodyAnswered(Refusal):
    """No house is left that has not answered."""

    alarming = False


@dataclass(frozen=True)
class Nudged:
    """How many houses are reminded of what, and when."""

    plan: Plan
    houses: int
    at: datetime


async def recap_due(session: Session, *, now: datetime) -> bool:
    """Tell of the activity that is due first how many are silent, if any are; False when none is due."""
    activity = await agenda.find_first(session, agenda.RECAPS, now)
    if activity is None:
        return False
    due_at = activity.recap_at
    plan = await planned.lock_plan(session, activity.id, now=now)
    if due_at is not None and await activities.claim_recap(session, activity.id, due_at):
        await _recap(session, plan, now=now)
    return True


async def _recap(session: Session, plan: Plan, *, now: datetime) -> None:
    silent = count_houses(await _list_silent(session, plan))
    if plan.activity.state is not ActivityState.PLANNED or now >= plan.meeting.starts_at or not silent:
        return
    counts = await _counts(session, plan)
    if plan.activity.quota is not None and counts["yes"] >= plan.activity.quota:
        return
    at = await _find_time(session, plan, now=now)
    facts = {**counts, "silent": silent, "at": at.isoformat() if at > now else None}
    post = Post(
        RECAP,
        facts,
        subject=plan.subject,
        key=f"recap:{plan.activity.id}:{{chat}}",
        hours=Hours.OPEN,
        expires_at=plan.meeting.starts_at,
    )
    recipients = [one.recipient for one in await invitations.list_watchers(session, plan)]
    await send(session, recipients, post, now=now)


async def nudge_silent(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Nudged:
    """Invite once more those from whose house nobody has answered: this evening, or at once when it is late.

    ActivityPostponed, AlreadyNudged, EverybodyAnswered.
    """
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    plan.require_open(now)
    if plan.activity.nudged_at is not None:
        raise AlreadyNudged(at=plan.activity.nudged_at.isoformat(), zone=plan.area.zone)
    silent = await _list_silent(session, plan)
    if not silent:
        raise EverybodyAnswered
    plan.activity.nudged_at, plan.activity.recap_at = now, None
    at = await _find_time(session, plan, now=now)
    post = Post(
        INVITATION,
        {**plan.facts(), "again": True},
        subject=plan.subject,
        key=_key(plan, "{chat}"),
        card=plan.card,
        lane=Lane.BULK,
        hours=Hours.OPEN,
        not_before=at,
        expires_at=plan.meeting.starts_at,
        news=News.INVITATION,
    )
    await send(session, silent, post, now=now)
    houses = count_houses(silent)
    add_act(
        session,
        "nudge_silent",
        plan.subject,
        at=now,
        actor_id=actor.person_id,
        area_id=plan.area.id,
        details={"houses": houses},
    )
    return Nudged(plan, houses, at)


async def take_back(session: Session, plan: Plan, chat_id: int, *, now: datetime) -> None:
    """Who has answered is not reminded any more."""
    if plan.activity.nudged_at is not None:
        await outbox.cancel_key(session, _key(plan, chat_id), now)


def count_houses(people: list[Listener]) -> int:
    """How many houses they live in; who lives in none that is known counts as one."""
    return len({one.household_id or f"person:{one.person_id}" for one in people})


def _key(plan: Plan, chat_id: int | str) -> str:
    return f"nudge:{plan.activity.id}:{chat_id}"


async def _list_silent(session: Session, plan: Plan) -> list[Listener]:
    choice = Choice(Who.HOUSES, plan.activity.id)
    found = await find_audience(session, plan.area, choice=choice, news=News.INVITATION)
    return list(found.listeners)


async def _find_time(session: Session, plan: Plan, *, now: datetime) -> datetime:
    """This evening, when people are at home, unless that is too late; then now."""
    kelurahan_id, zone = plan.activity.kelurahan_id, plan.area.zone
    slot = await evening_slot(session, kelurahan_id, local(now, zone).date())
    return slot if now < slot <= plan.meeting.starts_at - _IN_TIME else now


async def _counts(session: Session, plan: Plan) -> dict[str, Any]:
    tally = await answers.count_answers(session, plan.activity.id)
    return {**plan.facts(), "yes": tally.yes, "maybe": tally.maybe, "no": tally.no, "help": tally.help}
