"""Roles: which menus somebody may use, which one their chat shows, and how it changes."""

from dataclasses import asdict, dataclass
from datetime import datetime

from actions.access import Actor
from actions.errors import NotYours
from actions.messages import Lane, Post, Recipient, send
from storage import people
from storage.database import Session

__all__ = ["RESIDENT", "Menu", "find_current", "list_menus", "switch", "use_menu"]

RESIDENT = "resident"


@dataclass(frozen=True)
class Menu:
    """What a template needs to show a menu: whose it is, and whether there are others to change to."""

    menu: str
    several_roles: bool

    def facts(self) -> dict[str, object]:
        """The facts `menu` and `several_roles`."""
        return asdict(self)


def list_menus(actor: Actor) -> list[str]:
    """The menus of everything that somebody is: their offices, then that of residents."""
    kinds = list(dict.fromkeys(role.kind.value for role in actor.roles))
    return [*kinds, RESIDENT] if actor.roles or actor.accepted else []


async def find_current(session: Session, actor: Actor) -> Menu | None:
    """The menu that their chat shows, else the first they may use; None while they have no place."""
    known = list_menus(actor)
    if not known:
        return None
    shown = await people.find_menu(session, actor.chat_id)
    return _menu(actor, shown if shown in known else known[0])


async def switch(session: Session, actor: Actor, menu: str, *, now: datetime) -> Menu:
    """Use another of one's menus; NotYours for an office that one does not hold."""
    if not actor.roles:
        actor.require_resident()
    if menu not in list_menus(actor):
        raise NotYours
    return await use_menu(session, actor, menu, now=now)


async def use_menu(
    session: Session, actor: Actor, menu: str, *, lane: Lane = Lane.REPLY, now: datetime
) -> Menu:
    """Remember the menu that a chat shows from now on, and let Telegram list its commands."""
    if await people.set_menu(session, actor.chat_id, menu, now):
        post = Post("menu/commands", {"menu": menu}, method="setMyCommands", lane=lane)
        await send(session, [Recipient(actor.chat_id, actor.person_id)], post, now=now)
    return _menu(actor, menu)


def _menu(actor: Actor, menu: str) -> Menu:
    kinds = {role.kind for role in actor.roles}
    return Menu(menu, len(kinds) + actor.accepted > 1 or (menu == RESIDENT and bool(kinds)))
