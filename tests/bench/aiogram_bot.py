"""A plain bot on aiogram 3 with the usual loop: send, wait for as long as a 429 says, sleep 0.05 s, next."""

import asyncio
import logging
import os
from pathlib import Path

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.people_file import PeopleFile

log = logging.getLogger(__name__)
dispatcher = Dispatcher()
people = PeopleFile(Path(os.environ["DATA_DIR"]))
PAUSE = 0.05  # 20 messages a second, as the broadcast example of aiogram's documentation had it
INVITATION = "Kerja bakti di depan mushola. Bapak/Ibu bisa ikut?"
LABELS = {"yes": "Ikut", "no": "Belum bisa"}
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text=label, callback_data=answer) for answer, label in LABELS.items()]
    ]
)


@dispatcher.message(CommandStart())
async def on_start(message: Message) -> None:
    """Remember whoever comes, and invite them."""
    people.add([message.chat.id])
    await message.answer(INVITATION, reply_markup=BUTTONS)


@dispatcher.callback_query()
async def on_tap(query: CallbackQuery) -> None:
    """Answer the tap, keep the answer, show it in the message."""
    await query.answer()
    people.save_answer(query.from_user.id, query.data)
    await query.message.edit_text(f"{INVITATION}\n\n{LABELS[query.data]}", reply_markup=BUTTONS)


@dispatcher.message(Command("broadcast"))
async def on_broadcast(message: Message, command: CommandObject, bot: Bot) -> None:
    """Send the words after the command to everybody."""
    for person_id in people.list_ids():
        await send(bot, person_id, command.args or "")
        await asyncio.sleep(PAUSE)
    await message.answer("Sudah dikirim ke semua.")


async def send(bot: Bot, person_id: int, words: str) -> None:
    """Send to one person, again after each 429."""
    try:
        await bot.send_message(person_id, words)
    except TelegramRetryAfter as error:
        await asyncio.sleep(error.retry_after)
        await send(bot, person_id, words)
    except TelegramForbiddenError:
        log.info("%s has blocked the bot", person_id)
    except TelegramAPIError as error:
        log.warning("%s does not get it: %s", person_id, error)


async def main() -> None:
    """Run until told to stop; aiogram makes a task of each update by itself."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["BOT_API_URL"]))
    await dispatcher.start_polling(Bot(os.environ["BOT_TOKEN"], session=session))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main())
