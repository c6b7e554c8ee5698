"""A person and the bot talk through the simulator, as python-telegram-bot sees it."""

import telegram as ptb
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from simulator import Phone, Telegram


async def test_the_bot_knows_who_it_is(bot: ptb.Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (123456, "rembug_demo_bot", True)


async def test_a_start_with_a_payload_arrives_as_a_command(telegram: Telegram, bot: ptb.Bot) -> None:
    telegram.add_phone(301, "Warga").start("join-abc")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start join-abc"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.parse_entity(update.message.entities[0]) == "/start"


async def test_formatting_reaches_the_phone_as_entities(bot: ptb.Bot, phone: Phone) -> None:
    sent = await bot.send_message(201, "<b>Kerja 😀 bakti</b> &lt;besok&gt; <i>ya</i>", parse_mode="HTML")
    assert sent.text == phone.last.text == "Kerja 😀 bakti <besok> ya"
    assert phone.last.html == "<b>Kerja 😀 bakti</b> &lt;besok&gt; <i>ya</i>"
    assert [sent.parse_entity(each) for each in sent.entities] == ["Kerja 😀 bakti", "ya"]


async def test_a_tap_is_answered_with_a_toast_and_an_edit(bot: ptb.Bot, phone: Phone) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ikut", callback_data="ikut:1")]])
    await bot.send_message(201, "Kerja bakti", reply_markup=keyboard)
    query_id = phone.tap("Ikut")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.id, query.data) == (query_id, "ikut:1")
    await query.edit_message_text("Kerja bakti: Ikut", reply_markup=keyboard)
    await query.answer("Tercatat", show_alert=True)
    assert (phone.last.text, phone.last.edited) == ("Kerja bakti: Ikut", True)
    assert phone.toasts == [(query_id, "Tercatat", True)]
    assert phone.last.buttons[0][0].callback_data == "ikut:1"


async def test_the_reply_keyboard_stays_until_it_is_removed(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, "Menu", reply_markup=ReplyKeyboardMarkup([["Kirim usulan", "Kegiatan"]]))
    await bot.send_message(201, "Silakan")
    assert phone.keyboard == [["Kirim usulan", "Kegiatan"]]
    phone.press("Kegiatan")
    assert (phone.messages[-1].text, phone.messages[-1].mine) == ("Kegiatan", True)
    await bot.send_message(201, "Sampai jumpa", reply_markup=ReplyKeyboardRemove())
    assert phone.keyboard is None


async def test_confirmed_updates_are_gone(telegram: Telegram, bot: ptb.Bot, phone: Phone) -> None:
    phone.type("satu")
    phone.type("dua")
    first, second = await bot.get_updates()
    assert telegram.waiting_updates == 2
    (again,) = await bot.get_updates(offset=second.update_id)
    assert again.update_id == second.update_id == first.update_id + 1
    assert await bot.get_updates(offset=second.update_id + 1) == ()
    assert telegram.waiting_updates == 0
