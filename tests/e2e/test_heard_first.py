"""What was sent in time while the bot was away is heard before anything ends that it was about."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.hearing import Hearing
from bot.process import Rembug
from simulator import Phone
from storage.answers import AnswerKind
from storage.database import Database
from storage.inbox import add_updates
from tests.e2e.test_activities import tap
from tests.e2e.test_training import plan_training
from tests.e2e.test_webhook import free_port
from tests.unit.seating import Standing, answers_of, standing
from tests.world import World

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)


async def test_who_took_the_offered_seat_while_the_bot_was_away_has_it(world: World) -> None:
    head = await world.rt_head()
    people = [await world.resident(name=f"Warga {sign}") for sign in "ABC"]
    activity = await plan_training(world, head, seats=1)
    for phone in people:
        await tap(world, phone, "Ikut")
    await tap(world, people[0], "Belum bisa")
    assert (await standing(world.database, activity)).offered == [people[1].user_id]
    await world.fall_asleep()
    people[1].tap("Ambil kursinya")
    world.shift.value += timedelta(hours=3).total_seconds()
    world.telegram.fail("502", 5)

    await run_until_answered(world, activity, people[1])
    assert await standing(world.database, activity) == Standing(
        {people[1].user_id: 1}, [], [people[2].user_id]
    )


async def run_until_answered(world: World, activity: int, phone: Phone) -> None:
    """The whole bot, with its own clock, until it has made something of what somebody waits for."""
    settings = world.settings.model_copy(update={"http_port": free_port()})
    rembug, stop = Rembug(settings, world.clock, database=world.database), asyncio.Event()
    running = asyncio.create_task(rembug.run(stop))
    try:
        async with asyncio.timeout(30):
            while (await answers_of(world.database, activity))[phone.user_id] is AnswerKind.WAIT:  # noqa: ASYNC110 (the rows say when)
                await asyncio.sleep(0.1)
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await running
        await world.wake_up()


async def test_nothing_counts_as_heard_before_what_waits_is_handled(sqlite_database: Database) -> None:
    hearing = Hearing()

    async def is_caught_up() -> bool:
        async with sqlite_database.reading() as session:
            return await hearing.is_caught_up(session, NOW)

    assert not await is_caught_up()
    hearing.reach()
    assert await is_caught_up()
    async with sqlite_database.transaction() as session:
        await add_updates(session, [{"update_id": 1}], NOW)
    assert await is_caught_up()
    hearing.lose()
    hearing.reach()
    assert not await is_caught_up()
