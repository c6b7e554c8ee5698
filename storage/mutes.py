"""Mutes: which kinds of messages somebody does not want to get."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, one_of
from storage.database import Session, Table, insert
from storage.outbox import News


class Mute(Table):
    """That a person muted one kind of news; urgent ones cannot be muted."""

    __tablename__ = "mutes"
    __table_args__ = (Index("uq_mutes_person_id_kind", "person_id", "kind", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[News] = mapped_column(one_of(News))
    at: Mapped[datetime] = mapped_column(Moment)


async def list_muted(session: Session, news: News) -> set[int]:
    """Who does not want to get this kind of news."""
    return set(await session.scalars(select(Mute.person_id).where(Mute.kind == news)))


async def list_of_person(session: Session, person_id: int) -> set[News]:
    """Which kinds of news a person does not want."""
    return set(await session.scalars(select(Mute.kind).where(Mute.person_id == person_id)))


async def add(session: Session, person_id: int, kind: News, now: datetime) -> None:
    """Mute a kind of news; once is enough."""
    row = {"person_id": person_id, "kind": kind, "at": now}
    await session.execute(insert(session, Mute).values(row).on_conflict_do_nothing())


async def remove(session: Session, person_id: int, kind: News) -> None:
    """Let a kind of news be heard again."""
    await session.execute(delete(Mute).where(Mute.person_id == person_id, Mute.kind == kind))
