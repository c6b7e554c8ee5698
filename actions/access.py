"""Who speaks and what they may do where: the only way to what is guarded."""

from dataclasses import dataclass

from actions.errors import NotJoined, NotKnown, NotYours
from storage import areas, people
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.people import Person, ResidencyState, RoleKind

__all__ = ["Actor", "HeldRole", "RoleKind", "Session", "find_actor", "list_officers_for"]

_ABOVE = {AreaKind.RT: RoleKind.RT_HEAD, AreaKind.RW: RoleKind.RW_HEAD}
_WHOLE_KELURAHAN = (RoleKind.KELURAHAN, RoleKind.FACILITATOR)


@dataclass(frozen=True)
class HeldRole:
    """An office held now; only the operator's has no area."""

    kind: RoleKind
    area_id: int | None


@dataclass(frozen=True)
class Actor:
    """A known person who speaks, with the offices and the residency that they hold at this moment."""

    person_id: int
    chat_id: int
    name: str
    salutation: str | None
    language: str
    roles: tuple[HeldRole, ...]
    residency_id: int | None
    area_id: int | None
    household_id: int | None
    accepted: bool

    def role(self, *kinds: RoleKind) -> HeldRole | None:
        """The first office that they hold of these kinds (of any kind when none is named)."""
        return next((role for role in self.roles if not kinds or role.kind in kinds), None)

    def require_resident(self) -> int:
        """The id of the RT in which they are accepted; NotJoined while they wait, NotKnown without one."""
        if self.area_id is None:
            raise NotKnown(role=self.roles[0].kind.value if self.roles else None)
        if not self.accepted:
            raise NotJoined
        return self.area_id

    def require_role(self, *kinds: RoleKind) -> HeldRole:
        """One of these offices (any but the operator's when none is named), or NotYours."""
        found = self.role(*(kinds or tuple(kind for kind in RoleKind if kind is not RoleKind.OPERATOR)))
        if found is None:
            raise NotYours
        return found


async def find_actor(session: Session, telegram_id: int) -> Actor | None:
    """Who speaks from this account; None for a stranger."""
    person = await people.find_person_by_telegram(session, telegram_id)
    if person is None:
        return None
    roles = await people.list_roles(session, person.id)
    accepted = await people.find_residency(session, person.id, ResidencyState.ACCEPTED)
    residency = accepted or await people.find_residency(session, person.id, ResidencyState.REQUESTED)
    return Actor(
        person_id=person.id,
        chat_id=telegram_id,
        name=person.name or "",
        salutation=person.salutation,
        language=person.language,
        roles=tuple(HeldRole(role.kind, role.area_id) for role in roles),
        residency_id=residency.id if residency else None,
        area_id=residency.area_id if residency else None,
        household_id=residency.household_id if residency else None,
        accepted=accepted is not None,
    )


async def find_actor_of(session: Session, person_id: int | None) -> Actor | None:
    """The same for a person; None without Telegram, and once they were erased."""
    chat_id = None if person_id is None else await people.find_chat_id(session, person_id)
    return None if chat_id is None else await find_actor(session, chat_id)


async def covers(session: Session, role: HeldRole, area: Area) -> bool:
    """Whether an office reaches over an area: its own and everything inside."""
    if role.area_id is None:
        return False
    if role.area_id in (area.id, area.parent_id):
        return True
    return role.kind in _WHOLE_KELURAHAN and role.area_id == area.kelurahan_id


async def speaks_for(session: Session, actor: Actor, kind: RoleKind, area: Area) -> bool:
    """Whether somebody holds this kind of office over an area."""
    return any([await covers(session, role, area) for role in actor.roles if role.kind is kind])


async def require_office(session: Session, actor: Actor, area_id: int, *kinds: RoleKind) -> Area:
    """The area, for somebody whose office (one of `kinds`, or any) reaches over it; else NotYours."""
    area = await areas.get_area(session, area_id)
    for role in actor.roles:
        if (not kinds or role.kind in kinds) and await covers(session, role, area):
            return area
    raise NotYours


async def list_officers_for(session: Session, area: Area) -> list[Person]:
    """Who answers for an area: the RT head; without one the RW head; without one the kelurahan."""
    here: Area | None = area
    while here is not None:
        kind = _ABOVE.get(here.kind, RoleKind.KELURAHAN)
        if found := await people.list_officers(session, kind, here.id):
            return found
        if kind is RoleKind.KELURAHAN:
            return []
        here = await areas.get_area(session, here.parent_id) if here.parent_id else None
    return []
