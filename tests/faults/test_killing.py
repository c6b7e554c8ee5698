"""kill -9 of the running bot under load, again and again: all takes effect once, every promise arrives."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.application import CONNECTIONS
from simulator import Limits, Telegram, create_app, serve
from storage import inbox, outbox
from storage.announcements import Announcement
from storage.answers import Answer
from storage.database import Database, Session
from storage.inbox import InboxRow, InboxState
from storage.outbox import OutboxRow, OutboxState
from storage.people import Account
from tests.faults.bot_process import BotProcess
from tests.faults.crowd import Neighbour, announce, settle_crowd, speak_until
from tests.world import TOKEN

pytestmark = pytest.mark.slow
SIZE, KILLS, A_SECOND, MOST = 40, 6, 12.0, 200
WORDS = "Air mati sampai sore"
NOTED = "Saya catat: "


async def test_a_bot_that_is_killed_again_and_again_loses_nothing(
    database: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    telegram, chance = Telegram(token=TOKEN), random.Random(20261121)
    telegram.limits = Limits(strict=False)
    crowd = await settle_crowd(database, telegram, size=SIZE, now=datetime.now(UTC))
    async with serve(create_app(telegram)) as url:
        bot = BotProcess(telegram, url, database.url, tmp_path)
        try:
            await _kill_again_and_again(bot, telegram, crowd, chance)
            await _until_quiet(database, telegram)
            assert await bot.stop() == 0
        finally:
            await bot.end()
    said = sum(each.typed for each in crowd)
    doubled = await _count_doubled(database, telegram)
    for name, value in (("kills", KILLS), ("answers typed", said), ("messages doubled", doubled)):
        record_property(name, value)
    assert doubled <= KILLS * CONNECTIONS
    await _assert_answers(database, crowd)
    await _assert_promises(database, crowd)


async def _kill_again_and_again(
    bot: BotProcess, telegram: Telegram, crowd: list[Neighbour], chance: random.Random
) -> None:
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(speak_until(crowd, enough, chance, rate=A_SECOND, most=MOST))
        for kill in range(KILLS):
            await bot.start()
            if kill == 1:
                group.create_task(announce(telegram, WORDS))
            await asyncio.sleep(chance.uniform(0.05, 1.5))
            await bot.kill()
        await bot.start()
        enough.set()


async def _until_quiet(database: Database, telegram: Telegram, seconds: float = 120) -> None:
    async with asyncio.timeout(seconds):
        while telegram.waiting_updates or await _count_work(database):
            await telegram.bell.wait(0.1)


async def _count_work(database: Database) -> int:
    async with database.reading() as session:
        soon = datetime.now(UTC) + timedelta(minutes=2)
        watched = select(func.count()).where(Announcement.progress_due_at.is_not(None))
        cards = await session.scalar(watched) or 0  # the sender's card may still change
        return cards + await inbox.count_waiting(session) + await outbox.count_promised(session, soon)


async def _count_doubled(database: Database, telegram: Telegram) -> int:
    """How many messages are on the phones beyond those that were promised; none may be missing."""
    async with database.reading() as session:
        query = select(OutboxRow.chat_id).where(
            OutboxRow.state == OutboxState.SENT, OutboxRow.method == "sendMessage"
        )
        promised = Counter(chat_id for chat_id in await session.scalars(query) if chat_id)
    shown = Counter({phone.user_id: len(phone.texts) for phone in telegram.phones})
    assert promised - shown == Counter()
    return (shown - promised).total()


async def _assert_answers(database: Database, crowd: list[Neighbour]) -> None:
    """Every tap and every text took effect once, in the order in which they were made."""
    async with database.reading() as session:
        recorded: dict[int, list[tuple[str, int]]] = {each.phone.user_id: [] for each in crowd}
        query = select(Account.telegram_id, Answer.answer, Answer.party).join(
            Answer, Answer.person_id == Account.person_id
        )
        for user_id, answer, party in await session.execute(query.order_by(Answer.id)):
            recorded[user_id].append((answer.value, party))
        states = set(await session.scalars(select(InboxRow.state)))
    assert recorded == {each.phone.user_id: each.answers for each in crowd}
    assert states == {InboxState.DONE}
    assert sum(map(len, recorded.values())) > SIZE


async def _assert_sent_or_overtaken(session: Session) -> None:
    """Every message was sent; an edit of one may have given way to a newer edit of the same, which was."""
    rows = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
    newest = {(row.chat_id, row.message_id): row.id for row in rows if row.state is OutboxState.SENT}
    unsent = [row for row in rows if row.state is not OutboxState.SENT]
    assert {row.state for row in unsent} <= {OutboxState.CANCELLED}
    for row in unsent:
        assert row.message_id is not None
        assert newest[row.chat_id, row.message_id] > row.id


async def _assert_promises(database: Database, crowd: list[Neighbour]) -> None:
    async with database.reading() as session:
        assert len((await session.scalars(select(Announcement))).all()) == 1
        await _assert_sent_or_overtaken(session)
        assert await _count_rows(session, "announcements/announcement") == SIZE + 1  # and the preview
        assert await _count_rows(session, "activities/noted") == sum(each.typed for each in crowd)
    for each in crowd:
        assert any(WORDS in words for words in each.phone.texts)
        assert sum(NOTED in words for words in each.phone.texts) >= each.typed


async def _count_rows(session: Session, template: str) -> int:
    rows = await session.scalars(select(OutboxRow.id).where(OutboxRow.template == template))
    return len(rows.all())
