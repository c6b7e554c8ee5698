"""The offices that somebody speaks for: which one, and over which area."""

from dataclasses import dataclass

from actions.access import Actor
from storage import areas, people
from storage.areas import Area
from storage.database import Session
from storage.people import RoleKind

__all__ = ["Office", "RoleKind", "list_offices", "list_offices_in_use", "list_offices_inside"]


@dataclass(frozen=True)
class Office:
    """An office over an area, such as rt_head of RT 02 RW 01."""

    kind: RoleKind
    area: Area


async def list_offices(session: Session, actor: Actor, *kinds: RoleKind) -> list[Office]:
    """The offices of these kinds (of any, when none is named) that they hold over an area."""
    return [
        Office(role.kind, await areas.get_area(session, role.area_id))
        for role in actor.roles
        if role.area_id is not None and (not kinds or role.kind in kinds)
    ]


async def list_offices_in_use(session: Session, actor: Actor, *kinds: RoleKind) -> list[Office]:
    """Those whose menu their chat shows; all of them when it shows another menu."""
    found = await list_offices(session, actor, *kinds)
    menu = await people.find_menu(session, actor.chat_id)
    return [office for office in found if office.kind == menu] or found


async def list_offices_inside(session: Session, actor: Actor, area: Area, *kinds: RoleKind) -> list[Office]:
    """The offices of these kinds that they hold over what lies inside an area, not over the area itself."""
    return [
        office
        for office in await list_offices(session, actor, *kinds)
        if area.id in (office.area.parent_id, office.area.kelurahan_id)
    ]
