"""Two hundred people tap `Ikut` at the same moment, each on a connection of their own (R25)."""

import asyncio

import pytest
from sqlalchemy import func, select

from actions.answers import AnswerKind
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from tests.unit.seating import answers_of, plan_training, say, settle_trainees, standing

PEOPLE, SEATS, CONNECTIONS = 200, 20, 40


@pytest.mark.postgres
async def test_no_seat_is_given_twice_when_two_hundred_tap_at_once(postgres_url: str) -> None:
    databases = [Database(postgres_url) for _ in range(CONNECTIONS // 10)]  # a pool holds ten
    try:
        await _story(databases)
    finally:
        for database in databases:
            await database.close()


async def _story(databases: list[Database]) -> None:
    chats = await settle_trainees(databases[0], PEOPLE)
    activity = await plan_training(databases[0], SEATS)
    ways = [databases[number % len(databases)] for number in range(PEOPLE)]
    await asyncio.gather(*(say(way, chat, activity) for way, chat in zip(ways, chats, strict=True)))

    found = await standing(databases[0], activity)
    assert sorted(found.held.values()) == list(range(1, SEATS + 1))
    assert len(found.waiting) == len(set(found.waiting)) == PEOPLE - SEATS
    assert set(found.held) | set(found.waiting) == set(chats)
    said = list((await answers_of(databases[0], activity)).values())
    assert (said.count(AnswerKind.YES), said.count(AnswerKind.WAIT)) == (SEATS, PEOPLE - SEATS)

    gone = list(found.held)[:5]
    leaving = (say(way, chat, activity, AnswerKind.NO) for way, chat in zip(ways, gone, strict=False))
    await asyncio.gather(*leaving)
    after = await standing(databases[0], activity)
    assert after.offered == found.waiting[:5]
    assert len(after.held) + len(after.offered) == SEATS
    async with databases[0].reading() as session:
        offers = select(func.count()).where(
            OutboxRow.template == "activities/seat_offer", OutboxRow.state == OutboxState.QUEUED
        )
        assert await session.scalar(offers) == 5
