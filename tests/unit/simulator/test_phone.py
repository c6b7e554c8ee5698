"""The driver: what a person can do and sees, from a test's point of view."""

from datetime import timedelta

import pytest
import telegram as ptb
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from simulator import Phone, Telegram

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Ikut", callback_data="1"),
            InlineKeyboardButton("Peta", url="https://example.org"),
        ]
    ]
)


async def test_everything_people_send_arrives_as_its_kind(bot: ptb.Bot, phone: Phone) -> None:
    phone.send_photo("lubang di jalan")
    phone.send_voice(2)
    phone.send_document("data.csv", b"a,b")
    phone.send_sticker()
    phone.send_location(-8.1, 112.2)
    phone.forward_poll()
    messages = [update.message for update in await bot.get_updates()]
    photo, voice, document, sticker, location, poll = (each for each in messages if each)
    assert (photo.caption, photo.photo[-1].width > photo.photo[0].width) == ("lubang di jalan", True)
    assert voice.voice is not None
    assert voice.voice.duration == timedelta(seconds=2)
    assert document.document is not None
    assert document.document.file_name == "data.csv"
    assert sticker.sticker is not None
    assert location.location is not None
    assert location.location.longitude == 112.2
    assert poll.poll is not None
    assert poll.forward_origin is not None
    kinds = ["text", "photo", "voice", "document", "sticker", "location", "poll"]
    assert [each.kind for each in phone.messages] == kinds


async def test_an_edited_message_arrives_as_such(bot: ptb.Bot, phone: Phone) -> None:
    phone.edit(phone.type("ikut"), "ikut 3 orang")
    first, second = await bot.get_updates()
    assert first.message is not None
    assert second.edited_message is not None
    assert (first.message.text, second.edited_message.text) == ("ikut", "ikut 3 orang")
    assert phone.messages[-1].edited


async def test_a_tap_finds_the_newest_button_or_names_those_there_are(bot: ptb.Bot, phone: Phone) -> None:
    old = await bot.send_message(201, "lama", reply_markup=BUTTONS)
    new = await bot.send_message(201, "baru", reply_markup=BUTTONS)
    phone.tap("Ikut")
    phone.tap("Ikut", old.message_id)
    taps = [update.callback_query for update in await bot.get_updates()]
    assert [tap.message.message_id for tap in taps if tap and tap.message] == [new.message_id, old.message_id]
    with pytest.raises(LookupError, match=r"no button 'Batal'; there are .*'Ikut'"):
        phone.tap("Batal")
    with pytest.raises(LookupError, match=r"opens https://example\.org"):
        phone.tap("Peta")


async def test_a_forged_tap_carries_any_data(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, "a")
    phone.forge("hapus:semua")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "hapus:semua"


async def test_blocking_and_coming_back_are_told(bot: ptb.Bot, phone: Phone) -> None:
    phone.block()
    with pytest.raises(RuntimeError, match="blocked the bot"):
        phone.type("halo")
    phone.start("lagi")
    gone, back, start = await bot.get_updates()
    assert gone.my_chat_member is not None
    assert gone.my_chat_member.new_chat_member.status == "kicked"
    assert back.my_chat_member is not None
    assert back.my_chat_member.new_chat_member.status == "member"
    assert start.message is not None
    assert start.message.text == "/start lagi"


def test_a_key_that_is_not_there_cannot_be_pressed(phone: Phone) -> None:
    with pytest.raises(LookupError, match="no key 'Kegiatan'"):
        phone.press("Kegiatan")


def test_nobody_has_heard_from_a_silent_bot(phone: Phone) -> None:
    assert phone.texts == []
    with pytest.raises(LookupError, match="said nothing to Warga RT 02"):
        _ = phone.last


def test_a_phone_is_found_again_by_its_number(telegram: Telegram, phone: Phone) -> None:
    assert [each.user_id for each in telegram.phones] == [201]
    assert telegram.phone(201).messages == phone.messages
