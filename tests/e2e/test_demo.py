"""`rembug demo` as a visitor has it: one command, one address, three phones and a clock to move."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RESIDENT, RT_HEAD, KELURAHAN, NEWCOMER = "2011", "2004", "2001", "2031"
SCREENSHOT = os.environ.get("REMBUG_SCREENSHOT")
"""Where to keep the picture of the README; `make screenshot` says so."""


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """The command as people run it; its address is what it prints."""
    command = (sys.executable, "-m", "bot", "demo")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            line = (await process.stdout.readline()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found, line
        yield found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            await process.wait()


@asynccontextmanager
async def visitor(width: int = 1280, height: int = 860) -> AsyncIterator[Page]:
    complaints: list[str] = []
    async with running_demo() as address, chromium() as browser:
        page = await browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(address)
        yield page
        assert complaints == []


def phone(page: Page, number: str) -> Locator:
    return page.locator(f'[data-phone="{number}"]')


async def test_a_visitor_sees_the_main_job_happen(tmp_path: Path) -> None:
    async with visitor() as page:
        resident, head = phone(page, RESIDENT), phone(page, RT_HEAD)
        await resident.get_by_role("button", name="Ikut", exact=True).first.click()
        await expect(resident.get_by_text("Jawaban Ibu: Ikut")).to_be_visible()
        await expect(head.get_by_text("Ikut: 2")).to_be_visible()

        await resident.get_by_role("button", name="Kirim usulan").click()
        await resident.get_by_placeholder("Tulis pesan").fill("Lampu jalan Gang 3 mati")
        await resident.get_by_placeholder("Tulis pesan").press("Enter")
        await resident.get_by_role("button", name="Infrastruktur").click()
        await resident.get_by_role("button", name="Kirim", exact=True).click()
        await expect(resident.get_by_text("U-007").first).to_be_visible()
        await expect(head.get_by_text("U-007").first).to_be_visible()

        lurah = phone(page, KELURAHAN)
        await lurah.get_by_role("button", name="Ringkasan").click()
        await expect(lurah.locator("img").first).to_be_visible()
        await page.wait_for_timeout(1500)
        await page.screenshot(path=SCREENSHOT or tmp_path / "demo.png")


async def test_the_clock_of_the_demo_brings_mondays_summary() -> None:
    async with visitor() as page:
        lurah = phone(page, KELURAHAN)
        await expect(lurah.get_by_role("button", name="Ringkasan")).to_be_visible()
        await page.get_by_role("button", name="Ke Senin 07.00").click()
        await expect(lurah.locator("img").first).to_be_visible()


async def test_a_newcomer_joins_and_the_bot_survives_being_killed() -> None:
    async with visitor() as page:
        await page.get_by_role("button", name="Warga baru").click()
        newcomer = phone(page, NEWCOMER)
        await newcomer.get_by_role("button", name="Mulai lewat undangan").click()
        await newcomer.get_by_role("button", name="Boleh").click()
        await expect(newcomer.get_by_role("button", name="Ibu")).to_be_visible()
        await page.get_by_role("button", name="Matikan paksa").click()
        await newcomer.get_by_role("button", name="Ibu").click()
        await page.get_by_role("button", name="Nyalakan").click()
        await expect(newcomer.get_by_text("nama", exact=False).last).to_be_visible(timeout=30_000)
        for words in ("Warga Gang 3", "Gang 3 no. 9"):
            await newcomer.get_by_placeholder("Tulis pesan").fill(words)
            await newcomer.get_by_placeholder("Tulis pesan").press("Enter")
            await expect(newcomer.get_by_text(words, exact=True).first).to_be_visible()
            await page.wait_for_timeout(1500)
        await expect(newcomer.get_by_text("Menunggu persetujuan Ketua RT")).to_be_visible()


async def test_the_page_fits_a_phone() -> None:
    async with visitor(390, 844) as page:
        overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0
        await expect(page.get_by_role("button", name="Ikut", exact=True).first).to_be_visible()
