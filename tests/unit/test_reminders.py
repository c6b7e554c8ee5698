"""The evening before, those who come or may come are reminded once, for the time that holds."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from actions.activity_changes import cancel_activity, move_activity
from actions.answers import AnswerKind
from actions.reminders import remind_due
from storage.database import Database
from storage.outbox import Hours
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    meeting_of,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)

EVENING_BEFORE = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
"""Saturday, 28 November 2026, 19.30 WIB."""


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee on Sunday: one comes with two others, one may come, one cannot."""
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES, party=3)
    await say(database, SECOND, activity_id, AnswerKind.MAYBE)
    await say(database, THIRD, activity_id, AnswerKind.NO)
    return activity_id


async def remind(database: Database, now: datetime) -> int:
    async with database.transaction() as session:
        return await remind_due(session, now=now)


async def test_those_who_come_or_may_come_are_reminded_once(database: Database, activity: int) -> None:
    assert await remind(database, EVENING_BEFORE - timedelta(minutes=1)) == 0
    assert await remind(database, EVENING_BEFORE) == 1
    assert await remind(database, EVENING_BEFORE) == 0

    reminders = await posted(database, "reminder")
    assert [row.chat_id for row in reminders] == [FIRST, SECOND]
    assert {(row.hours, row.expires_at) for row in reminders} == {(Hours.OPEN, SUNDAY)}
    assert "Minggu, 29 November 2026, pukul 06.30 WIB" in words(reminders[0])
    assert "Jadi bisa ikut?" not in words(reminders[0])
    assert "Jadi bisa ikut?" in words(reminders[1])
    assert (await meeting_of(database, activity)).remind_at is None


async def test_two_clocks_at_the_same_moment_remind_once(database: Database, activity: int) -> None:
    await asyncio.gather(*(remind(database, EVENING_BEFORE) for _ in range(2)))

    assert len(await posted(database, "reminder", waiting=False)) == 2


async def test_a_reminder_that_comes_after_the_start_is_dropped(database: Database, activity: int) -> None:
    assert await remind(database, SUNDAY) == 1

    assert await posted(database, "reminder") == []
    assert (await meeting_of(database, activity)).remind_at is None


async def test_moving_takes_back_the_reminder_of_the_old_time(database: Database, activity: int) -> None:
    await remind(database, EVENING_BEFORE)
    next_week = SUNDAY + timedelta(days=7)

    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await move_activity(
            session,
            head,
            activity_id=activity,
            starts_at=next_week,
            now=EVENING_BEFORE + timedelta(minutes=1),
        )

    assert await posted(database, "reminder") == []
    await remind(database, EVENING_BEFORE + timedelta(days=7))
    assert {row.expires_at for row in await posted(database, "reminder")} == {next_week}


async def test_what_was_called_off_reminds_nobody(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await cancel_activity(session, head, activity_id=activity, now=EVENING_BEFORE - timedelta(hours=1))

    assert await remind(database, EVENING_BEFORE) == 0
    assert await posted(database, "reminder") == []
