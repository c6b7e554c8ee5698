"""Links that let people in: made for a role and an area, kept as a hash, an officer's used exactly once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from actions.errors import Gone, LinkExpired, LinkUnknown, LinkUsed
from storage import areas, links, memory
from storage.areas import KELURAHAN_KINDS, Area, AreaKind
from storage.audit import add_act
from storage.database import Session
from storage.links import Link
from storage.people import RoleKind

__all__ = [
    "Link",
    "RoleKind",
    "WrongArea",
    "create_link",
    "find_address",
    "find_bot",
    "find_link",
    "find_or_create_standing_link",
    "read_link",
    "use_link",
]

OFFICER_LINK_LASTS = timedelta(days=7)
_RANDOM_BYTES = 16  # 128 bits, 22 characters of base64url: Telegram takes 64
_HELD_OVER: dict[RoleKind | None, tuple[AreaKind, ...]] = {
    None: (AreaKind.RT,),
    RoleKind.RT_HEAD: (AreaKind.RT,),
    RoleKind.RW_HEAD: (AreaKind.RW,),
    RoleKind.KELURAHAN: KELURAHAN_KINDS,
    RoleKind.FACILITATOR: KELURAHAN_KINDS,
}


class WrongArea(ValueError):
    """A link for this role cannot be for that area; the message says why, in plain English."""


async def create_link(
    session: Session,
    *,
    role: RoleKind | None,
    area_id: int | None,
    now: datetime,
    actor_id: int | None = None,
) -> str:
    """A new payload of 22 characters from [A-Za-z0-9_-]; `role` None makes an RT's reusable join link."""
    area = await areas.get_area(session, area_id) if area_id is not None else None
    _check_area(role, area)
    payload = secrets.token_urlsafe(_RANDOM_BYTES)
    await _add(session, payload, role, area_id, actor_id, now)
    return payload


async def find_or_create_standing_link(
    session: Session, area: Area, *, now: datetime, actor_id: int | None = None
) -> str:
    """The payload of an RT's one join link that stays the same wherever it was passed on or hung up."""
    _check_area(None, area)
    await areas.lock_area(session, area.id)
    known = await links.find_standing_link(session, area.id)
    if known is not None and known.payload is not None:
        return known.payload
    payload = secrets.token_urlsafe(_RANDOM_BYTES)
    link = await _add(session, payload, None, area.id, actor_id, now)
    link.payload = payload
    return payload


async def find_address(session: Session, area: Area, *, now: datetime, actor_id: int | None = None) -> str:
    """Where people of an area come to the bot: an RT's standing link, for all others the bot itself."""
    address = await find_bot(session)
    if area.kind is not AreaKind.RT:
        return address
    payload = await find_or_create_standing_link(session, area, now=now, actor_id=actor_id)
    return f"{address}?start={payload}"


async def find_bot(session: Session) -> str:
    """Where the bot itself is found: https://t.me/<its name>; Gone before it has connected once."""
    username = await memory.recall(session, "bot_username")
    if username is None:
        raise Gone
    return f"https://t.me/{username}"


async def _add(
    session: Session,
    payload: str,
    role: RoleKind | None,
    area_id: int | None,
    actor_id: int | None,
    now: datetime,
) -> Link:
    link = Link(
        payload_hash=_hash(payload),
        role=role,
        area_id=area_id,
        created_at=now,
        expires_at=now + OFFICER_LINK_LASTS if role else None,
        used_at=None,
    )
    await links.add_link(session, link)
    _write_down(session, "create_link", link, actor_id, now)
    return link


async def read_link(session: Session, payload: str, now: datetime) -> Link:
    """The link with this payload, still usable; else LinkUnknown, LinkUsed or LinkExpired."""
    return _usable(await links.find_link(session, _hash(payload)), now)


async def find_link(session: Session, payload: str) -> Link | None:
    """The link with this payload, usable or not."""
    return await links.find_link(session, _hash(payload))


async def use_link(session: Session, link_id: int, *, person_id: int, now: datetime) -> Link:
    """Let somebody in: an officer's link is used up by exactly one caller, a join link stays as it is."""
    link = _usable(await links.find_link_by_id(session, link_id), now)
    if link.role is not None and not await links.claim_link(session, link.id, now):
        raise LinkUsed
    _write_down(session, "use_link", link, person_id, now)
    return link


def _check_area(role: RoleKind | None, area: Area | None) -> None:
    name = role.value if role else "resident"
    if role is RoleKind.OPERATOR:
        if area is not None:
            raise WrongArea("an operator's link needs no area")
        return
    if area is None:
        raise WrongArea(f"a link for {name} needs an area")
    if area.kind not in _HELD_OVER[role]:
        raise WrongArea(
            f"a link for {name} is for one {_HELD_OVER[role][0].upper()}, and {area.name} is none"
        )


def _usable(link: Link | None, now: datetime) -> Link:
    if link is None:
        raise LinkUnknown
    if link.used_at is not None:
        raise LinkUsed
    if link.expires_at is not None and link.expires_at <= now:
        raise LinkExpired
    return link


def _hash(payload: str) -> str:
    return hashlib.sha256(payload.encode(errors="replace")).hexdigest()


def _write_down(session: Session, action: str, link: Link, actor_id: int | None, now: datetime) -> None:
    add_act(
        session,
        action,
        f"link:{link.id}",
        at=now,
        actor_id=actor_id,
        area_id=link.area_id,
        details={"role": link.role.value if link.role else "resident"},
    )
