"""A plain bot on python-telegram-bot, as its documentation has it: AIORateLimiter, a loop over people."""

import logging
import os
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
)

from tests.bench.people_file import PeopleFile

log = logging.getLogger(__name__)
people = PeopleFile(Path(os.environ["DATA_DIR"]))
INVITATION = "Kerja bakti di depan mushola. Bapak/Ibu bisa ikut?"
LABELS = {"yes": "Ikut", "no": "Belum bisa"}
BUTTONS = InlineKeyboardMarkup.from_row(
    [InlineKeyboardButton(label, callback_data=answer) for answer, label in LABELS.items()]
)

Context = ContextTypes.DEFAULT_TYPE


async def on_start(update: Update, context: Context) -> None:
    """Remember whoever comes, and invite them."""
    assert update.effective_chat is not None
    people.add([update.effective_chat.id])
    await context.bot.send_message(update.effective_chat.id, INVITATION, reply_markup=BUTTONS)


async def on_tap(update: Update, context: Context) -> None:
    """Answer the tap, keep the answer, show it in the message."""
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer()
    people.save_answer(query.from_user.id, query.data)
    await query.edit_message_text(f"{INVITATION}\n\n{LABELS[query.data]}", reply_markup=BUTTONS)


async def on_broadcast(update: Update, context: Context) -> None:
    """Send the words after the command to everybody; the rate limiter keeps the pace."""
    assert update.message is not None
    assert update.message.text is not None
    words = update.message.text.partition(" ")[2]
    for person_id in people.list_ids():
        try:
            await context.bot.send_message(person_id, words)
        except Forbidden:
            log.info("%s has blocked the bot", person_id)
        except TelegramError as error:
            log.warning("%s does not get it: %s", person_id, error)
    await update.message.reply_text("Sudah dikirim ke semua.")


def main() -> None:
    """Run until told to stop; updates side by side, so that a broadcast does not hold up the taps."""
    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{os.environ['BOT_API_URL']}/bot")
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(True)
        .build()
    )
    application.add_handler(CommandHandler("start", on_start))
    application.add_handler(CommandHandler("broadcast", on_broadcast))
    application.add_handler(CallbackQueryHandler(on_tap))
    application.run_polling()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main()
