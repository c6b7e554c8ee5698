"""A planned announcement: each turn goes out once, in its sender's name, or somebody is told why not."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from actions.attachments import Attachment
from actions.audience import Choice, Who
from actions.erasure import erase_me
from actions.plans import (
    Timing,
    cancel_plan,
    change_plan,
)
from bot import jobs
from bot.demo.due import next_due
from storage.announcement_plans import AnnouncementPlan, PlanState, claim
from storage.database import Database
from storage.files import File
from storage.people import Role, RoleKind
from templates.labels import label
from tests.people import Cast, add_officer
from tests.unit.planners import (
    DAY,
    FIRST,
    NOW,
    ONCE,
    RT_HEAD,
    SUCCESSOR,
    WEEK,
    WEEKLY,
    actor_of,
    announced,
    draft_of,
    plan,
    plan_of,
    settle_planners,
    told,
    turn,
)


@pytest.fixture
async def cast(database: Database) -> Cast:
    return await settle_planners(database)


async def test_of_two_clocks_at_the_same_moment_one_announces(database: Database, cast: Cast) -> None:
    plan_id = await plan(database, cast, WEEKLY)
    await asyncio.gather(*(turn(database, FIRST) for _ in range(2)))
    (announcement,) = await announced(database)
    assert (announcement.plan_id, announcement.published_at, announcement.recipients) == (plan_id, FIRST, 2)
    kept = await plan_of(database, plan_id)
    assert (kept.state, kept.next_at, kept.turn) == (PlanState.WAITING, FIRST + WEEK, 1)
    assert await turn(database, FIRST) is False


@pytest.mark.parametrize("meanwhile", ["taken", "moved", "repeated", "cancelled"])
async def test_a_turn_cannot_be_claimed_by_who_saw_what_holds_no_more(
    database: Database, cast: Cast, meanwhile: str
) -> None:
    plan_id = await plan(database, cast)
    seen = await plan_of(database, plan_id)
    async with database.transaction() as session:
        head = await actor_of(session)
        if meanwhile == "taken":
            assert await claim(session, await session.get_one(AnnouncementPlan, plan_id), None)
        elif meanwhile == "cancelled":
            await cancel_plan(session, head, plan_id, now=NOW)
        else:
            timing = WEEKLY if meanwhile == "repeated" else Timing(FIRST + DAY)
            await change_plan(session, head, plan_id, draft_of(cast), timing, now=NOW)
    async with database.transaction() as session:
        assert not await claim(session, seen, FIRST + WEEK)


async def test_after_weeks_of_silence_only_the_last_turn_is_made_up_for(
    database: Database, cast: Cast
) -> None:
    plan_id = await plan(database, cast, WEEKLY)
    late = FIRST + 3 * WEEK + timedelta(hours=23)
    with capture_logs() as logs:
        assert await turn(database, late)
    assert [one.published_at for one in await announced(database)] == [late]
    assert [(log["plan"], log["since"]) for log in logs] == [(plan_id, FIRST.isoformat())]
    assert (await plan_of(database, plan_id)).next_at == FIRST + 4 * WEEK
    assert await turn(database, late) is False


@pytest.mark.parametrize("timing, next_at", [(ONCE, None), (WEEKLY, FIRST + WEEK)])
async def test_a_day_late_it_makes_no_sense_any_more_and_the_sender_is_told(
    database: Database, cast: Cast, timing: Timing, next_at: datetime | None
) -> None:
    plan_id = await plan(database, cast, timing)
    with capture_logs() as logs:
        assert await turn(database, FIRST + DAY)
    assert (await announced(database), len(logs)) == ([], 1)
    kept = await plan_of(database, plan_id)
    assert (kept.state, kept.next_at, kept.turn) == (
        PlanState.WAITING if next_at else PlanState.DONE,
        next_at,
        0,
    )
    ((chat_id, words),) = await told(database, "plans/skipped")
    assert chat_id == RT_HEAD
    assert "waktunya sudah lewat lebih dari sehari" in words
    assert ("Berikutnya saya coba lagi Minggu, 29 November 2026" in words) is (next_at is not None)


async def test_a_turn_that_fails_is_tried_again_and_the_next_is_not_shifted(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = await plan(database, cast, WEEKLY)

    async def stumble(*_: Any, **__: Any) -> None:
        raise ValueError("it cannot be announced yet")

    with monkeypatch.context() as patched:
        patched.setattr("actions.plan_turns.publish_announcement", stumble)
        await jobs.run(jobs.PUBLISH_PLANS, database, lambda: FIRST)
    assert await announced(database) == []
    again = FIRST + timedelta(minutes=10)
    await jobs.run(jobs.PUBLISH_PLANS, database, lambda: again)
    assert [one.published_at for one in await announced(database)] == [again]
    assert (await plan_of(database, plan_id)).next_at == FIRST + WEEK


async def test_a_lost_office_calls_it_off_and_whoever_holds_it_now_is_told_once(
    database: Database, cast: Cast
) -> None:
    plan_id = await plan(database, cast, WEEKLY)
    async with database.transaction() as session:
        await session.execute(update(Role).where(Role.area_id == cast.rts[1, 1].id).values(until=NOW))
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], SUCCESSOR, name="Ketua RT 01", now=NOW)
    assert [await turn(database, FIRST + weeks * WEEK) for weeks in range(2)] == [True, False]
    assert await announced(database) == []
    assert [chat_id for chat_id, _ in await told(database, "plans/ended")] == [SUCCESSOR]
    assert (await plan_of(database, plan_id)).state is PlanState.CANCELLED


async def test_without_a_successor_the_sender_hears_that_it_ended(database: Database, cast: Cast) -> None:
    await plan(database, cast)
    async with database.transaction() as session:
        await session.execute(update(Role).values(until=NOW))
    await turn(database, FIRST)
    ((chat_id, words),) = await told(database, "plans/ended")
    assert chat_id == RT_HEAD
    assert "karena Bapak/Ibu sudah tidak mengurus wilayah ini.\n“Iuran sampah”" in words


async def test_an_erased_sender_leaves_a_plan_that_ends(database: Database, cast: Cast) -> None:
    photo = replace(draft_of(cast), attachment=Attachment("photo-1", "photo", 1000))
    plan_id = await plan(database, cast, WEEKLY, photo)
    async with database.transaction() as session:
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], SUCCESSOR, name="Ketua RT 01", now=NOW)
        await erase_me(session, await actor_of(session), now=NOW)
    async with database.reading() as session:
        (file,) = await session.scalars(select(File))
    kept = await plan_of(database, plan_id)
    assert (kept.sender_id, kept.file_id) == (None, file.id)
    await turn(database, FIRST)
    assert (await plan_of(database, plan_id)).state is PlanState.CANCELLED
    assert [chat_id for chat_id, _ in await told(database, "plans/ended")] == [SUCCESSOR]


async def test_when_nobody_listens_the_turn_is_skipped(database: Database, cast: Cast) -> None:
    attended = replace(draft_of(cast), choice=Choice(Who.ATTENDED, activity_id=7))
    plan_id = await plan(database, cast, WEEKLY, attended)
    assert [await turn(database, FIRST) for _ in range(2)] == [True, False]
    assert await announced(database) == []
    ((chat_id, words),) = await told(database, "plans/skipped")
    assert chat_id == RT_HEAD
    assert "belum ada yang bisa menerimanya" in words
    kept = await plan_of(database, plan_id)
    assert (kept.state, kept.next_at, kept.turn) == (PlanState.WAITING, FIRST + WEEK, 0)


async def test_the_demo_says_that_it_comes(database: Database, cast: Cast) -> None:
    first = datetime(2026, 11, 18, 4, tzinfo=UTC)
    await plan(database, cast, Timing(first))
    async with database.reading() as session:
        due = await next_due(session, NOW)
    assert due is not None
    assert (due.at, due.words) == (first, label("due.plan"))
