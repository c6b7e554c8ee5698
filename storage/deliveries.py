"""What the delivery asks of the outbox: what is ready, what is taken, what came back, what is too late."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import aliased

from storage.attention import share_fate
from storage.columns import Moment
from storage.database import Session
from storage.outbox import WAITING, Hours, Lane, News, OutboxRow, OutboxState, find_card
from storage.people import Person

Ready = Row[int, int | None, Hours, int | None, News | None]
"""A row that is ready: (id, kelurahan_id, hours, chat_id, news)."""
Now = datetime | ColumnElement[datetime]
_LATE = and_(OutboxRow.settled_at.is_(None), OutboxRow.state.in_(WAITING), OutboxRow.expires_at.is_not(None))


async def list_ready(
    session: Session, lane: Lane, now: datetime, limit: int, but: Collection[int] = ()
) -> Sequence[Ready]:
    """What of a lane could be sent now, the first of each chat only; a look that takes no lock.

    Rows of a chat that is being written to are left out, and those of the chats `but`.
    """
    asked = {"now": now, "most": limit, "but": list(but)}
    return (await session.execute(_what_is_ready(lane), asked)).all()


@cache
def _what_is_ready(lane: Lane) -> Select[int, int | None, Hours, int | None, News | None]:
    """Made once for each lane, because it is asked many times a second."""
    now, ahead = bindparam("now", type_=Moment()), aliased(OutboxRow)
    urgent = list(Lane)[: list(Lane).index(lane)]
    before = select(ahead.id).where(
        ahead.settled_at.is_(None),
        ahead.chat_id == OutboxRow.chat_id,
        (ahead.state == OutboxState.SENDING)
        | and_(
            # one that waits for an hour to come lets others pass; one that is being retried does not
            _is_waiting(ahead, now),
            (ahead.not_before <= now) | (ahead.state == OutboxState.RETRYING),
            ahead.lane.in_(urgent) | ((ahead.lane == lane) & (ahead.id < OutboxRow.id)),
        ),
    )
    others = OutboxRow.chat_id.not_in(bindparam("but", expanding=True))
    query = select(
        OutboxRow.id, OutboxRow.kelurahan_id, OutboxRow.hours, OutboxRow.chat_id, OutboxRow.news
    ).where(OutboxRow.lane == lane, _is_due(now), others, ~before.exists())
    return query.order_by(OutboxRow.not_before, OutboxRow.id).limit(bindparam("most", type_=Integer()))


async def lock_ready(
    session: Session, ids: Collection[int], now: datetime
) -> Sequence[Row[OutboxRow, str | None, str | None]]:
    """Those of the rows that may still be sent, as they are at this moment.

    Gives (OutboxRow, salutation, language) rows, locked, so that nobody changes or cancels what is about to
    be sent; what somebody is changing is left for the next time.
    """
    query = (
        select(OutboxRow, Person.salutation, Person.language)
        .outerjoin(Person, Person.id == OutboxRow.person_id)
        .where(OutboxRow.id.in_(ids), _is_due(now))
        .order_by(OutboxRow.id)
        .with_for_update(of=OutboxRow, skip_locked=True)
    )
    return (await session.execute(query.execution_options(populate_existing=True))).all()


def _is_waiting(row: type[OutboxRow], now: Now) -> ColumnElement[bool]:
    """A line waits with its bundle, and not for itself."""
    return (
        row.bundle_id.is_(None) & row.state.in_(WAITING) & or_(row.expires_at.is_(None), row.expires_at > now)
    )


def _is_due(now: Now) -> ColumnElement[bool]:
    return and_(OutboxRow.settled_at.is_(None), _is_waiting(OutboxRow, now), OutboxRow.not_before <= now)


async def is_anything_over(session: Session, now: datetime, but: Collection[int] = ()) -> bool:
    """Whether a lease has run out or something came too late; a look, without a lock."""
    late = select(OutboxRow.id).where(_LATE, OutboxRow.expires_at <= now).limit(1)
    lost = select(OutboxRow.id).where(OutboxRow.lease_until <= now, _is_lost(but)).limit(1)
    return await session.scalar(late) is not None or await session.scalar(lost) is not None


async def release_expired(session: Session, now: datetime, but: Collection[int] = ()) -> None:
    """Take back what was being sent by a process that died: its lease has run out.

    What became of `but` is still to be written down, and of the lines that they bring.
    """
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.state == OutboxState.SENDING, OutboxRow.lease_until <= now, _is_lost(but))
        .values(state=OutboxState.RETRYING, lease_until=None)
    )


def _is_lost(held: Collection[int]) -> ColumnElement[bool]:
    return func.coalesce(OutboxRow.bundle_id, OutboxRow.id).not_in(held) if held else true()


async def expire(session: Session, now: datetime) -> Counter[tuple[str, str | None]]:
    """Drop what came too late to make sense; returns how many of which (template, subject), for the log."""
    late = await session.execute(
        update(OutboxRow)
        .where(_LATE, OutboxRow.expires_at <= now)
        .values(state=OutboxState.EXPIRED, settled_at=now, facts=None, key=None)
        .returning(OutboxRow.template, OutboxRow.subject)
    )
    return Counter((template, subject) for template, subject in late)


async def hold(session: Session, kelurahan_id: int, hours: Hours, now: datetime, until: datetime) -> None:
    """Let what is due in a closed window of a kelurahan wait for its end; others of its chat may pass."""
    await session.execute(
        update(OutboxRow)
        .where(_is_due(now), OutboxRow.kelurahan_id == kelurahan_id, OutboxRow.hours == hours)
        .values(not_before=until, state=OutboxState.QUEUED)
    )


async def let_go(session: Session, kelurahan_id: int, hours: Hours, until: datetime, now: datetime) -> None:
    """What waits for the end of a closed window that was changed is due again, and then asked about anew."""
    await session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.settled_at.is_(None),
            OutboxRow.state == OutboxState.QUEUED,
            OutboxRow.kelurahan_id == kelurahan_id,
            OutboxRow.hours == hours,
            OutboxRow.not_before == until,
        )
        .values(not_before=now)
    )


async def find_message_to_edit(session: Session, row: OutboxRow) -> None:
    """An edit that was promised before its message was sent learns now which message that is.

    Without one (it was never sent, or is gone) the edit becomes a message of its own. Who claims waits for
    nobody's lock, because others may wait for what it holds.
    """
    if not row.method.startswith("edit") or row.message_id is not None:
        return
    assert row.chat_id is not None
    shown = await find_card(session, row.chat_id, row.card or "")
    if shown is not None and shown.sent_message_id is not None:
        row.message_id = shown.sent_message_id
    else:
        row.method = "sendPhoto" if row.method == "editMessageMedia" else "sendMessage"


async def send_anew(session: Session, row: OutboxRow) -> None:
    """What an edit would change is gone: it becomes a message of its own, with the same file."""
    assert row.chat_id is not None
    shown = await find_card(session, row.chat_id, row.card or "")
    row.method, row.file = (shown.method, shown.file) if shown is not None else ("sendMessage", None)
    row.message_id = None


async def say_again(session: Session, edit: OutboxRow, now: datetime) -> bool:
    """What an edit cannot change where it is waits once more, in the edit's words; False when unknown."""
    shown = await session.scalar(
        select(OutboxRow).where(
            OutboxRow.chat_id == edit.chat_id,
            OutboxRow.subject == edit.subject,
            OutboxRow.sent_message_id == edit.message_id,
            OutboxRow.state == OutboxState.SENT,
            OutboxRow.method.not_like("edit%"),
        )
    )
    if shown is None:
        return False
    shown.template, shown.facts, shown.topic_id = edit.template, edit.facts, edit.topic_id
    shown.state, shown.settled_at, shown.sent_message_id = OutboxState.QUEUED, None, None
    shown.not_before, shown.attempts = now, 0
    return True


async def mark_sending(session: Session, ids: Collection[int], lease_until: datetime) -> None:
    """Take these for as long as the lease lasts; from now on a newer state is a message of its own."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids))
        .values(state=OutboxState.SENDING, lease_until=lease_until, attempts=OutboxRow.attempts + 1, key=None)
    )


async def give_up_chat(session: Session, chat_id: int, now: datetime) -> None:
    """A chat that Telegram does not let us write to any more: what waits for it will not be sent."""
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.settled_at.is_(None), OutboxRow.chat_id == chat_id, OutboxRow.state.in_(WAITING))
        .values(state=OutboxState.UNREACHABLE, settled_at=now, facts=None, key=None)
    )
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.chat_id == chat_id,
            OutboxRow.state == OutboxState.UNREACHABLE,
            OutboxRow.person_id.is_(None),
            OutboxRow.subject.is_(None),
        )
    )


async def mark_sent(session: Session, arrived: Mapping[int, int | None], now: datetime) -> None:
    """These have become messages: row id -> message id."""
    table = OutboxRow.__table__
    assert isinstance(table, SqlTable)
    over = {"state": OutboxState.SENT, "settled_at": now, "lease_until": None, "facts": None, "error": None}
    await (await session.connection()).execute(
        update(table)
        .where(table.c.id == bindparam("row"), table.c.state == OutboxState.SENDING)
        .values(**over, sent_message_id=bindparam("message")),
        [{"row": row_id, "message": message_id} for row_id, message_id in arrived.items()],
    )
    await share_fate(session, arrived, OutboxState.SENT, now)
    await forget_strangers(session, arrived)


async def close(session: Session, arrived: Mapping[int, int | None], now: datetime) -> None:
    """These are over: sent what became a message, else failed; nothing else follows from it."""
    for row_id, message_id in arrived.items():
        state = OutboxState.SENT if message_id else OutboxState.FAILED
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == row_id, OutboxRow.state == OutboxState.SENDING)
            .values(
                state=state,
                sent_message_id=message_id,
                settled_at=now,
                lease_until=None,
                facts=None,
            )
        )
        await share_fate(session, [row_id], state, now)


async def forget_strangers(session: Session, ids: Collection[int]) -> None:
    """Delete of these what is finished, about nobody, and about nothing that we keep."""
    await session.execute(
        delete(OutboxRow).where(
            OutboxRow.id.in_(ids),
            OutboxRow.settled_at.is_not(None),
            OutboxRow.person_id.is_(None),
            OutboxRow.subject.is_(None),
        )
    )
