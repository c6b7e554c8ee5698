"""The world of the end-to-end tests: the real bot, over HTTP, against the simulator."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import jobs
from bot.clock import DUTIES, MovableClock
from bot.intake import poll
from bot.limits import Limiter, Rates
from bot.process import Rembug
from bot.settings import Settings
from simulator import Limits, Phone, Telegram, create_app, serve
from storage import inbox, memory, outbox
from storage.areas import Area
from storage.database import Database
from storage.people import RoleKind
from tests.people import Cast, add_officer, add_resident, build_kelurahan

TOKEN = "123456:SIMULATED"
WEDNESDAY = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
"""18 November 2026, 10.00 WIB: the reference time of the studies' phrases."""
HASTE = Rates(overall_per_second=10_000, bulk_per_second=10_000, chat_burst=10_000, chat_per_second=10_000.0)


@dataclass
class Shift:
    """How far the world's clock is ahead, in seconds."""

    value: float = 0.0


class World:
    """One kelurahan (RW 01 and 02, RT 01 and 02 in each), its phones, its bot and its clock."""

    def __init__(self, settings: Settings, shift: Shift, telegram: Telegram) -> None:
        self.settings, self.shift, self.telegram = settings, shift, telegram
        self.clock = MovableClock(shift)
        self.rembug = Rembug(settings, self.clock, limiter=Limiter(HASTE))
        self.database: Database = self.rembug.database
        self.cast: Cast
        self._next_user = 1000

    def now(self) -> datetime:
        """The world's moment."""
        return self.clock.now()

    def stranger(self, role: str = "Warga baru") -> Phone:
        """Somebody who has Telegram and has never met the bot."""
        self._next_user += 1
        return self.telegram.add_phone(self._next_user, role, role=role)

    async def resident(
        self, *, rt: int = 2, rw: int = 1, name: str = "Warga", house: str | None = None
    ) -> Phone:
        """An accepted resident, without going through the joining."""
        phone = self._known(f"Warga RT {rt:02}")
        async with self.database.transaction() as session:
            area = self.cast.rts[rw, rt]
            await add_resident(session, area, phone.user_id, name=name, house=house, now=self.now())
        return phone

    async def rt_head(self, *, rt: int = 2, rw: int = 1) -> Phone:
        """The head of an RT."""
        return await self._officer(RoleKind.RT_HEAD, self.cast.rts[rw, rt], f"Ketua RT {rt:02}")

    async def rw_head(self, *, rw: int = 1) -> Phone:
        """The head of an RW."""
        return await self._officer(RoleKind.RW_HEAD, self.cast.rws[rw], f"Ketua RW {rw:02}")

    async def officer(self, kind: RoleKind = RoleKind.KELURAHAN) -> Phone:
        """Somebody at the kelurahan."""
        return await self._officer(kind, self.cast.kelurahan, "Kelurahan")

    async def _officer(self, kind: RoleKind, area: Area, role: str) -> Phone:
        phone = self._known(role)
        async with self.database.transaction() as session:
            await add_officer(session, kind, area, phone.user_id, name=role, now=self.now())
        return phone

    def _known(self, role: str) -> Phone:
        phone = self.stranger(role)
        self.telegram.chats[phone.user_id].started = True
        return phone

    async def move(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass, then do what is due and wait until all is quiet."""
        self.shift.value += timedelta(days=days, hours=hours, minutes=minutes).total_seconds()
        await self.tick()

    async def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        await self.move(minutes=(moment - self.now()).total_seconds() / 60)

    async def tick(self) -> None:
        """Let the clock ask for every duty, and wait until all is quiet."""
        await self.settle()
        for duty in DUTIES:
            await jobs.run(duty.job, self.database, self.clock.now)
        self.rembug.delivery.wake()
        await self.settle()

    async def settle(self, seconds: float = 20) -> None:
        """Wait until everything that was said is handled and everything that is due has arrived."""
        async with asyncio.timeout(seconds):
            while not await self._is_quiet():
                self.rembug.delivery.wake()
                await asyncio.sleep(0.02)

    async def _is_quiet(self) -> bool:
        if self.telegram.waiting_updates:
            return False
        async with self.database.reading() as session:
            soon = self.now() + timedelta(seconds=2)
            busy = await inbox.count_waiting(session) + await outbox.count_promised(session, soon)
        return busy == 0


@asynccontextmanager
async def living_world(database_url: str, *, at: datetime = WEDNESDAY) -> AsyncIterator[World]:
    """A world whose bot runs while the block does; its clock starts at `at`."""
    shift = Shift((at - MovableClock(Shift()).now()).total_seconds())
    telegram = Telegram(token=TOKEN, username="rembug_demo_bot", now=MovableClock(shift).now)
    telegram.limits = Limits(strict=False)
    async with serve(create_app(telegram)) as url:
        settings = Settings(_env_file=None, bot_token=TOKEN, bot_api_url=url, database_url=database_url)  # type: ignore[call-arg, arg-type]
        world = World(settings, shift, telegram)
        async with world.database.transaction() as session:
            world.cast = await build_kelurahan(session)
            await memory.remember(session, "bot_username", telegram.username)
        stop = asyncio.Event()
        await world.rembug.connect(stop)
        rembug = world.rembug
        intake = asyncio.create_task(
            poll(rembug.application.bot, rembug.database, rembug.clock, rembug.health, rembug.dispatcher.wake)
        )
        work = [asyncio.create_task(part.run(stop)) for part in (rembug.dispatcher, rembug.delivery)]
        try:
            yield world
        finally:
            stop.set()
            rembug.dispatcher.wake()
            rembug.delivery.wake()
            intake.cancel()
            await asyncio.gather(intake, *work, return_exceptions=True)
            await rembug.close()
