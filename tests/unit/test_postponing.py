"""One tap lets an activity wait for a new time; the new time brings everything back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activities import Details, create_activity
from actions.answers import AnswerKind, list_answerable
from actions.coming import list_coming
from actions.errors import NotYours
from actions.evaluations import open_due
from actions.meetings import Times
from actions.planned import ActivityOver, ActivityPostponed, AlreadyCancelled, plan_of
from actions.postponing import AlreadyPostponed, Reason, is_near, postpone_activity
from actions.reminders import remind_due
from actions.sharing import share_activity
from storage.activities import Activity, ActivityKind, ActivityState, Revision
from storage.audit import Act
from storage.database import Database
from storage.figures import list_meetings
from storage.links import Link
from storage.memory import remember
from storage.outbox import Hours, OutboxRow, OutboxState
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    NOW,
    OTHER_HEAD,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    cancel,
    deliver,
    meeting_of,
    move,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)
from tests.unit.seating import STARTS, plan_training, settle_trainees

LATER = SUNDAY + timedelta(days=7)
MORNING = SUNDAY - timedelta(hours=1)
"""05.30 WIB on the day itself."""


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee whose invitations have arrived; one comes, one cannot, one is silent."""
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    await say(database, FIRST, activity_id, AnswerKind.YES)
    await say(database, SECOND, activity_id, AnswerKind.NO)
    await deliver(database)
    return activity_id


async def postpone(
    database: Database,
    activity_id: int,
    reason: Reason = Reason.RAIN,
    *,
    by: int = HEAD,
    now: datetime = MORNING,
) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        done = await postpone_activity(session, actor, activity_id=activity_id, reason=reason, now=now)
        return done.told


async def state_of(database: Database, activity_id: int) -> ActivityState:
    async with database.reading() as session:
        return (await session.get_one(Activity, activity_id)).state


async def edits(database: Database) -> dict[int | None, str]:
    """What the invitations in the chats are about to show, by chat."""
    async with database.reading() as session:
        query = select(OutboxRow).where(
            OutboxRow.method == "editMessageText", OutboxRow.state == OutboxState.QUEUED
        )
        rows = list(await session.scalars(query))
    return {row.chat_id: row.template for row in rows if row.template != "activities/card"}


async def test_rain_postpones_and_tells_once_who_answered(database: Database, activity: int) -> None:
    assert await postpone(database, activity) == 2

    notes = [row for row in await posted(database, "postponed") if row.method == "sendMessage"]
    assert [row.chat_id for row in notes] == [FIRST, SECOND]
    assert "ditunda dulu karena hujan" in words(notes[0])
    assert {row.hours for row in notes} == {Hours.ANY}, "the morning is too short to wait for an open hour"
    assert await edits(database) == dict.fromkeys((FIRST, SECOND, THIRD), "activities/postponed")
    assert "Ditunda" in words((await posted(database, "card"))[-1])
    meeting = await meeting_of(database, activity)
    assert (meeting.remind_at, meeting.evaluate_at) == (None, None)
    assert await state_of(database, activity) is ActivityState.POSTPONED


async def test_mourning_is_told_in_respectful_words(database: Database, activity: int) -> None:
    await postpone(database, activity, Reason.MOURNING)

    told = words((await posted(database, "postponed"))[-1])
    assert "karena ada lelayu di lingkungan kita. Kita ikut berbelasungkawa" in told
    async with database.reading() as session:
        states = list(await session.scalars(select(Revision.state).order_by(Revision.number)))
        assert states == [ActivityState.PLANNED, ActivityState.POSTPONED]
        assert await session.scalar(select(Act.actor_id).where(Act.action == "postpone_mourning"))


async def test_a_second_tap_changes_nothing(database: Database, activity: int) -> None:
    tries = [postpone(database, activity) for _ in range(2)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert 2 in outcomes
    assert sum(isinstance(outcome, AlreadyPostponed) for outcome in outcomes) == 1
    assert len([row for row in await posted(database, "postponed") if row.method == "sendMessage"]) == 2


async def test_invitations_that_wait_are_taken_back(database: Database) -> None:
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id

    await postpone(database, activity_id, now=NOW)

    assert await posted(database, "invitation") == []
    await move(database, activity_id, starts_at=LATER, now=NOW)
    assert [row.chat_id for row in await posted(database, "invitation")] == [FIRST, SECOND, THIRD]


async def test_nobody_answers_is_reminded_or_asked_about_what_is_postponed(
    database: Database, activity: int
) -> None:
    await postpone(database, activity)

    with pytest.raises(ActivityPostponed):
        await say(database, THIRD, activity, AnswerKind.YES)
    async with database.transaction() as session:
        assert await list_answerable(session, await actor_of(session, THIRD), now=MORNING) == []
        assert not await remind_due(session, now=LATER)
        assert not await open_due(session, now=LATER)
        area_ids = [(await find_cast(session)).rts[1, 2].id]
        assert await list_meetings(session, area_ids, NOW, LATER) == []


async def test_it_is_listed_as_postponed_also_when_its_old_time_is_over(
    database: Database, activity: int
) -> None:
    await postpone(database, activity)

    async with database.reading() as session:
        found = await list_coming(session, await actor_of(session, HEAD), now=LATER)
    assert [plan.postponed for plan, _answer in found.items] == [True]


async def test_a_new_time_plans_it_again_and_tells_old_and_new(database: Database, activity: int) -> None:
    await postpone(database, activity)
    at_night = SUNDAY + timedelta(days=1, hours=-8)
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        await add_resident(session, rt, 14, name="Warga RT 02", now=at_night)

    assert await move(database, activity, starts_at=LATER, now=at_night) == 2

    assert await state_of(database, activity) is ActivityState.PLANNED
    moved = await posted(database, "moved")
    assert [row.chat_id for row in moved] == [FIRST, SECOND]
    assert {(row.hours, row.expires_at) for row in moved} == {(Hours.OPEN, LATER + timedelta(hours=2))}
    assert "Minggu, 29 November 2026" in words(moved[0])
    assert "Minggu, 6 Desember 2026" in words(moved[0])
    assert await posted(database, "postponed") == [], "the newer word is enough"
    shown = {FIRST: "activities/answered", SECOND: "activities/answered", THIRD: "activities/invitation"}
    assert await edits(database) == shown
    fresh = [row.chat_id for row in await posted(database, "invitation") if row.method == "sendMessage"]
    assert fresh == [14], "who joined meanwhile is invited, too"
    assert (await meeting_of(database, activity)).remind_at == datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
    await say(database, THIRD, activity, AnswerKind.YES, now=at_night)


async def test_the_old_time_will_do_when_the_rain_stops(database: Database, activity: int) -> None:
    await postpone(database, activity, now=NOW)

    await move(database, activity, starts_at=SUNDAY, now=NOW)

    assert await state_of(database, activity) is ActivityState.PLANNED
    assert (await meeting_of(database, activity)).starts_at == SUNDAY


async def test_a_new_place_alone_does_not_end_the_waiting(database: Database, activity: int) -> None:
    await postpone(database, activity)

    with pytest.raises(ActivityPostponed):
        await move(database, activity, place="Balai RW", now=MORNING)
    assert await state_of(database, activity) is ActivityState.POSTPONED


async def test_what_is_postponed_can_be_called_off_days_later(database: Database, activity: int) -> None:
    await postpone(database, activity)
    await deliver(database)

    at_night = SUNDAY + timedelta(days=3, hours=16)
    assert await cancel(database, activity, now=at_night) == 2

    notes = [row for row in await posted(database, "cancelled") if row.method == "sendMessage"]
    assert {(row.hours, row.expires_at) for row in notes} == {(Hours.OPEN, None)}
    with pytest.raises(AlreadyCancelled):
        await postpone(database, activity)


async def test_only_an_office_over_its_area_postpones_what_is_not_over(
    database: Database, activity: int
) -> None:
    for nobody in (OTHER_HEAD, FIRST):
        with pytest.raises(NotYours):
            await postpone(database, activity, by=nobody)
    with pytest.raises(ActivityOver):
        await postpone(database, activity, now=SUNDAY + timedelta(hours=2))
    assert await state_of(database, activity) is ActivityState.PLANNED


async def test_what_is_postponed_is_not_passed_on_with_its_old_time(
    database: Database, activity: int
) -> None:
    await postpone(database, activity)
    async with database.transaction() as session:
        await remember(session, "bot_username", "rembug_demo_bot")
        head = await actor_of(session, HEAD)
        with pytest.raises(ActivityPostponed):
            await share_activity(session, head, activity_id=activity, now=NOW)
    async with database.reading() as session:
        assert list(await session.scalars(select(Link))) == []


async def test_the_new_time_is_that_of_the_meeting_that_was_put_off(database: Database) -> None:
    await settle_neighbours(database)
    first, second, third = (SUNDAY + timedelta(days=days) for days in (0, 7, 3))
    async with database.transaction() as session:
        created = await create_activity(
            session,
            await actor_of(session, HEAD),
            area_id=(await find_cast(session)).rts[1, 2].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan anyaman",
            place="Balai RW",
            starts_at=first,
            details=Details(further=[Times(second)]),
            now=NOW,
        )
    activity_id, next_day = created.plan.activity.id, SUNDAY + timedelta(days=1)
    await postpone(database, activity_id)
    await move(database, activity_id, starts_at=third, now=next_day)
    async with database.reading() as session:
        plan = await plan_of(session, await session.get_one(Activity, activity_id), now=next_day)
    assert [(one.position, one.starts_at) for one in plan.meetings] == [(1, third), (2, second)]


@pytest.mark.parametrize(
    "now, meetings, near",
    [
        (STARTS - timedelta(days=1, hours=8, minutes=59), 1, True),
        (STARTS - timedelta(days=2), 1, False),
        (STARTS + timedelta(minutes=5), 1, True),
        (STARTS - timedelta(hours=1), 2, False),
    ],
)
async def test_only_what_is_near_and_the_last_meeting_is_postponed_without_a_question(
    database: Database, now: datetime, meetings: int, near: bool
) -> None:
    await settle_trainees(database, 1)
    further = [Times(STARTS + timedelta(days=7))] * (meetings - 1)
    activity = await plan_training(database, None, further=further)
    async with database.reading() as session:
        plan = await plan_of(session, await session.get_one(Activity, activity), now=now)
        assert is_near(plan, now) is near
