"""Groups on the page of phones: a switcher, one history, and taps that lead to the bot."""

import pytest
from playwright.async_api import Locator, Page, expect

from simulator import Group, Telegram
from simulator.chats import Draft
from tests.e2e.page_stage import SMALL, SMALLEST, WIDE, opened

pytestmark = pytest.mark.browser


def gather(telegram: Telegram) -> Group:
    """A group of the resident and the RT head; the head brings the bot."""
    head = telegram.phone(202)
    group = telegram.add_group("Grup RT 02", head, telegram.phone(201))
    head.add_bot(group)
    return group


async def enter(page: Page, user_id: int) -> Locator:
    """The phone of this person, with the group open."""
    phone = page.locator(f'[data-phone="{user_id}"]')
    await phone.get_by_role("button", name="Grup RT 02").click()
    await expect(phone.get_by_text("Ketua RT 02 menambahkan Rembug")).to_be_visible()
    return phone


async def test_phones_of_members_show_the_group_and_its_news() -> None:
    async with opened(WIDE) as (telegram, page):
        resident, office = page.locator('[data-phone="201"]'), page.locator('[data-phone="203"]')
        await expect(resident.locator(".switcher")).to_be_hidden()
        group = gather(telegram)
        news = resident.locator(".switcher .badge").last
        await expect(news).to_have_text("1")
        await expect(office.locator(".switcher")).to_be_hidden()
        await enter(page, 201)
        await expect(resident.locator(".sender")).to_have_text("Rembug")
        await expect(news).to_be_hidden()
        assert group.texts == ["Ikut kerja bakti?"]


async def test_members_write_and_tap_in_one_history() -> None:
    async with opened(WIDE) as (telegram, page):
        group = gather(telegram)
        resident, head = await enter(page, 201), await enter(page, 202)
        await resident.get_by_role("textbox").fill("Siap, Pak")
        await resident.get_by_role("textbox").press("Enter")
        await expect(head.get_by_text("Siap, Pak")).to_be_visible()
        await expect(head.locator(".sender").last).to_have_text("Warga RT 02")
        await resident.get_by_role("button", name="Ikut", exact=True).click()
        await expect(resident.locator(".toast")).to_have_text("Tercatat")
        await expect(head.get_by_text("Jawaban: Ikut")).to_be_visible()
        assert [(each.sender, each.text) for each in group.messages[-2:]] == [
            (telegram.bot_id, "Jawaban: Ikut"),
            (201, "Siap, Pak"),
        ]


async def test_a_tap_in_the_group_leads_to_the_chat_with_the_bot() -> None:
    async with opened(SMALL) as (telegram, page):
        gather(telegram)
        resident = await enter(page, 201)
        await resident.get_by_role("button", name="Tanya bot").click()
        await expect(resident.get_by_text("Sapaan /start tanya", exact=True)).to_be_visible()
        await expect(resident.get_by_role("button", name="Rembug")).to_have_attribute("aria-pressed", "true")
        assert telegram.phone(201).texts == ["Sapaan /start tanya"]
        assert await page.evaluate("document.documentElement.scrollWidth") == SMALL["width"]


async def test_a_button_copies_its_words() -> None:
    async with opened(WIDE) as (telegram, page):
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        gather(telegram)
        resident = await enter(page, 201)
        await resident.get_by_role("button", name="Salin alamat").click()
        await expect(resident.locator(".toast")).to_have_text("Disalin")
        assert await page.evaluate("navigator.clipboard.readText()") == "Balai RW 01"


async def test_a_member_puts_the_bot_out_and_brings_it_back() -> None:
    async with opened(WIDE) as (telegram, page):
        group = gather(telegram)
        head = await enter(page, 202)
        for words in ("Keluarkan bot dari grup", "Tambahkan bot ke grup"):
            await head.get_by_role("button", name="Menu ponsel").click()
            await head.get_by_role("button", name=words).click()
        await expect(head.get_by_text("Ikut kerja bakti?")).to_have_count(2)
        assert group.bot_status == "member"


async def test_a_link_brings_the_bot_into_the_group_that_lacks_it() -> None:
    async with opened(WIDE) as (telegram, page):
        resident, phone = telegram.phone(201), page.locator('[data-phone="201"]')
        group = telegram.add_group("Grup RT 02", resident)
        link = "https://t.me/rembug_demo_bot?startgroup=rt2"
        telegram.chats[201].started = True
        telegram.post(telegram.chats[201], Draft("text", text=link), mine=False)
        await phone.get_by_text(link).click()
        await expect(phone.get_by_text("Warga RT 02 menambahkan Rembug")).to_be_visible()
        await expect(phone.get_by_text("Ikut kerja bakti?")).to_be_visible()
        assert "/start@rembug_demo_bot rt2" in [each.text for each in group.messages]


async def test_the_smallest_screen_has_one_row_for_the_name_and_its_chats() -> None:
    async with opened(SMALLEST) as (telegram, page):
        phone = page.locator('[data-phone="201"]')
        await phone.get_by_role("button", name="Mulai").click()
        await expect(phone.get_by_text("Sapaan /start")).to_be_visible()
        gather(telegram)
        await expect(phone.get_by_role("button", name="Grup RT 02")).to_be_visible()
        bar, switcher = [await phone.locator(name).bounding_box() for name in (".bar", ".switcher")]
        screen = await phone.locator(".screen").bounding_box()
        assert bar is not None
        assert switcher is not None
        assert screen is not None
        assert bar["y"] == switcher["y"]
        assert bar["x"] + bar["width"] <= switcher["x"]
        assert screen["y"] < 180
        assert screen["width"] == SMALLEST["width"]
        await expect(page.get_by_text("Semua percakapan ini pura-pura")).to_be_hidden()
        await phone.get_by_role("button", name="Menu ponsel").click()
        await expect(phone.get_by_role("button", name="Blokir bot")).to_be_in_viewport()
        assert await page.evaluate("document.documentElement.scrollWidth") == SMALLEST["width"]
