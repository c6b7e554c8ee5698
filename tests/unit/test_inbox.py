"""The inbox: a repeat changes nothing, chats keep their order, and nothing blocks a chat for good."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import inbox
from storage.database import Database
from storage.inbox import MAX_ATTEMPTS, InboxRow, InboxState

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def message(update_id: int, chat: int, text: str = "halo") -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "Warga"}
    said = {
        "message_id": update_id,
        "date": 0,
        "chat": {"id": chat, "type": "private"},
        "from": who,
        "text": text,
    }
    return {"update_id": update_id, "message": said}


async def _add(database: Database, *updates: dict[str, Any]) -> None:
    async with database.transaction() as session:
        await inbox.add_updates(session, updates, NOW)


async def _next_id(database: Database, now: datetime = NOW) -> int | None:
    """What is next; it is marked done."""
    async with database.transaction() as session:
        row = await inbox.lock_next(session, now)
        if row is not None:
            inbox.settle(row, now)
        return row.update_id if row else None


async def test_an_update_that_comes_twice_is_one_row(database: Database) -> None:
    await _add(database, message(7, 1, "pertama"))
    await _add(database, message(7, 1, "kedua"), message(8, 1))
    async with database.reading() as session:
        rows = (await session.scalars(select(InboxRow).order_by(InboxRow.update_id))).all()
    assert [row.update_id for row in rows] == [7, 8]
    assert rows[0].payload is not None
    assert rows[0].payload["message"]["text"] == "pertama"


async def test_an_update_that_is_done_stays_done_when_it_comes_again(database: Database) -> None:
    await _add(database, message(7, 1))
    assert await _next_id(database) == 7
    await _add(database, message(7, 1))
    assert await _next_id(database) is None


async def test_a_done_update_keeps_its_number_and_nothing_else(database: Database) -> None:
    await _add(database, message(7, 1))
    await _next_id(database)
    async with database.reading() as session:
        row = (await session.scalars(select(InboxRow))).one()
    assert (row.update_id, row.payload, row.lane, row.state) == (7, None, None, InboxState.DONE)


async def test_one_chat_waits_for_its_failed_update_while_others_go_on(database: Database) -> None:
    await _add(database, message(1, 10), message(2, 10), message(3, 20))
    async with database.transaction() as session:
        row = await inbox.lock_next(session, NOW)
        assert row is not None
        assert inbox.postpone(row, NOW, "RuntimeError")
    assert await _next_id(database) == 3
    assert await _next_id(database) is None
    assert [await _next_id(database, LATER), await _next_id(database, LATER)] == [1, 2]


async def test_a_poisonous_update_is_given_up_after_a_bounded_number_of_attempts(database: Database) -> None:
    await _add(database, message(1, 10), message(2, 10))
    now, tries = NOW, 0
    while True:
        tries += 1
        async with database.transaction() as session:
            row = await inbox.lock_next(session, now)
            assert row is not None
            assert row.update_id == 1
            if not inbox.postpone(row, now, "RuntimeError"):
                inbox.settle(row, now, InboxState.PARKED)
                break
        now += timedelta(minutes=1)
    assert tries == MAX_ATTEMPTS
    assert await _next_id(database, now) == 2


async def test_two_workers_never_hold_updates_of_the_same_chat(postgres_url: str) -> None:
    database = Database(postgres_url)
    await _add(database, message(1, 10), message(2, 10), message(3, 20))
    async with database.transaction() as first, database.transaction() as second:
        one = await inbox.lock_next(first, NOW)
        other = await inbox.lock_next(second, NOW)
        assert one is not None
        assert other is not None
        assert (one.update_id, other.update_id) == (1, 3)
        async with database.transaction() as third:
            assert await inbox.lock_next(third, NOW) is None
    await database.close()


def test_taps_and_blocks_run_in_the_lane_of_their_chat() -> None:
    who = {"id": 5, "is_bot": False, "first_name": "Warga"}
    said = {"message_id": 1, "chat": {"id": 5}}
    assert (
        inbox.lane_of(
            {"update_id": 1, "callback_query": {"id": "1", "from": who, "message": said, "data": "x"}}
        )
        == 5
    )
    assert inbox.lane_of({"update_id": 1, "callback_query": {"id": "1", "from": who, "data": "x"}}) == 5
    assert inbox.lane_of({"update_id": 1, "my_chat_member": {"chat": {"id": 5}, "from": {"id": 9}}}) == 5
    assert inbox.lane_of({"update_id": 1, "something_new": "?"}) == 0
