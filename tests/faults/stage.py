"""The stage of the story that is crashed: one RT in a file, its phones, and the moment before it is told.

The story: the RT head sends an announcement off, a resident taps `Ikut`, another types "ikut 3 orang".
"""

import copy
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr

from bot.limits import Limiter
from bot.process import Rembug
from bot.settings import Settings
from simulator import Limits, Phone, Telegram
from storage.database import Database
from storage.people import RoleKind
from storage.programs import Program
from tests.faults.neighbours import plan_work_bee
from tests.faults.sequence import StillClock, work_off
from tests.people import add_officer, add_resident, build_kelurahan
from tests.world import HASTE, TOKEN, WEDNESDAY

HEAD, TAPPER, TYPER, SILENT = 10, 11, 12, 13
WORDS = "Besok listrik padam"
_IN_ELEVEN_DAYS = WEDNESDAY.replace(day=29)


class Stage:
    """Sets the scene, and sets it again before each run; `url` is where the simulator listens."""

    def __init__(self, folder: Path, template: Path) -> None:
        """`template` is a migrated, empty database; all that happens, happens in `folder`."""
        self.file, self._kept_file, self._template = folder / "rembug.db", folder / "kept.db", template
        self.telegram = Telegram(token=TOKEN, now=lambda: WEDNESDAY)
        self.telegram.limits = Limits(strict=False)
        self.url = ""
        self._kept: dict[str, object] = {}
        self._database = Database(f"sqlite+aiosqlite:///{self.file}")

    def hire(self, clock: StillClock) -> Rembug:
        """A bot that is not connected yet; all of them share what was compiled, which saves much time."""
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(TOKEN),
            bot_api_url=self.url,
            database_url=self._database.url,
        )
        return Rembug(settings, clock, limiter=Limiter(HASTE), database=self._database)

    async def set(self) -> None:
        """Let all happen that comes before the story, keep that moment, and rehearse the story once."""
        shutil.copyfile(self._template, self.file)
        await self._settle_neighbours()
        head = self._add_phone(HEAD, "Ketua RT 02")
        tapper, typer, _ = (self._add_phone(user_id, "Warga RT 02") for user_id in (TAPPER, TYPER, SILENT))
        head.type("/umumkan")
        head.type(WORDS)
        await self._play()
        head.tap("Kirim")
        tapper.tap("Ikut")
        typer.type("ikut 3 orang")
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.file, self._kept_file)
        self._kept = copy.deepcopy(vars(self.telegram), {id(self.telegram): self.telegram})
        await self._play()

    def reset(self) -> None:
        """The moment before the story once more."""
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self._kept_file, self.file)
        vars(self.telegram).update(copy.deepcopy(self._kept, {id(self.telegram): self.telegram}))

    async def _play(self) -> None:
        clock = StillClock(WEDNESDAY)
        rembug = self.hire(clock)
        await work_off(rembug, clock, self.file)
        await rembug.close()

    def _add_phone(self, user_id: int, role: str) -> Phone:
        phone = self.telegram.add_phone(user_id, role, role=role)
        self.telegram.chats[user_id].started = True
        return phone

    async def _settle_neighbours(self) -> None:
        async with self._database.transaction() as session:
            cast = await build_kelurahan(session, rws=1)
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
            rt = cast.rts[1, 2]
            await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 02", now=WEDNESDAY)
            for user_id in (TAPPER, TYPER, SILENT):
                await add_resident(session, rt, user_id, name="Warga RT 02", now=WEDNESDAY)
            await plan_work_bee(session, HEAD, rt, starts_at=_IN_ELEVEN_DAYS, now=WEDNESDAY)
