"""Who joins late gets the valid cards, the oldest first, one a day, each once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.campaigns import pause_campaign
from actions.latecomers import latecomers_due
from actions.rule_cards import replace_card
from storage.announcements import Announcement
from storage.database import Database
from storage.duties import Duty, DutyKind
from storage.mutes import Mute
from storage.outbox import News, OutboxState
from storage.people import Chat, ChatState, Residency, RoleKind
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.series import LURAH, MONDAY, NOW, actor_of, begin, card, deliver, got, rows_of, tick

DAY, WEEK = timedelta(days=1), timedelta(days=7)
JOINED = MONDAY + WEEK + timedelta(hours=2)
"""A week and two hours after the first of two cards: both are out."""
OLD, LATE = 21, 31


@pytest.fixture
async def cast(database: Database) -> Cast:
    """One resident who has both cards, and one who joined afterwards."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        await add_resident(session, cast.rts[1, 1], OLD, now=NOW)
        await begin(session, cast, "Dana", "Bidang")
    for moment in (MONDAY, MONDAY + WEEK):
        await tick(database, moment)
        await deliver(database, OutboxState.SENT)
    async with database.transaction() as session:
        await add_resident(session, cast.rts[1, 1], LATE, now=JOINED)
    return cast


async def pass_days(database: Database, count: int, since: datetime = JOINED) -> list[int]:
    """How many cards the latecomer has after each of these days."""
    had = []
    for day in range(1, count + 1):
        await tick(database, since + day * DAY)
        await deliver(database, OutboxState.SENT)
        had.append(len(await rows_of(database, LATE)))
    return had


async def test_one_card_a_day_in_the_order_in_which_they_went_out(database: Database, cast: Cast) -> None:
    assert await pass_days(database, 4) == [1, 2, 2, 2]
    assert await got(database, LATE) == ["announcement:1", "announcement:2"]
    assert len(await rows_of(database, OLD)) == 2
    async with database.reading() as session:
        assert list(await session.scalars(select(Announcement.recipients))) == [2, 2]


async def test_on_a_day_with_a_card_for_everybody_there_is_no_second_one(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Jadwal", first_at=MONDAY + WEEK + DAY + timedelta(hours=3))
    for hours in (0, 3, 4):
        await tick(database, MONDAY + WEEK + DAY + timedelta(hours=hours))
    assert await got(database, LATE) == ["announcement:3"]
    await deliver(database, OutboxState.SENT)
    await tick(database, MONDAY + WEEK + 2 * DAY)
    assert await got(database, LATE) == ["announcement:3", "announcement:1"]


async def test_nobody_gets_what_does_not_hold_or_rests_or_was_stopped(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        lurah, draft = await actor_of(session, LURAH), card("Dana", year=2027)
        await replace_card(session, lurah, card_id=1, draft=draft, at_once=True, now=JOINED)
    await deliver(database, OutboxState.SENT)
    assert await pass_days(database, 3) == [2, 2, 2]
    assert await got(database, LATE) == ["announcement:3", "announcement:2"]
    async with database.transaction() as session:
        await add_resident(session, cast.rts[1, 1], 32, now=JOINED)
        await pause_campaign(session, await actor_of(session, LURAH), 1, now=JOINED)
    await tick(database, JOINED + 9 * DAY)
    assert await got(database, 32) == []


async def test_whoever_moves_within_the_kelurahan_gets_nothing_again(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        mover = await actor_of(session, OLD)
        await session.execute(
            update(Residency)
            .where(Residency.person_id == mover.person_id)
            .values(area_id=cast.rts[2, 2].id, household_id=None)
        )
    await pass_days(database, 3)
    assert len(await rows_of(database, OLD)) == 2


async def test_the_deaf_and_the_gone_get_none_until_they_listen_again(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        late = await actor_of(session, LATE)
        session.add(Mute(person_id=late.person_id, kind=News.RULE_CARD, at=JOINED))
        await add_resident(session, cast.rts[1, 2], 33, now=JOINED)
        await session.execute(update(Chat).where(Chat.id == 33).values(state=ChatState.UNREACHABLE))
    assert await pass_days(database, 2) == [0, 0]
    async with database.transaction() as session:
        for mute in await session.scalars(select(Mute)):
            await session.delete(mute)
    assert await pass_days(database, 2, JOINED + 2 * DAY) == [1, 2]
    assert await got(database, 33) == []


async def test_a_card_that_never_arrived_comes_again_and_one_that_was_refused_does_not(
    database: Database, cast: Cast
) -> None:
    await tick(database, JOINED + DAY)
    await deliver(database, OutboxState.UNREACHABLE, LATE)
    await tick(database, JOINED + 2 * DAY)
    await deliver(database, OutboxState.FAILED, LATE)
    await tick(database, JOINED + 3 * DAY)
    assert await got(database, LATE) == ["announcement:1", "announcement:1", "announcement:2"]


async def test_of_all_who_ask_at_the_same_time_one_gives(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await session.execute(
            update(Duty).where(Duty.kind == DutyKind.RULE_CARDS).values(due_at=JOINED + DAY)
        )

    async def ask() -> None:
        async with database.transaction() as session:
            await latecomers_due(session, now=JOINED + DAY)

    await asyncio.gather(*(ask() for _ in range(4)))
    assert await got(database, LATE) == ["announcement:1"]
