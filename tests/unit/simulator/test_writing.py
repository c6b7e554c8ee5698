"""Words with formatting, places with names, buttons that copy, and what can be taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import telegram as ptb
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from simulator import Phone, Telegram

BOLD = {"type": "bold", "offset": 2, "length": 5}
LINK = {"type": "text_link", "offset": 8, "length": 4, "url": "https://example.org/"}


def copying(text: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("Salin", copy_text=CopyTextButton(text))]])


async def test_people_write_with_bold_words_and_links(bot: ptb.Bot, phone: Phone) -> None:
    phone.type("  Kerja bakti", entities=[BOLD, LINK])
    phone.send_photo("  Kerja bakti", entities=[BOLD])
    phone.send_document("a.csv", b"a", "  Kerja bakti", entities=[BOLD])
    text, photo, document = [each.message for each in await bot.get_updates()]
    assert text is not None
    assert photo is not None
    assert document is not None
    assert text.text_html == '<b>Kerja</b> <a href="https://example.org/">bakt</a>i'
    assert photo.caption_html == document.caption_html == "<b>Kerja</b> bakti"
    assert phone.messages[-2].html == "<b>Kerja</b> bakti"


async def test_a_link_that_is_marked_is_told_once(bot: ptb.Bot, phone: Phone) -> None:
    phone.type("https://example.org/a", entities=[{"type": "url", "offset": 0, "length": 21}])
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert [each.type for each in update.message.entities] == ["url"]


async def test_an_edit_replaces_the_formatting_too(bot: ptb.Bot, phone: Phone) -> None:
    number = phone.type("  Kerja bakti", entities=[BOLD])
    phone.edit(number, "Rembug")
    assert phone.messages[-1].html == "Rembug"
    phone.edit(number, "Rembug", entities=[{"type": "italic", "offset": 0, "length": 6}])
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert edited.text_html == "<i>Rembug</i>"


async def test_a_place_with_a_name_arrives_as_a_venue(bot: ptb.Bot, phone: Phone) -> None:
    number = phone.send_venue(-8.1, 112.2, "Balai RW 01", "Jalan Melati")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.venue is not None
    assert (update.message.venue.title, update.message.venue.address) == ("Balai RW 01", "Jalan Melati")
    assert update.message.location == update.message.venue.location
    await bot.copy_message(phone.user_id, phone.user_id, number)
    assert phone.last.extra["venue"]["title"] == "Balai RW 01"


async def test_a_quiet_message_is_remembered_as_such(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, "a", disable_notification=True)
    assert phone.last.silent
    await bot.send_message(201, "b")
    assert not phone.last.silent


async def test_a_button_may_copy_up_to_256_characters(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, "a", reply_markup=copying("é" * 256))
    assert phone.last.buttons[0][0].copy_text == "é" * 256
    with pytest.raises(LookupError, match="it copies"):
        phone.tap("Salin")
    wrong: tuple[Any, ...] = ({"text": ""}, {"text": "a" * 257}, {}, "a")
    for each in wrong:
        markup = {"inline_keyboard": [[{"text": "Salin", "copy_text": each}]]}
        with pytest.raises(BadRequest, match=r"(?i)button_copy_text_invalid"):
            await bot.do_api_request("sendMessage", {"chat_id": 201, "text": "a", "reply_markup": markup})


async def test_a_button_may_open_a_page(bot: ptb.Bot, phone: Phone) -> None:
    opening = InlineKeyboardButton("Peta", url="https://example.org")
    await bot.send_message(201, "a", reply_markup=InlineKeyboardMarkup([[opening]]))
    assert phone.last.buttons[0][0].url == "https://example.org"


async def test_messages_can_be_taken_back_for_48_hours(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    moment = telegram.now()
    mine = await bot.send_message(201, "a")
    late = await bot.send_message(201, "b")
    theirs = phone.type("halo")

    def now() -> datetime:
        return moment

    telegram.now = now
    moment += timedelta(hours=47, minutes=59)
    await bot.delete_message(201, mine.message_id)
    await bot.delete_message(201, theirs)
    moment += timedelta(minutes=1)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(201, late.message_id)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_messages(201, [late.message_id])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(201, mine.message_id)
    assert phone.texts == ["b"]
