"""Seats and what comes of them in the end: in the room on the day, and in the figures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.activities import Times
from actions.activity_changes import cancel_activity, move_activity
from actions.answers import AnswerKind
from actions.attendance import tick
from actions.attendance_rooms import Counts, count_present
from actions.attendance_windows import access_now
from actions.closing_figures import Figures
from actions.closings import access_closing
from actions.erasure import erase_me
from actions.papers import gather_sheet
from actions.planned import lock_plan
from actions.proxies import AnsweredThemselves, access_plan, get_neighbour
from storage.database import Database
from tests.unit.neighbours import HEAD, actor_of, posted
from tests.unit.seating import (
    FIRST_CHAT,
    NOON,
    RELEASE,
    STARTS,
    answers_of,
    pass_on,
    plan_training,
    say,
    settle_trainees,
    standing,
)

A, B, C = range(FIRST_CHAT, FIRST_CHAT + 3)
AFTERWARDS = STARTS + timedelta(hours=5)
BOTH_CAME = Figures(registered=2, confirmed=2, attended=2)


@pytest.fixture
async def training(database: Database) -> int:
    """Two seats, which A and B took the evening before; both came, and so did who planned it."""
    await settle_trainees(database, 3)
    activity_id = await plan_training(database, 2)
    for chat in (A, B):
        await say(database, chat, activity_id, now=RELEASE - timedelta(hours=2))
    return activity_id


async def see(database: Database, activity_id: int, *chats: int) -> Counts:
    """The RT head ticks these and reads how many are there."""
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_now(session, head, activity_id=activity_id, now=STARTS)
        for chat in chats:
            person_id = (await actor_of(session, chat)).person_id
            await tick(session, head, plan, person_id=person_id, here=True, now=STARTS)
        return await count_present(session, plan)


async def figures(database: Database, activity_id: int) -> Figures:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        return (await access_closing(session, head, activity_id=activity_id, now=AFTERWARDS)).figures


async def test_whoever_planned_it_is_not_among_the_participants_who_are_there(
    database: Database, training: int
) -> None:
    counts = await see(database, training, A, HEAD)
    assert counts == Counts(present=1, claimed=0, coming=2, team=1)


async def test_who_erases_themselves_after_the_training_has_still_been_there(
    database: Database, training: int
) -> None:
    await see(database, training, A, B, HEAD)
    before = await figures(database, training)
    assert before == replace(BOTH_CAME, organizers=1)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, A), now=AFTERWARDS)
    assert await figures(database, training) == before


async def lose_the_seat(database: Database) -> int:
    """A training with one seat, which A did not confirm and B, to whom it was offered, did not take."""
    await settle_trainees(database, 3)
    activity_id = await plan_training(database, 1)
    for chat in (A, B):
        await say(database, chat, activity_id)
    for moment in (NOON, RELEASE, RELEASE + timedelta(hours=12)):
        await pass_on(database, moment)
    return activity_id


async def test_whose_seat_was_taken_back_and_not_taken_over_is_not_called_absent(database: Database) -> None:
    activity_id = await lose_the_seat(database)
    await see(database, activity_id, HEAD)
    assert await figures(database, activity_id) == Figures(registered=1, excused=1, organizers=1)


async def test_whose_seat_was_taken_back_asks_again_and_nobody_for_them(database: Database) -> None:
    activity_id = await lose_the_seat(database)
    morning = STARTS - timedelta(minutes=20)
    async with database.transaction() as session:
        plan = await access_plan(session, await actor_of(session, HEAD), activity_id=activity_id, now=morning)
        with pytest.raises(AnsweredThemselves):
            await get_neighbour(session, plan, (await actor_of(session, A)).person_id)
    await say(database, A, activity_id, now=morning)
    assert (await answers_of(database, activity_id))[A] is AnswerKind.YES
    assert (await standing(database, activity_id)).held == {A: 1}


async def test_the_sheet_names_who_is_expected_beside_who_came_until_it_is_over(
    database: Database, training: int
) -> None:
    await see(database, training, A)
    for now, names in ((STARTS, 2), (AFTERWARDS, 1)):
        async with database.transaction() as session:
            plan = await lock_plan(session, training, now=now)
            sheet = await gather_sheet(session, plan, plan.meeting, now=now)
        assert len(sheet["rows"]) == names


async def test_what_is_called_off_says_nothing_of_seats_any_more(database: Database, training: int) -> None:
    await say(database, C, training, now=RELEASE - timedelta(days=1))
    await say(database, A, training, AnswerKind.NO, now=RELEASE - timedelta(days=1))
    await pass_on(database, RELEASE)
    assert [row.chat_id for row in await posted(database, "seat_passed")] == [C]
    async with database.transaction() as session:
        await cancel_activity(session, await actor_of(session, HEAD), activity_id=training, now=RELEASE)
    assert await posted(database, "seat_passed") == []


async def test_seats_follow_the_meeting_that_is_first_now(database: Database) -> None:
    await settle_trainees(database, 3)
    second, third = STARTS + timedelta(days=7), STARTS + timedelta(days=14)
    activity_id = await plan_training(database, 1, further=[Times(second)])
    await say(database, A, activity_id)
    await say(database, B, activity_id)
    async with database.transaction() as session:
        await move_activity(
            session, await actor_of(session, HEAD), activity_id=activity_id, starts_at=third, now=RELEASE
        )
    await say(database, A, activity_id, AnswerKind.NO, now=STARTS + timedelta(days=2))
    assert (await standing(database, activity_id)).offered == [B]
