"""Mutes: which kinds of messages somebody does not want to get."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, one_of
from storage.database import Session, Table
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
