"""People, and what is not the same as a person: accounts, chats, consents, residencies, roles."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Moment, Sealed, one_of
from storage.database import Session, Table


class Person(Table):
    """Somebody, with or without Telegram; erasing deletes the row and leaves totals without a person."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(Sealed)
    salutation: Mapped[str | None] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(8), default="id")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Account(Table):
    """A Telegram account of a person, from when to when."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index(
            "uq_accounts_open_telegram_id",
            "telegram_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    telegram_id: Mapped[int] = mapped_column(BigId)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)


class ChatState(StrEnum):
    """Whether Telegram lets us write there; blocked is what its person did, unreachable anything else."""

    REACHABLE = "reachable"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"


class Chat(Table):
    """A Telegram chat that we may write to; private chats bear the id of their account."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12), default="private")
    state: Mapped[ChatState] = mapped_column(one_of(ChatState), default=ChatState.REACHABLE)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    menu: Mapped[str | None] = mapped_column(String(24))


class Consent(Table):
    """That a person said "Boleh", to which words, when, in which update."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    update_id: Mapped[int] = mapped_column(BigId)


class ResidencyState(StrEnum):
    """Asked for, accepted, declined; `until` says when an accepted one ended."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"


_OPEN = text("until IS NULL")
_LIVES_HERE = text("state = 'accepted' AND until IS NULL")


class Residency(Table):
    """That a person lives, or asks to be counted, in an RT; people move, so there may be several."""

    __tablename__ = "residencies"
    __table_args__ = (
        Index(
            "uq_residencies_open_person_id",
            "person_id",
            unique=True,
            sqlite_where=_LIVES_HERE,
            postgresql_where=_LIVES_HERE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    state: Mapped[ResidencyState] = mapped_column(one_of(ResidencyState))
    requested_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    since: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)


class RoleKind(StrEnum):
    """What an officer is; being a resident is a residency, not a role."""

    RT_HEAD = "rt_head"
    RW_HEAD = "rw_head"
    KELURAHAN = "kelurahan"
    FACILITATOR = "facilitator"
    OPERATOR = "operator"


class Role(Table):
    """An office held for an area, from when to when; the operator's has no area."""

    __tablename__ = "roles"
    __table_args__ = (
        Index(
            "uq_roles_open",
            "person_id",
            "kind",
            "area_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    kind: Mapped[RoleKind] = mapped_column(one_of(RoleKind))
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)


async def find_person_by_telegram(session: Session, telegram_id: int) -> Person | None:
    """Whose open account this is."""
    query = select(Person).join(Account).where(Account.telegram_id == telegram_id, Account.until.is_(None))
    return await session.scalar(query)


async def find_chat_id(session: Session, person_id: int) -> int | None:
    """The private chat of a person, which bears their account's id; None without Telegram."""
    query = select(Account.telegram_id).where(Account.person_id == person_id, Account.until.is_(None))
    return await session.scalar(query.limit(1))


async def list_roles(session: Session, person_id: int) -> list[Role]:
    """The offices a person holds now, oldest first."""
    query = select(Role).where(Role.person_id == person_id, Role.until.is_(None)).order_by(Role.id)
    return list(await session.scalars(query))


async def find_residency(session: Session, person_id: int, *states: ResidencyState) -> Residency | None:
    """The newest residency of a person that has not ended, in one of `states` (any when none is given)."""
    query = select(Residency).where(Residency.person_id == person_id, Residency.until.is_(None))
    if states:
        query = query.where(Residency.state.in_(states))
    return await session.scalar(query.order_by(Residency.id.desc()).limit(1))


async def find_rts(session: Session, person_ids: Collection[int], state: ResidencyState) -> dict[int, int]:
    """In which RT each of these people has a residency of this state that has not ended."""
    query = select(Residency.person_id, Residency.area_id).where(
        Residency.person_id.in_(person_ids), Residency.state == state, Residency.until.is_(None)
    )
    rows = await session.execute(query.order_by(Residency.id))
    return {person_id: area_id for person_id, area_id in rows if person_id is not None}


async def list_people(session: Session, person_ids: Collection[int]) -> list[Person]:
    """These people, as far as they are there."""
    return list(await session.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)))


async def list_officers(session: Session, kind: RoleKind, area_id: int) -> list[Person]:
    """Who holds this office for this very area now."""
    query = (
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .where(Role.kind == kind, Role.area_id == area_id, Role.until.is_(None))
        .order_by(Role.id)
    )
    return list(await session.scalars(query))


async def list_holders(
    session: Session, kinds: Collection[RoleKind], area_ids: Collection[int]
) -> list[Person]:
    """Who holds an office of one of these kinds for one of these very areas now, each once."""
    holders = select(Role.person_id).where(
        Role.kind.in_(kinds), Role.area_id.in_(area_ids), Role.until.is_(None), Role.person_id.is_not(None)
    )
    return list(await session.scalars(select(Person).where(Person.id.in_(holders)).order_by(Person.id)))


async def list_operators(session: Session) -> list[Person]:
    """Who keeps this bot running."""
    query = select(Person).join(Role, Role.person_id == Person.id)
    query = query.where(Role.kind == RoleKind.OPERATOR, Role.until.is_(None)).order_by(Role.id)
    return list(await session.scalars(query))


async def mark_unreachable(session: Session, chat_id: int, now: datetime, *, blocked: bool = False) -> None:
    """Telegram does not let us write to this chat, until its person writes again or unblocks us."""
    state = ChatState.BLOCKED if blocked else ChatState.UNREACHABLE
    chat = await session.get(Chat, chat_id)
    if chat is not None and chat.state is not state and (blocked or chat.state is ChatState.REACHABLE):
        chat.state, chat.changed_at = state, now


async def find_menu(session: Session, chat_id: int) -> str | None:
    """Which role's menu a chat shows, such as "rt_head"."""
    return await session.scalar(select(Chat.menu).where(Chat.id == chat_id))


async def find_naming(session: Session, person_id: int | None) -> tuple[str | None, str] | None:
    """A person's salutation and name; None when they were erased or never said it."""
    query = select(Person.salutation, Person.name).where(Person.id == person_id)
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row is not None and row[1] else None


async def mark_reachable(session: Session, chat_id: int, now: datetime) -> None:
    """Whoever writes to us can be written to again."""
    chat = await session.get(Chat, chat_id)
    if chat is not None and chat.state is not ChatState.REACHABLE:
        chat.state, chat.changed_at = ChatState.REACHABLE, now


async def set_menu(session: Session, chat_id: int, menu: str, now: datetime) -> bool:
    """Remember which role's menu a chat shows; False when it showed that one before."""
    chat = await session.get(Chat, chat_id)
    if chat is None:
        chat = Chat(id=chat_id, changed_at=now)
        session.add(chat)
    changed, chat.menu = chat.menu != menu, menu
    return changed


async def get_person(session: Session, person_id: int) -> Person:
    """The person with this id."""
    return await session.get_one(Person, person_id)


async def add_person(session: Session, telegram_id: int, consent: Consent, now: datetime) -> Person:
    """Keep somebody who just said "Boleh": the person, their account, their chat and the consent."""
    person = Person(language="id", created_at=now)
    session.add(person)
    await session.flush()
    consent.person_id = person.id
    session.add_all([consent, Account(person_id=person.id, telegram_id=telegram_id, since=now)])
    await session.merge(Chat(id=telegram_id, changed_at=now, kind="private", state=ChatState.REACHABLE))
    await session.flush()
    return person


async def add_neighbour(session: Session, *, name: str, salutation: str | None, now: datetime) -> Person:
    """Keep somebody without Telegram, of whom their RT head told."""
    person = Person(name=name, salutation=salutation, language="id", created_at=now)
    session.add(person)
    await session.flush()
    return person


async def lock_person(session: Session, person_id: int) -> Person | None:
    """The person, locked, so that nobody merges them away meanwhile; None when they are gone."""
    return await session.get(Person, person_id, with_for_update=True, populate_existing=True)


async def add_role(session: Session, role: Role) -> None:
    """Let somebody hold an office from now on."""
    session.add(role)
    await session.flush()


async def find_consent(session: Session, person_id: int) -> Consent | None:
    """The newest consent of a person."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(Consent.id.desc())
    return await session.scalar(query.limit(1))
