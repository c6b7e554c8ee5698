"""The real bot, `python -m bot run`, as a process that can be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator import Telegram

_HOUSE = Path(__file__).parents[2]
_REMBUG = (sys.executable, "-m", "bot", "run")


class BotProcess:
    """One bot; it may be started again after each death. What it prints goes into `log`."""

    def __init__(
        self,
        telegram: Telegram,
        url: str,
        database_url: str,
        folder: Path,
        command: Sequence[str] = _REMBUG,
    ) -> None:
        """`url` is the simulator's address; the process works in `folder`, where no `.env` lies."""
        self._telegram, self._folder, self.log = telegram, folder, folder / "bot.log"
        self._command = command
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "PYTHONPATH": str(_HOUSE),
            "BOT_TOKEN": telegram.token,
            "BOT_API_URL": url,
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "HTTP_PORT": "0",
            "LOG_LEVEL": "WARNING",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, seconds: float = 60) -> None:
        """Start it and wait until it asks Telegram for updates."""
        begun = len(self._telegram.requests)
        polls = self._telegram.updates.poller
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(seconds):
            while self._telegram.updates.poller == polls:
                assert self._process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.01)
        assert len(self._telegram.requests) > begun

    async def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        assert await self._process.wait() == -signal.SIGKILL

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.terminate()
        async with asyncio.timeout(40):
            return await self._process.wait()

    async def end(self) -> None:
        """Make sure that nothing is left of it."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()
