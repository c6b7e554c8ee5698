"""Listeners: who can be written to in an area, with the chat, the house and the state of the chat."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import case, func, or_, select

from storage.areas import Area
from storage.database import Session
from storage.people import Account, Chat, ChatState, Person, Residency, ResidencyState, Role, RoleKind


class Found(NamedTuple):
    """Somebody with Telegram: their chat, house, RT if any, and kelurahan; no state where we never wrote."""

    person_id: int
    chat_id: int
    household_id: int | None
    area_id: int | None
    kelurahan_id: int | None
    state: ChatState | None


async def list_residents(session: Session, area_ids: Collection[int]) -> list[Found]:
    """Who is accepted in these RT and has Telegram, in the order in which they came."""
    query = (
        select(
            Person.id,
            Account.telegram_id,
            Residency.household_id,
            Residency.area_id,
            Area.kelurahan_id,
            Chat.state,
        )
        .join(Residency, Residency.person_id == Person.id)
        .join(Area, Area.id == Residency.area_id)
        .join(Account, Account.person_id == Person.id)
        .outerjoin(Chat, Chat.id == Account.telegram_id)
        .where(
            Residency.area_id.in_(area_ids),
            Residency.state == ResidencyState.ACCEPTED,
            Residency.until.is_(None),
            Account.until.is_(None),
        )
        .order_by(Residency.id, Account.id)
    )
    return [Found(*row) for row in await session.execute(query)]


async def list_heads(session: Session, area_ids: Collection[int]) -> list[Found]:
    """The heads of these RT with Telegram; their house is not told."""
    query = (
        select(
            Person.id,
            Account.telegram_id,
            Area.id,
            Area.kelurahan_id,
            Chat.state,
        )
        .join(Role, Role.person_id == Person.id)
        .join(Area, Area.id == Role.area_id)
        .join(Account, Account.person_id == Person.id)
        .outerjoin(Chat, Chat.id == Account.telegram_id)
        .where(
            Role.area_id.in_(area_ids),
            Role.kind == RoleKind.RT_HEAD,
            Role.until.is_(None),
            Account.until.is_(None),
        )
        .order_by(Role.id, Account.id)
    )
    return [
        Found(person_id, chat_id, None, area_id, kelurahan_id, state)
        for person_id, chat_id, area_id, kelurahan_id, state in await session.execute(query)
    ]


async def list_officers(session: Session, area_ids: Collection[int]) -> list[Found]:
    """Who holds an office over one of these areas and has Telegram, by RT first; only a head's area is an RT.

    Facilitators accompany an area and are none of it.
    """
    query = (
        select(
            Person.id,
            Account.telegram_id,
            case((Role.kind == RoleKind.RT_HEAD, Area.id)),
            func.coalesce(Area.kelurahan_id, Area.id),
            Chat.state,
        )
        .join(Role, Role.person_id == Person.id)
        .join(Area, Area.id == Role.area_id)
        .join(Account, Account.person_id == Person.id)
        .outerjoin(Chat, Chat.id == Account.telegram_id)
        .where(
            Role.area_id.in_(area_ids),
            Role.kind.in_((RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN)),
            Role.until.is_(None),
            Account.until.is_(None),
        )
        .order_by(Role.kind != RoleKind.RT_HEAD, Role.id, Account.id)
    )
    return [
        Found(person_id, chat_id, None, area_id, kelurahan_id, state)
        for person_id, chat_id, area_id, kelurahan_id, state in await session.execute(query)
    ]


async def list_reachable(session: Session, person_ids: Collection[int]) -> set[int]:
    """Who of these people can be written to, as far as is known."""
    query = (
        select(Account.person_id)
        .outerjoin(Chat, Chat.id == Account.telegram_id)
        .where(
            Account.person_id.in_(person_ids),
            Account.until.is_(None),
            or_(Chat.state.is_(None), Chat.state == ChatState.REACHABLE),
        )
    )
    return set(await session.scalars(query))


async def count_joined_households(session: Session, area_ids: Collection[int]) -> dict[int, int]:
    """RT -> how many of its houses have an accepted resident with Telegram."""
    query = (
        select(Residency.area_id, func.count(Residency.household_id.distinct()))
        .join(Account, Account.person_id == Residency.person_id)
        .where(
            Residency.area_id.in_(area_ids),
            Residency.state == ResidencyState.ACCEPTED,
            Residency.until.is_(None),
            Account.until.is_(None),
        )
        .group_by(Residency.area_id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}
