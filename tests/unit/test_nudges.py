"""The organiser hears once how many houses are silent, and may have them reminded once, this evening."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activities import Details
from actions.activity_changes import cancel_activity
from actions.answers import AnswerKind
from actions.errors import NotYours
from actions.nudges import AlreadyNudged, EverybodyAnswered, nudge_silent, recap_due
from actions.planned import ActivityPostponed, AlreadyCancelled
from actions.postponing import Reason, postpone_activity
from actions.proxies import access_plan, record_answer
from storage.activities import Activity
from storage.audit import Act
from storage.database import Database
from storage.outbox import Hours, News, OutboxRow, OutboxState
from tests.people import add_resident, find_cast, share_house
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    NOW,
    OTHER_HEAD,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    deliver,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)

NOON = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
"""Friday, 27 November 2026, 13.00 WIB, when the prayer is over."""
EVENING = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
HOUSE = (14, 15, 16)
"""Three who live in one house."""


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee: one comes; of one house one comes and two say nothing; two neighbours are silent."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        for telegram_id in HOUSE:
            await add_resident(session, rt, telegram_id, name="Warga RT 02", now=NOW)
        await share_house(session, *HOUSE)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    await say(database, FIRST, activity_id, AnswerKind.YES)
    await say(database, HOUSE[0], activity_id, AnswerKind.YES, party=3)
    await deliver(database)
    return activity_id


async def recap(database: Database, now: datetime = NOON) -> bool:
    async with database.transaction() as session:
        return await recap_due(session, now=now)


async def nudge(database: Database, activity_id: int, *, by: int = HEAD, now: datetime = NOON) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        return (await nudge_silent(session, actor, activity_id=activity_id, now=now)).houses


async def nudged(database: Database) -> list[OutboxRow]:
    rows = await posted(database, "invitation", waiting=False)
    return [row for row in rows if row.method == "sendMessage" and (row.facts or {}).get("again")]


async def test_two_days_before_the_head_hears_once_how_many_houses_are_silent(
    database: Database, activity: int
) -> None:
    assert not await recap(database, NOON - timedelta(minutes=1))
    assert await asyncio.gather(recap(database), recap(database)) is not None
    assert not await recap(database)

    (row,) = await posted(database, "recap")
    assert (row.chat_id, row.hours, row.expires_at) == (HEAD, Hours.OPEN, SUNDAY)
    assert "ikut 4, bantu cara lain 0, belum bisa 0, belum jawab 2 rumah." in words(row)
    assert words(row).endswith("sekali lagi, pukul 19.30 WIB?")


async def test_nothing_is_said_where_every_house_has_answered(database: Database, activity: int) -> None:
    for telegram_id in (SECOND, THIRD):
        await say(database, telegram_id, activity, AnswerKind.NO)

    assert await recap(database)

    assert await posted(database, "recap") == []
    with pytest.raises(EverybodyAnswered):
        await nudge(database, activity)


async def test_where_all_seats_are_taken_nobody_more_is_wanted(database: Database) -> None:
    await settle_neighbours(database)
    training = (await plan_work_bee(database, details=Details(quota=1))).plan.activity.id
    await say(database, FIRST, training, AnswerKind.YES)

    assert await recap(database)

    assert await posted(database, "recap") == []


async def test_the_silent_houses_are_reminded_this_evening_and_only_once(
    database: Database, activity: int
) -> None:
    assert await nudge(database, activity) == 2

    rows = await nudged(database)
    assert [row.chat_id for row in rows] == [SECOND, THIRD], "the house that answered is left alone"
    assert {(row.not_before, row.hours, row.news, row.expires_at) for row in rows} == {
        (EVENING, Hours.OPEN, News.INVITATION, SUNDAY)
    }
    assert words(rows[0]).startswith("Sekadar mengingatkan, Pak 🙏")
    assert words(rows[0]).endswith("Bapak bisa ikut?")
    with pytest.raises(AlreadyNudged):
        await nudge(database, activity, now=NOON + timedelta(days=1))
    assert len(await nudged(database)) == 2
    async with database.reading() as session:
        kept = await session.get_one(Activity, activity)
        assert (kept.nudged_at, kept.recap_at) == (NOON, None)
        acts = select(Act.details).where(Act.action == "nudge_silent")
        assert (await session.scalars(acts)).one() == {"houses": 2}


async def test_two_taps_at_once_remind_once(database: Database, activity: int) -> None:
    tries = [nudge(database, activity) for _ in range(2)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(isinstance(outcome, AlreadyNudged) for outcome in outcomes) == 1
    assert len(await nudged(database)) == 2


async def test_who_answers_before_the_evening_is_not_reminded(database: Database, activity: int) -> None:
    await nudge(database, activity)
    await say(database, SECOND, activity, AnswerKind.NO, now=NOON + timedelta(hours=1))

    states = {row.chat_id: row.state for row in await nudged(database)}
    assert states.get(THIRD) is OutboxState.QUEUED
    assert states.get(SECOND) in (None, OutboxState.CANCELLED)


async def test_who_is_noted_before_the_evening_is_not_reminded(database: Database, activity: int) -> None:
    await nudge(database, activity)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_plan(session, head, activity_id=activity, now=NOON)
        noted = (await actor_of(session, THIRD)).person_id
        await record_answer(session, head, plan, person_id=noted, answer=AnswerKind.NO, now=NOON)

    assert [row.chat_id for row in await nudged(database) if row.state is OutboxState.QUEUED] == [SECOND]


async def test_what_waits_is_taken_back_with_the_activity(database: Database, activity: int) -> None:
    await recap(database)
    await nudge(database, activity)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await postpone_activity(session, head, activity_id=activity, reason=Reason.RAIN, now=NOON)

    assert [row for row in await nudged(database) if row.state is OutboxState.QUEUED] == []
    assert await posted(database, "recap") == []
    with pytest.raises(ActivityPostponed):
        await nudge(database, activity)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await cancel_activity(session, head, activity_id=activity, now=NOON)
    with pytest.raises(AlreadyCancelled):
        await nudge(database, activity)


async def test_only_an_office_over_its_area_has_the_silent_reminded(
    database: Database, activity: int
) -> None:
    for nobody in (OTHER_HEAD, FIRST):
        with pytest.raises(NotYours):
            await nudge(database, activity, by=nobody)
    assert await nudged(database) == []
