"""What the delivery takes: nothing too late or in a closed hour, and nobody waits for those who rest."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs
from telegram.ext import ExtBot

from actions import messages
from actions.messages import Hours, Lane, News, Post, Recipient
from bot.claiming import Claims
from bot.delivery import Delivery
from bot.limits import Limiter
from bot.verdicts import Outcome, Verdict
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from tests.faults.sequence import StillClock
from tests.people import build_kelurahan

NOON, NIGHT = datetime(2026, 11, 18, 5, tzinfo=UTC), datetime(2026, 11, 18, 16, tzinfo=UTC)
PLACES = {Lane.REPLY: 8, Lane.NOTICE: 7, Lane.BULK: 6}


class Taker:
    """A delivery that only takes; its two clocks stand still unless they are moved."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.clock, self.seconds = database, StillClock(now), 0.0
        self.claims = Claims(database, self.clock, Limiter(), lambda: self.seconds)

    async def promise(self, *chats: int, kelurahan_id: int | None = None, **how: Any) -> None:
        async with self.database.transaction() as session:
            post = Post("x/y", {}, **how)
            recipients = [Recipient(chat, None, kelurahan_id) for chat in chats]
            await messages.send(session, recipients, post, now=self.clock.now())

    async def take(self) -> list[int]:
        return [letter.chat_id for letter in await self.claims.claim(PLACES)]

    async def states(self) -> dict[int | None, OutboxState]:
        async with self.database.reading() as session:
            rows = await session.execute(select(OutboxRow.chat_id, OutboxRow.state))
            return {row[0]: row[1] for row in rows}


async def test_what_is_too_late_is_never_taken_and_lets_others_of_its_chat_pass(database: Database) -> None:
    taker = Taker(database, NOON)
    await taker.promise(1, expires_at=NOON)
    await taker.promise(1, 2)
    assert await taker.take() == [1, 2]
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow.state).order_by(OutboxRow.id))
        assert list(rows) == [OutboxState.QUEUED, OutboxState.SENDING, OutboxState.SENDING]


async def test_a_sweep_drops_what_is_too_late_and_says_what_it_was(database: Database) -> None:
    taker = Taker(database, NOON)
    await taker.promise(1, 2, expires_at=NOON, subject="activity:1")
    with capture_logs() as said:
        await taker.claims.sweep()
    assert await taker.states() == {1: OutboxState.EXPIRED, 2: OutboxState.EXPIRED}
    told = [(each["template"], each["subject"], each["count"]) for each in said]
    assert told == [("x/y", "activity:1", 2)]


async def test_what_a_process_lost_is_taken_back_by_the_sweep(database: Database) -> None:
    taker = Taker(database, NOON)
    await taker.promise(1)
    assert await taker.take() == [1]
    taker.clock.moment += timedelta(minutes=3)
    assert await taker.take() == []
    await taker.claims.sweep()
    assert await taker.take() == [1]


async def test_what_this_process_still_holds_is_not_taken_back_however_long_it_takes(
    database: Database,
) -> None:
    taker = Taker(database, NOON)
    await taker.promise(1, 2, 3)
    letters = await taker.claims.claim(PLACES)
    async with database.transaction() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.chat_id == 3).values(bundle_id=letters[0].id))
    taker.clock.moment += timedelta(minutes=3)
    await taker.claims.sweep([letters[0].id])
    states = {1: OutboxState.SENDING, 2: OutboxState.RETRYING, 3: OutboxState.SENDING}
    assert await taker.states() == states


async def test_a_letter_that_is_on_its_way_longer_than_its_lease_is_sent_once(database: Database) -> None:
    taker, begun, arrived = Taker(database, NOON), list[str](), asyncio.Event()

    class SlowBot:
        async def do_api_request(self, method: str, **_: Any) -> dict[str, int]:
            begun.append(method)
            await arrived.wait()
            return {"message_id": 7}

    bot = cast("ExtBot[None]", SlowBot())
    delivery = Delivery(database, bot, taker.clock, monotonic=lambda: taker.seconds)
    async with database.transaction() as session:
        await messages.send(session, [Recipient(1)], Post("menu/one_role", {}, subject="x:1"), now=NOON)
    assert await delivery.send_some()
    await asyncio.sleep(0)
    taker.clock.moment, taker.seconds = NOON + timedelta(minutes=3), 180.0
    await delivery.send_some()
    arrived.set()
    await delivery.finish()
    assert begun == ["sendMessage"]
    assert await taker.states() == {1: OutboxState.SENT}


async def test_a_closed_hour_holds_one_kelurahan_and_lets_the_rest_go_in_the_same_breath(
    database: Database,
) -> None:
    async with database.transaction() as session:
        kelurahan_id = (await build_kelurahan(session)).kelurahan.id
    taker = Taker(database, NIGHT)
    await taker.promise(*range(1, 31), kelurahan_id=kelurahan_id, hours=Hours.OPEN, lane=Lane.BULK)
    await taker.promise(40, lane=Lane.BULK)
    assert await taker.take() == [40]
    taker.clock.moment += timedelta(hours=8)
    assert await taker.take() == [1, 2, 3, 4, 5, 6]


async def test_chats_that_rest_do_not_keep_the_others_waiting(database: Database) -> None:
    taker = Taker(database, NOON)
    await taker.promise(*range(1, 21))
    await taker.promise(30)
    for chat in range(1, 21):
        taker.claims.limiter._pauses[chat] = 10.0
    assert await taker.take() == [30]
    assert taker.claims.patience <= 0.1
    assert await taker.take() == []
    taker.seconds = 10.0
    assert len(await taker.take()) == 7


async def test_a_chat_that_telegram_told_to_wait_is_not_asked_for_before(database: Database) -> None:
    taker = Taker(database, NOON)
    await taker.promise(1, 2)
    taker.claims.limiter.learn(1, Verdict(Outcome.REST, seconds=5), 0.0)
    assert await taker.take() == [2]
    taker.seconds = 4.9
    assert await taker.take() == []
    taker.seconds = 5.0
    assert await taker.take() == [1]


@pytest.mark.parametrize("lane, most", [(Lane.REPLY, 8), (Lane.NOTICE, 7), (Lane.BULK, 6)])
async def test_no_lane_but_replies_takes_the_last_connections(
    sqlite_database: Database, lane: Lane, most: int
) -> None:
    taker = Taker(sqlite_database, NOON)
    await taker.promise(*range(1, 31), lane=lane)
    assert len(await taker.take()) == most


async def test_what_others_are_changing_is_left_for_later_and_not_asked_for_without_end(
    postgres_url: str,
) -> None:
    database = Database(postgres_url)
    async with database.transaction() as session:
        kelurahan_id = (await build_kelurahan(session)).kelurahan.id
    taker = Taker(database, NOON)
    for _ in range(4):
        await taker.promise(1, kelurahan_id=kelurahan_id)
    async with database.transaction() as changing:
        await changing.execute(update(OutboxRow).values(news=News.ANNOUNCEMENT))
    async with database.transaction() as changing:
        await changing.execute(select(OutboxRow.id).with_for_update())
        async with asyncio.timeout(5):
            assert await taker.take() == []
    assert taker.claims.patience <= 0.1
    await database.close()


async def test_replies_are_taken_before_notices_and_bulk(sqlite_database: Database) -> None:
    taker = Taker(sqlite_database, NOON)
    await taker.promise(1, 2, 3, lane=Lane.BULK)
    await taker.promise(4, 5, 6, lane=Lane.NOTICE)
    await taker.promise(7, 8, 9, lane=Lane.REPLY)
    assert await taker.take() == [7, 8, 9, 4, 5, 6]
