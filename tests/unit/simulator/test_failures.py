"""A Telegram that is down, slow, overloaded or broken."""

import asyncio
from datetime import timedelta

import httpx
import pytest
import telegram as ptb
from telegram.error import NetworkError, RetryAfter, TimedOut

from simulator import Phone, Telegram, failures


async def test_a_telegram_that_is_down_drops_the_connection(
    telegram: Telegram, bot: ptb.Bot, phone: Phone, url: str
) -> None:
    telegram.fail("down")
    with pytest.raises(NetworkError):
        await bot.send_message(201, "hilang")
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{url}/sim/state")).json()["failure"] == "down"
    telegram.fail("ok")
    await bot.send_message(201, "sampai")
    assert phone.texts == ["sampai"]
    assert [(method, status) for _, method, _, status in telegram.requests[-2:]] == [
        ("sendMessage", 0),
        ("sendMessage", 200),
    ]


async def test_a_poll_under_way_is_cut_off_when_telegram_goes_down(telegram: Telegram, bot: ptb.Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    telegram.fail("down", seconds=0.2)
    with pytest.raises(NetworkError):
        await polling
    await asyncio.sleep(0.2)
    assert await bot.get_updates() == ()


async def test_a_slow_telegram_answers_late_but_does_its_work(
    telegram: Telegram, bot: ptb.Bot, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.server.SLOW_SECONDS", 0.2)
    telegram.fail("slow")
    with pytest.raises(TimedOut):
        await bot.send_message(201, "terlambat", read_timeout=0.05)
    await bot.send_message(201, "sabar")
    assert phone.texts[-1] == "sabar"


async def test_an_overloaded_telegram_says_how_long_to_wait(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    telegram.fail("429")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(201, "a")
    assert refused.value.retry_after == timedelta(seconds=failures.RETRY_AFTER_SECONDS)
    assert phone.texts == []


async def test_a_broken_telegram_answers_502(telegram: Telegram, bot: ptb.Bot, phone: Phone) -> None:
    telegram.fail("502")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(201, "a")


def test_there_is_no_other_way_to_fail(telegram: Telegram) -> None:
    with pytest.raises(ValueError, match="no such failure mode"):
        telegram.fail("sometimes")  # type: ignore[arg-type]
