"""The page of phones in a real Chromium, with a bot that follows a small script."""

import pytest
from playwright.async_api import expect

from simulator import Phone
from tests.e2e.page_stage import SMALL, SMALLEST, WIDE, opened

pytestmark = pytest.mark.browser


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


async def test_the_longest_date_fits_the_controls_of_the_smallest_screen() -> None:
    async with opened(SMALLEST) as (_, page):
        await page.get_by_role("button", name="Kendali").click()
        await page.evaluate(
            "time.hidden = false; moment.textContent = 'Minggu, 27 September 2026, 10.03 WIB'"
        )
        box = await page.locator("#moment").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= SMALLEST["width"]
