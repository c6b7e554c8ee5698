"""The turns of plans: the clock announces what is due, in the name of whoever planned it, once each."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from actions.access import Session, find_actor
from actions.announcements import NobodyListens, draft_of, publish_announcement
from actions.errors import NotYours
from actions.messages import Hours, Post, send_to_person
from actions.plans import call_off, describe, subject_of, timing_of
from storage import agenda, announcement_plans, areas, people
from storage.announcement_plans import AnnouncementPlan
from storage.areas import Area

_TOO_LATE = timedelta(days=1)
log = structlog.get_logger()


async def publish_due(session: Session, *, now: datetime) -> bool:
    """Announce the plan that is due first; False when none is.

    Of several turns that were missed only the last is made up for, and only within a day.
    """
    plan = await agenda.find_first(session, agenda.PLANS, now)
    if plan is None or plan.next_at is None:
        return False
    missed, timing, area = plan.next_at, timing_of(plan), await areas.get_area(session, plan.area_id)
    if not await announcement_plans.claim(session, plan, timing.next_after(now, area.zone)):
        return True
    due = timing.next_after(now - _TOO_LATE, area.zone)
    too_late = due is None or due > now
    if too_late or (due is not None and missed < due):
        log.warning("turns of a planned announcement were missed", plan=plan.id, since=missed.isoformat())
    if too_late:
        await _tell_skipped(session, plan, area, "late", now=now)
    else:
        await _publish(session, plan, area, now=now)
    return True


async def _publish(session: Session, plan: AnnouncementPlan, area: Area, *, now: datetime) -> None:
    """In the sender's name, as long as they hold the office; whoever holds it now is told otherwise."""
    chat_id = None if plan.sender_id is None else await people.find_chat_id(session, plan.sender_id)
    sender = None if chat_id is None else await find_actor(session, chat_id)
    try:
        if sender is None:
            raise NotYours
        await publish_announcement(session, sender, await draft_of(session, plan), now=now, plan_id=plan.id)
        plan.turn += 1
    except NotYours:
        call_off(session, None, plan, now)
        await _tell_ended(session, plan, area, now=now)
    except NobodyListens:
        await _tell_skipped(session, plan, area, "nobody", now=now)


async def _tell_ended(session: Session, plan: AnnouncementPlan, area: Area, *, now: datetime) -> None:
    holders = await people.list_officers(session, plan.office, plan.area_id)
    told = [
        await _tell(session, person.id, plan, area, "plans/ended", {"own": False}, now=now)
        for person in holders
        if person.id != plan.sender_id
    ]
    if not any(told) and plan.sender_id is not None:
        await _tell(session, plan.sender_id, plan, area, "plans/ended", {"own": True}, now=now)


async def _tell_skipped(
    session: Session, plan: AnnouncementPlan, area: Area, reason: str, *, now: datetime
) -> None:
    if plan.sender_id is not None:
        await _tell(session, plan.sender_id, plan, area, "plans/skipped", {"reason": reason}, now=now)


async def _tell(
    session: Session,
    person_id: int,
    plan: AnnouncementPlan,
    area: Area,
    template: str,
    more: dict[str, Any],
    *,
    now: datetime,
) -> bool:
    facts = {**await describe(session, plan), **more}
    post = Post(template, facts, subject=subject_of(plan), hours=Hours.OPEN)
    return await send_to_person(session, person_id, post, kelurahan_id=plan.kelurahan_id, now=now)
