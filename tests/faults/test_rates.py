"""At the rates that Telegram allows: a reply never waits behind bulk, and no chat gets more than it may."""

import asyncio

import pytest

from actions.messages import Recipient, reply
from bot.limits import Limiter
from simulator import Limits
from simulator.failures import SLOW_SECONDS
from storage import outbox
from tests.faults.neighbours import announce, requests_to, write_to
from tests.world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def strict_world(world: World) -> World:
    """The bot at its own pace, at a simulator that refuses whatever comes too fast."""
    world.telegram.limits = Limits(strict=True)
    world.rembug.delivery.claims.limiter = Limiter()
    return world


async def test_a_reply_does_not_wait_behind_a_broadcast(strict_world: World) -> None:
    world, head = strict_world, await strict_world.rt_head()
    warga = [await world.resident() for _ in range(120)]
    await announce(world, head, "Besok listrik padam")
    while sum(len(phone.texts) for phone in warga) < 20:
        await world.telegram.bell.wait(1)
    asker = next(phone for phone in reversed(warga) if not phone.texts)
    asker.type("/bantuan")
    asked = asyncio.get_running_loop().time()
    while not asker.texts:
        await world.telegram.bell.wait(1)
    assert asyncio.get_running_loop().time() - asked < 1.5
    assert "Besok listrik padam" not in asker.texts[0]
    assert sum(len(phone.texts) for phone in warga) < 100, "the broadcast was over before the reply"
    await world.settle(30)
    assert all(any("Besok listrik padam" in text for text in phone.texts) for phone in warga)
    assert requests_to(world, "sendMessage", status=429) == []


async def test_a_broadcast_that_is_cancelled_stops_within_a_second(strict_world: World) -> None:
    world, head = strict_world, await strict_world.rt_head()
    warga = [await world.resident() for _ in range(100)]
    await announce(world, head, "Besok listrik padam")
    while sum(len(phone.texts) for phone in warga) < 30:
        await world.telegram.bell.wait(1)
    async with world.database.transaction() as session:
        await outbox.cancel(session, "announcement:1", ["announcements/announcement"], world.now())
    cancelled = asyncio.get_running_loop().time()
    await world.settle()
    assert asyncio.get_running_loop().time() - cancelled < 1.5
    assert 30 <= sum(len(phone.texts) for phone in warga) < 60
    assert requests_to(world, "sendMessage", status=429) == []


async def test_a_reply_finds_a_connection_free_while_telegram_is_slow(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(30)]
    world.telegram.fail("slow")
    await announce(world, head, "Besok listrik padam")
    await asyncio.sleep(0.5)
    asked, asker = asyncio.get_running_loop().time(), warga[-1]
    async with world.database.transaction() as session:
        await reply(session, Recipient(asker.user_id), "talk/edited", {}, now=world.now())
    world.rembug.delivery.wake()
    while not asker.texts:
        await world.telegram.bell.wait(1)
    assert asyncio.get_running_loop().time() - asked < SLOW_SECONDS + 1.5
    assert "Besok listrik padam" not in asker.texts[0]
    world.telegram.fail("ok")
    await world.settle()


async def test_one_chat_gets_a_burst_of_five_and_then_one_a_second(strict_world: World) -> None:
    world, warga = strict_world, await strict_world.resident()
    for number in range(9):
        await write_to(world, warga, f"Nomor {number}")
    await world.settle()
    moments = [moment for moment, _ in requests_to(world, "sendMessage")]
    assert [text.split()[-1] for text in warga.texts] == [str(number) for number in range(9)]
    assert moments[4] - moments[0] < moments[8] - moments[4]
    waited = [moment - moments[0] for moment in moments[5:]]  # late is well, early is not
    assert all(seconds > turn - 0.5 for turn, seconds in enumerate(waited, start=1))
    assert requests_to(world, "sendMessage", status=429) == []
