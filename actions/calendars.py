"""One's own calendar: activities as a file that a phone's calendar reads (RFC 5545)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions.access import Actor
from actions.activities import access_activity
from actions.errors import Refusal
from actions.messages import Lane, Post
from actions.planned import Plan, plan_of
from storage import activities, areas, calendars
from storage.activities import ActivityState
from storage.database import Session

__all__ = ["NothingOfMine", "show_all", "show_one"]

MOST = 100
"""How many activities fit into one file."""


class NothingOfMine(Refusal):
    """There is nothing that they take part in or organise."""


async def show_one(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Post:
    """The meetings of one activity, also of one that was called off; Gone for whom it is not open to."""
    view = await access_activity(session, actor, activity_id=activity_id, now=now)
    return await _post(session, [view.plan], off=not _stands(view.plan))


async def show_all(session: Session, actor: Actor, *, now: datetime) -> Post:
    """The meetings of all that is one's own and still to come; NothingOfMine without any."""
    own = await calendars.list_own_ids(session, actor.person_id)
    found = await activities.list_next(session, [], now, MOST, own=own)
    if not found:
        raise NothingOfMine
    plans = [await plan_of(session, activity, now=now) for activity, _meeting in found]
    return await _post(session, plans, off=False)


async def _post(session: Session, plans: Sequence[Plan], *, off: bool) -> Post:
    changed = await calendars.list_changed(session, [plan.activity.id for plan in plans])
    events = []
    for plan in plans:
        code = (await areas.get_area(session, plan.activity.kelurahan_id)).code
        stamp = changed.get(plan.activity.id, plan.activity.created_at)
        events += _events(plan, code or "", stamp)
    facts = {
        "title": plans[0].activity.title,
        "area": plans[0].area.name,
        "count": len(plans),
        "events": events,
        "off": off,
    }
    return Post("activities/calendar", facts, method="sendDocument", file="draw:calendar", lane=Lane.REPLY)


def _events(plan: Plan, code: str, changed: datetime) -> list[dict[str, Any]]:
    """Each meeting under a name that stays the same, so that a newer file changes what an older one wrote."""
    activity = plan.activity
    point = None if activity.latitude is None else [activity.latitude, activity.longitude]
    return [
        {
            "uid": f"rembug-{code}-{meeting.id}",
            "title": activity.title,
            "meeting": place,
            "meetings": len(plan.meetings),
            "place": activity.place,
            "point": point,
            "bring": activity.bring,
            "starts": meeting.starts_at.isoformat(),
            "ends": meeting.ends_at.isoformat(),
            "revision": activity.revision,
            "changed": changed.isoformat(),
            "off": not _stands(plan),
        }
        for place, meeting in enumerate(plan.meetings, start=1)
    ]


def _stands(plan: Plan) -> bool:
    """Whether the times hold: neither called off nor postponed."""
    return plan.activity.state not in (ActivityState.CANCELLED, ActivityState.POSTPONED)
