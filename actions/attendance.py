"""Who was there: by name, each person once a meeting, or as totals without names."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from actions import activities
from actions.access import Actor, require_office
from actions.attendance_rooms import show_claims
from actions.attendance_windows import access_meeting, lock_meeting, require_doors_open
from actions.errors import Gone, Refusal
from actions.parts import list_team
from actions.planned import Plan, lock_plan
from storage import answers, areas, attendances, audit, people
from storage.activity_roles import Part
from storage.answers import Answer, AnswerKind
from storage.attendances import AttendanceMethod, AttendanceState, AttendanceTotal
from storage.database import Session
from storage.people import ResidencyState

__all__ = [
    "AttendanceMethod",
    "BadCount",
    "claim_presence",
    "confirm_claims",
    "note_presence",
    "record_attendance_totals",
    "replace_absent",
    "tick",
]

_COMING = (AnswerKind.YES, AnswerKind.MAYBE)


class BadCount(Refusal):
    """A number of people below zero."""


async def tick(
    session: Session, actor: Actor, plan: Plan, *, person_id: int, here: bool, now: datetime
) -> None:
    """Note that somebody is there, or that they are not after all; the same again changes nothing."""
    if here:
        await note_presence(session, plan, [person_id], method=AttendanceMethod.TICK, actor=actor, now=now)
    elif await attendances.remove(session, plan.meeting.id, person_id):
        audit.add_act(
            session,
            "remove_attendance",
            plan.subject,
            at=now,
            actor_id=actor.person_id,
            area_id=plan.area.id,
        )


async def note_presence(
    session: Session,
    plan: Plan,
    person_ids: Collection[int],
    *,
    method: AttendanceMethod,
    actor: Actor,
    now: datetime,
) -> None:
    """These are there, each with as many as they said they would bring; whoever is known to be stays so."""
    rows = await _rows(session, plan, person_ids, method, now)
    noted = {"state": AttendanceState.PRESENT, "recorded_by_id": actor.person_id}
    believes = await attendances.has_claims(session, plan.meeting.id, person_ids)
    await attendances.mark_present(session, [{**row, **noted} for row in rows])
    if believes:
        await show_claims(session, plan, now=now)


async def claim_presence(session: Session, actor: Actor, *, session_id: int, now: datetime) -> bool:
    """`Hadir` of somebody who is invited: it counts once an organiser confirms it; True if one has."""
    plan = await lock_meeting(session, session_id, now=now)
    if not await activities.is_invited(session, actor, plan):
        raise Gone
    require_doors_open(plan, now)
    (row,) = await _rows(session, plan, [actor.person_id], AttendanceMethod.SELF, now)
    await attendances.add_claim(session, {**row, "state": AttendanceState.CLAIMED, "recorded_by_id": None})
    await show_claims(session, plan, now=now)
    known = await attendances.find(session, session_id, actor.person_id)
    return known is not None and known.state is AttendanceState.PRESENT


async def confirm_claims(
    session: Session, actor: Actor, *, session_id: int, person_id: int | None, now: datetime
) -> tuple[Plan, int]:
    """`Cocokkan`: believe one of those who say that they are there, or all; and how many that were."""
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    chosen = None if person_id is None else [person_id]
    believed = await attendances.confirm(session, plan.meeting.id, chosen, actor.person_id)
    await show_claims(session, plan, now=now)
    return plan, believed


async def replace_absent(
    session: Session, actor: Actor, plan: Plan, *, person_id: int, absent_id: int, now: datetime
) -> None:
    """Somebody who is there came in the place of one who said Ikut and is not; Gone for anybody else."""
    said = await answers.find_counting(session, plan.activity.id, absent_id)
    known = await attendances.find(session, plan.meeting.id, absent_id)
    if said is None or said.answer is not AnswerKind.YES or known is not None or absent_id == person_id:
        raise Gone
    if not await attendances.put_instead(session, plan.meeting.id, person_id, absent_id):
        raise Gone
    audit.add_act(
        session, "replace_absent", plan.subject, at=now, actor_id=actor.person_id, area_id=plan.area.id
    )


async def _rows(
    session: Session, plan: Plan, person_ids: Collection[int], method: AttendanceMethod, now: datetime
) -> list[dict[str, Any]]:
    """What is kept of each, but for how sure it is and who says so."""
    counting = await answers.list_counting(session, plan.activity.id, person_ids=person_ids)
    said = {answer.person_id: answer for answer in counting}
    rts = await people.find_rts(session, person_ids, ResidencyState.ACCEPTED)
    parts = await list_team(session, plan.activity)
    return [
        {
            "session_id": plan.meeting.id,
            "person_id": person_id,
            "area_id": rts.get(person_id),
            "role": parts.get(person_id, Part.PARTICIPANT).value,
            "method": method,
            "party": _party_of(said.get(person_id)),
            "at": now,
        }
        for person_id in person_ids
    ]


def _party_of(answer: Answer | None) -> int:
    return answer.party if answer is not None and answer.answer in _COMING else 1


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
    plan = await lock_plan(session, activity_id, now=now)
    if actor is not None:
        await require_office(session, actor, plan.activity.area_id)
    if any(came < 0 for _area_id, came in rows):
        raise BadCount
    for area_id, came in rows:
        area = await areas.get_area(session, area_id)
        await attendances.save_total(
            session,
            AttendanceTotal(
                session_id=plan.meeting.id,
                area_id=area.id,
                role=Part.PARTICIPANT.value,
                people=came,
                source=source,
            ),
        )
    person_id = actor.person_id if actor else None
    audit.add_act(
        session, "record_attendance", plan.subject, at=now, actor_id=person_id, area_id=plan.area.id
    )
    return sum(came for _area_id, came in rows)
