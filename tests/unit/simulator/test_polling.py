"""Long polling: at once, one at a time, nothing beside a webhook."""

import asyncio
import time

import pytest
import telegram as ptb
from telegram.error import Conflict

from simulator import Limits, Phone, Telegram


async def test_a_waiting_poller_hears_at_once(bot: ptb.Bot, phone: Phone) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    phone.type("halo")
    (update,) = await polling
    assert update.effective_message is not None
    assert update.effective_message.text == "halo"
    assert time.monotonic() - began < 1


async def test_a_poller_without_news_comes_back_empty_after_its_timeout(bot: ptb.Bot) -> None:
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - began < 3


async def test_the_older_of_two_pollers_is_sent_away(bot: ptb.Bot, phone: Phone) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(bot.get_updates(timeout=5))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older
    phone.type("halo")
    assert len(await newer) == 1


async def test_polling_beside_a_webhook_is_a_conflict(bot: ptb.Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/none")
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/none"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_the_limit_and_a_negative_offset_are_kept(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    for number in range(5):
        phone.type(str(number))
    assert len(await bot.get_updates(limit=2)) == 2
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "4"
    assert telegram.waiting_updates == 1


async def test_unwanted_kinds_do_not_come(telegram: Telegram, bot: ptb.Bot, phone: Phone) -> None:
    await bot.get_updates(allowed_updates=["message"])
    number = phone.type("halo")
    phone.edit(number, "halo semua")
    phone.block()
    (update,) = await bot.get_updates()
    assert update.message is not None
    await bot.get_updates(allowed_updates=[])
    phone.unblock()
    assert telegram.waiting_updates == 2


async def test_taps_are_forgotten_long_before_messages(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    await bot.send_message(201, "a")
    telegram.limits = Limits(strict=False, callback_seconds=0.05)
    phone.forge("x")
    phone.type("halo")
    await asyncio.sleep(0.06)
    (update,) = await bot.get_updates()
    assert update.message is not None
