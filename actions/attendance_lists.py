"""Who is listed at a meeting, page by page: to be ticked, to be confirmed, to be replaced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.access import Actor, speaks_for
from actions.area_codes import say_rt
from actions.errors import Gone
from actions.names import address
from actions.offices import list_offices_inside
from actions.paging import Page, cut
from actions.planned import Plan
from storage import answers, areas, attendances, people, residencies
from storage.answers import Answer, AnswerKind
from storage.areas import Area, AreaKind
from storage.attendances import Attendance, AttendanceMethod, AttendanceState
from storage.database import Session
from storage.people import Person, ResidencyState, RoleKind

__all__ = ["Listed", "call", "list_absent", "list_claims", "list_people", "list_present", "turn_page"]

PAGE, CLAIMS_PAGE = 6, 5
"""One of a screen's six choices confirms all who say that they are there."""
_FIRST = {AnswerKind.YES: 0, AnswerKind.MAYBE: 1, AnswerKind.WAIT: 2}
_OTHERS, _LATER = 3, 4


@dataclass(frozen=True)
class Listed:
    """Somebody who may be there; `here` once that is sure, `coming` if they said `Ikut`."""

    person_id: int
    salutation: str | None
    name: str
    house: str | None = None
    here: bool = False
    coming: bool = False

    def facts(self) -> dict[str, Any]:
        """What the button of this person needs."""
        return {
            "person": self.person_id,
            "salutation": self.salutation,
            "name": self.name,
            "house": self.house,
            "here": self.here,
            "coming": self.coming,
        }


async def list_people(session: Session, actor: Actor, plan: Plan) -> list[Listed]:
    """Everybody who can be ticked: who said Ikut, Mungkin, who waits for a seat, then who else may be seen.

    Those are the residents of the RT that the actor heads; names of residents are shown to no other office.
    What is said or who comes to be known after the doors have opened moves nobody: the former changes no
    place, the latter stand at the end, so that no name shifts under a thumb.
    """
    opens, _closes = plan.doors(plan.meeting)
    before = await answers.list_counting(session, plan.activity.id, before=opens)
    said = {answer.person_id: answer.answer for answer in before}
    newest = await answers.list_counting(session, plan.activity.id)
    known = await attendances.list_named(session, plan.meeting.id)
    here = {one.person_id for one, _person in known if one.state is AttendanceState.PRESENT}
    headed = await _list_headed(session, actor, plan.area)
    found: dict[int, tuple[tuple[int, str], Listed]] = {}
    for residency, person, house in await residencies.list_in_areas(session, headed, ResidencyState.ACCEPTED):
        since = residency.since or residency.requested_at
        place = _at_the_end(since) if since >= opens else _place(said.get(person.id), person)
        found[person.id] = (place, _listed(person, house, person.id in here))
    outside = _outside(said, found)
    rts = await _call_rts(session, outside)
    for person in await people.list_people(session, outside):
        listed = _listed(person, rts.get(person.id), person.id in here)
        found[person.id] = (_place(said.get(person.id), person), listed)
    late = _list_late(newest, found)
    for person in await people.list_people(session, list(late)):
        found[person.id] = (_at_the_end(late[person.id]), _listed(person, None, person.id in here))
    for attendance, person in known:
        if person.id not in found:
            found[person.id] = (_at_the_end(attendance.at), _listed(person, None, person.id in here))
    ranked = sorted(found.values(), key=lambda each: (each[0], each[1].person_id))
    coming = {answer.person_id for answer in newest if answer.answer is AnswerKind.YES}
    return [replace(listed, coming=listed.person_id in coming) for _place, listed in ranked]


async def _list_headed(session: Session, actor: Actor, area: Area) -> list[int]:
    """The RT, an area itself or those inside it, that somebody is head of."""
    if area.kind is AreaKind.RT:
        return [area.id] if await speaks_for(session, actor, RoleKind.RT_HEAD, area) else []
    inside = await list_offices_inside(session, actor, area, RoleKind.RT_HEAD)
    return [office.area.id for office in inside]


def _outside(said: dict[int | None, AnswerKind], found: dict[int, Any]) -> list[int]:
    """Who said that they come, or may, and is not listed as a resident."""
    return [
        person_id
        for person_id, answer in said.items()
        if person_id is not None and answer in _FIRST and person_id not in found
    ]


def _list_late(newest: Sequence[Answer], found: dict[int, Any]) -> dict[int, datetime]:
    """Who is not listed yet and said after the doors had opened that they come, or may; and when."""
    return {
        answer.person_id: answer.at
        for answer in newest
        if answer.person_id is not None and answer.answer in _FIRST and answer.person_id not in found
    }


async def _call_rts(session: Session, person_ids: list[int]) -> dict[int, str]:
    """What tells people of one name apart whose houses are not shown: their RT."""
    lives = await people.find_rts(session, person_ids, ResidencyState.ACCEPTED)
    found = await areas.list_of(session, list(set(lives.values())), AreaKind.RT)
    called = {rt.id: say_rt(rt.number) for rt in found if rt.number is not None}
    return {person_id: called[rt_id] for person_id, rt_id in lives.items() if rt_id in called}


def _place(answer: AnswerKind | None, person: Person) -> tuple[int, str]:
    return (_FIRST.get(answer, _OTHERS) if answer else _OTHERS, (person.name or "").casefold())


def _at_the_end(since: datetime) -> tuple[int, str]:
    return (_LATER, since.isoformat())


async def list_claims(session: Session, plan: Plan) -> list[Listed]:
    """Who said of themselves that they are there, in that order, those who were confirmed as well."""
    return [
        _listed(person, None, attendance.state is AttendanceState.PRESENT)
        for attendance, person in await attendances.list_named(session, plan.meeting.id)
        if attendance.method is AttendanceMethod.SELF
    ]


async def list_present(session: Session, plan: Plan) -> list[Listed]:
    """Who is there and has come in nobody's place, the last to be noted first."""
    known = await attendances.list_named(session, plan.meeting.id)
    return [_listed(person, None, True) for one, person in reversed(known) if _is_free(one)]


async def list_absent(session: Session, plan: Plan) -> list[Listed]:
    """Who said Ikut, is not there, and in whose place nobody has come, by name."""
    counting = await answers.list_counting(session, plan.activity.id)
    known = await attendances.list_named(session, plan.meeting.id)
    gone = {one.person_id for one, _person in known} | {one.instead_of_id for one, _person in known}
    ids = [one.person_id for one in counting if one.person_id and one.answer is AnswerKind.YES]
    found = await people.list_people(session, [one for one in ids if one not in gone])
    return [_listed(person, None, False) for person in sorted(found, key=lambda one: _place(None, one))]


async def call(session: Session, person_id: int) -> str:
    """How one speaks of somebody; Gone when nobody is known by this id."""
    naming = await people.find_naming(session, person_id)
    if naming is None:
        raise Gone
    return address(*naming)


def turn_page(found: list[Listed], page: int, length: int = PAGE) -> Page[Listed]:
    """One page of a list."""
    return cut(found, page, length)


def _is_free(one: Attendance) -> bool:
    return one.state is AttendanceState.PRESENT and one.instead_of_id is None


def _listed(person: Person, house: str | None, here: bool) -> Listed:
    return Listed(person.id, person.salutation, person.name or "", house, here)
