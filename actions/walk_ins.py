"""`Catat yang datang`: who came and stands in no list is written down by name, RT and house, or counted."""

from dataclasses import dataclass
from datetime import datetime

from actions import proxies
from actions.access import Actor
from actions.area_codes import read_rt_rw
from actions.attendance import note_presence
from actions.attendance_windows import access_meeting
from actions.audience import list_subtree_ids
from actions.errors import Gone, NotUnderstood, NotYours, Refusal
from actions.planned import Plan
from storage import answers, areas, attendances, audit
from storage.activity_roles import Part
from storage.answers import AnswerKind
from storage.areas import Area, AreaKind
from storage.attendances import Attendance, AttendanceMethod
from storage.database import Session

__all__ = [
    "RtUnknown",
    "WalkIn",
    "find_registered",
    "list_rts",
    "note_guest",
    "note_walk_in",
    "read_rt",
    "take_guest_back",
]


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


@dataclass(frozen=True)
class WalkIn:
    """Who came as they were told of: their name, and their house in an RT that the activity is for."""

    rt_id: int
    name: str
    label: str


async def find_registered(
    session: Session, actor: Actor, walk_in: WalkIn, *, session_id: int, now: datetime
) -> int | None:
    """The one of this name in another house who said that they come, when nobody else can be meant."""
    plan, rt = await _access(session, actor, walk_in, session_id=session_id, now=now)
    if await _find_known(session, rt, walk_in) is not None:
        return None
    called = await proxies.list_called(session, rt, walk_in.name)
    said = await answers.list_counting(session, plan.activity.id, person_ids=called)
    found = [one.person_id for one in said if one.answer in (AnswerKind.YES, AnswerKind.MAYBE)]
    return found[0] if len(found) == 1 else None


async def note_walk_in(
    session: Session,
    actor: Actor,
    walk_in: WalkIn,
    *,
    session_id: int,
    now: datetime,
    same_id: int | None = None,
) -> tuple[Plan, int]:
    """Somebody of an RT that the activity is for is there; gives their id. NotYours for any other RT.

    `same_id` is the one of that name who is meant, whatever their house. Who is not known yet is counted in
    the RT from now on; what was typed tells nothing of who is.
    """
    plan, rt = await _access(session, actor, walk_in, session_id=session_id, now=now)
    if same_id is not None and same_id not in await proxies.list_called(session, rt, walk_in.name):
        raise Gone
    person_id = same_id or await _find_known(session, rt, walk_in)
    if person_id is None:
        person_id = await proxies.find_or_add_neighbour(
            session, actor, rt, name=walk_in.name, label=walk_in.label, now=now
        )
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


async def _access(
    session: Session, actor: Actor, walk_in: WalkIn, *, session_id: int, now: datetime
) -> tuple[Plan, Area]:
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    rt = next((one for one in await list_rts(session, plan) if one.id == walk_in.rt_id), None)
    if rt is None:
        raise NotYours
    return plan, rt


async def _find_known(session: Session, rt: Area, walk_in: WalkIn) -> int | None:
    """Who is called this in this house, else the only one of that name whose house nobody knows."""
    found = await proxies.find_neighbour(session, rt, name=walk_in.name, label=walk_in.label)
    if found is not None:
        return found
    called = await proxies.list_called(session, rt, walk_in.name)
    unhoused = [person_id for person_id, house in called.items() if house is None]
    return unhoused[0] if len(unhoused) == 1 else None


async def _lies_in(session: Session, rt: Area, rw: int) -> bool:
    if rt.parent_id is None:
        return False
    parent = await areas.get_area(session, rt.parent_id)
    return parent.kind is AreaKind.RW and parent.number == rw
