"""What is taken for sending cannot be changed any more, and a long history slows nothing down."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Row, event, select

from actions import messages
from actions.messages import Hours, Lane, Post, Recipient
from storage import deliveries, inbox, outbox
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


async def _send(database: Database, post: Post, chat: int = 1) -> None:
    async with database.transaction() as session:
        await messages.send(session, [Recipient(chat)], post, now=NOW)


async def _lock(session: Session) -> Sequence[Row[OutboxRow, str | None, str | None]]:
    """What is ready of the notices, locked."""
    ready = await deliveries.list_ready(session, Lane.NOTICE, NOW, 10)
    assert [row.id for row in ready] == [1]
    return await deliveries.lock_ready(session, [1], NOW)


async def _rows(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def test_a_message_that_is_being_claimed_cannot_be_cancelled_meanwhile(postgres_url: str) -> None:
    database = Database(postgres_url)
    await _send(database, Post("activities/invitation", {"n": 1}, subject="activity:1"))
    async with database.transaction() as claiming:
        ((row, *_),) = await _lock(claiming)
        cancelling = asyncio.create_task(_cancel(database))
        await asyncio.sleep(0.3)
        assert not cancelling.done()
        await deliveries.mark_sending(claiming, [row.id], NOW + timedelta(seconds=60))
    await cancelling
    (row,) = await _rows(database)
    assert (row.state, row.facts) == (OutboxState.SENDING, {"n": 1})
    await database.close()


async def _cancel(database: Database) -> None:
    async with database.transaction() as session:
        await outbox.cancel(session, "activity:1", ["activities/invitation"], NOW)


async def test_a_message_that_is_being_changed_is_not_claimed_with_its_old_words(postgres_url: str) -> None:
    database = Database(postgres_url)
    await _send(database, Post("x/card", {"n": 11}, key="card"))
    async with database.transaction() as changing:
        await messages.send(changing, [Recipient(1)], Post("x/card", {"n": 12}, key="card"), now=NOW)
        async with database.transaction() as claiming:
            assert await _lock(claiming) == []
    async with database.transaction() as claiming:
        ((row, *_),) = await _lock(claiming)
        assert row.facts == {"n": 12}
    await database.close()


async def test_a_claim_waits_for_no_lock_of_another_message_of_its_card(postgres_url: str) -> None:
    database = Database(postgres_url)
    await _send(database, Post("x/card", {"n": 1}, subject="activity:1", card="card"))
    async with database.transaction() as session:
        shown = await session.get_one(OutboxRow, 1)
        shown.state, shown.sent_message_id = OutboxState.SENT, 77
        edit = {"method": "editMessageText", "card": "card", "message_id": None}
        same = ("chat_id", "lane", "hours", "template", "not_before", "created_at")
        session.add(OutboxRow(**{name: getattr(shown, name) for name in same}, **edit))
    async with database.transaction() as changing:
        await outbox.lock_card(changing, 1, "card")
        async with database.transaction() as claiming, asyncio.timeout(2):
            row = await claiming.get_one(OutboxRow, 2)
            await deliveries.find_message_to_edit(claiming, row)
    found = (await _rows(database))[1]
    assert (found.method, found.message_id) == ("editMessageText", 77)
    await database.close()


async def test_a_reply_that_replaces_a_waiting_bulk_edit_goes_first(database: Database) -> None:
    bulk = Post("x/answered", {"n": 1}, lane=Lane.BULK)
    async with database.transaction() as session:
        await messages.edit(session, Recipient(1), 77, bulk, now=NOW)
        reply = Post("x/answered", {"n": 2}, lane=Lane.REPLY)
        await messages.edit(session, Recipient(1), 77, reply, now=NOW)
        await messages.edit(session, Recipient(1), 77, bulk, now=NOW)
    (row,) = await _rows(database)
    assert row.lane is Lane.REPLY


async def test_a_cancelled_message_makes_room_for_another_of_its_key(database: Database) -> None:
    await _send(database, Post("x/card", {"n": 1}, subject="activity:1", key="card"))
    async with database.transaction() as session:
        await outbox.cancel(session, "activity:1", ["x/card"], NOW)
    await _send(database, Post("x/card", {"n": 2}, subject="activity:1", key="card"))
    assert [row.state for row in await _rows(database)] == [OutboxState.CANCELLED, OutboxState.QUEUED]


async def test_no_question_of_the_delivery_or_the_dispatcher_reads_the_history(
    sqlite_database: Database,
) -> None:
    asked: list[str] = []
    engine = sqlite_database.engine.sync_engine

    def on_execute(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", on_execute)
    async with sqlite_database.transaction() as session:
        for question in (
            deliveries.list_ready(session, Lane.BULK, NOW, 10, [7, 8]),
            deliveries.lock_ready(session, [1], NOW),
            deliveries.hold(session, 1, Hours.OPEN, NOW, NOW),
            deliveries.is_anything_over(session, NOW),
            deliveries.expire(session, NOW),
            deliveries.release_expired(session, NOW),
            outbox.count_promised(session, NOW),
            inbox.is_anything_due(session, NOW),
            inbox.lock_next(session, NOW),
        ):
            await question
    event.remove(engine, "before_cursor_execute", on_execute)
    questions = [sql for sql in asked if "outbox" in sql or "inbox" in sql]
    assert len(questions) == 10
    async with sqlite_database.reading() as session:
        connection = await session.connection()
        for sql in questions:
            count = sql.count("?")
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple("x" * count))
            steps = [str(tuple(step)[-1]) for step in plan]
            scans = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
            assert scans == [], sql
