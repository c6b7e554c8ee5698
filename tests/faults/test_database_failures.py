"""The database locked, or gone for some seconds: intake waits or refuses; nothing is lost or done twice."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.application import CONNECTIONS
from bot.process import Rembug
from simulator import Phone
from storage.answers import Answer
from storage.database import Database
from storage.inbox import InboxRow, InboxState
from storage.outbox import OutboxRow, OutboxState
from storage.people import Account
from tests.faults.neighbours import announce, announced, invite
from tests.world import World, living_world

WORDS = "Besok listrik padam"


@pytest.fixture
async def impatient_world(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world whose database is given up on after a blink, and not after fifteen seconds."""
    monkeypatch.setattr("storage.database._BUSY_SECONDS", 0.2)
    monkeypatch.setattr("bot.web.PATIENCE_SECONDS", 0.5)
    async with living_world(Database(sqlite_url)) as living:
        yield living


@asynccontextmanager
async def locked(world: World) -> AsyncIterator[None]:
    """Let somebody else hold the database's only pen for the length of the block."""
    holder = sqlite3.connect(make_url(world.settings.database_url).database or "", timeout=0)
    holder.isolation_level = None
    try:
        while not _takes_the_pen(holder):
            await world.telegram.bell.wait(0.001)
        yield
    finally:
        holder.close()


def _takes_the_pen(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


async def test_what_is_said_while_the_database_is_locked_waits_at_telegram(impatient_world: World) -> None:
    world, warga = impatient_world, await impatient_world.resident()
    async with locked(world):
        warga.type("/bantuan")
        await asyncio.sleep(1.5)
        assert world.telegram.waiting_updates == 1
        assert warga.texts == []
    await world.settle()
    assert len(warga.texts) == 1


async def test_what_was_sent_while_the_database_is_locked_is_not_sent_again(impatient_world: World) -> None:
    world, head = impatient_world, await impatient_world.rt_head()
    warga = [await world.resident() for _ in range(30)]
    await announce(world, head, WORDS)
    while not any(phone.texts for phone in warga):
        await world.telegram.bell.wait(1)
    async with locked(world):
        await asyncio.sleep(1.5)
        arrived = sum(len(phone.texts) for phone in warga)
        assert 0 < arrived < 30
    await world.settle()
    assert [phone.texts for phone in warga] == [[announced(WORDS)]] * 30


async def test_all_that_was_sent_together_is_closed_when_our_words_about_it_fail(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(*_: object) -> None:
        raise ValueError

    head, warga = await world.rt_head(), [await world.resident() for _ in range(8)]
    monkeypatch.setattr("storage.deliveries.mark_sent", stumble)
    await announce(world, head, WORDS)
    await world.settle()
    assert [phone.texts for phone in warga] == [[announced(WORDS)]] * 8
    async with world.database.reading() as session:
        query = select(OutboxRow.state, OutboxRow.sent_message_id).where(
            OutboxRow.template == "announcements/announcement", OutboxRow.chat_id != head.user_id
        )
        rows = (await session.execute(query)).all()
    assert {state for state, _ in rows} == {OutboxState.SENT}
    assert len({message_id for _, message_id in rows} - {None}) == 8


async def test_a_lock_of_some_seconds_is_sat_out_by_every_part(world: World) -> None:
    """With the patience that the bot really has, nobody notices more than a delay."""
    head, warga = await world.rt_head(), await world.resident()
    await invite(world, head)
    async with locked(world):
        warga.tap("Ikut")
        await asyncio.sleep(2)
    await world.settle()
    assert "Jawaban Bapak: Ikut" in warga.texts[0]
    async with world.database.reading() as session:
        assert len((await session.scalars(select(Answer))).all()) == 1


async def test_the_webhook_refuses_while_the_database_is_locked_and_takes_it_afterwards(
    impatient_world: World,
) -> None:
    world, warga = impatient_world, await impatient_world.resident()
    await world.fall_asleep()
    async with webhook_bot(world) as rembug:
        async with locked(world):
            warga.type("/bantuan")
            async with asyncio.timeout(10):
                while world.telegram.webhook.last_error is None:
                    await world.telegram.bell.wait(0.1)
            assert "503" in world.telegram.webhook.last_error[1]
        async with asyncio.timeout(20):
            while not warga.texts:
                await world.telegram.bell.wait(0.1)
        await asyncio.sleep(0.3)
        assert len(warga.texts) == 1
        async with rembug.database.reading() as session:
            states = [row.state for row in await session.scalars(select(InboxRow))]
        assert states == [InboxState.DONE]
    await world.wake_up()


@asynccontextmanager
async def webhook_bot(world: World) -> AsyncIterator[Rembug]:
    """The whole process, web part included, told by webhook what people say."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    webhook = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": SecretStr("s3cret")}
    settings = world.settings.model_copy(update=webhook | {"http_port": port})
    rembug, stop = Rembug(settings, world.clock), asyncio.Event()
    running = asyncio.create_task(rembug.run(stop))
    async with asyncio.timeout(20):
        while world.telegram.webhook.address is None:
            await world.telegram.bell.wait(0.1)
    try:
        yield rembug
    finally:
        stop.set()
        await running


class Saboteur:
    """Cuts every connection that others have to a PostgreSQL database."""

    def __init__(self, url: str) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.cut = 0

    async def strike(self) -> None:
        """All connections at once."""
        query = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
            self.cut += len(await (await connection.execute(query)).fetchall())


@pytest.mark.postgres
async def test_connections_that_are_cut_again_and_again_cost_no_answer_and_no_message(
    world_on_postgres: World, postgres_url: str
) -> None:
    world, saboteur = world_on_postgres, Saboteur(postgres_url)
    head, warga = await world.rt_head(), [await world.resident() for _ in range(12)]
    await invite(world, head)
    await announce(world, head, WORDS)
    said: dict[int, list[str]] = {phone.user_id: [] for phone in warga}
    for strike in range(len(warga)):
        warga[strike].tap("Ikut")
        said[warga[strike].user_id].append("yes")
        warga[-strike].type("ga bisa pak")
        said[warga[-strike].user_id].append("no")
        await asyncio.sleep(0.05 * (strike % 4))
        await saboteur.strike()
    await world.settle(60)
    assert saboteur.cut > len(warga)
    assert await answers_of(world, warga) == said
    async with world.database.reading() as session:
        rows = list(await session.scalars(select(InboxRow)))
    assert {(row.state, row.attempts) for row in rows} == {(InboxState.DONE, 0)}
    arrived = [phone.texts.count(announced(WORDS)) for phone in warga]
    assert min(arrived) == 1
    assert sum(arrived) <= len(warga) + CONNECTIONS


async def answers_of(world: World, phones: list[Phone]) -> dict[int, list[str]]:
    """What each of them is recorded with, oldest first."""
    recorded: dict[int, list[str]] = {phone.user_id: [] for phone in phones}
    query = select(Account.telegram_id, Answer.answer).join(Answer, Answer.person_id == Account.person_id)
    async with world.database.reading() as session:
        for user_id, answer in await session.execute(query.order_by(Answer.id)):
            recorded[user_id].append(answer.value)
    return recorded
