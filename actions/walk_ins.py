"""`Catat yang datang`: who came and stands in no list is written down by name, RT and house, or counted."""

from datetime import datetime

from actions import proxies
from actions.access import Actor
from actions.area_codes import read_rt_rw
from actions.attendance import note_presence
from actions.attendance_windows import access_meeting
from actions.audience import list_subtree_ids
from actions.errors import Gone, NotUnderstood, NotYours, Refusal
from actions.planned import Plan
from storage import areas, attendances, audit
from storage.activity_roles import Part
from storage.areas import Area, AreaKind
from storage.attendances import Attendance, AttendanceMethod
from storage.database import Session

__all__ = ["RtUnknown", "list_rts", "note_guest", "note_walk_in", "read_rt", "take_guest_back"]


class RtUnknown(Refusal):
    """No RT, or more than one, is called that where the activity is; `area` is that place."""

    asks_again = True


async def list_rts(session: Session, plan: Plan) -> list[Area]:
    """The RT that an activity is for: itself, or those inside its area."""
    if plan.area.kind is AreaKind.RT:
        return [plan.area]
    return await areas.list_of(session, await list_subtree_ids(session, plan.area), AreaKind.RT)


async def read_rt(session: Session, plan: Plan, text: str) -> Area:
    """The RT that somebody names: "RT 03", "RT 3 RW 1", or "3" alone; RtUnknown unless it is exactly one."""
    rt, rw = read_rt_rw(text) or (int(text) if text.isdecimal() and len(text) <= 3 else None, None)
    if rt is None:
        raise NotUnderstood
    found = [area for area in await list_rts(session, plan) if area.number == rt]
    if rw is not None:
        found = [area for area in found if await _lies_in(session, area, rw)]
    if len(found) != 1:
        raise RtUnknown(area=plan.area.name)
    return found[0]


async def note_walk_in(
    session: Session, actor: Actor, *, session_id: int, rt_id: int, name: str, label: str, now: datetime
) -> tuple[Plan, int]:
    """Somebody of an RT that the activity is for is there; gives their id. NotYours for any other RT.

    Who is not known yet is counted in the RT from now on; what was typed tells nothing of who is.
    """
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    rt = next((one for one in await list_rts(session, plan) if one.id == rt_id), None)
    if rt is None:
        raise NotYours
    person_id = await proxies.find_or_add_neighbour(session, actor, rt, name=name, label=label, now=now)
    await note_presence(session, plan, [person_id], method=AttendanceMethod.TICK, actor=actor, now=now)
    return plan, person_id


async def note_guest(session: Session, actor: Actor, *, session_id: int, now: datetime) -> tuple[Plan, int]:
    """Somebody from elsewhere is there: counted, with no name kept; gives what `take_guest_back` needs."""
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    guest = Attendance(
        session_id=session_id, role=Part.PARTICIPANT.value, recorded_by_id=actor.person_id, at=now
    )
    return plan, await attendances.add_guest(session, guest)


async def take_guest_back(
    session: Session, actor: Actor, *, session_id: int, guest: int, now: datetime
) -> Plan:
    """A guest whom the actor counted was none; Gone when they counted none such."""
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    if not await attendances.remove_guest(session, session_id, guest, actor.person_id):
        raise Gone
    audit.add_act(
        session, "remove_attendance", plan.subject, at=now, actor_id=actor.person_id, area_id=plan.area.id
    )
    return plan


async def _lies_in(session: Session, rt: Area, rw: int) -> bool:
    if rt.parent_id is None:
        return False
    parent = await areas.get_area(session, rt.parent_id)
    return parent.kind is AreaKind.RW and parent.number == rw
