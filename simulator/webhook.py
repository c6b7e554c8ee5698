"""Delivery of updates to the bot's webhook: in order within a line, lines side by side, until it says 2xx."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from simulator.updates import Pending

if TYPE_CHECKING:
    from simulator.telegram import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE = 60.0


@dataclass(frozen=True)
class Address:
    """Where the bot wants its updates."""

    url: str
    secret: str = ""
    most_connections: int = 40


class Webhook:
    """The webhook of the bot, and the tasks that deliver to it."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self.address: Address | None = None
        self.last_error: tuple[int, str] | None = None
        self._pump: asyncio.Task[None] | None = None

    def set(self, address: Address | None) -> None:
        """Deliver there from now on; None ends delivery."""
        self.address, self.last_error = address, None
        if self._pump:
            self._pump.cancel()
        self._pump = asyncio.get_running_loop().create_task(self._run(address)) if address else None

    async def stop(self) -> None:
        """End delivery and wait for its end."""
        pump, self._pump = self._pump, None
        if pump:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)

    async def _run(self, address: Address) -> None:
        lines: dict[str, asyncio.Task[None]] = {}
        connections = asyncio.Semaphore(address.most_connections)
        timeout = self._telegram.limits.webhook_timeout_seconds
        async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client:
            try:
                while True:
                    down = self._telegram.failure.mode == "down"
                    for update in [] if down else self._telegram.updates.waiting():
                        if update.line not in lines or lines[update.line].done():
                            delivery = self._deliver(client, address, connections, update)
                            lines[update.line] = asyncio.create_task(delivery)
                    lines = {name: task for name, task in lines.items() if not task.done()}
                    await self._telegram.bell.wait(1)
            finally:
                for task in lines.values():
                    task.cancel()
                await asyncio.gather(*lines.values(), return_exceptions=True)

    async def _deliver(
        self, client: httpx.AsyncClient, address: Address, connections: asyncio.Semaphore, update: Pending
    ) -> None:
        """Try until the bot takes it or it is too old; the first retry comes at once."""
        pause = 0.0
        retry = self._telegram.limits.webhook_retry_seconds
        while self._telegram.updates.has(update):
            async with connections:
                taken = await self._post(client, address, update.body)
            if taken:
                self._telegram.updates.forget(update.update_id)
                break
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2 or retry)
        self._telegram.bell.ring()

    async def _post(self, client: httpx.AsyncClient, address: Address, body: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: address.secret} if address.secret else {}
        try:
            answer = await client.post(address.url, json=body, headers=headers)
        except httpx.HTTPError as error:
            self._remember(f"Connection failed: {type(error).__name__}")
            return False
        if not answer.is_success:
            self._remember(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
        return answer.is_success

    def _remember(self, error: str) -> None:
        self.last_error = (int(self._telegram.now().timestamp()), error)
