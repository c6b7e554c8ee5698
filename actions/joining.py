"""Joining: a link is opened, consent given, an office taken; or a residency asked for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from actions import links, requests, roles
from actions.access import Actor, covers, find_actor
from actions.errors import Gone, NotYours
from actions.names import normalise_household
from actions.roles import Menu
from storage import areas, households, people, residencies
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.households import Household
from storage.people import Consent, Residency, ResidencyState, Role, RoleKind

__all__ = [
    "Invitation",
    "Requested",
    "Standing",
    "ask_to_be_counted",
    "find_or_add_house",
    "find_standing",
    "give_consent",
    "holds_office_of",
    "read_invitation",
    "take_office",
]

CONSENT_VERSION = "1"
"""Which words somebody agreed to; a change of templates/id/joining/consent.html that matters raises it."""


@dataclass(frozen=True)
class Invitation:
    """What a link invites to: an office (None: to be counted as a resident) and where."""

    link_id: int
    role: RoleKind | None
    area: Area | None
    kelurahan: Area | None


@dataclass(frozen=True)
class Requested:
    """A residency that was asked for, and which office answers it (None: nobody has joined yet).

    An officer who answers for the RT is `accepted` at once.
    """

    area: Area
    answered_by: str | None
    accepted: bool = False


class Standing(StrEnum):
    """How somebody stands to an RT: accepted there, waiting there, accepted elsewhere, or none of it."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    ELSEWHERE = "elsewhere"
    NONE = "none"


async def read_invitation(session: Session, payload: str, *, now: datetime) -> Invitation:
    """What a link invites to; LinkUnknown, LinkUsed or LinkExpired."""
    link = await links.read_link(session, payload, now)
    area = await areas.get_area(session, link.area_id) if link.area_id else None
    inside = area.kelurahan_id if area else None
    kelurahan = await areas.get_area(session, inside) if inside else None
    return Invitation(link.id, link.role, area, kelurahan)


async def holds_office_of(session: Session, actor: Actor, payload: str) -> bool:
    """Whether they hold already what a link, perhaps used up by themselves, invites to."""
    link = await links.find_link(session, payload)
    held = [(role.kind, role.area_id) for role in actor.roles]
    return link is not None and (link.role, link.area_id) in held


async def give_consent(session: Session, telegram_id: int, *, update_id: int, now: datetime) -> Actor:
    """Keep somebody who said "Boleh"; from here on they are known."""
    consent = Consent(version=CONSENT_VERSION, at=now, update_id=update_id)
    await people.add_person(session, telegram_id, consent, now)
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def take_office(session: Session, actor: Actor, link_id: int, *, now: datetime) -> Menu:
    """Use an officer's link up: the office is theirs, with its menu and the requests that wait for it."""
    link = await links.use_link(session, link_id, person_id=actor.person_id, now=now)
    if link.role is None:
        raise NotYours
    if not any((held.kind, held.area_id) == (link.role, link.area_id) for held in actor.roles):
        role = Role(person_id=actor.person_id, area_id=link.area_id, kind=link.role, since=now)
        await people.add_role(session, role)
    officer = await find_actor(session, actor.chat_id)
    assert officer is not None
    if link.area_id is not None:
        await requests.hand_over(session, officer, await areas.get_area(session, link.area_id), now=now)
    return await roles.use_menu(session, officer, link.role.value, now=now)


async def find_standing(session: Session, actor: Actor, area: Area) -> Standing:
    """How somebody stands to an RT whose link they opened."""
    if actor.accepted and actor.area_id == area.id:
        return Standing.ACCEPTED
    waiting = await residencies.list_requests(session, actor.person_id)
    if any(residency.area_id == area.id for residency in waiting):
        return Standing.WAITING
    return Standing.ELSEWHERE if actor.accepted else Standing.NONE


async def ask_to_be_counted(
    session: Session, actor: Actor, *, area_id: int, label: str | None, now: datetime
) -> Requested:
    """Ask to be counted in an RT, in a house of this label; an older request is withdrawn.

    Gone for what is no RT, and for somebody whose name is not known.
    """
    area = await areas.get_area(session, area_id)
    if area.kind is not AreaKind.RT or not actor.name:
        raise Gone
    await requests.withdraw(session, actor.person_id, now=now)
    household = await find_or_add_house(session, area, label, now=now) if label else None
    residency = Residency(
        person_id=actor.person_id,
        area_id=area.id,
        household_id=household.id if household else None,
        state=ResidencyState.REQUESTED,
        requested_at=now,
    )
    await residencies.add_residency(session, residency)
    if any([await covers(session, role, area) for role in actor.roles]):
        await requests.decide(session, actor, residency.id, accept=True, now=now)
        return Requested(area, None, accepted=True)
    return Requested(area, await requests.tell_officers(session, residency.id, area, now=now))


async def find_or_add_house(session: Session, area: Area, label: str, *, now: datetime) -> Household:
    """The house of this label, whatever its spelling; a new one when nobody named it before."""
    normal = normalise_household(label)
    found = await households.find_household(session, area.id, normal)
    if found is not None:
        return found
    household = Household(area_id=area.id, label=label, normal=normal, created_at=now)
    return await households.add_household(session, household)
