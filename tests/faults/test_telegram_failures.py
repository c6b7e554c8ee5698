"""Telegram down, slow, too busy or jealous: nothing is lost, and nobody is flooded afterwards."""

import asyncio

import httpx
import pytest
from sqlalchemy import select

from simulator import Limits, Phone
from simulator.failures import FailureMode
from storage.outbox import OutboxRow, OutboxState
from storage.people import Chat, ChatState
from tests.faults.neighbours import accept, announce, announced, invite, requests_to, write_to
from tests.world import World

WORDS = "Besok listrik padam"


async def say(world: World, phone: Phone, text: str, seconds: float = 40) -> None:
    phone.type(text)
    await world.settle(seconds)


def came(phone: Phone, words: str) -> int:
    """How many messages of the bot hold these words."""
    return sum(words in text for text in phone.texts)


@pytest.mark.parametrize("mode", ["down", "502", "429"])
async def test_what_was_promised_while_telegram_failed_arrives_once(world: World, mode: FailureMode) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(20)]
    activity_id = await invite(world, head)
    before = len(requests_to(world, "editMessageText"))
    world.telegram.fail(mode)
    await accept(world, activity_id, warga)
    await announce(world, head, WORDS)
    warga[0].type("/bantuan")
    await asyncio.sleep(1.2)
    assert not any(WORDS in text for phone in warga for text in phone.texts)
    world.telegram.fail("ok")
    await world.settle(40)
    assert [came(phone, announced(WORDS)) for phone in warga] == [1] * 20
    assert [phone.texts.count(phone.texts[0]) for phone in warga] == [1] * 20
    assert "Ikut: 20" in head.texts[0]
    to_the_head = [chat for _, chat in requests_to(world, "editMessageText")[before:] if chat == head.user_id]
    assert 1 <= len(to_the_head) <= 2
    assert len(warga[0].texts) == 3  # the invitation, the help, the announcement


async def test_a_card_that_changes_twenty_times_is_edited_a_few_times(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(20)]
    activity_id = await invite(world, head)
    await accept(world, activity_id, warga)
    await world.settle()
    edits = [chat for _, chat in requests_to(world, "editMessageText") if chat == head.user_id]
    assert "Ikut: 20" in head.texts[0]
    assert 1 <= len(edits) <= 4


async def test_a_slow_telegram_only_makes_it_slow(world: World) -> None:
    warga = await world.resident()
    world.telegram.fail("slow")
    warga.type("/bantuan")
    await asyncio.sleep(4)
    world.telegram.fail("ok")
    await world.settle()
    assert len(warga.texts) == 1


async def test_one_chat_that_is_told_to_wait_does_not_hold_up_the_others(world: World) -> None:
    """The simulator refuses what the bot, hurried by the test, sends too fast; no order is lost by that."""
    busy, other = await world.resident(), await world.resident()
    world.telegram.limits = Limits(strict=True)
    for number in range(8):
        await write_to(world, busy, f"Nomor {number}")
    await asyncio.sleep(0.5)
    assert requests_to(world, "sendMessage", status=429) != []
    await write_to(world, other, "Halo")
    await asyncio.sleep(0.4)
    assert len(other.texts) == 1
    await world.settle(30)
    assert [text.split()[-1] for text in busy.texts] == [str(number) for number in range(8)]


async def test_who_blocked_us_disturbs_nobody_and_is_told_again_once_they_write(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(3)]
    world.telegram.chats[warga[1].user_id].blocked = True
    await announce(world, head, WORDS)
    await world.settle()
    assert [came(phone, WORDS) for phone in warga] == [1, 0, 1]
    assert await state_of(world, warga[1]) is ChatState.BLOCKED
    async with world.database.reading() as session:
        row = await session.scalar(select(OutboxRow).where(OutboxRow.chat_id == warga[1].user_id))
        assert row is not None
        assert row.state is OutboxState.UNREACHABLE
    warga[1].unblock()
    await say(world, warga[1], "/bantuan")
    assert await state_of(world, warga[1]) is ChatState.REACHABLE
    await announce(world, head, "Sudah menyala")
    await world.settle()
    assert [came(phone, "Sudah menyala") for phone in warga] == [1, 1, 1]


async def state_of(world: World, phone: Phone) -> ChatState:
    async with world.database.reading() as session:
        chat = await session.get_one(Chat, phone.user_id)
        return chat.state


async def test_another_poller_is_waited_out(world: World) -> None:
    warga = await world.resident()
    async with httpx.AsyncClient(trust_env=False) as stranger:
        answer = await stranger.post(f"{world.settings.bot_api_url}/bot{world.telegram.token}/getUpdates")
    assert answer.status_code == 200
    await asyncio.sleep(0.2)
    assert requests_to(world, "getUpdates", status=409) != []
    await say(world, warga, "/bantuan")
    assert len(warga.texts) == 1


async def test_a_refused_token_is_waited_out(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    token, world.telegram.token = world.telegram.token, "123456:ANOTHER"
    await announce(world, head, WORDS)
    world.telegram.bell.ring()
    await asyncio.sleep(1)
    assert requests_to(world, "sendMessage", status=401) != []
    world.telegram.token = token
    await world.settle(30)
    await say(world, warga, "/bantuan")
    assert came(warga, WORDS) == 1
    assert len(warga.texts) == 2


async def test_a_message_that_was_deleted_is_sent_anew_and_edited_from_then_on(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(2)]
    activity_id = await invite(world, head)
    chat = world.telegram.chats[head.user_id]
    chat.messages.clear()
    await accept(world, activity_id, warga[:1])
    await world.settle()
    assert len(head.texts) == 1
    assert "Ikut: 1" in head.texts[0]
    await accept(world, activity_id, warga[1:])
    await world.settle()
    assert len(head.texts) == 1
    assert "Ikut: 2" in head.texts[0]
