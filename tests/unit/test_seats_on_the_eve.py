"""On the evening before, seats that nobody confirmed go to those who wait; whoever was asked keeps theirs."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activity_changes import move_activity
from actions.answers import AnswerKind
from storage.answers import Answer, AnswerSource
from storage.database import Database
from storage.seats import Ending
from tests.unit.neighbours import HEAD, NOW, actor_of, posted, words
from tests.unit.seating import (
    FIRST_CHAT,
    MINUTE,
    NOON,
    RELEASE,
    STARTS,
    Standing,
    answers_of,
    fill_training,
    pass_on,
    plan_training,
    say,
    seats_of,
    settle_trainees,
    standing,
)

A, B, C, D, E = range(FIRST_CHAT, FIRST_CHAT + 5)
SOON = NOW + timedelta(hours=2)
"""Wednesday, 18 November 2026, 12.00 WIB."""
NO, MAYBE = AnswerKind.NO, AnswerKind.MAYBE


@pytest.fixture
async def training(database: Database) -> int:
    """Two seats, of which A and B hold one each; C and D wait, in this order."""
    return await fill_training(database)


async def test_seats_that_nobody_confirmed_are_offered_on_the_evening_before(
    database: Database, training: int
) -> None:
    await pass_on(database, NOON)
    asked = [row for row in await posted(database, "reminder") if "sampai pukul 20.00" in words(row)]
    assert {row.chat_id for row in asked} == {A, B}
    await say(database, A, training, now=RELEASE - timedelta(hours=3))
    await pass_on(database, RELEASE - MINUTE)
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])

    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({A: 1}, [C], [D])
    assert (await answers_of(database, training))[B] is AnswerKind.PASSED
    (passed,) = await posted(database, "seat_passed")
    assert passed.chat_id == B
    assert "Sampai pukul 20.00 belum ada kabar" in words(passed)
    (lost,) = await seats_of(database, B)
    assert lost.ending is Ending.UNCONFIRMED


async def test_without_anybody_waiting_nobody_loses_a_seat_nor_later(database: Database) -> None:
    await settle_trainees(database, 5)
    activity = await plan_training(database, 2)
    for chat in (A, B):
        await say(database, chat, activity)
    await pass_on(database, NOON)
    await pass_on(database, RELEASE)
    assert set((await standing(database, activity)).held) == {A, B}

    await say(database, C, activity, now=RELEASE + MINUTE)
    assert await standing(database, activity) == Standing({A: 1, B: 2}, [], [C])


async def test_nobody_loses_a_seat_who_was_not_asked_to_confirm_it(database: Database, training: int) -> None:
    afternoon = RELEASE - timedelta(hours=4)
    tomorrow = STARTS + timedelta(hours=3)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        await move_activity(session, actor, activity_id=training, starts_at=tomorrow, now=afternoon)
    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])


@pytest.mark.parametrize("back", [RELEASE - timedelta(hours=1), RELEASE + MINUTE])
async def test_nobody_loses_a_seat_when_the_question_comes_too_late_to_be_answered(
    database: Database, training: int, back: datetime
) -> None:
    await pass_on(database, back)
    reminded = await posted(database, "reminder")
    assert {row.chat_id for row in reminded} == {A, B}
    assert not any("20.00" in words(row) for row in reminded)
    await pass_on(database, RELEASE + timedelta(hours=1))
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])


async def test_nobody_loses_a_seat_whom_the_question_did_not_reach_in_time(
    database: Database, training: int
) -> None:
    await pass_on(database, NOON)
    await pass_on(database, RELEASE, arrived=False)
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])


async def test_on_the_day_itself_everybody_keeps_theirs(database: Database, training: int) -> None:
    await pass_on(database, NOON)
    await pass_on(database, STARTS - timedelta(hours=3))
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])


@pytest.mark.parametrize("shift, kept", [(timedelta(hours=2), True), (timedelta(days=1), False)])
async def test_who_confirmed_another_day_is_asked_to_confirm_again(
    database: Database, training: int, shift: timedelta, kept: bool
) -> None:
    thursday = STARTS - timedelta(days=2, hours=20)
    for chat in (A, B):
        await say(database, chat, training, now=thursday)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        await move_activity(
            session, actor, activity_id=training, starts_at=STARTS + shift, now=thursday + MINUTE
        )
    await pass_on(database, NOON + timedelta(days=shift.days))
    await pass_on(database, RELEASE + timedelta(days=shift.days))
    held = {A: 1, B: 2} if kept else {}
    assert (await standing(database, training)).held == held


async def test_a_maybe_keeps_the_seat_until_it_must_be_confirmed(database: Database, training: int) -> None:
    await pass_on(database, NOON)
    await say(database, A, training, now=RELEASE - timedelta(hours=3))
    await say(database, B, training, now=RELEASE - timedelta(hours=3))
    await say(database, B, training, MAYBE, now=RELEASE - timedelta(hours=2))
    assert set((await standing(database, training)).held) == {A, B}

    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({A: 1}, [C], [D])


async def test_in_the_last_minutes_a_free_seat_is_whose_who_asks_first(
    database: Database, training: int
) -> None:
    for chat in (A, B):
        await say(database, chat, training, now=RELEASE - timedelta(hours=3))
    late = STARTS - timedelta(minutes=35)
    await say(database, A, training, NO, now=late)
    assert await standing(database, training) == Standing({B: 2}, [], [C, D])
    assert await posted(database, "seat_offer") == []

    await say(database, D, training, now=late + MINUTE)
    assert await standing(database, training) == Standing({B: 2, D: 1}, [], [C])


async def test_what_the_rule_made_of_an_answer_is_not_said_by_anybody(
    database: Database, training: int
) -> None:
    await pass_on(database, NOON)
    await pass_on(database, RELEASE)
    async with database.reading() as session:
        passed = list(await session.scalars(select(Answer).where(Answer.answer == AnswerKind.PASSED)))
    assert {(one.source, one.recorded_by_id) for one in passed} == {(AnswerSource.RULE, None)}
