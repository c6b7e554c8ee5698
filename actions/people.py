"""People: what is kept about somebody, how they correct it, and where they belong."""

from dataclasses import dataclass
from datetime import datetime

from actions import joining
from actions.access import Actor
from actions.errors import NotKnown
from actions.names import SALUTATIONS, tidy_name
from actions.offices import list_offices
from storage import areas, households, people
from storage.areas import Area
from storage.database import Session
from storage.people import Residency, ResidencyState, RoleKind

__all__ = [
    "HeldOffice",
    "MyData",
    "Place",
    "change_house",
    "change_name",
    "change_salutation",
    "find_area_name",
    "find_place",
    "get_my_data",
    "mark_chat",
    "tidy_label",
]

ZONE = "Asia/Jakarta"
"""The clock of somebody without an area: an operator, or who has not joined yet."""


@dataclass(frozen=True)
class Place:
    """Where somebody belongs, as people read it."""

    area: str | None
    kelurahan: str | None
    zone: str


@dataclass(frozen=True)
class HeldOffice:
    """An office with its area's name (None for an operator's), and since when."""

    kind: RoleKind
    area: str | None
    since: datetime


@dataclass(frozen=True)
class MyData:
    """Everything that is kept about a person but what they sent."""

    name: str | None
    salutation: str | None
    place: Place
    house: str | None
    residency: Residency | None
    offices: tuple[HeldOffice, ...]
    consented_at: datetime | None


async def get_my_data(session: Session, actor: Actor) -> MyData:
    """What is kept about who asks."""
    person = await people.get_person(session, actor.person_id)
    consent = await people.find_consent(session, actor.person_id)
    residency = await _residency(session, actor)
    area = await areas.get_area(session, residency.area_id) if residency else None
    place = await _place(session, area) if area else await find_place(session, actor, "")
    return MyData(
        name=person.name,
        salutation=person.salutation,
        place=place if area else Place(None, None, place.zone),
        house=await households.find_label(session, residency.household_id) if residency else None,
        residency=residency,
        offices=tuple(
            [
                HeldOffice(role.kind, await find_area_name(session, role.area_id), role.since)
                for role in await people.list_roles(session, actor.person_id)
            ]
        ),
        consented_at=consent.at if consent else None,
    )


async def change_salutation(session: Session, actor: Actor, wanted: str) -> bool:
    """Be addressed as Bapak, Ibu, Mas, Mbak, Bang or Kak; False when `wanted` is none of them."""
    salutation = SALUTATIONS.get(wanted.strip().rstrip(".").lower())
    if salutation is None:
        return False
    (await people.get_person(session, actor.person_id)).salutation = salutation
    return True


async def change_name(session: Session, actor: Actor, wanted: str) -> bool:
    """Be called by another name, without the salutation in front of it; False when nothing is left."""
    person = await people.get_person(session, actor.person_id)
    name = tidy_name(wanted)
    first, _, rest = name.partition(" ")
    if rest and person.salutation and SALUTATIONS.get(first.rstrip(".").lower()) == person.salutation:
        name = rest
    if not name:
        return False
    person.name = name
    return True


def tidy_label(label: str) -> str:
    """A house's label on one line, without control and direction marks."""
    return tidy_name(label)


async def change_house(session: Session, actor: Actor, label: str, *, now: datetime) -> None:
    """Correct how one's house is called; neighbours under the old label keep it. NotKnown without an RT."""
    residency = await _residency(session, actor)
    if residency is None:
        raise NotKnown
    area = await areas.get_area(session, residency.area_id)
    residency.household_id = (await joining.find_or_add_house(session, area, label, now=now)).id


async def find_area_name(session: Session, area_id: int | None) -> str | None:
    """What people call an area."""
    return (await areas.get_area(session, area_id)).name if area_id is not None else None


async def find_place(session: Session, actor: Actor, menu: str) -> Place:
    """Where somebody stands when they use a menu: the area of that office, else their RT."""
    for office in await list_offices(session, actor):
        if office.kind == menu:
            return await _place(session, office.area)
    if actor.area_id is not None:
        return await _place(session, await areas.get_area(session, actor.area_id))
    offices = await list_offices(session, actor)
    return await _place(session, offices[0].area) if offices else Place(None, None, ZONE)


async def mark_chat(session: Session, chat_id: int, *, blocked: bool, now: datetime) -> None:
    """Remember that somebody blocked us, or let us in again."""
    if blocked:
        await people.mark_unreachable(session, chat_id, now, blocked=True)
    else:
        await people.mark_reachable(session, chat_id, now)


async def _place(session: Session, area: Area) -> Place:
    inside = area.kelurahan_id
    return Place(area.name, await find_area_name(session, inside), area.zone)


async def _residency(session: Session, actor: Actor) -> Residency | None:
    """Where they are counted, else where they asked to be."""
    accepted = await people.find_residency(session, actor.person_id, ResidencyState.ACCEPTED)
    return accepted or await people.find_residency(session, actor.person_id, ResidencyState.REQUESTED)
