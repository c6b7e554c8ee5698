"""The outbox: in order per chat, coalesced by key, held, dropped when late, taken back after a crash."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from actions import messages
from actions.messages import Hours, Lane, Post, Recipient
from storage import deliveries
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState
from tests.people import build_kelurahan

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def _send(database: Database, chat: int, name: str, **how: Any) -> None:
    post = Post("x/y", {"name": name}, **how)
    async with database.transaction() as session:
        await messages.send(session, [Recipient(chat)], post, now=NOW)


def _name(row: OutboxRow) -> str:
    assert row.facts is not None
    return str(row.facts["name"])


async def _lock(session: Session, now: datetime) -> list[OutboxRow]:
    """All that is ready, most urgent lane first, locked."""
    found = [row.id for lane in Lane for row in await deliveries.list_ready(session, lane, now, 50)]
    rows = {row.id: row for row, *_ in await deliveries.lock_ready(session, found, now)}
    return [rows[each] for each in found if each in rows]


async def _ready(database: Database, now: datetime = NOW) -> list[str]:
    async with database.transaction() as session:
        return [_name(row) for row in await _lock(session, now)]


async def _take(
    database: Database, now: datetime = NOW, *, state: OutboxState | None = OutboxState.SENT
) -> list[str]:
    """Claim all that is ready and let it end in `state` (None: leave it on its way)."""
    async with database.transaction() as session:
        rows = await _lock(session, now)
        names = [_name(row) for row in rows]
        await deliveries.mark_sending(session, [row.id for row in rows], now + SECOND)
    async with database.transaction() as session:
        for row in [await session.get_one(OutboxRow, row.id) for row in rows]:
            row.state = state or row.state
    return names


async def test_a_chat_gets_its_messages_one_after_the_other(database: Database) -> None:
    for name in ("a", "b", "c"):
        await _send(database, 1, name)
    await _send(database, 2, "other")
    assert [await _take(database) for _ in range(4)] == [["a", "other"], ["b"], ["c"], []]


async def test_a_reply_goes_before_notices_and_notices_before_bulk(database: Database) -> None:
    await _send(database, 1, "bulk", lane=Lane.BULK)
    await _send(database, 1, "notice", lane=Lane.NOTICE)
    await _send(database, 1, "reply", lane=Lane.REPLY)
    assert [await _take(database) for _ in range(3)] == [["reply"], ["notice"], ["bulk"]]


async def test_nothing_overtakes_what_is_on_its_way_to_a_chat(database: Database) -> None:
    await _send(database, 1, "a")
    await _take(database, state=None)
    await _send(database, 1, "b", lane=Lane.REPLY)
    assert await _ready(database) == []


async def test_a_message_that_is_tried_again_keeps_its_place(database: Database) -> None:
    await _send(database, 1, "a")
    await _take(database, state=OutboxState.RETRYING)
    await _send(database, 1, "b")
    async with database.transaction() as session:
        row = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id).limit(1))).one()
        row.not_before = NOW + 30 * SECOND
    assert await _ready(database) == []
    assert await _take(database, NOW + 30 * SECOND) == ["a"]
    assert await _take(database, NOW + 30 * SECOND) == ["b"]


async def test_a_message_for_later_lets_others_pass(database: Database) -> None:
    await _send(database, 1, "later", not_before=NOW + 60 * SECOND)
    await _send(database, 1, "now")
    assert await _take(database) == ["now"]
    assert await _take(database, NOW + 60 * SECOND) == ["later"]


async def test_of_several_waiting_states_of_a_thing_only_the_newest_is_sent(database: Database) -> None:
    for name in ("12", "13", "14"):
        await _send(database, 1, name, key="card")
    assert await _take(database, state=None) == ["14"]
    await _send(database, 1, "15", key="card")
    async with database.reading() as session:
        states = (await session.scalars(select(OutboxRow.state).order_by(OutboxRow.id))).all()
    assert list(states) == [OutboxState.SENDING, OutboxState.QUEUED]


async def test_what_a_dead_process_was_sending_is_taken_back_when_its_lease_is_over(
    database: Database,
) -> None:
    await _send(database, 1, "a")
    await _take(database, state=None)
    async with database.transaction() as session:
        await deliveries.release_expired(session, NOW)
    assert await _ready(database) == []
    async with database.transaction() as session:
        await deliveries.release_expired(session, NOW + SECOND)
    assert await _ready(database, NOW + SECOND) == ["a"]


async def test_what_comes_too_late_is_dropped_and_its_facts_are_forgotten(database: Database) -> None:
    await _send(database, 1, "reminder", expires_at=NOW + SECOND)
    async with database.transaction() as session:
        assert await deliveries.expire(session, NOW + SECOND) == {("x/y", None): 1}
    async with database.reading() as session:
        row = (await session.scalars(select(OutboxRow))).one()
    assert (row.state, row.facts) == (OutboxState.EXPIRED, None)


async def test_a_closed_hour_holds_only_what_minds_it(database: Database) -> None:
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        for chat, hours in ((1, Hours.OPEN), (2, Hours.WAKING), (3, Hours.ANY)):
            post = Post("x/y", {"name": hours.value}, hours=hours)
            await messages.send(session, [Recipient(chat, None, cast.kelurahan.id)], post, now=NOW)
        await deliveries.hold(session, cast.kelurahan.id, Hours.OPEN, NOW, NOW + 60 * SECOND)
    assert sorted(await _ready(database)) == ["any", "waking"]
    assert "open" in await _ready(database, NOW + 60 * SECOND)


async def test_a_card_is_sent_once_and_then_edited(database: Database) -> None:
    async def show(count: int) -> None:
        post = Post("x/card", {"name": str(count)}, card="activity:12")
        async with database.transaction() as session:
            await messages.show_card(session, Recipient(1), post, now=NOW)

    await show(1)
    await show(2)
    assert await _take(database) == ["2"]
    async with database.transaction() as session:
        row = (await session.scalars(select(OutboxRow))).one()
        row.sent_message_id = 77
    await show(3)
    await show(4)
    async with database.reading() as session:
        edit = (await session.scalars(select(OutboxRow).where(OutboxRow.method == "editMessageText"))).one()
    assert (edit.message_id, edit.facts) == (77, {"name": "4"})


async def test_a_row_to_a_stranger_is_gone_once_it_is_over(database: Database) -> None:
    await _send(database, 1, "consent")
    await _send(database, 2, "kept", subject="activity:1")
    await _take(database, state=None)
    await _send(database, 3, "waits")
    async with database.transaction() as session:
        await deliveries.mark_sent(session, {1: 71, 2: 72, 3: 73}, NOW)
    async with database.reading() as session:
        rows = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
    assert [(row.id, row.state, row.sent_message_id, row.facts) for row in rows] == [
        (2, OutboxState.SENT, 72, None),
        (3, OutboxState.QUEUED, None, {"name": "waits"}),
    ]


async def test_changes_that_follow_each_other_closely_do_not_put_a_card_off(database: Database) -> None:
    await _send(database, 1, "1", card="activity:12")
    await _take(database)
    async with database.transaction() as session:
        (await session.scalars(select(OutboxRow))).one().sent_message_id = 77
    for tenths in range(9):
        post = Post("x/card", {"name": str(tenths)}, card="activity:12")
        async with database.transaction() as session:
            await messages.show_card(session, Recipient(1), post, now=NOW + tenths * SECOND / 10)
    assert await _ready(database, NOW + SECOND) == ["8"]


async def test_a_crowd_is_promised_one_message_each_and_newer_words_take_its_place(
    database: Database,
) -> None:
    crowd = [Recipient(chat) for chat in range(1, 1202)]
    for words, told in (("a", crowd), ("b", crowd[:700])):
        post = Post("x/y", {"name": words}, key="news:{chat}")
        async with database.transaction() as session:
            await messages.send(session, told, post, now=NOW)
    async with database.reading() as session:
        said = [_name(row) for row in await session.scalars(select(OutboxRow).order_by(OutboxRow.chat_id))]
    assert said == ["b"] * 700 + ["a"] * 501
