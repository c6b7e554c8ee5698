"""Webhooks: the secret, the order within a chat, chats side by side, and retries."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import telegram as ptb
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator import Limits, Phone, Telegram


class Receiver:
    """A bot's side of the webhook; each answer takes the next status of the list, then 200."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, str, int]] = []
        self.secrets: set[str | None] = set()
        self.statuses: list[int] = []
        self.url = ""
        self.news = asyncio.Condition()
        self.hold = asyncio.Event()
        self.hold.set()
        self.app = Starlette(routes=[Route("/hook", self.on_update, methods=["POST"])])

    async def on_update(self, request: Request) -> Response:
        body: dict[str, Any] = await request.json()
        self.secrets.add(request.headers.get("x-telegram-bot-api-secret-token"))
        message = body["message"]
        if message["chat"]["id"] == 201:
            await self.hold.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        async with self.news:
            self.heard.append((message["chat"]["id"], message["text"], status))
            self.news.notify_all()
        return Response(status_code=status)

    async def until(self, count: int) -> list[tuple[int, str, int]]:
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: len(self.heard) >= count)
        return self.heard


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(made.app, log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
        running = asyncio.create_task(server.serve(sockets=[listening]))
        made.url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        yield made
        made.hold.set()
        server.should_exit = True
        await running


async def hook(bot: ptb.Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url, secret_token="rahasia")


async def test_updates_come_in_order_with_the_secret(bot: ptb.Bot, phone: Phone, receiver: Receiver) -> None:
    phone.type("0")
    await hook(bot, receiver)
    for number in range(1, 5):
        phone.type(str(number))
    heard = await receiver.until(5)
    assert [text for _, text, _ in heard] == ["0", "1", "2", "3", "4"]
    assert receiver.secrets == {"rahasia"}


async def test_a_refused_update_is_tried_again_before_the_next(
    telegram: Telegram, bot: ptb.Bot, phone: Phone, receiver: Receiver
) -> None:
    telegram.limits = Limits(strict=False, webhook_retry_seconds=0.02)
    receiver.statuses = [503, 500]
    await hook(bot, receiver)
    phone.type("satu")
    phone.type("dua")
    heard = await receiver.until(4)
    assert [(text, status) for _, text, status in heard] == [
        ("satu", 503),
        ("satu", 500),
        ("satu", 200),
        ("dua", 200),
    ]
    await asyncio.sleep(0.05)
    assert telegram.waiting_updates == 0
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_slow_chat_does_not_hold_up_another(
    telegram: Telegram, bot: ptb.Bot, phone: Phone, receiver: Receiver
) -> None:
    other = telegram.add_phone(202, "Warga")
    receiver.hold.clear()
    await hook(bot, receiver)
    phone.type("menunggu")
    other.start()
    other.type("lewat")
    assert await receiver.until(2) == [(202, "/start", 200), (202, "lewat", 200)]
    receiver.hold.set()
    assert (await receiver.until(3))[-1] == (201, "menunggu", 200)


async def test_nothing_is_delivered_after_the_webhook_is_deleted(
    telegram: Telegram, bot: ptb.Bot, phone: Phone, receiver: Receiver
) -> None:
    await hook(bot, receiver)
    await bot.delete_webhook()
    phone.type("halo")
    await asyncio.sleep(0.1)
    assert receiver.heard == []
    assert telegram.waiting_updates == 1
