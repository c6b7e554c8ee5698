"""Rates: bursts are let through, floods meet 429."""

from datetime import timedelta

import pytest
import telegram as ptb
from telegram.error import RetryAfter

from simulator import Limits, Phone, Telegram
from simulator.errors import ApiError
from simulator.limits import Meter


async def test_a_sixth_message_in_a_moment_to_one_chat_must_wait(
    telegram: Telegram, bot: ptb.Bot, phone: Phone
) -> None:
    telegram.limits = Limits()
    sent = [await bot.send_message(201, str(number)) for number in range(5)]
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(201, "lagi")
    assert refused.value.retry_after == timedelta(seconds=1)
    await bot.edit_message_text("diubah", 201, sent[-1].message_id)
    assert phone.texts == ["0", "1", "2", "3", "diubah"]
    assert telegram.requests[-2][1:] == ("sendMessage", {"chat_id": "201", "text": "lagi"}, 429)


def test_all_chats_together_have_a_ceiling() -> None:
    meter = Meter(Limits())
    for chat in range(30):
        meter.count(chat)
    with pytest.raises(ApiError) as refused:
        meter.count(99)
    assert refused.value.parameters == {"retry_after": 1}


def test_a_group_may_hear_twenty_a_minute() -> None:
    meter = Meter(Limits())
    for _ in range(20):
        meter.count(-1)
    with pytest.raises(ApiError) as refused:
        meter.count(-1)
    assert refused.value.parameters == {"retry_after": 3}


def test_switched_off_limits_let_everything_through() -> None:
    meter = Meter(Limits(strict=False))
    for _ in range(500):
        meter.count(1)


def test_a_refused_message_costs_nothing() -> None:
    meter = Meter(Limits(chat_burst=1, chat_per_second=0.1))
    meter.count(1)
    for _ in range(2):
        with pytest.raises(ApiError) as refused:
            meter.count(1, 2)
        assert refused.value.parameters == {"retry_after": 10}
