"""In the morning the organiser has the card of the day, once, with what the day needs."""

import asyncio
from datetime import UTC, datetime, timedelta

from actions.activities import Details, Times
from actions.day_cards import day_card_due
from storage.database import Database
from storage.outbox import OutboxRow
from tests.unit.neighbours import (
    HEAD,
    SUNDAY,
    cancel,
    deliver,
    meeting_of,
    move,
    plan_work_bee,
    posted,
    settle_neighbours,
)

MORNING = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
"""Sunday, 29 November 2026, 06.00 WIB."""


async def day_card(database: Database, now: datetime = MORNING) -> bool:
    async with database.transaction() as session:
        return await day_card_due(session, now=now)


async def cards(database: Database) -> list[OutboxRow]:
    return [row for row in await posted(database, "card") if row.method == "sendMessage"]


async def test_the_card_of_the_day_comes_once_as_a_message_of_its_own(database: Database) -> None:
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)

    assert not await day_card(database, MORNING - timedelta(minutes=1))
    await asyncio.gather(*(day_card(database) for _ in range(2)))

    (row,) = await cards(database)
    assert (row.chat_id, row.silent, (row.facts or {})["phase"]) == (HEAD, False, "day")
    assert (row.facts or {})["notes"], "the head of the RT writes down what neighbours say"
    assert row.expires_at == SUNDAY + timedelta(hours=2)
    assert (await meeting_of(database, activity_id)).organizer_at is None


async def test_each_meeting_has_its_own_card(database: Database) -> None:
    await settle_neighbours(database)
    week = timedelta(days=7)
    await plan_work_bee(database, details=Details(further=[Times(SUNDAY + week)]))
    for number in range(2):
        await deliver(database)
        assert await day_card(database, MORNING + number * week)
        (row,) = await cards(database)
        assert (row.facts or {})["starts"] == (SUNDAY + number * week).isoformat()


async def test_in_a_closed_hour_it_makes_no_sound(database: Database) -> None:
    await settle_neighbours(database)
    at_night = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    await plan_work_bee(database, starts_at=at_night)
    await deliver(database)

    assert await day_card(database, at_night - timedelta(hours=1))

    assert [row.silent for row in await cards(database)] == [True]


async def test_what_is_moved_called_off_or_over_has_no_card_of_its_old_day(database: Database) -> None:
    await settle_neighbours(database)
    moved, cancelled, over = [(await plan_work_bee(database)).plan.activity.id for _ in range(3)]
    await move(database, moved, starts_at=SUNDAY + timedelta(days=1))
    await cancel(database, cancelled)
    await deliver(database)

    assert await day_card(database, SUNDAY + timedelta(hours=3))
    assert not await day_card(database, SUNDAY + timedelta(hours=3))

    assert await cards(database) == []
    assert (await meeting_of(database, over)).organizer_at is None
