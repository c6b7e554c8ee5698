"""`rembug demo`: the bot and the simulator together, on a neighbourhood that is there for looking around."""

import asyncio
import multiprocessing
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.clock import MovableClock, SystemClock
from bot.demo.due import next_due
from bot.demo.neighbourhood import ZONE, settle_in
from bot.process import run_forever
from bot.settings import Settings
from bot.telemetry import set_up_logging
from simulator import Telegram, create_app, serve
from storage.database import Database
from storage.schema import upgrade

TOKEN = "123456:SIMULATED"
USERNAME = "rembug_demo_bot"
PORT = 8765
_PROCESSES = multiprocessing.get_context("spawn")


class DemoControls:
    """What the page's panel may do: move the clock, end the bot hard, start it again."""

    def __init__(self, database: Database) -> None:
        """The clock begins on Thursday of this week at 10.00, so that the demo's week is the visitor's."""
        self._database = database
        now = SystemClock().now()
        ahead = (_thursday_morning(now) - now).total_seconds()
        self._shift: Synchronized[float] = _PROCESSES.Value("d", ahead)
        self._clock = MovableClock(self._shift)
        self._bot: SpawnProcess | None = None
        self.settings: Settings | None = None

    def now(self) -> datetime:
        """The demo's moment."""
        return self._clock.now()

    async def move(self, seconds: float) -> None:
        """Move the clock ahead; it never goes back, because what happened has happened."""
        self._shift.value += max(seconds, 0.0)

    async def move_to(self, moment: datetime) -> None:
        """Move the clock ahead to a moment."""
        await self.move((moment - self.now()).total_seconds())

    async def move_to_next_due(self) -> str | None:
        """Move to the next thing that the clock will do by itself, and say what that is."""
        async with self._database.reading() as session:
            due = await next_due(session, self.now())
        if due is None:
            return None
        await self.move_to(due.at + timedelta(seconds=1))
        return due.words

    async def stop_bot(self) -> None:
        """kill -9: nothing is put in order first."""
        if self._bot is not None:
            self._bot.kill()
            await asyncio.to_thread(self._bot.join)

    async def start_bot(self) -> None:
        """Start the bot as a process of its own, with this clock."""
        if not self.bot_running():
            self._bot = _PROCESSES.Process(target=run_bot, args=(self.settings, self._shift), daemon=True)
            self._bot.start()

    def bot_running(self) -> bool:
        """Whether the bot's process is alive."""
        return self._bot is not None and self._bot.is_alive()


def run_bot(settings: Settings, shift: "Synchronized[float]") -> None:
    """What the bot's own process does."""
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    run_forever(settings, MovableClock(shift))


def run_demo(announce: Callable[[str], None], port: int = PORT) -> None:
    """Run until Ctrl-C. `announce` is given the page's address; a taken `port` is replaced by a free one."""
    with tempfile.TemporaryDirectory(prefix="rembug-demo-") as folder, suppress(KeyboardInterrupt):
        asyncio.run(_demo(Path(folder), port, announce))


async def _demo(folder: Path, port: int, announce: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    url = f"sqlite+aiosqlite:///{folder / 'demo.db'}"
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    controls = DemoControls(database)
    telegram = Telegram(token=TOKEN, username=USERNAME, now=controls.now)
    await settle_in(database, telegram, controls.now())
    async with serve(create_app(telegram, controls), port=_free_port(port)) as address:
        controls.settings = _settings(folder, url, address)
        await controls.start_bot()
        announce(f"{address}/")
        await stop.wait()
        await controls.stop_bot()
    await database.close()


def _settings(folder: Path, url: str, address: str) -> Settings:
    """The bot's settings in the demo, whatever the environment says."""
    return Settings(
        bot_token=SecretStr(TOKEN),
        bot_api_url=address,
        data_dir=folder,
        database_url=url,
        timezone=ZONE,
        webhook_url=None,
        webhook_secret=None,
        http_host="127.0.0.1",
        http_port=_free_port(0),
        log_level="WARNING",
        log_format="console",
    )


def _free_port(wanted: int) -> int:
    """The wanted port when nobody listens there, else one that the system gives."""
    for port in (wanted, 0):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)) as listening:
            return int(listening.getsockname()[1])
    raise OSError("no port is free on 127.0.0.1")


def _thursday_morning(now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(ZONE))
    thursday = local.date() + timedelta(days=3 - local.weekday())
    return datetime(thursday.year, thursday.month, thursday.day, 10, tzinfo=ZoneInfo(ZONE))
