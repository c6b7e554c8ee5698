"""Listeners: who can be written to in an area, with the chat, the house and the state of the chat."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, case, func, or_, select

from storage.areas import Area
from storage.database import Session
from storage.people import Account, Chat, ChatState, Person, Residency, ResidencyState, Role, RoleKind

_Query = Select[int, int, int, int | None, ChatState | None]


class Found(NamedTuple):
    """Somebody with Telegram: their chat, RT if any, kelurahan and house; no state where we never wrote."""

    person_id: int
    chat_id: int
    area_id: int | None
    kelurahan_id: int | None
    state: ChatState | None
    household_id: int | None = None


async def list_residents(session: Session, area_ids: Collection[int]) -> list[Found]:
    """Who is accepted in these RT and has Telegram, in the order in which they came."""
    query = select_residents(area_ids).add_columns(Residency.household_id)
    return [Found(*row) for row in await session.execute(query)]


async def list_heads(session: Session, area_ids: Collection[int]) -> list[Found]:
    """The heads of these RT with Telegram; their house is not told."""
    query = _select(Role, area_ids).where(Role.kind == RoleKind.RT_HEAD)
    return [Found(*row) for row in await session.execute(query)]


def select_residents(area_ids: Collection[int]) -> _Query:
    """The query for who is accepted in these RT and has Telegram; their chat is joined where we know it."""
    return _select(Residency, area_ids).where(Residency.state == ResidencyState.ACCEPTED)


def _select(tie: type[Residency] | type[Role], area_ids: Collection[int]) -> _Query:
    return (
        select(Person.id, Account.telegram_id, Area.id, Area.kelurahan_id, Chat.state)
        .select_from(Person)
        .join(tie, tie.person_id == Person.id)
        .join(Area, Area.id == tie.area_id)
        .join(Account, Account.person_id == Person.id)
        .outerjoin(Chat, Chat.id == Account.telegram_id)
        .where(tie.area_id.in_(area_ids), tie.until.is_(None), Account.until.is_(None))
        .order_by(tie.id, Account.id)
    )


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
    return [Found(*row) for row in await session.execute(query)]


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
