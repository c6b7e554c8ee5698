"""The whole process by webhook: Telegram knocks, the row is kept, the answer goes out."""

import asyncio
import socket
from contextlib import suppress

import httpx
from pydantic import SecretStr

from bot.process import Rembug
from bot.settings import Settings
from storage.database import Database
from tests.world import TOKEN, World, living_world


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _settings(world: World, port: int) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        bot_api_url=world.settings.bot_api_url,
        database_url=world.settings.database_url,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SecretStr("rahasia-kita"),
        http_port=port,
    )


async def _is_ready(port: int) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        with suppress(httpx.HTTPError):
            return (await client.get(f"http://127.0.0.1:{port}/ready")).status_code == 200
    return False


async def test_a_resident_is_answered_by_webhook(sqlite_database: Database) -> None:
    async with living_world(sqlite_database) as world:
        warga, port = await world.resident(), free_port()
        await world.fall_asleep()
        rembug, stop = Rembug(_settings(world, port), world.clock), asyncio.Event()
        running = asyncio.create_task(rembug.run(stop))
        try:
            async with asyncio.timeout(20):
                while not await _is_ready(port):  # noqa: ASYNC110 (another server's word)
                    await asyncio.sleep(0.1)
                warga.type("/bantuan")
                while not warga.texts:  # noqa: ASYNC110 (the simulator rings for updates only)
                    await asyncio.sleep(0.1)
            assert "Kirim usulan" in warga.texts[-1]
            async with httpx.AsyncClient(trust_env=False) as client:
                forged = await client.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1})
            assert forged.status_code == 403
        finally:
            stop.set()
            async with asyncio.timeout(20):
                await running
            await world.wake_up()
