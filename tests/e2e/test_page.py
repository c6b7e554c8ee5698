"""The page of phones in a real Chromium, with a bot that follows a small script."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from simulator import Limits, Phone, Telegram, create_app, serve
from tests.browser import chromium

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WIDE = {"width": 1280, "height": 800}
SMALL = {"width": 390, "height": 844}
LINK = "https://t.me/rembug_demo_bot?start=gabung"
MENU = {"keyboard": [["Kirim usulan", "Kegiatan"], ["Data saya", "Bantuan"]], "resize_keyboard": True}
ANSWERS = {
    "inline_keyboard": [[{"text": "Ikut", "callback_data": "1"}, {"text": "Penting", "callback_data": "2"}]]
}


class ScriptedBot:
    """Greets, invites, echoes, and answers taps."""

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
            await self.call("editMessageText", **words, reply_markup=ANSWERS)
            answer = {
                "callback_query_id": query["id"],
                "text": "Tercatat",
                "show_alert": query["data"] == "2",
            }
            await self.call("answerCallbackQuery", **answer)
            return
        message = update["message"]
        chat, text = message["chat"]["id"], message.get("text", "")
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat, text=f"Sapaan {text}", reply_markup=MENU)
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


def bubbles(phone: Phone) -> list[str]:
    return [each.words or each.kind for each in phone.messages]


async def test_a_first_visit_shows_a_resident_an_rt_head_and_the_kelurahan() -> None:
    async with opened(WIDE) as (_, page):
        names = await page.locator(".phone h3").all_inner_texts()
        assert names == ["Warga RT 02", "Ketua RT 02", "Kelurahan"]
        await expect(page.get_by_text("Semua percakapan ini pura-pura")).to_be_visible()
        await expect(page.locator("#time")).to_be_hidden()
        await page.get_by_role("button", name="Warga RT 03").click()
        await expect(page.locator('[data-phone="204"]')).to_be_visible()
        assert await page.locator(".phone").count() == 3


async def test_a_visitor_starts_chooses_and_taps() -> None:
    async with opened(WIDE) as (telegram, page):
        phone = page.locator('[data-phone="201"]')
        await phone.get_by_role("button", name="Mulai").click()
        await phone.get_by_role("button", name="Kegiatan").click()
        await expect(phone.locator(".words strong")).to_have_text("Kerja bakti")
        await expect(phone.get_by_text("Minggu <pagi>")).to_be_visible()
        await phone.get_by_role("button", name="Ikut", exact=True).click()
        await expect(phone.locator(".toast")).to_have_text("Tercatat")
        await expect(phone.get_by_text("diedit 10.00")).to_be_visible()
        await phone.get_by_role("button", name="Penting").click()
        await phone.get_by_role("alertdialog").get_by_role("button", name="Oke").click()
        assert bubbles(telegram.phone(201)) == ["/start", "Sapaan /start", "Kegiatan", "Jawaban: Ikut"]


async def test_an_invitation_link_is_the_first_tap() -> None:
    async with opened(SMALL) as (telegram, page):
        await page.get_by_role("button", name="Warga RT 03").click()
        await page.get_by_role("button", name="Mulai lewat undangan").click()
        await expect(page.get_by_text("Sapaan /start gabung", exact=True)).to_be_visible()
        assert telegram.phone(204).messages[0].text == "/start gabung"


async def test_text_that_looks_like_code_stays_text() -> None:
    wicked = '<img src=x onerror="document.title=1"> 🙏 & </b>'
    async with opened(WIDE) as (_, page):
        phone = page.locator('[data-phone="201"]')
        await phone.get_by_role("button", name="Mulai").click()
        await phone.get_by_role("textbox").fill(wicked)
        await phone.get_by_role("textbox").press("Enter")
        await expect(phone.get_by_text(f"Gema: {wicked}")).to_be_visible()
        assert await page.title() == "Peraga Rembug"


async def test_a_sample_photo_and_a_voice_are_sent_and_shown() -> None:
    async with opened(WIDE) as (telegram, page):
        phone = page.locator('[data-phone="202"]')
        await phone.get_by_role("button", name="Mulai").click()
        await phone.get_by_role("button", name="Lampirkan").click()
        await phone.get_by_role("button", name="Foto contoh").click()
        await expect(phone.get_by_text("Diterima")).to_be_visible()
        assert (
            await phone.locator("a.photo img").last.evaluate(
                "each => each.decode().then(() => each.naturalWidth)"
            )
            == 640
        )
        await phone.get_by_role("button", name="Lampirkan").click()
        await phone.get_by_role("button", name="Suara contoh").click()
        await expect(phone.get_by_role("button", name="Putar pesan suara")).to_be_visible()
        assert [each.kind for each in telegram.phone(202).messages if each.mine] == ["text", "photo", "voice"]


async def test_a_small_screen_shows_one_phone_and_the_controls_in_a_sheet() -> None:
    async with opened(SMALL) as (telegram, page):
        assert await page.locator(".phone").count() == 1
        assert await page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]
        await page.get_by_role("button", name="Kendali").click()
        await page.get_by_role("button", name="Lambat").click()
        await expect(page.get_by_role("button", name="Lambat")).to_have_attribute("aria-pressed", "true")
        assert telegram.failure.mode == "slow"
        await page.get_by_role("button", name="Tutup kendali").click()
        await expect(page.locator("#failures")).to_be_hidden()
