"""`Warga RT`: who waits to be counted, who is, who was only written down, and the link that lets more in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions.access import Actor
from actions.errors import Gone, NotYours
from actions.links import find_address
from actions.names import address, normalise_name
from actions.offices import list_offices_in_use
from actions.paging import Page, cut
from storage import listeners, residencies
from storage.areas import Area
from storage.database import Session
from storage.people import ResidencyState, RoleKind
from storage.residencies import Asked

__all__ = ["Names", "Neighbour", "Waiting", "list_names", "list_recorded", "list_waiting", "share_links"]

WAITING_A_PAGE = 2
"""Each takes two of a screen's six choices; two more lead to the names and to the link."""
NAMES_A_PAGE, RECORDED_A_PAGE = 15, 5


@dataclass(frozen=True)
class Neighbour:
    """One who is counted, or waits to be, as their RT head reads it."""

    residency_id: int
    who: str
    house: str | None


@dataclass(frozen=True)
class Names:
    """Who is counted in an RT (in several, when the actor heads several), and whether some were recorded."""

    area: str
    page: Page[Neighbour]
    noted: bool


@dataclass(frozen=True)
class Waiting:
    """Those who wait, how many joined, and how many others are counted."""

    area: str
    page: Page[Neighbour]
    accepted: int
    noted: int


async def list_waiting(session: Session, actor: Actor, *, page: int) -> Waiting:
    """Who waits, oldest first; NotYours for anybody but an RT head."""
    rts = await _headed(session, actor)
    ids = [rt.id for rt in rts]
    asked = await residencies.list_in_areas(session, ids, ResidencyState.REQUESTED)
    counted = await residencies.count_in_areas(session, ids, ResidencyState.ACCEPTED)
    joined = len({one.person_id for one in await listeners.list_residents(session, ids)})
    shown = cut([_neighbour(one) for one in asked], page, WAITING_A_PAGE)
    return Waiting(_name(rts), shown, joined, counted - joined)


async def list_names(session: Session, actor: Actor, *, page: int) -> Names:
    """Who is counted, by name; sorted here because SQL cannot sort sealed text."""
    rts = await _headed(session, actor)
    ids = [rt.id for rt in rts]
    counted = await residencies.list_in_areas(session, ids, ResidencyState.ACCEPTED)
    noted = bool(await residencies.list_recorded(session, ids))
    return Names(_name(rts), cut(_by_name(counted), page, NAMES_A_PAGE), noted)


async def list_recorded(session: Session, actor: Actor, *, page: int) -> Page[Neighbour]:
    """Those without Telegram whom an RT head wrote down, by name; Gone when there are none."""
    recorded = await _list_recorded(session, actor)
    if not recorded:
        raise Gone
    return cut(_by_name(recorded), page, RECORDED_A_PAGE)


async def find_recorded(session: Session, actor: Actor, *, name: str) -> Neighbour | None:
    """Who of them is called this, whatever its spelling; None when it is nobody, or more than one."""
    wanted = normalise_name(name)
    called = [
        one for one in await _list_recorded(session, actor) if normalise_name(one[1].name or "") == wanted
    ]
    return _neighbour(called[0]) if len(called) == 1 else None


async def get_recorded(session: Session, actor: Actor, residency_id: int) -> Neighbour:
    """One of them; Gone for everybody else, also for who has joined since."""
    return _neighbour(await access_recorded(session, actor, residency_id))


async def access_recorded(session: Session, actor: Actor, residency_id: int) -> Asked:
    """The residency, person and house of one of them, at this moment; else Gone."""
    for one in await _list_recorded(session, actor):
        if one[0].id == residency_id:
            return one
    raise Gone


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


async def _list_recorded(session: Session, actor: Actor) -> Sequence[Asked]:
    return await residencies.list_recorded(session, [rt.id for rt in await _headed(session, actor)])


def _name(rts: list[Area]) -> str:
    return ", ".join(rt.name for rt in rts)


def _by_name(found: Sequence[Asked]) -> list[Neighbour]:
    return sorted([_neighbour(one) for one in found], key=lambda one: one.who.casefold())


def _neighbour(asked: Asked) -> Neighbour:
    residency, person, house = asked
    return Neighbour(residency.id, address(person.salutation, person.name or ""), house)
