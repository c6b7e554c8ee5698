"""A plan that changes tells whoever answered, and what waits or is shown says what is true."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activities import Details, Times
from actions.activity_changes import NothingChanged
from actions.answers import AnswerKind
from actions.errors import Gone, TextTooLong
from actions.meetings import MeetingsClash
from actions.planned import ActivityCancelled, ActivityOver
from storage.activities import Activity, ActivityState, Revision, list_sessions
from storage.audit import Act
from storage.database import Database
from storage.outbox import Hours
from tests.unit.neighbours import (
    FIRST,
    SECOND,
    SUNDAY,
    THIRD,
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

SEVEN = SUNDAY + timedelta(minutes=30)


@pytest.fixture(autouse=True)
async def _neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def test_moving_tells_everybody_who_answered_both_times(database: Database) -> None:
    created = await plan_work_bee(database)
    activity_id = created.plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)
    await say(database, SECOND, activity_id, AnswerKind.NO)

    told = await move(database, activity_id, starts_at=SEVEN)

    assert told == 2
    changes = await posted(database, "moved")
    assert [row.chat_id for row in changes] == [FIRST, SECOND]
    assert "PERUBAHAN" in words(changes[0])
    assert "pukul 06.30 WIB → <b>Minggu, 29 November 2026, pukul 07.00 WIB" in words(changes[0])
    async with database.reading() as session:
        query = select(Revision).where(Revision.activity_id == activity_id).order_by(Revision.number)
        revisions = list(await session.scalars(query))
        assert [(one.number, one.starts_at) for one in revisions] == [(1, SUNDAY), (2, SEVEN)]


async def test_an_invitation_that_still_waits_carries_the_new_plan(database: Database) -> None:
    created = await plan_work_bee(database)

    await move(database, created.plan.activity.id, starts_at=SEVEN, place="Balai RW")

    invitations = await posted(database, "invitation")
    assert len(invitations) == 3
    assert all("pukul 07.00 WIB" in words(row) and "Balai RW" in words(row) for row in invitations)
    assert {row.expires_at for row in invitations} == {SEVEN}


async def test_an_invitation_in_the_chat_is_changed_where_it_stands(database: Database) -> None:
    created = await plan_work_bee(database)
    await deliver(database)
    await say(database, FIRST, created.plan.activity.id, AnswerKind.YES)
    await deliver(database)

    await move(database, created.plan.activity.id, starts_at=SEVEN)

    asked = await posted(database, "invitation")
    assert [(row.method, row.chat_id) for row in asked] == [
        ("editMessageText", SECOND),
        ("editMessageText", THIRD),
    ]
    assert all("pukul 07.00 WIB" in words(row) for row in asked)
    answered = (await posted(database, "answered"))[0]
    assert (answered.chat_id, "pukul 07.00 WIB" in words(answered)) == (FIRST, True)


async def test_moving_sets_a_new_reminder_and_a_new_evaluation(database: Database) -> None:
    created = await plan_work_bee(database)

    await move(database, created.plan.activity.id, starts_at=SUNDAY + timedelta(days=7))

    meeting = await meeting_of(database, created.plan.activity.id)
    assert meeting.remind_at == datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
    assert meeting.evaluate_at == SUNDAY + timedelta(days=7, hours=4)


async def test_another_place_alone_keeps_the_reminder(database: Database) -> None:
    created = await plan_work_bee(database)
    await say(database, FIRST, created.plan.activity.id, AnswerKind.YES)

    await move(database, created.plan.activity.id, place="Balai RW")

    change = words((await posted(database, "moved"))[0])
    assert "Depan mushola → <b>Balai RW</b>" in change
    assert "Waktu" not in change
    assert (await meeting_of(database, created.plan.activity.id)).remind_at is not None
    with pytest.raises(NothingChanged):
        await move(database, created.plan.activity.id, place="Balai RW")


async def test_a_change_waits_for_morning_unless_that_is_too_late(database: Database) -> None:
    created = await plan_work_bee(database)
    await say(database, FIRST, created.plan.activity.id, AnswerKind.YES)
    at_night = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)

    await move(database, created.plan.activity.id, starts_at=SUNDAY + timedelta(days=1), now=at_night)

    assert (await posted(database, "moved"))[0].hours is Hours.ANY
    await move(database, created.plan.activity.id, starts_at=SUNDAY + timedelta(days=2), now=at_night)
    assert (await posted(database, "moved"))[1].hours is Hours.OPEN


async def test_calling_off_tells_who_answered_and_stops_everything(database: Database) -> None:
    created = await plan_work_bee(database)
    activity_id = created.plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)

    assert await cancel(database, activity_id) == 1

    assert [row.chat_id for row in await posted(database, "cancelled")] == [FIRST]
    assert await posted(database, "invitation") == []
    assert "Dibatalkan" in words((await posted(database, "card"))[0])
    meeting = await meeting_of(database, activity_id)
    assert (meeting.remind_at, meeting.evaluate_at) == (None, None)
    async with database.reading() as session:
        assert (await session.get_one(Activity, activity_id)).state is ActivityState.CANCELLED
    with pytest.raises(ActivityCancelled):
        await cancel(database, activity_id)
    with pytest.raises(ActivityCancelled):
        await say(database, SECOND, activity_id, AnswerKind.YES)


async def test_what_is_over_cannot_be_changed(database: Database) -> None:
    created = await plan_work_bee(database)

    with pytest.raises(ActivityOver):
        await cancel(database, created.plan.activity.id, now=SUNDAY + timedelta(hours=2))


async def test_a_later_meeting_is_moved_and_the_next_one_stays(database: Database) -> None:
    week = timedelta(days=7)
    details = Details(further=[Times(SUNDAY + week), Times(SUNDAY + 2 * week)])
    activity_id = (await plan_work_bee(database, details=details)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)
    async with database.reading() as session:
        meetings = await list_sessions(session, activity_id)

    await move(database, activity_id, session_id=meetings[1].id, starts_at=SUNDAY + 3 * week)

    async with database.reading() as session:
        found = [one.starts_at for one in await list_sessions(session, activity_id)]
        revision = (await session.scalars(select(Revision).where(Revision.number == 2))).one()
    assert found == [SUNDAY, SUNDAY + 2 * week, SUNDAY + 3 * week]
    assert revision.session_id == meetings[1].id
    told = words((await posted(database, "moved"))[0])
    assert "6 Desember 2026, pukul 06.30 WIB → <b>Minggu, 20 Desember 2026" in told
    invitation = words((await posted(database, "invitation"))[0])
    assert "Minggu, 29 November 2026, pukul 06.30 WIB" in invitation
    with pytest.raises(MeetingsClash):
        await move(database, activity_id, session_id=meetings[2].id, starts_at=SUNDAY)
    with pytest.raises(Gone):
        await move(database, activity_id, session_id=99, starts_at=SUNDAY + 4 * week)


async def test_what_to_bring_and_the_point_are_changed_and_a_new_place_drops_the_point(
    database: Database,
) -> None:
    details = Details(bring="Sapu", point=(-8.1, 112.2))
    activity_id = (await plan_work_bee(database, details=details)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)

    await move(database, activity_id, bring="Cangkul")
    assert "Yang dibawa: <b>Cangkul</b>" in words((await posted(database, "moved"))[0])
    await move(database, activity_id, point=(-8.2, 112.3))
    await move(database, activity_id, place="Balai RW", bring="")
    with pytest.raises(NothingChanged):
        await move(database, activity_id, bring="", place="Balai RW")

    async with database.reading() as session:
        activity = await session.get_one(Activity, activity_id)
    assert (activity.place, activity.bring, activity.latitude) == ("Balai RW", None, None)


async def test_another_title_is_told_old_and_new_and_stands_wherever_the_old_one_stood(
    database: Database,
) -> None:
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    await say(database, FIRST, activity_id, AnswerKind.YES)
    old, new = "Gotong royong RT 02", "Bersih selokan"

    assert await move(database, activity_id, title=new) == 1

    (change,) = await posted(database, "moved")
    assert f"<b>PERUBAHAN</b>: {old}\nJudul: {old} → <b>{new}</b>\nTempat tetap" in words(change)
    for shown in ("invitation", "answered", "card"):
        assert f"<b>{new}</b>" in words((await posted(database, shown))[-1])
    async with database.reading() as session:
        activity = await session.get_one(Activity, activity_id)
        query = select(Revision.title).where(Revision.activity_id == activity_id).order_by(Revision.number)
        titles = list(await session.scalars(query))
        acts = list(await session.scalars(select(Act.action).where(Act.subject == f"activity:{activity_id}")))
    assert (activity.title, activity.revision, titles) == (new, 2, [old, new])
    assert acts == ["create_activity", "move_activity"]
    with pytest.raises(NothingChanged):
        await move(database, activity_id, title=new)
    with pytest.raises(TextTooLong):
        await move(database, activity_id, title="x" * 101)
