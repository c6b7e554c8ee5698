"""What the real Telegram refuses, the simulated one refuses in the same words."""

import httpx
import pytest
import telegram as ptb
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken

from simulator import Limits, Phone, Telegram


def keyboard(data: str, text: str = "Ikut") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_a_wrong_token_is_unauthorized(url: str) -> None:
    bot = ptb.Bot("123456:WRONG", base_url=f"{url}/bot")
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await bot.initialize()
    await bot.shutdown()


async def test_an_unknown_method_is_not_found(telegram: Telegram, url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"{url}/bot{telegram.token}/sendRichMessage")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "Message text is empty"),
        (" \n ", "Message text is empty"),
        ("a" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("<b>a", "Can't parse entities"),
    ],
)
async def test_a_text_that_is_no_message_is_refused(
    bot: ptb.Bot, phone: Phone, text: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(201, text, parse_mode="HTML")
    assert phone.texts == []


async def test_the_ceiling_counts_after_the_tags_are_read(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert phone.last.text == "<" * 4096


async def test_a_caption_has_a_lower_ceiling(bot: ptb.Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(201, b"abc", caption="a" * 1025)
    await bot.send_document(201, b"abc", caption="a" * 1024)
    assert len(phone.last.caption) == 1024


async def test_button_data_over_64_bytes_is_refused(bot: ptb.Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(201, "a", reply_markup=keyboard("é" * 33))
    await bot.send_message(201, "a", reply_markup=keyboard("é" * 32))
    assert phone.last.buttons[0][0].text == "Ikut"


async def test_too_many_buttons_are_refused(bot: ptb.Bot, phone: Phone) -> None:
    row = [InlineKeyboardButton("a", callback_data="a")]
    with pytest.raises(BadRequest, match=r"(?i)reply_markup_too_long"):
        await bot.send_message(201, "a", reply_markup=InlineKeyboardMarkup([row] * 101))


async def test_an_edit_that_changes_nothing_is_refused(bot: ptb.Bot, phone: Phone) -> None:
    sent = await bot.send_message(201, "<b>a</b>", parse_mode="HTML", reply_markup=keyboard("1"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            "<b>a</b> ", 201, sent.message_id, parse_mode="HTML", reply_markup=keyboard("1")
        )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(201, sent.message_id, reply_markup=keyboard("1"))
    assert not phone.last.edited
    await bot.edit_message_text("a", 201, sent.message_id, reply_markup=keyboard("1"))
    assert phone.last.edited


async def test_an_edit_without_buttons_takes_them_away(bot: ptb.Bot, phone: Phone) -> None:
    sent = await bot.send_message(201, "a", reply_markup=keyboard("1"))
    await bot.edit_message_text("b", 201, sent.message_id)
    assert phone.last.buttons == []


async def test_only_own_messages_that_exist_can_be_edited(bot: ptb.Bot, phone: Phone) -> None:
    number = phone.type("halo")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("b", 201, number)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("b", 201, 9999)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(201, 9999)
    photo = await bot.send_location(201, 1, 2)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("b", 201, photo.message_id)


async def test_strangers_newcomers_and_blockers_cannot_be_reached(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "a")
    telegram.add_phone(202, "Warga")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(202, "a")
    phone.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(201, "a")
    phone.start()
    await bot.send_message(201, "a")
    assert phone.texts == ["a"]


async def test_a_stale_or_unknown_tap_cannot_be_answered(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    await bot.send_message(201, "a", reply_markup=keyboard("1"))
    telegram.limits = Limits(strict=False, callback_seconds=0)
    for query in (phone.tap("Ikut"), "404"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
            await bot.answer_callback_query(query)
    assert phone.toasts == []
    assert telegram.waiting_updates == 0


async def test_a_toast_has_a_ceiling(bot: ptb.Bot, phone: Phone) -> None:
    await bot.send_message(201, "a", reply_markup=keyboard("1"))
    query = phone.tap("Ikut")
    with pytest.raises(BadRequest):
        await bot.answer_callback_query(query, "a" * 201)
    await bot.answer_callback_query(query, "a" * 200)
    assert phone.toasts == [(query, "a" * 200, False)]


async def test_a_command_with_capitals_is_refused(bot: ptb.Bot, phone: Phone) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Usul", "Kirim usulan")])
    await bot.set_my_commands([("usul", "Kirim usulan")], scope=ptb.BotCommandScopeChat(201))
    assert phone.commands == [("usul", "Kirim usulan")]
    assert [each.command for each in await bot.get_my_commands(ptb.BotCommandScopeChat(201))] == ["usul"]
