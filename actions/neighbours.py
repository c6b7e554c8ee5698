"""`Warga RT`: who waits to be counted, who is, and the link that lets more in."""

from dataclasses import dataclass
from datetime import datetime

from actions.access import Actor
from actions.errors import NotYours
from actions.links import find_address
from actions.names import address
from actions.offices import list_offices_in_use
from actions.paging import turn_to
from storage import listeners, residencies
from storage.areas import Area
from storage.database import Session
from storage.people import ResidencyState, RoleKind

__all__ = ["Neighbour", "Page", "Waiting", "list_names", "list_waiting", "share_links"]

WAITING_A_PAGE = 2
"""Each takes two of a screen's six choices; two more lead to the names and to the link."""
NAMES_A_PAGE = 15


@dataclass(frozen=True)
class Neighbour:
    """One who is counted, or waits to be, as their RT head reads it."""

    residency_id: int
    who: str
    house: str | None


@dataclass(frozen=True)
class Page:
    """A page (0 is the first) of neighbours of an RT (of several, when the actor heads several)."""

    area: str
    items: tuple[Neighbour, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class Waiting:
    """A page of those who wait, the place of its first, how many joined, and how many others are counted."""

    page: Page
    first: int
    accepted: int
    noted: int


async def list_waiting(session: Session, actor: Actor, *, page: int) -> Waiting:
    """Who waits, oldest first; NotYours for anybody but an RT head."""
    rts = await _headed(session, actor)
    found = await _list(session, rts, ResidencyState.REQUESTED)
    ids = [rt.id for rt in rts]
    counted = await residencies.count_in_areas(session, ids, ResidencyState.ACCEPTED)
    joined = len({one.person_id for one in await listeners.list_residents(session, ids)})
    shown = _turn(rts, found, page, WAITING_A_PAGE)
    return Waiting(shown, shown.number * WAITING_A_PAGE, joined, counted - joined)


async def list_names(session: Session, actor: Actor, *, page: int) -> Page:
    """Who is counted, by name; sorted here because SQL cannot sort sealed text."""
    rts = await _headed(session, actor)
    found = await _list(session, rts, ResidencyState.ACCEPTED)
    return _turn(rts, sorted(found, key=lambda one: one.who.casefold()), page, NAMES_A_PAGE)


async def share_links(session: Session, actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """The join link of each RT that the actor heads: (name of the RT, link)."""
    return [
        (rt.name, await find_address(session, rt, actor_id=actor.person_id, now=now))
        for rt in await _headed(session, actor)
    ]


async def _headed(session: Session, actor: Actor) -> list[Area]:
    offices = await list_offices_in_use(session, actor, RoleKind.RT_HEAD)
    if not offices:
        raise NotYours
    return [office.area for office in offices]


async def _list(session: Session, rts: list[Area], state: ResidencyState) -> list[Neighbour]:
    rows = await residencies.list_in_areas(session, [rt.id for rt in rts], state)
    return [
        Neighbour(residency.id, address(person.salutation, person.name or ""), house)
        for residency, person, house in rows
    ]


def _turn(rts: list[Area], found: list[Neighbour], page: int, length: int) -> Page:
    """A page that is not there becomes the nearest that is."""
    number, pages = turn_to(page, len(found), length)
    items = tuple(found[number * length : (number + 1) * length])
    return Page(", ".join(rt.name for rt in rts), items, len(found), number, pages)
