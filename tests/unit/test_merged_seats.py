"""Who was written down and joins later has one seat, not two."""

from datetime import timedelta

from sqlalchemy import select

from actions.answers import AnswerKind
from storage.database import Database
from storage.merging import merge_person
from storage.seats import Seat, SeatState
from tests.unit.neighbours import actor_of
from tests.unit.seating import FIRST_CHAT, STARTS, plan_training, say, settle_trainees

LATE = STARTS - timedelta(minutes=35)
"""Too late to offer a seat: whoever asks first has it."""
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
