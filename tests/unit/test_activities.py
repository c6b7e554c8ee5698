"""An activity invites its area, is seen by those whom it concerns, and knows when to remind and to ask."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activities import (
    WhenPast,
    access_activity,
)
from actions.answers import AnswerKind
from actions.coming import list_coming
from actions.errors import Gone, NotYours, TextTooLong
from storage.activities import Activity
from storage.answers import Invitation
from storage.audit import Act
from storage.database import Database
from storage.outbox import Hours, Lane
from tests.people import find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    cancel,
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


async def test_everybody_accepted_in_the_rt_is_invited_and_nobody_else(database: Database) -> None:
    created = await plan_work_bee(database)

    assert created.turns.invited == 3
    invitations = await posted(database, "invitation")
    assert [row.chat_id for row in invitations] == [FIRST, SECOND, THIRD]
    assert {(row.lane, row.hours, row.expires_at) for row in invitations} == {(Lane.BULK, Hours.OPEN, SUNDAY)}
    assert "Minggu, 29 November 2026, pukul 06.30 WIB." in words(invitations[0])
    assert "Depan mushola" in words(invitations[0])
    async with database.reading() as session:
        rows = list(await session.scalars(select(Invitation)))
        assert len(rows) == 3
        assert all(row.household_id for row in rows)
        act = (await session.scalars(select(Act))).one()
        assert (act.action, act.subject) == ("create_activity", f"activity:{created.plan.activity.id}")


async def test_the_organizer_and_the_rt_head_see_the_card(database: Database) -> None:
    await plan_work_bee(database, by=KELURAHAN)

    cards = await posted(database, "card")

    assert sorted(row.chat_id or 0 for row in cards) == [HEAD, KELURAHAN]
    assert "Gotong royong RT 02" in words(cards[0])
    assert words(cards[0]).splitlines()[-1] == "Belum jawab: 3"


async def test_an_activity_of_the_kelurahan_invites_every_rt(database: Database) -> None:
    async with database.reading() as session:
        kelurahan = (await find_cast(session)).kelurahan

    created = await plan_work_bee(database, by=KELURAHAN, area_id=kelurahan.id)

    assert created.turns.invited == 4
    assert [row.chat_id for row in await posted(database, "card")] == [KELURAHAN]


async def test_it_reminds_three_days_before_first_and_asks_two_hours_after_the_end(
    database: Database,
) -> None:
    created = await plan_work_bee(database)

    meeting = await meeting_of(database, created.plan.activity.id)

    assert meeting.ends_at == SUNDAY + timedelta(hours=2)
    assert meeting.remind_at == datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
    assert meeting.evaluate_at == SUNDAY + timedelta(hours=4)


@pytest.mark.parametrize(
    "ends, asked",
    [
        pytest.param((2026, 11, 28, 9, 0), (2026, 11, 28, 12, 30), id="18.00 is Maghrib: the evening slot"),
        pytest.param((2026, 11, 28, 13, 30), (2026, 11, 29, 12, 30), id="22.30 is night: the next evening"),
        pytest.param((2026, 11, 28, 4, 0), (2026, 11, 28, 6, 0), id="13.00 is open"),
    ],
)
async def test_the_evaluation_keeps_clear_of_closed_hours(
    database: Database, ends: tuple[int, ...], asked: tuple[int, ...]
) -> None:
    ends_at = datetime(*ends, tzinfo=UTC)  # type: ignore[misc, arg-type]
    created = await plan_work_bee(database, starts_at=ends_at - timedelta(hours=1), ends_at=ends_at)

    meeting = await meeting_of(database, created.plan.activity.id)

    assert meeting.evaluate_at == datetime(*asked, tzinfo=UTC)  # type: ignore[misc, arg-type]


async def test_what_is_planned_for_tomorrow_is_reminded_of_in_the_morning_only(
    database: Database,
) -> None:
    saturday_night = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)

    created = await plan_work_bee(database, now=saturday_night)

    morning = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
    assert (await meeting_of(database, created.plan.activity.id)).remind_at == morning


async def test_words_about_prayer_times_stay_beside_the_hour(database: Database) -> None:
    after_isya = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)

    await plan_work_bee(database, starts_at=after_isya, said="ba'da Isya")

    text = words((await posted(database, "invitation"))[0])
    assert "pukul 19.30 WIB (ba&#39;da Isya)." in text


@pytest.mark.parametrize("by", [FIRST, OTHER_HEAD, ELSEWHERE])
async def test_only_an_office_over_the_area_plans_moves_and_cancels(database: Database, by: int) -> None:
    with pytest.raises(NotYours):
        await plan_work_bee(database, by=by)
    created = await plan_work_bee(database)
    with pytest.raises(NotYours):
        await move(database, created.plan.activity.id, by=by, starts_at=SEVEN)
    with pytest.raises(NotYours):
        await cancel(database, created.plan.activity.id, by=by)

    assert (await meeting_of(database, created.plan.activity.id)).starts_at == SUNDAY


async def test_a_moment_that_is_over_cannot_be_planned(database: Database) -> None:
    with pytest.raises(WhenPast):
        await plan_work_bee(database, starts_at=NOW)
    with pytest.raises(TextTooLong):
        await plan_work_bee(database, title="a" * 101)

    async with database.reading() as session:
        assert await session.scalar(select(Activity.id)) is None


async def test_residents_find_what_is_planned_around_them_with_their_answer(database: Database) -> None:
    created = await plan_work_bee(database)
    await say(database, FIRST, created.plan.activity.id, AnswerKind.YES)

    async with database.reading() as session:
        mine = await list_coming(session, await actor_of(session, FIRST), now=NOW)
        elsewhere = await list_coming(session, await actor_of(session, ELSEWHERE), now=NOW)
        office = await list_coming(session, await actor_of(session, KELURAHAN), now=NOW)
        over = await list_coming(session, await actor_of(session, FIRST), now=SUNDAY + timedelta(hours=2))

    assert [(plan.activity.title, answer and answer.answer) for plan, answer in mine.items] == [
        ("Gotong royong RT 02", AnswerKind.YES)
    ]
    assert elsewhere.items == over.items == ()
    assert len(office.items) == 1


async def test_an_activity_is_open_to_its_area_and_its_offices_only(database: Database) -> None:
    created = await plan_work_bee(database)

    async with database.transaction() as session:
        activity_id = created.plan.activity.id
        resident = await access_activity(
            session, await actor_of(session, FIRST), activity_id=activity_id, now=NOW
        )
        head = await access_activity(session, await actor_of(session, HEAD), activity_id=activity_id, now=NOW)
        assert (resident.invited, resident.manages) == (True, False)
        assert (head.invited, head.manages) == (False, True)
        with pytest.raises(Gone):
            await access_activity(
                session, await actor_of(session, ELSEWHERE), activity_id=activity_id, now=NOW
            )
        with pytest.raises(Gone):
            await access_activity(session, await actor_of(session, FIRST), activity_id=10**17, now=NOW)
