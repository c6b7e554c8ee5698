"""Groups: Telegram groups that the bot was put into, and the area that each is linked with."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Moment, Sealed, one_of
from storage.database import Session, Table


class GroupState(StrEnum):
    """Waits to be linked, is linked, or the bot cannot write there any more."""

    WAITING = "waiting"
    LINKED = "linked"
    GONE = "gone"


class Group(Table):
    """A Telegram group; `topic_id` is the forum topic to write into, None for the group itself."""

    __tablename__ = "groups"

    chat_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    title: Mapped[str | None] = mapped_column(Sealed)
    topic_id: Mapped[int | None] = mapped_column(BigId)
    state: Mapped[GroupState] = mapped_column(one_of(GroupState), default=GroupState.WAITING)
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(Moment)


async def list_linked(session: Session, area_ids: Sequence[int]) -> list[Group]:
    """The groups that are linked with these areas and can be written to, by area."""
    query = select(Group).where(Group.area_id.in_(area_ids), Group.state == GroupState.LINKED)
    return list(await session.scalars(query.order_by(Group.area_id, Group.chat_id)))
