"""Seats for what had room for all: who said Ikut has one, in their order; then the rules of seats hold."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activity_changes import set_quota
from actions.answers import AnswerKind
from actions.first_seats import TooManyComing
from actions.parts import Part
from actions.reminders import remind_due
from storage.activities import Activity, Revision
from storage.activity_roles import set_part
from storage.answers import count_answers
from storage.database import Database
from storage.erasure import erase_person
from storage.outbox import Hours
from storage.seats import SeatCount
from tests.unit.neighbours import HEAD, NOW, actor_of, deliver, meeting_of, posted, words
from tests.unit.seating import (
    FIRST_CHAT,
    MINUTE,
    RELEASE,
    Standing,
    answers_of,
    pass_on,
    plan_training,
    say,
    settle_trainees,
    standing,
)

A, B, C, D, E, F = range(FIRST_CHAT, FIRST_CHAT + 6)
SOON = NOW + timedelta(hours=2)
NO, MAYBE = AnswerKind.NO, AnswerKind.MAYBE


@pytest.fixture
async def training(database: Database) -> int:
    """Room for all; B and A said Ikut, in this order, C may come, D cannot, E and F are silent."""
    await settle_trainees(database, 6)
    activity = await plan_training(database, None)
    for minute, (chat, answer) in enumerate(((B, None), (A, None), (C, MAYBE), (D, NO))):
        await say(database, chat, activity, answer or AnswerKind.YES, now=NOW + minute * MINUTE)
    return activity


async def limit(database: Database, activity: int, quota: int, *, now: datetime = SOON) -> SeatCount:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        return await set_quota(session, head, activity_id=activity, quota=quota, now=now)


async def test_who_said_that_they_come_has_a_seat_and_the_next_waits(
    database: Database, training: int
) -> None:
    assert await limit(database, training, 2) == SeatCount(held=2)
    assert await standing(database, training) == Standing({B: 1, A: 2}, [], [])
    assert "Ikut: 2 dari 2 kursi" in words((await posted(database, "card"))[-1])
    assert "(2 kursi)" in words((await posted(database, "invitation"))[-1])

    await say(database, E, training, now=SOON + MINUTE)
    await say(database, C, training, now=SOON + 2 * MINUTE)
    await say(database, B, training, NO, now=SOON + 3 * MINUTE)
    assert await standing(database, training) == Standing({A: 2}, [E], [C])
    async with database.reading() as session:
        activity = await session.get_one(Activity, training)
        numbers = list(await session.scalars(select(Revision.number)))
    assert (activity.quota, activity.revision, numbers) == (2, 2, [1, 2])


async def test_a_limit_below_who_comes_already_is_refused_with_their_number(
    database: Database, training: int
) -> None:
    await say(database, A, training, party=3, now=SOON)
    with pytest.raises(TooManyComing) as refused:
        await limit(database, training, 3)
    assert refused.value.facts == {"coming": 4}
    async with database.reading() as session:
        assert (await session.get_one(Activity, training)).quota is None
    assert await standing(database, training) == Standing({}, [], [])


async def test_who_brings_others_has_one_seat_and_is_told_that_they_ask_for_their_own(
    database: Database, training: int
) -> None:
    await say(database, A, training, party=3, now=SOON)
    await limit(database, training, 4, now=SOON + MINUTE)

    assert await standing(database, training) == Standing({B: 1, A: 2}, [], [])
    (told,) = await posted(database, "seat_alone")
    assert (told.chat_id, told.hours) == (A, Hours.OPEN)
    assert "Satu kursi sudah atas nama Bapak" in words(told)
    async with database.reading() as session:
        assert (await count_answers(session, training)).yes == 2
    assert (await answers_of(database, training))[A] is AnswerKind.YES


async def test_who_organises_teaches_or_has_erased_themselves_takes_none(
    database: Database, training: int
) -> None:
    await say(database, E, training, now=SOON)
    async with database.transaction() as session:
        await set_part(session, training, (await actor_of(session, B)).person_id, Part.MENTOR)
        await erase_person(session, (await actor_of(session, A)).person_id, SOON)
    assert await limit(database, training, 1) == SeatCount(held=1)
    assert await standing(database, training) == Standing({E: 1}, [], [])
    async with database.reading() as session:
        assert (await count_answers(session, training)).yes == 1


async def test_a_seat_that_nobody_confirms_goes_to_who_waits_once_it_was_asked_for(
    database: Database, training: int
) -> None:
    early, noon = (await meeting_of(database, training)).remind_at, RELEASE - timedelta(hours=8)
    assert early is not None
    async with database.transaction() as session:
        await remind_due(session, now=early)
    await deliver(database)
    await limit(database, training, 2, now=early + MINUTE)
    assert (await meeting_of(database, training)).remind_at == noon
    await say(database, E, training, now=early + 2 * MINUTE)
    async with database.transaction() as session:
        await remind_due(session, now=noon)
    asked = [row for row in await posted(database, "reminder") if (row.facts or {})["seats"]]
    assert {row.chat_id for row in asked} == {A, B}
    await say(database, B, training, now=noon + MINUTE)
    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({B: 1}, [E], [])


async def test_a_limit_on_the_evening_before_takes_no_seat_from_who_was_not_asked(
    database: Database, training: int
) -> None:
    late = RELEASE - timedelta(hours=2)
    await limit(database, training, 2, now=late)
    await say(database, E, training, now=late + MINUTE)
    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({B: 1, A: 2}, [], [E])


async def test_no_seat_is_given_twice_while_the_limit_is_set(database: Database, training: int) -> None:
    found = await asyncio.gather(
        *(say(database, chat, training, now=SOON) for chat in (C, D, E, F)),
        limit(database, training, 4),
        return_exceptions=True,
    )
    refused = [one for one in found if isinstance(one, BaseException)]
    assert all(isinstance(one, TooManyComing) for one in refused)
    held = (await standing(database, training)).held
    if not refused:
        assert sorted(held.values()) == [1, 2, 3, 4]
        assert held[B] == 1
        assert held[A] == 2
