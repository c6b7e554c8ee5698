"""Planning an announcement: who may, how it is listed, changed, sent at once and called off."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from actions import announcements
from actions.attachments import Attachment
from actions.audience import Choice, Who
from actions.errors import Gone, NotYours
from actions.plans import (
    PlanOver,
    Repeat,
    Timing,
    WhenPast,
    access_plan,
    cancel_plan,
    change_plan,
    list_plans,
    plan_announcement,
    send_now,
)
from storage.announcements import Route
from storage.audit import Act
from storage.database import Database
from tests.people import Cast
from tests.unit.planners import (
    DAY,
    FIRST,
    NOW,
    ONCE,
    OTHER_HEAD,
    WEEK,
    WEEKLY,
    actor_of,
    announced,
    draft_of,
    plan,
    settle_planners,
    turn,
)


@pytest.fixture
async def cast(database: Database) -> Cast:
    return await settle_planners(database)


async def test_words_that_were_changed_until_the_very_moment_go_out(database: Database, cast: Cast) -> None:
    plan_id = await plan(database, cast)
    async with database.transaction() as session:
        draft = replace(draft_of(cast, "Iuran air"), asks_read=True, choice=Choice(Who.ALL), route=Route.BOTH)
        await change_plan(session, await actor_of(session), plan_id, draft, ONCE, now=FIRST)
    await turn(database, FIRST)
    (announcement,) = await announced(database)
    assert (announcement.text, announcement.asks_read, announcement.route) == ("Iuran air", True, Route.BOTH)


async def test_photo_bold_words_and_place_go_out_as_they_were_planned(database: Database, cast: Cast) -> None:
    whole = replace(
        draft_of(cast),
        marks=({"kind": "bold", "offset": 0, "length": 5},),
        place={"latitude": -8.1, "longitude": 112.2, "title": None},
        attachment=Attachment("photo-1", "photo", 1000),
    )
    await plan(database, cast, WEEKLY, whole)
    for weeks in range(2):
        await turn(database, FIRST + weeks * WEEK)
    async with database.reading() as session:
        sent = [await announcements.draft_of(session, one) for one in await announced(database)]
    assert sent == [whole] * 2


async def test_only_its_office_reaches_a_plan(database: Database, cast: Cast) -> None:
    plan_id = await plan(database, cast)
    async with database.transaction() as session:
        other = await actor_of(session, OTHER_HEAD)
        for refused in (plan_id, 0, 2**31, plan_id + 1):
            with pytest.raises(NotYours if refused == plan_id else Gone):
                await access_plan(session, other, refused)
        with pytest.raises(NotYours):
            await plan_announcement(session, other, draft_of(cast), ONCE, now=NOW)
        with pytest.raises(NotYours):
            await list_plans(session, await actor_of(session, 21))
        assert (await list_plans(session, other)).items == ()


async def test_what_is_over_cannot_be_touched_any_more(database: Database, cast: Cast) -> None:
    sent, cancelled = await plan(database, cast), await plan(database, cast)
    async with database.transaction() as session:
        head = await actor_of(session)
        await send_now(session, head, sent, draft_of(cast), now=NOW)
        await cancel_plan(session, head, cancelled, now=NOW)
    async with database.transaction() as session:
        head = await actor_of(session)
        for plan_id, state in ((sent, "done"), (cancelled, "cancelled")):
            with pytest.raises(PlanOver) as refusal:
                await cancel_plan(session, head, plan_id, now=NOW)
            assert refusal.value.facts == {"state": state}
            with pytest.raises(PlanOver):
                await change_plan(session, head, plan_id, draft_of(cast), WEEKLY, now=NOW)
            with pytest.raises(PlanOver):
                await send_now(session, head, plan_id, draft_of(cast), now=NOW)
    assert await turn(database, FIRST) is False
    assert len(await announced(database)) == 1


async def test_a_time_that_is_over_is_refused(database: Database, cast: Cast) -> None:
    plan_id = await plan(database, cast)
    async with database.transaction() as session:
        head = await actor_of(session)
        with pytest.raises(WhenPast):
            await plan_announcement(session, head, draft_of(cast), Timing(NOW, Repeat.WEEKLY), now=NOW)
        with pytest.raises(WhenPast):
            await change_plan(session, head, plan_id, draft_of(cast), Timing(NOW), now=NOW)


async def test_the_next_ones_come_first_six_a_screen(database: Database, cast: Cast) -> None:
    made = [await plan(database, cast, Timing(FIRST + days * DAY)) for days in (6, 0, 5, 1, 4, 2, 3)]
    async with database.reading() as session:
        head = await actor_of(session)
        first, last = [await list_plans(session, head, page=page) for page in (0, 9)]
    by_time = [made[index] for index in (1, 3, 5, 6, 4, 2, 0)]
    assert ([one.id for one in first.items], first.pages) == (by_time[:6], 2)
    assert ([one.id for one in last.items], last.number) == (by_time[6:], 1)


async def test_what_was_planned_changed_and_called_off_is_written_down(
    database: Database, cast: Cast
) -> None:
    plan_id = await plan(database, cast)
    async with database.transaction() as session:
        head = await actor_of(session)
        await change_plan(session, head, plan_id, draft_of(cast), WEEKLY, now=NOW)
        await cancel_plan(session, head, plan_id, now=NOW)
    async with database.reading() as session:
        acts = list(await session.scalars(select(Act).where(Act.subject == f"plan:{plan_id}")))
    assert [act.action for act in acts] == ["plan_announcement", "change_plan", "cancel_plan"]
    assert {(act.actor_id, act.area_id) for act in acts} == {(head.person_id, cast.rts[1, 1].id)}
