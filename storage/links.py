"""Links that let people in: an officer's is used once and expires, an RT's join link can be used by many."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, changes_one
from storage.people import RoleKind


class Link(Table):
    """Only the hash of an officer's payload is kept. `role` None is a resident's join link.

    An RT has one join link whose `payload` is kept, for its posters and for what is passed on by WhatsApp.
    """

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload_hash: Mapped[str] = mapped_column(String(64), unique=True)
    payload: Mapped[str | None] = mapped_column(Sealed)
    role: Mapped[RoleKind | None] = mapped_column(one_of(RoleKind))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


async def find_link(session: Session, payload_hash: str) -> Link | None:
    """The link with this hash, locked so that two people cannot use it at the same time."""
    return await session.scalar(select(Link).where(Link.payload_hash == payload_hash).with_for_update())


async def find_link_by_id(session: Session, link_id: int) -> Link | None:
    """The link with this id, locked like the above."""
    return await session.scalar(select(Link).where(Link.id == link_id).with_for_update())


async def find_standing_link(session: Session, area_id: int) -> Link | None:
    """The one join link of an RT that is passed on and hangs on its notice board."""
    query = select(Link).where(Link.area_id == area_id, Link.role.is_(None), Link.payload.is_not(None))
    return await session.scalar(query.order_by(Link.id).limit(1))


async def add_link(session: Session, link: Link) -> None:
    """Keep a new link, which has its id afterwards."""
    session.add(link)
    await session.flush()


async def claim_link(session: Session, link_id: int, now: datetime) -> bool:
    """Use a link up: True for exactly one caller, whoever else asks at the same time."""
    unused = update(Link).where(Link.id == link_id, Link.used_at.is_(None))
    return await changes_one(session, unused.values(used_at=now))
