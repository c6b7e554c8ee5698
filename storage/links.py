"""Links that let people in: an officer's is used once and expires, an RT's join link can be used by many."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, one_of
from storage.database import Session, Table
from storage.people import RoleKind


class Link(Table):
    """Only the hash of the payload is kept. `role` None is a resident's join link."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    payload_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[RoleKind | None] = mapped_column(one_of(RoleKind))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


async def find_link(session: Session, payload_hash: str) -> Link | None:
    """The link with this hash, locked so that two people cannot use it at the same time."""
    return await session.scalar(select(Link).where(Link.payload_hash == payload_hash).with_for_update())
