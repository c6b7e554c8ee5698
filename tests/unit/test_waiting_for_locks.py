"""Who waits on PostgreSQL for an activity goes on with what is true then, and nobody is stuck."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from actions.activity_changes import move_activity
from actions.answers import AnswerKind
from actions.attendance_codes import make_payload, scan
from actions.attendance_windows import AttendanceNotOpen
from actions.day_cards import day_card_due
from actions.proxies import access_plan, record_answer
from actions.seat_duties import release_due
from storage.activities import ActivitySession
from storage.answers import Tally, add_invitations
from storage.database import Database, Session
from storage.outbox import OutboxRow
from tests.unit.neighbours import FIRST, HEAD, SUNDAY, actor_of, plan_work_bee, posted, settle_neighbours
from tests.unit.noting import LATER, NEWCOMER, accept, ask_to_join, note, people_of, tally_of
from tests.unit.seating import FIRST_CHAT, NOON, RELEASE, STARTS, Standing, fill_training, pass_on, standing

pytestmark = pytest.mark.postgres
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


@pytest.fixture
async def place(postgres_url: str) -> AsyncIterator[Database]:
    """A database in which somebody can hold a lock that somebody else waits for."""
    database = Database(postgres_url)
    yield database
    await database.close()


async def until_somebody_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with database.reading() as session:
        for _ in range(400):
            if await session.scalar(waiting):
                return
            await asyncio.sleep(0.05)
    raise AssertionError("nobody waits")


async def move(session: Session, activity: int, starts_at: object, now: object) -> None:
    head = await actor_of(session, HEAD)
    await move_activity(session, head, activity_id=activity, starts_at=starts_at, now=now)  # type: ignore[arg-type]


async def test_a_scan_that_waits_for_a_move_minds_the_new_time(place: Database) -> None:
    await settle_neighbours(place)
    plan = (await plan_work_bee(place)).plan
    async with place.transaction() as session:
        payload = await make_payload(session, plan.meeting.id, SUNDAY)

    async def come() -> None:
        async with place.transaction() as session:
            await scan(session, await actor_of(session, FIRST), payload=payload, now=SUNDAY)

    async with place.transaction() as session:
        await move(session, plan.activity.id, SUNDAY + WEEK, SUNDAY - MINUTE)
        coming = asyncio.create_task(come())
        await until_somebody_waits(place)
    with pytest.raises(AttendanceNotOpen):
        await coming


async def test_a_card_of_the_day_that_waits_for_a_move_comes_on_the_new_day(place: Database) -> None:
    await settle_neighbours(place)
    plan = (await plan_work_bee(place)).plan
    due, shown = plan.meeting.organizer_at, await posted(place, "card")
    assert due is not None

    async def show() -> None:
        async with place.transaction() as session:
            assert await day_card_due(session, now=due)

    async with place.transaction() as session:
        await move(session, plan.activity.id, SUNDAY + WEEK, due)
        showing = asyncio.create_task(show())
        await until_somebody_waits(place)
    await showing
    assert len(await posted(place, "card")) == len(shown)
    async with place.reading() as session:
        assert await session.scalar(select(ActivitySession.organizer_at)) == due + WEEK


async def test_seats_are_not_released_for_an_evening_that_is_none_any_more(place: Database) -> None:
    activity = await fill_training(place)
    await pass_on(place, NOON)

    async def release() -> None:
        async with place.transaction() as session:
            assert await release_due(session, now=RELEASE)

    async with place.transaction() as session:
        await move(session, activity, STARTS + WEEK, RELEASE)
        releasing = asyncio.create_task(release())
        await until_somebody_waits(place)
    await releasing
    a, b, c, d = range(FIRST_CHAT, FIRST_CHAT + 4)
    assert await standing(place, activity) == Standing({a: 1, b: 2}, [], [c, d])


async def test_accepting_a_neighbour_and_noting_their_answer_do_not_wait_for_each_other(
    place: Database,
) -> None:
    await settle_neighbours(place)
    activity = (await plan_work_bee(place)).plan.activity.id
    recorded = await note(place, activity, name="Warga Gang Tiga")
    request = await ask_to_join(place)
    async with place.transaction() as session:
        joined = (await actor_of(session, NEWCOMER)).person_id
        await add_invitations(session, activity, [(joined, None)], LATER)

    async with place.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_plan(session, head, activity_id=activity, now=LATER)
        accepting = asyncio.create_task(accept(place, request))
        await until_somebody_waits(place)
        await record_answer(
            session, head, plan, person_id=recorded, answer=AnswerKind.YES, party=3, now=LATER
        )
    await accepting
    assert recorded not in await people_of(place)
    assert await tally_of(place, activity) == Tally(yes=3, unanswered=3, noted=3)
    async with place.reading() as session:
        assert await session.scalar(select(OutboxRow.id).where(OutboxRow.template == "joining/accepted"))
