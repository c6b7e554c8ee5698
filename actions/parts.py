"""Parts: who organises an activity or teaches in it, of those whom the planner may see by name (R8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor, RoleKind, speaks_for
from actions.errors import Gone
from actions.messages import Hours, Post, send_to_person
from actions.names import address, normalise_name
from actions.paging import Page, cut
from actions.planned import Plan
from storage import activity_roles, answers, areas, people, residencies
from storage.activities import Activity
from storage.activity_roles import Part
from storage.answers import AnswerKind
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.people import Person, ResidencyState

__all__ = [
    "Candidate",
    "Part",
    "find_candidate",
    "list_candidates",
    "list_named_parts",
    "list_team",
    "name_parts",
    "set_parts",
    "tell_parts",
]

PAGE = 6
TOLD = "activities/part"
_OFFICES = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be an organiser or mentor."""

    person_id: int
    who: str


async def list_candidates(
    session: Session, actor: Actor, area: Area, *, page: int, called: str | None = None
) -> Page[Candidate]:
    """The officers in and above an area, and for the head of an RT those who are counted there, by name.

    `called` leaves those whose name holds these words. Names of residents are for their RT's head only.
    """
    wanted = normalise_name(called or "")
    found = [one for one in await _list_all(session, actor, area) if wanted in normalise_name(one.name or "")]
    named = sorted((_candidate(one) for one in found), key=lambda one: (one.who.casefold(), one.person_id))
    return cut(named, page, PAGE)


async def find_candidate(session: Session, actor: Actor, area: Area, person_id: int) -> Candidate:
    """One of them; else Gone."""
    for one in await _list_all(session, actor, area):
        if one.id == person_id:
            return _candidate(one)
    raise Gone


async def set_parts(
    session: Session, actor: Actor, area: Area, activity_id: int, parts: Mapping[int, Part]
) -> None:
    """Give people their parts in an activity; who has left the list meanwhile gets none."""
    if not parts:
        return
    allowed = {one.id for one in await _list_all(session, actor, area)}
    for person_id, part in parts.items():
        if person_id in allowed:
            await activity_roles.set_part(session, activity_id, person_id, part)


async def name_parts(
    session: Session, actor: Actor, area: Area, parts: Mapping[int, Part]
) -> list[dict[str, Any]]:
    """Chosen parts by name, organisers first, without who has left the list meanwhile."""
    found = {one.id: _candidate(one).who for one in await _list_all(session, actor, area)} if parts else {}
    ordered = sorted(parts.items(), key=lambda one: one[1], reverse=True)
    return [{"part": part.value, "who": found[one]} for one, part in ordered if one in found]


async def list_team(
    session: Session, activity: Activity, noted: Iterable[tuple[int | None, str]] = ()
) -> dict[int, Part]:
    """Who organises or teaches and is no participant: person -> part.

    So is whoever was `noted` as that when they came: (person, role). Whoever planned it is among them, unless
    they said that they come to what has no seats: there they are one of those who come, as on the card.
    """
    planner = activity.organizer_id
    named = {
        who: Part(role)
        for who, role in noted
        if who is not None and who != planner and role != Part.PARTICIPANT
    }
    named |= await activity_roles.list_parts(session, activity.id)
    if planner is None or planner in named:
        return named
    said = await answers.find_counting(session, activity.id, planner)
    comes = activity.quota is None and said is not None and said.answer is AnswerKind.YES
    return named if comes else {**named, planner: Part.ORGANIZER}


async def list_named_parts(session: Session, activity_id: int) -> list[dict[str, Any]]:
    """Who organises and who teaches, as the organiser's card tells it."""
    return [
        {"part": part.value, "who": address(person.salutation, person.name or "")}
        for part, person in await activity_roles.list_people(session, activity_id)
    ]


async def _list_all(session: Session, actor: Actor, area: Area) -> list[Person]:
    inside = [area]
    if area.kind is not AreaKind.RT:
        kelurahan_id = area.kelurahan_id or area.id
        units = [
            one
            for kind in (AreaKind.RW, AreaKind.RT)
            for one in await areas.list_inside(session, kelurahan_id, kind)
        ]
        inside += [one for one in units if area.id in (one.parent_id, kelurahan_id) and one.id != area.id]
    holders = [one.id for one in inside]
    holders += [above for above in (area.parent_id, area.kelurahan_id) if above and above not in holders]
    found = {one.id: one for one in await people.list_holders(session, _OFFICES, holders)}
    if area.kind is AreaKind.RT and await speaks_for(session, actor, RoleKind.RT_HEAD, area):
        counted = await residencies.list_in_areas(session, [area.id], ResidencyState.ACCEPTED)
        found |= {person.id: person for _residency, person, _house in counted}
    return list(found.values())


def _candidate(person: Person) -> Candidate:
    return Candidate(person.id, address(person.salutation, person.name or ""))


async def tell_parts(session: Session, plan: Plan, *, but: int, now: datetime) -> None:
    """Tell each who organises or teaches, but whoever planned it themselves."""
    for person_id, part in (await activity_roles.list_parts(session, plan.activity.id)).items():
        facts = {**plan.facts(), "part": part.value}
        starts_at = plan.meeting.starts_at
        post = Post(TOLD, facts, subject=plan.subject, hours=Hours.OPEN, expires_at=starts_at)
        if person_id != but:
            kelurahan_id = plan.activity.kelurahan_id
            await send_to_person(session, person_id, post, kelurahan_id=kelurahan_id, now=now)
