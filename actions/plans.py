"""Plans: what will be announced later, once or again and again; see, change and cancel it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor, Session, require_office
from actions.activities import WhenPast
from actions.announcements import Draft, compose_post, draft_of, keep_content, publish_announcement
from actions.audience import Choice
from actions.errors import Gone, Refusal
from actions.hours import closed_until
from actions.messages import Hours, Post
from actions.paging import Page, turn_to
from actions.repeats import Repeat, needs_asking, next_after
from actions.sent import list_announcing
from storage import announcement_plans, announcements, areas
from storage.announcement_plans import AnnouncementPlan, PlanState
from storage.areas import Area
from storage.audit import add_act

__all__ = [
    "AnnouncementPlan",
    "PlanOver",
    "Repeat",
    "Timing",
    "WhenPast",
    "access_plan",
    "call_off",
    "cancel_plan",
    "change_plan",
    "describe",
    "describe_timing",
    "get_facts",
    "list_plans",
    "plan_announcement",
    "post_of",
    "send_now",
    "subject_of",
    "timing_of",
]

PAGE = 6


class PlanOver(Refusal):
    """A plan that went out for the last time, or was called off; `state` says which."""


@dataclass(frozen=True)
class Timing:
    """When something is announced: once, or from a first time on again and again."""

    first_at: datetime
    repeat: Repeat | None = None

    def next_after(self, moment: datetime, zone: str) -> datetime | None:
        """The first time strictly after a moment; None when there is none any more."""
        if self.repeat is not None:
            return next_after(self.first_at, self.repeat, moment, zone)
        return self.first_at if self.first_at > moment else None


def timing_of(plan: AnnouncementPlan) -> Timing:
    """When a plan goes out."""
    return Timing(plan.first_at, Repeat(plan.repeat) if plan.repeat else None)


async def plan_announcement(
    session: Session, actor: Actor, draft: Draft, timing: Timing, *, now: datetime
) -> AnnouncementPlan:
    """Announce it later, to whomever it reaches then; NotYours without the office, WhenPast when too late."""
    area = await require_office(session, actor, draft.area_id, draft.office)
    plan = AnnouncementPlan(
        **await keep_content(session, actor, draft, area, now=now),
        repeat=_repeat(timing),
        first_at=timing.first_at,
        next_at=_require_coming(timing, now),
        created_at=now,
    )
    await announcement_plans.add_plan(session, plan)
    _record(session, actor.person_id, plan, "plan_announcement", now)
    return plan


async def list_plans(session: Session, actor: Actor, *, page: int = 0) -> Page[AnnouncementPlan]:
    """What one's offices have planned, the next one first."""
    offices = await list_announcing(session, actor)
    total = await announcement_plans.count_waiting(session, offices)
    number, pages = turn_to(page, total, PAGE)
    found = await announcement_plans.list_waiting(session, offices, PAGE, offset=number * PAGE)
    return Page(tuple(found), number * PAGE, total, number, pages)


async def access_plan(session: Session, actor: Actor, plan_id: int) -> AnnouncementPlan:
    """A plan that waits, for whoever holds its office; Gone without one, NotYours for others, PlanOver."""
    plan = await announcement_plans.find_plan(session, plan_id)
    if plan is None:
        raise Gone
    await require_office(session, actor, plan.area_id, plan.office)
    if plan.state is not PlanState.WAITING:
        raise PlanOver(state=plan.state.value)
    return plan


async def change_plan(
    session: Session, actor: Actor, plan_id: int, draft: Draft, timing: Timing, *, now: datetime
) -> AnnouncementPlan:
    """Let it say something else, or go out at another time; from now on the actor is its sender."""
    plan = await access_plan(session, actor, plan_id)
    area = await require_office(session, actor, draft.area_id, draft.office)
    for name, value in (await keep_content(session, actor, draft, area, now=now)).items():
        setattr(plan, name, value)
    if timing != timing_of(plan):
        plan.next_at = _require_coming(timing, now)
        plan.first_at, plan.repeat = timing.first_at, _repeat(timing)
    _record(session, actor.person_id, plan, "change_plan", now)
    return plan


async def cancel_plan(session: Session, actor: Actor, plan_id: int, *, now: datetime) -> AnnouncementPlan:
    """Nothing more of it goes out."""
    plan = await access_plan(session, actor, plan_id)
    call_off(session, actor.person_id, plan, now)
    return plan


async def send_now(
    session: Session, actor: Actor, plan_id: int, draft: Draft, *, now: datetime
) -> AnnouncementPlan:
    """Announce it at once: instead of its only time, or besides those to which it comes back."""
    plan = await access_plan(session, actor, plan_id)
    await publish_announcement(session, actor, draft, now=now, plan_id=plan.id)
    plan.turn += 1
    if plan.repeat is None:
        plan.state, plan.next_at = PlanState.DONE, None
    return plan


async def post_of(session: Session, plan: AnnouncementPlan) -> Post:
    """The message that people will get, as the preview shows it."""
    area = await areas.get_area(session, plan.area_id)
    return compose_post(await draft_of(session, plan), area)


async def describe(session: Session, plan: AnnouncementPlan) -> dict[str, Any]:
    """What a list says of a plan."""
    area = await areas.get_area(session, plan.area_id)
    file = await announcements.find_file(session, plan.file_id)
    return {
        "plan": plan.id,
        "area": area.name,
        "zone": area.zone,
        "text": plan.text or "",
        "file": file.kind if file else None,
        "next": _iso(plan.next_at),
        "repeat": plan.repeat,
    }


async def get_facts(session: Session, plan: AnnouncementPlan) -> dict[str, Any]:
    """What the card of a plan that waits says."""
    assert plan.next_at is not None
    area = await areas.get_area(session, plan.area_id)
    return {
        **await describe(session, plan),
        **await describe_timing(session, area, timing_of(plan), plan.next_at),
        "who": Choice.from_facts(plan.audience).who.value,
    }


async def describe_timing(session: Session, area: Area, timing: Timing, moment: datetime) -> dict[str, Any]:
    """What is said of a turn: when it is planned, how often, and when it goes out if that hour is closed."""
    opens = await closed_until(session, area.kelurahan_id or area.id, Hours.OPEN, moment)
    return {
        "next": moment.isoformat(),
        "repeat": _repeat(timing),
        "opens": _iso(opens),
        "short_months": timing.repeat is not None and needs_asking(timing.first_at, timing.repeat, area.zone),
    }


def _repeat(timing: Timing) -> str | None:
    return timing.repeat.value if timing.repeat else None


def _require_coming(timing: Timing, now: datetime) -> datetime:
    if timing.first_at <= now:
        raise WhenPast
    return timing.first_at


def call_off(session: Session, actor_id: int | None, plan: AnnouncementPlan, now: datetime) -> None:
    """Let nothing more of a plan go out; without an actor it is the clock that calls it off."""
    plan.state, plan.next_at = PlanState.CANCELLED, None
    _record(session, actor_id, plan, "cancel_plan", now)


def subject_of(plan: AnnouncementPlan) -> str:
    """What ties messages and acts to a plan: "plan:12"."""
    return f"plan:{plan.id}"


def _record(
    session: Session, actor_id: int | None, plan: AnnouncementPlan, action: str, now: datetime
) -> None:
    details = {"next": _iso(plan.next_at), "repeat": plan.repeat}
    add_act(
        session, action, subject_of(plan), at=now, actor_id=actor_id, area_id=plan.area_id, details=details
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
