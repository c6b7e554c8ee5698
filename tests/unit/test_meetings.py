"""An activity may have several meetings: the next one is what people see, and each is reminded of."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.activities import BadQuota, Details, Times
from actions.activity_changes import cancel_activity
from actions.answers import AnswerKind, list_answerable
from actions.coming import list_coming
from actions.meetings import MeetingsClash, WhenPast
from actions.planned import ActivityOver
from actions.reminders import remind_due
from storage.activities import ActivitySession, list_sessions
from storage.database import Database
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    NOW,
    SUNDAY,
    actor_of,
    move,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)

WEEK = timedelta(days=7)
THREE = Details(further=[Times(SUNDAY + 2 * WEEK), Times(SUNDAY + WEEK)], bring="Sarung tangan")


@pytest.fixture
async def training(database: Database) -> int:
    """Three Sundays, given out of order."""
    await settle_neighbours(database)
    return (await plan_work_bee(database, details=THREE)).plan.activity.id


async def meetings_of(database: Database, activity_id: int) -> list[ActivitySession]:
    async with database.reading() as session:
        return await list_sessions(session, activity_id)


async def listed(database: Database, now: datetime) -> list[datetime]:
    """The times at which the list of what comes shows the training to a resident."""
    async with database.reading() as session:
        found = await list_coming(session, await actor_of(session, FIRST), now=now)
    return [plan.meeting.starts_at for plan, _answer in found.items]


async def test_meetings_are_kept_in_the_order_of_their_times(database: Database, training: int) -> None:
    found = await meetings_of(database, training)
    assert [one.starts_at for one in found] == [SUNDAY, SUNDAY + WEEK, SUNDAY + 2 * WEEK]
    assert [one.position for one in found] == [1, 2, 3]


async def test_the_invitation_names_all_meetings_and_what_to_bring(database: Database, training: int) -> None:
    invitation = words((await posted(database, "invitation"))[0])
    assert (
        "3 pertemuan: Minggu 29 November, Minggu 6 Desember dan Minggu 13 Desember, pukul 06.30 WIB."
        in invitation
    )
    assert "Bawa: Sarung tangan" in invitation


async def test_a_list_shows_an_activity_once_with_its_next_meeting(database: Database, training: int) -> None:
    assert await listed(database, NOW) == [SUNDAY]
    assert await listed(database, SUNDAY + timedelta(hours=3)) == [SUNDAY + WEEK]
    assert await listed(database, SUNDAY + 3 * WEEK) == []


async def test_answers_are_taken_until_the_last_meeting_is_over(database: Database, training: int) -> None:
    await say(database, FIRST, training, AnswerKind.YES, now=SUNDAY + WEEK + timedelta(hours=3))
    async with database.reading() as session:
        actor = await actor_of(session, FIRST)
        assert len(await list_answerable(session, actor, now=SUNDAY + 2 * WEEK)) == 1
    with pytest.raises(ActivityOver):
        await say(database, FIRST, training, AnswerKind.NO, now=SUNDAY + 2 * WEEK + timedelta(hours=2))


async def test_each_meeting_is_reminded_of_and_only_the_last_is_evaluated(
    database: Database, training: int
) -> None:
    await say(database, FIRST, training, AnswerKind.YES)
    for week in range(3):
        evening = datetime(2026, 11, 28, 12, 30, tzinfo=UTC) + week * WEEK
        async with database.transaction() as session:
            while await remind_due(session, now=evening):
                pass
        assert len(await posted(database, "reminder")) == week + 1
    first, second, third = await meetings_of(database, training)
    assert (first.evaluate_at, second.evaluate_at) == (None, None)
    assert third.evaluate_at is not None
    assert third.evaluate_at >= third.ends_at


async def test_moving_moves_the_next_meeting_and_no_other(database: Database, training: int) -> None:
    later = SUNDAY + timedelta(days=2)
    await move(database, training, starts_at=later, now=NOW)
    starts = [one.starts_at for one in await meetings_of(database, training)]
    assert starts == [later, SUNDAY + WEEK, SUNDAY + 2 * WEEK]


async def test_two_meetings_never_begin_at_the_same_time(database: Database, training: int) -> None:
    with pytest.raises(MeetingsClash):
        await move(database, training, starts_at=SUNDAY + WEEK, now=NOW)
    with pytest.raises(MeetingsClash):
        await plan_work_bee(database, details=Details(further=[Times(SUNDAY)]))
    with pytest.raises(WhenPast):
        await plan_work_bee(database, details=Details(further=[Times(NOW - WEEK)]))


async def test_calling_off_voids_what_falls_due_for_all_meetings(database: Database, training: int) -> None:
    async with database.transaction() as session:
        await cancel_activity(session, await actor_of(session, HEAD), activity_id=training, now=NOW)
    assert {(one.remind_at, one.evaluate_at) for one in await meetings_of(database, training)} == {
        (None, None)
    }


@pytest.mark.parametrize("quota", [0, -1, 1001])
async def test_a_number_of_seats_that_cannot_be_is_refused(database: Database, quota: int) -> None:
    await settle_neighbours(database)
    with pytest.raises(BadQuota):
        await plan_work_bee(database, details=Details(quota=quota))
