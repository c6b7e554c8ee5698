"""Who was there, as totals without names."""

from collections.abc import Sequence
from datetime import datetime

from actions import planned
from actions.access import Actor, require_office
from actions.errors import Refusal
from storage import areas, attendances, audit
from storage.attendances import AttendanceTotal
from storage.database import Session


class BadCount(Refusal):
    """A number of people below zero."""


async def record_attendance_totals(
    session: Session,
    actor: Actor | None,
    *,
    activity_id: int,
    rows: Sequence[tuple[int, int]],
    source: str,
    now: datetime,
) -> int:
    """Keep how many came from each area, as (area_id, people); a later count replaces an earlier one.

    `actor` is None when the figures are loaded and not told by an officer. Returns the sum.
    """
    plan = await planned.lock_plan(session, activity_id, now=now)
    if actor is not None:
        await require_office(session, actor, plan.activity.area_id)
    if any(people < 0 for _area_id, people in rows):
        raise BadCount
    for area_id, people in rows:
        area = await areas.get_area(session, area_id)
        await attendances.save_total(
            session,
            AttendanceTotal(
                session_id=plan.meeting.id, area_id=area.id, role="participant", people=people, source=source
            ),
        )
    person_id = actor.person_id if actor else None
    audit.add_act(
        session, "record_attendance", plan.subject, at=now, actor_id=person_id, area_id=plan.area.id
    )
    return sum(people for _area_id, people in rows)
