"""Who was written down and joins later has one seat, not two."""

from datetime import timedelta

from sqlalchemy import select

from actions.answers import AnswerKind
from actions.planned import lock_plan
from actions.seats import agree
from storage.database import Database
from storage.merging import merge_person
from storage.seats import Seat, SeatState
from tests.unit.neighbours import NOW, actor_of
from tests.unit.seating import (
    FIRST_CHAT,
    STARTS,
    Standing,
    answers_of,
    plan_training,
    say,
    settle_trainees,
    standing,
)

LATE = STARTS - timedelta(minutes=35)
"""Too late to offer a seat: whoever asks first has it."""
SOON = NOW + timedelta(hours=2)
RECORDED, JOINED, OTHER = range(FIRST_CHAT, FIRST_CHAT + 3)


async def test_a_seat_is_kept_before_a_place_in_the_queue(database: Database) -> None:
    await settle_trainees(database, 3)
    activity = await plan_training(database, 1)
    await say(database, OTHER, activity)
    await say(database, RECORDED, activity)
    await say(database, OTHER, activity, AnswerKind.NO, now=LATE)
    await say(database, JOINED, activity, now=LATE)

    async with database.transaction() as session:
        recorded, joined = [await actor_of(session, chat) for chat in (RECORDED, JOINED)]
        await merge_person(session, recorded.person_id, joined.person_id)
    async with database.reading() as session:
        query = select(Seat.state).where(Seat.person_id == joined.person_id, Seat.state != SeatState.ENDED)
        assert list(await session.scalars(query)) == [SeatState.HELD]


async def merge(database: Database, recorded_chat: int, joined_chat: int, activity: int) -> None:
    """Make one of two, and let seats and answers agree, as whoever accepts somebody does."""
    async with database.transaction() as session:
        plan = await lock_plan(session, activity, now=LATE)
        recorded, joined = [await actor_of(session, chat) for chat in (recorded_chat, joined_chat)]
        await merge_person(session, recorded.person_id, joined.person_id)
        await agree(session, plan, joined.person_id, now=LATE)


async def test_a_seat_is_kept_before_an_older_offer_of_one(database: Database) -> None:
    await settle_trainees(database, 3)
    activity = await plan_training(database, 2)
    for chat in (OTHER, RECORDED, JOINED):
        await say(database, chat, activity)
    await say(database, OTHER, activity, AnswerKind.NO, now=SOON)
    await say(database, RECORDED, activity, AnswerKind.NO, now=SOON)
    await say(database, RECORDED, activity, now=SOON)
    assert await standing(database, activity) == Standing({RECORDED: 2}, [JOINED], [])

    await merge(database, RECORDED, JOINED, activity)
    assert await standing(database, activity) == Standing({JOINED: 2}, [], [])


async def test_who_has_a_seat_after_it_comes_and_does_not_wait(database: Database) -> None:
    await settle_trainees(database, 2)
    activity = await plan_training(database, 1)
    for chat in (RECORDED, JOINED):
        await say(database, chat, activity)
    await merge(database, RECORDED, JOINED, activity)
    assert await standing(database, activity) == Standing({JOINED: 1}, [], [])
    assert await answers_of(database, activity) == {JOINED: AnswerKind.YES}


async def test_ones_own_no_gives_up_the_seat_that_was_written_down(database: Database) -> None:
    await settle_trainees(database, 2)
    activity = await plan_training(database, 1)
    await say(database, RECORDED, activity)
    await say(database, JOINED, activity, AnswerKind.NO, now=SOON)
    await merge(database, RECORDED, JOINED, activity)
    assert await standing(database, activity) == Standing({}, [], [])
