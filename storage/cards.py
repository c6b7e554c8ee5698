"""Messages of one thing that stay true: those that are shown in chats, and those that wait to be."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, case, func, literal, select, update

from storage.columns import Moment
from storage.database import Session
from storage.groups import Group, GroupState
from storage.outbox import PROMISED, WAITING, OutboxRow, OutboxState


class Arrived(NamedTuple):
    """A message of a card that is in a chat; while it is on its way it has no `message_id` yet."""

    id: int
    chat_id: int
    person_id: int | None
    kelurahan_id: int | None
    area_id: int | None
    message_id: int | None
    method: str
    template: str
    file: str | None
    topic_id: int | None


class InGroup(NamedTuple):
    """A message of a card in a group, perhaps in a topic; it has no `message_id` before it is there."""

    chat_id: int
    topic_id: int | None
    message_id: int | None


async def list_in_groups(session: Session, card: str) -> list[InGroup]:
    """The newest message of a card in each group that is linked now, sent or still promised."""
    newest = (
        select(func.max(OutboxRow.id))
        .where(
            OutboxRow.card == card,
            OutboxRow.state.in_((*PROMISED, OutboxState.SENT)),
            OutboxRow.method.not_like("edit%"),
        )
        .group_by(OutboxRow.chat_id)
    )
    query = (
        select(OutboxRow.chat_id, OutboxRow.topic_id, OutboxRow.sent_message_id)
        .join(Group, Group.chat_id == OutboxRow.chat_id)
        .where(OutboxRow.id.in_(newest), Group.state == GroupState.LINKED)
        .order_by(OutboxRow.chat_id)
    )
    return [InGroup(row[0], row[1], row[2]) for row in await session.execute(query) if row[0] is not None]


async def refresh_waiting(
    session: Session,
    card: str,
    template: str,
    facts: dict[str, Any],
    *,
    expires_at: datetime | None,
    soonest: datetime,
) -> set[int]:
    """Let all that waits of a card say what is true now, edits `soonest` or earlier; gives its chats."""
    edits = OutboxRow.method.like("edit%")
    late = edits & (OutboxRow.state == OutboxState.QUEUED) & (OutboxRow.not_before > soonest)
    statement = (
        update(OutboxRow)
        .where(OutboxRow.card == card, OutboxRow.settled_at.is_(None), OutboxRow.state.in_(WAITING))
        .values(
            template=template,
            facts=facts,
            expires_at=case((edits, OutboxRow.expires_at), else_=literal(expires_at, Moment())),
            not_before=case((late, literal(soonest, Moment())), else_=OutboxRow.not_before),
        )
        .returning(OutboxRow.chat_id)
        .execution_options(synchronize_session=False)
    )
    return {chat_id for chat_id in await session.scalars(statement) if chat_id is not None}


async def refresh_invitations(
    session: Session, card: str, template: str, facts: dict[str, Any], expires_at: datetime
) -> None:
    """Let invitations that are not in a chat yet say what is true now, also if tried again."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.card == card,
            OutboxRow.template == template,
            OutboxRow.state.in_(PROMISED),
            OutboxRow.method.not_like("edit%"),
        )
        .values(facts=facts, expires_at=expires_at)
    )


async def hasten(session: Session, names: Collection[str], moment: datetime) -> None:
    """What waits of these cards to be sent, and was to wait beyond a moment, leaves then."""
    late = update(OutboxRow).where(
        OutboxRow.card.in_(names),
        OutboxRow.settled_at.is_(None),
        OutboxRow.state.in_(WAITING),
        OutboxRow.method.not_like("edit%"),
        OutboxRow.not_before > moment,
    )
    await session.execute(late.values(not_before=moment).execution_options(synchronize_session=False))


async def list_chats(session: Session, card: str) -> list[tuple[int, int | None]]:
    """The (chat, person) whom a card has reached, or is on its way to."""
    query = select(OutboxRow.chat_id, OutboxRow.person_id).where(
        OutboxRow.card == card,
        OutboxRow.state.in_((OutboxState.SENT, OutboxState.SENDING)),
        OutboxRow.method.not_like("edit%"),
    )
    rows = await session.execute(query.distinct().order_by(OutboxRow.chat_id))
    return [(chat_id, person_id) for chat_id, person_id in rows if chat_id is not None]


async def list_arrived(session: Session, card: str, persons: Collection[int] | None = None) -> list[Arrived]:
    """The messages of a card that are in a chat, and those that are on their way at this moment.

    With `persons`, those of these only.
    """
    there = (OutboxRow.state == OutboxState.SENT) & OutboxRow.sent_message_id.is_not(None)
    query = select(
        OutboxRow.id,
        OutboxRow.chat_id,
        OutboxRow.person_id,
        OutboxRow.kelurahan_id,
        OutboxRow.area_id,
        OutboxRow.sent_message_id,
        OutboxRow.method,
        OutboxRow.template,
        OutboxRow.file,
        OutboxRow.topic_id,
    ).where(
        OutboxRow.card == card,
        OutboxRow.chat_id.is_not(None),
        OutboxRow.method.not_like("edit%"),
        there | (OutboxRow.state == OutboxState.SENDING),
    )
    if persons is not None:
        query = query.where(OutboxRow.person_id.in_(persons))
    return [Arrived._make(row) for row in await session.execute(query.order_by(OutboxRow.id))]


async def list_showing(session: Session, card: str, template: str) -> list[Arrived]:
    """The newest message of a card in each chat, where no tap has turned it into anything else since."""
    newest = {one.chat_id: one for one in await list_arrived(session, card)}
    return [one for one in newest.values() if await _find_shown(session, one) in (None, template)]


async def _find_shown(session: Session, one: Arrived) -> str | None:
    """What a message was changed into last; edits come after it, so the rows before it are not looked at."""
    query = select(OutboxRow.template).where(
        OutboxRow.id > one.id,
        OutboxRow.chat_id == one.chat_id,
        OutboxRow.message_id == one.message_id,
        OutboxRow.method.like("edit%"),
    )
    return await session.scalar(query.order_by(OutboxRow.id.desc()).limit(1))


async def refresh_promised(
    session: Session, card: str, facts: dict[str, Any], person_ids: Collection[int] | None = None
) -> None:
    """Let what is not in a chat yet say what is true now, also when it has to be tried again.

    With `person_ids`, only what is for them.
    """
    promised = update(OutboxRow).where(
        OutboxRow.card == card, OutboxRow.state.in_(PROMISED), OutboxRow.method.not_like("edit%")
    )
    if person_ids is not None:
        promised = promised.where(OutboxRow.person_id.in_(person_ids))
    await session.execute(promised.values(facts=facts))


async def is_promised(session: Session, card: str) -> bool:
    """Whether a message of a card waits or is on its way; edits of it are none."""
    query = select(OutboxRow.id).where(
        OutboxRow.card == card, OutboxRow.state.in_(PROMISED), OutboxRow.method.not_like("edit%")
    )
    return await session.scalar(query.limit(1)) is not None


async def stop(session: Session, card: str, now: datetime) -> None:
    """Take back the messages of a card that wait; what is on its way is not tried again."""
    ours = (OutboxRow.card == card) & OutboxRow.method.not_like("edit%")
    await session.execute(
        update(OutboxRow)
        .where(ours, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.CANCELLED, settled_at=now, facts=None, key=None)
    )
    await session.execute(
        update(OutboxRow).where(ours, OutboxRow.state == OutboxState.SENDING).values(expires_at=now)
    )


async def forget(session: Session, ids: Collection[int]) -> None:
    """These messages are not in their chats any more, or will not be."""
    table = OutboxRow.__table__
    assert isinstance(table, SqlTable)
    gone = update(table).where(table.c.id == bindparam("row")).values(sent_message_id=None)
    await (await session.connection()).execute(gone, [{"row": row_id} for row_id in ids])
