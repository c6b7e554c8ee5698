"""The web part: what Telegram is answered, what is kept, and when the process calls itself ready."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import web
from bot.web import Health, WebhookConfig, create_web
from storage.database import Database, Session
from storage.inbox import InboxRow
from storage.incidents import Incident

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
SECRET = "s3cret_of-the-door"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class House:
    """A web part over a database, and what was woken by it."""

    def __init__(self, database: Database, *, webhook: bool = True) -> None:
        self.health = Health(last_poll=None, delivering=lambda: True)
        self.woken = 0
        config = WebhookConfig(SECRET) if webhook else None
        app = create_web(database, lambda: NOW, config, self.health, self._wake)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://rembug.test")

    def _wake(self) -> None:
        self.woken += 1

    async def post(self, content: bytes, headers: dict[str, str] = HEADERS) -> int:
        return (await self.client.post("/telegram", content=content, headers=headers)).status_code

    async def ready(self) -> tuple[int, Any]:
        answer = await self.client.get("/ready")
        return answer.status_code, answer.json()


class BrokenDatabase(Database):
    """A database that is gone."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        if self.is_sqlite:
            raise OperationalError("BEGIN", None, Exception("gone"))
        yield Session()

    reading = transaction


async def kept(database: Database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(InboxRow.update_id).order_by(InboxRow.update_id)))


async def test_an_update_is_a_row_before_telegram_is_answered(database: Database) -> None:
    house = House(database)
    update = b'{"update_id": 7, "message": {"chat": {"id": 42}, "text": "halo"}}'
    assert await house.post(update) == 200
    assert await house.post(update) == 200
    assert await kept(database) == [7]
    assert house.woken == 2
    async with database.reading() as session:
        row = (await session.scalars(select(InboxRow))).one()
    assert (row.lane, row.received_at, (row.payload or {})["message"]["text"]) == (42, NOW, "halo")


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}])
async def test_whoever_does_not_know_the_secret_is_refused(
    sqlite_database: Database, headers: dict[str, str]
) -> None:
    house = House(sqlite_database)
    assert await house.post(b'{"update_id": 7}', headers) == 403
    assert await kept(sqlite_database) == []
    assert house.woken == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": 7, "message": {"chat": {"id": 99999999999999999999}}}',
        b"[" * 200_000,
        b'{"update_id": 7, "text": "' + b"a" * web.LARGEST_BODY + b'"}',
    ],
    ids=lambda body: body[:30].decode(),
)
async def test_what_nobody_could_read_is_taken_from_telegram_and_noted(
    database: Database, body: bytes
) -> None:
    house = House(database)
    assert await house.post(body) == 200
    assert await kept(database) == []
    async with database.reading() as session:
        assert [found.kind for found in await session.scalars(select(Incident))] == ["UnreadableUpdate"]


async def test_a_database_that_is_gone_makes_telegram_come_again(sqlite_url: str) -> None:
    house = House(BrokenDatabase(sqlite_url))
    answer = await house.client.post("/telegram", content=b'{"update_id": 7}', headers=HEADERS)
    assert answer.status_code == 503
    assert "retry-after" not in answer.headers
    assert house.woken == 0


async def test_a_locked_database_is_not_waited_for_longer_than_our_patience(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "PATIENCE_SECONDS", 0.2)
    house = House(database)
    async with database.transaction() as session:
        session.add(InboxRow(update_id=7, payload={}, received_at=NOW, try_at=NOW))
        await session.flush()
        assert await house.post(b'{"update_id": 7}') == 503
    monkeypatch.undo()
    assert await house.post(b'{"update_id": 8}') == 200
    assert await kept(database) == [7, 8]


async def test_without_a_webhook_there_is_no_door(sqlite_database: Database) -> None:
    assert await House(sqlite_database, webhook=False).post(b'{"update_id": 7}') == 404


async def test_the_process_is_alive_even_when_the_database_is_not(sqlite_url: str) -> None:
    house = House(BrokenDatabase(sqlite_url))
    assert (await house.client.get("/health")).status_code == 200
    assert await house.ready() == (503, {"ready": False, "problems": ["the database does not answer"]})


async def test_with_a_webhook_ready_means_database_and_delivery(database: Database) -> None:
    house = House(database)
    assert await house.ready() == (200, {"ready": True, "problems": []})
    house.health.delivering = lambda: False
    assert await house.ready() == (503, {"ready": False, "problems": ["delivery does not run"]})


@pytest.mark.parametrize("age, status", [(None, 503), (90, 503), (89, 200)])
async def test_while_polling_ready_means_that_the_last_poll_is_young(
    sqlite_database: Database, age: int | None, status: int
) -> None:
    house = House(sqlite_database, webhook=False)
    house.health.last_poll = None if age is None else NOW - timedelta(seconds=age)
    found, words = await house.ready()
    assert found == status
    assert ("Telegram was not polled with success in the last 90 seconds" in words["problems"]) is (
        status == 503
    )


def test_a_fresh_process_is_not_ready_before_its_delivery_runs() -> None:
    assert Health().delivering() is False
    assert SECRET not in repr(WebhookConfig(SECRET))
