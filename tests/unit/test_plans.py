"""A planned announcement: each turn goes out once, in its sender's name, or somebody is told why not."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from actions.access import Actor, find_actor
from actions.announcements import Attachment, Draft
from actions.audience import Choice, Who
from actions.erasure import erase_me
from actions.errors import Gone, NotYours
from actions.plan_turns import publish_due
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
from bot import jobs
from bot.demo.due import next_due
from storage.announcement_plans import AnnouncementPlan, PlanState, claim
from storage.announcements import Announcement, Route
from storage.audit import Act
from storage.database import Database, Session
from storage.files import File
from storage.outbox import OutboxRow
from storage.people import Role, RoleKind
from templates import render
from templates.labels import label
from tests.people import Cast, add_officer, add_resident, build_kelurahan

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
FIRST = datetime(2026, 11, 22, 0, tzinfo=UTC)
"""Sunday, 22 November 2026, 07.00 WIB."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)
RT_HEAD, OTHER_HEAD, SUCCESSOR = 12, 13, 14
ONCE, WEEKLY = Timing(FIRST), Timing(FIRST, Repeat.WEEKLY)


@pytest.fixture
async def cast(database: Database) -> Cast:
    """RT 01 RW 01 with its head and two residents; RT 02 with a head of its own."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        here, there = cast.rts[1, 1], cast.rts[1, 2]
        await add_officer(session, RoleKind.RT_HEAD, here, RT_HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, there, OTHER_HEAD, name="Ketua RT 02", now=NOW)
        for telegram_id in (21, 22):
            await add_resident(session, here, telegram_id, now=NOW)
        return cast


async def actor_of(session: Session, telegram_id: int = RT_HEAD) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


def draft_of(cast: Cast, text: str = "Iuran sampah") -> Draft:
    return Draft(RoleKind.RT_HEAD, cast.rts[1, 1].id, text)


async def plan(
    database: Database, cast: Cast, timing: Timing = ONCE, draft: Draft | None = None, now: datetime = NOW
) -> int:
    async with database.transaction() as session:
        head = await actor_of(session)
        made = await plan_announcement(session, head, draft or draft_of(cast), timing, now=now)
        return made.id


async def turn(database: Database, now: datetime) -> bool:
    async with database.transaction() as session:
        return await publish_due(session, now=now)


async def plan_of(database: Database, plan_id: int) -> AnnouncementPlan:
    async with database.reading() as session:
        return await session.get_one(AnnouncementPlan, plan_id)


async def announced(database: Database) -> list[Announcement]:
    async with database.reading() as session:
        return list(await session.scalars(select(Announcement).order_by(Announcement.id)))


async def told(database: Database, template: str) -> list[tuple[int | None, str]]:
    """Who was told what in these words."""
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.template == template))
        return [(row.chat_id, render(row.template, **(row.facts or {}))) for row in rows]


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


async def test_words_that_were_changed_until_the_very_moment_go_out(database: Database, cast: Cast) -> None:
    plan_id = await plan(database, cast)
    async with database.transaction() as session:
        draft = replace(draft_of(cast, "Iuran air"), asks_read=True, choice=Choice(Who.ALL), route=Route.BOTH)
        await change_plan(session, await actor_of(session), plan_id, draft, ONCE, now=FIRST)
    await turn(database, FIRST)
    (announcement,) = await announced(database)
    assert (announcement.text, announcement.asks_read, announcement.route) == ("Iuran air", True, Route.BOTH)


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
            await plan_announcement(session, head, draft_of(cast), Timing(NOW), now=NOW)
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


async def test_the_demo_says_that_it_comes(database: Database, cast: Cast) -> None:
    first = datetime(2026, 11, 18, 4, tzinfo=UTC)
    await plan(database, cast, Timing(first))
    async with database.reading() as session:
        due = await next_due(session, NOW)
    assert due is not None
    assert (due.at, due.words) == (first, label("due.plan"))
