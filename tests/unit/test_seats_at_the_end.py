"""Seats and what comes of them in the end: in the room on the day, and in the figures."""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.attendance import Counts, count_present, tick
from actions.attendance_windows import access_now
from actions.closing_figures import Figures
from actions.closings import access_closing
from actions.erasure import erase_me
from storage.database import Database
from tests.unit.neighbours import HEAD, actor_of
from tests.unit.seating import FIRST_CHAT, RELEASE, STARTS, plan_training, say, settle_trainees

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
