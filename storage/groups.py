"""Groups: Telegram groups that the bot was put into, and the area that each is linked with."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Moment, Sealed, one_of
from storage.database import Session, Table
from storage.outbox import WAITING, OutboxRow, OutboxState


class GroupState(StrEnum):
    """Waits to be linked, is linked, or the bot cannot write there any more."""

    WAITING = "waiting"
    LINKED = "linked"
    GONE = "gone"


class Group(Table):
    """A Telegram group; `topic_id` is the forum topic to write into, None for the group itself.

    While it waits, `linked_by_id` is who was asked which of their areas it belongs to.
    """

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


async def find_group(session: Session, chat_id: int) -> Group | None:
    """The group of this chat, locked, so that what happens to it comes one after the other."""
    return await session.get(Group, chat_id, with_for_update=True)


async def add_group(session: Session, group: Group) -> None:
    """Remember a group that the bot was put into."""
    session.add(group)
    await session.flush()


async def move_group(session: Session, old: int, new: int, now: datetime) -> None:
    """A group got a new number: its row, and its messages, go there; those of before cannot be edited."""
    group = await find_group(session, old)
    if group is not None:
        await session.execute(delete(Group).where(Group.chat_id == new))
        group.chat_id, group.topic_id, group.changed_at = new, None, now
        await session.flush()
    waiting = OutboxRow.settled_at.is_(None) & OutboxRow.state.in_(WAITING) & (OutboxRow.chat_id == old)
    await session.execute(
        update(OutboxRow)
        .where(waiting, OutboxRow.method.like("edit%"), OutboxRow.card.is_(None))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.chat_id == old)
        .values(chat_id=new, topic_id=None, message_id=None, sent_message_id=None)
    )


async def stop_chat(session: Session, chat_id: int, now: datetime) -> None:
    """Take back what waits for a group; what is on its way there is not tried again."""
    ours = OutboxRow.settled_at.is_(None) & (OutboxRow.chat_id == chat_id)
    await session.execute(
        update(OutboxRow)
        .where(ours, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )
    await session.execute(
        update(OutboxRow).where(ours, OutboxRow.state == OutboxState.SENDING).values(expires_at=now)
    )


async def leave_topic(session: Session, chat_id: int, topic_id: int) -> int | None:
    """A topic takes no messages: what waits for it goes where its group is written to; gives that topic."""
    group = await find_group(session, chat_id)
    if group is not None and group.topic_id == topic_id:
        group.topic_id = None
    instead = group.topic_id if group is not None else None
    waiting = OutboxRow.settled_at.is_(None) & OutboxRow.state.in_(WAITING)
    await session.execute(
        update(OutboxRow)
        .where(waiting, OutboxRow.chat_id == chat_id, OutboxRow.topic_id == topic_id)
        .values(topic_id=instead)
    )
    return instead
