"""The page of phones, open in a real Chromium, with a bot that follows a small script."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.async_api import Page, expect

from simulator import Limits, Telegram, create_app, serve
from tests.browser import chromium

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WIDE = {"width": 1280, "height": 800}
SMALL = {"width": 390, "height": 844}
SMALLEST = {"width": 360, "height": 740}
USERNAME = "rembug_demo_bot"
LINK = f"https://t.me/{USERNAME}?start=gabung"
MENU = {"keyboard": [["Kirim usulan", "Kegiatan"], ["Data saya", "Bantuan"]], "resize_keyboard": True}
ANSWERS = {
    "inline_keyboard": [[{"text": "Ikut", "callback_data": "1"}, {"text": "Penting", "callback_data": "2"}]]
}


IN_A_GROUP = {
    "inline_keyboard": [
        [{"text": "Ikut", "callback_data": "1"}, {"text": "Tanya bot", "callback_data": "3"}],
        [{"text": "Salin alamat", "copy_text": {"text": "Balai RW 01"}}],
    ]
}


class ScriptedBot:
    """Greets, invites, echoes, and answers taps; one answer in a group opens the chat with the bot."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.AsyncClient(base_url=f"{url}/bot{token}/", timeout=60, trust_env=False)

    async def call(self, method: str, **params: Any) -> Any:
        return (await self._client.post(method, json=params)).json().get("result")

    async def run(self) -> None:
        offset = 0
        async with self._client:
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20) or []:
                    offset = update["update_id"] + 1
                    await self._answer(update)

    async def _answer(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            chat, number = query["message"]["chat"]["id"], query["message"]["message_id"]
            words = {"chat_id": chat, "message_id": number, "text": "Jawaban: Ikut"}
            await self.call("editMessageText", **words, reply_markup=ANSWERS if chat > 0 else IN_A_GROUP)
            answer = {
                "callback_query_id": query["id"],
                "text": "Tercatat",
                "show_alert": query["data"] == "2",
            }
            opened = {"url": f"t.me/{USERNAME}?start=tanya"} if query["data"] == "3" else {}
            await self.call("answerCallbackQuery", **answer, **opened)
        elif message := update.get("message"):
            await self._hear(message)

    async def _hear(self, message: dict[str, Any]) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat, text=f"Sapaan {text}", reply_markup=MENU)
        elif "new_chat_members" in message:
            await self.call("sendMessage", chat_id=chat, text="Ikut kerja bakti?", reply_markup=IN_A_GROUP)
        elif text == "Kegiatan":
            words = {"text": "<b>Kerja bakti</b>\nMinggu &lt;pagi&gt;", "parse_mode": "HTML"}
            await self.call("sendMessage", chat_id=chat, **words, reply_markup=ANSWERS)
        elif "photo" in message:
            await self.call(
                "sendPhoto", chat_id=chat, photo=message["photo"][-1]["file_id"], caption="Diterima"
            )
        else:
            await self.call("sendMessage", chat_id=chat, text=f"Gema: {text}")


@asynccontextmanager
async def neighbourhood() -> AsyncIterator[tuple[Telegram, str]]:
    """Four phones, a server and the scripted bot."""
    telegram = Telegram(now=lambda: NOW)
    telegram.limits = Limits(strict=False)
    for number, role in enumerate(("Warga RT 02", "Ketua RT 02", "Kelurahan", "Warga RT 03")):
        telegram.add_phone(201 + number, role, role=role, link=LINK if role == "Warga RT 03" else None)
    async with serve(create_app(telegram)) as url:
        bot = asyncio.create_task(ScriptedBot(url, telegram.token).run())
        try:
            yield telegram, url
        finally:
            bot.cancel()
            with suppress(asyncio.CancelledError):
                await bot


@asynccontextmanager
async def opened(size: dict[str, int]) -> AsyncIterator[tuple[Telegram, Page]]:
    """The page at this size; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    async with neighbourhood() as (telegram, url), chromium() as browser:
        page = await browser.new_page(viewport={"width": size["width"], "height": size["height"]})
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(url)
        await expect(page.locator(".phone").first).to_be_visible()
        yield telegram, page
        assert complaints == []
