"""When presence can be noted: by people themselves on the day, by organisers until all is closed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.activity_changes import move_activity
from actions.attendance import (
    tick,
)
from actions.attendance_windows import (
    AttendanceNotOpen,
    AttendanceOver,
    access_meeting,
    access_now,
    lock_meeting,
    require_doors_open,
)
from actions.planned import ActivityOver
from storage.activities import Activity, ActivitySession, ActivityState
from storage.attendances import Attendance
from storage.database import Database
from tests.unit.neighbours import (
    HEAD,
    SUNDAY,
    actor_of,
    meeting_of,
    plan_work_bee,
    settle_neighbours,
)


@pytest.fixture
async def activity(database: Database) -> int:
    """The id of a planned work bee to which three residents are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


@pytest.mark.parametrize(
    "shift, refused",
    [
        (timedelta(hours=-1, seconds=-1), AttendanceNotOpen),
        (timedelta(hours=-1), None),
        (timedelta(hours=17, minutes=29), None),
        (timedelta(hours=17, minutes=30), AttendanceOver),
    ],
)
async def test_doors_are_open_from_an_hour_before_until_midnight(
    database: Database, activity: int, shift: timedelta, refused: type[Exception] | None
) -> None:
    meeting = (await meeting_of(database, activity)).id
    assert await try_doors(database, meeting, SUNDAY + shift) is refused


async def test_doors_stay_open_for_three_hours_when_a_meeting_ends_late(
    database: Database, activity: int
) -> None:
    meeting, starts = (await meeting_of(database, activity)).id, SUNDAY + timedelta(hours=15)
    async with database.transaction() as session:
        ends = starts + timedelta(hours=4)
        await session.execute(update(ActivitySession).values(starts_at=starts, ends_at=ends))
    assert await try_doors(database, meeting, starts + timedelta(hours=7, seconds=-1)) is None
    assert await try_doors(database, meeting, starts + timedelta(hours=7)) is AttendanceOver


async def test_an_organiser_enters_the_signed_list_as_long_as_nothing_is_closed(
    database: Database, activity: int
) -> None:
    meeting, later = (await meeting_of(database, activity)).id, SUNDAY + timedelta(days=3)
    async with database.transaction() as session:
        plan = await access_meeting(session, await actor_of(session, HEAD), session_id=meeting, now=later)
    assert plan.meeting.id == meeting


@pytest.mark.parametrize("later, there", [(timedelta(days=7), 0), (timedelta(minutes=30), 1)])
async def test_who_was_noted_before_it_was_moved_is_there_only_if_it_is_still_that_day(
    database: Database, activity: int, later: timedelta, there: int
) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_now(session, head, activity_id=activity, now=SUNDAY)
        await tick(session, head, plan, person_id=head.person_id, here=True, now=SUNDAY)
        await move_activity(session, head, activity_id=activity, starts_at=SUNDAY + later, now=SUNDAY)
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Attendance)))) == there


async def test_nothing_is_noted_once_an_activity_is_closed(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        await session.execute(update(Activity).values(state=ActivityState.CLOSED))
    assert await try_doors(database, (await meeting_of(database, activity)).id, SUNDAY) is ActivityOver


async def try_doors(database: Database, meeting: int, now: datetime) -> type[Exception] | None:
    """What a resident is refused with who says at a moment that they are there."""
    async with database.transaction() as session:
        try:
            require_doors_open(await lock_meeting(session, meeting, now=now), now)
        except (AttendanceNotOpen, AttendanceOver, ActivityOver) as refusal:
            return type(refusal)
    return None
