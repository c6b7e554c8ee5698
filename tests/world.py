"""The world of the end-to-end tests: the real bot, over HTTP, against the simulator."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import exists, func, select

from bot import jobs
from bot.clock import DUTIES, MovableClock
from bot.intake import poll
from bot.limits import Limiter, Rates
from bot.presets import load_presets
from bot.process import Rembug
from bot.settings import Settings
from simulator import Limits, Phone, Telegram, create_app, serve
from storage.areas import Area
from storage.database import Database
from storage.inbox import InboxRow, InboxState
from storage.outbox import OutboxRow
from storage.people import RoleKind
from tests.people import BLITAR, Cast, Place, add_officer, add_resident, build_kelurahan

TOKEN = "123456:SIMULATED"
WEDNESDAY = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
"""18 November 2026, 10.00 WIB: the reference time of the studies' phrases."""
SOON = timedelta(seconds=4)
HASTE = Rates(per_second=10_000, chat_burst=10_000, chat_per_second=10_000.0, group_per_minute=10_000)


@dataclass
class Shift:
    """How far the world's clock is ahead, in seconds."""

    value: float = 0.0


class World:
    """One kelurahan (RW 01 and 02, RT 01 and 02 in each), its phones, its bot and its clock."""

    def __init__(self, settings: Settings, shift: Shift, telegram: Telegram, database: Database) -> None:
        self.settings, self.shift, self.telegram, self.database = settings, shift, telegram, database
        self.clock = MovableClock(shift)
        self.cast: Cast
        self._next_user = 1000

    async def wake_up(self) -> None:
        """Let the bot run, but for its clock, which the tests move."""
        self.rembug = Rembug(self.settings, self.clock, limiter=Limiter(HASTE), database=self.database)
        self._stop = asyncio.Event()
        await self.rembug.connect(self._stop)
        self._leading = asyncio.create_task(self.rembug.leadership.keep())
        await self.rembug.lead(self._stop)
        await self.rembug.delivery.recover()
        bot, health, wake = self.rembug.application.bot, self.rembug.health, self.rembug.dispatcher.wake
        self._intake = asyncio.create_task(poll(bot, self.database, self.clock, health, wake))
        parts = (self.rembug.dispatcher, self.rembug.delivery)
        self._work = [asyncio.create_task(part.run(self._stop)) for part in parts]

    async def fall_asleep(self) -> None:
        """Stop the bot as SIGTERM does; a part that had failed fails the test."""
        self._stop.set()
        self.rembug.dispatcher.wake()
        self.rembug.delivery.wake()
        await asyncio.gather(*self._work)
        for task in (self._intake, self._leading):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.rembug.close()

    async def restart(self) -> None:
        """Stop the bot and start it again; what is known is what the rows know."""
        await self.fall_asleep()
        await self.wake_up()

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
        """Until everything that was said is handled and everything that is due has arrived.

        A card rests for a second between its changes, for three in a group; the world's clock jumps over
        that. Taps are answered after their commit: that is given a second, which a failing Telegram may use
        up.
        """
        self.rembug.delivery.wake()
        async with asyncio.timeout(seconds):
            while (moment := await self._next_moment()) is not None:
                if moment > self.now():
                    self.shift.value += (moment - self.now()).total_seconds()
                    self.rembug.delivery.wake()
                await asyncio.sleep(0.02)
        for _ in range(200):
            if len(self.telegram.taps) == sum(len(phone.toasts) for phone in self.telegram.phones):
                break
            await asyncio.sleep(0.005)

    async def _next_moment(self) -> datetime | None:
        """When the bot has to do something next, if that is within four seconds."""
        if self.telegram.waiting_updates:  # what Telegram has let go of is a row by then
            return self.now()
        said = exists().where(InboxRow.done_at.is_(None), InboxRow.state == InboxState.WAITING)
        query = select(said, func.min(OutboxRow.not_before)).where(
            OutboxRow.settled_at.is_(None), OutboxRow.bundle_id.is_(None)
        )
        async with self.database.reading() as session:
            unheard, moment = (await session.execute(query)).one()
        if unheard:
            return self.now()
        return moment if moment and moment <= self.now() + SOON else None


@asynccontextmanager
async def living_world(
    database: Database, *, at: datetime = WEDNESDAY, place: Place = BLITAR
) -> AsyncIterator[World]:
    """A world in a place whose bot runs while the block does; its clock starts at `at`."""
    shift = Shift((at - MovableClock(Shift()).now()).total_seconds())
    telegram = Telegram(token=TOKEN, username="rembug_demo_bot", now=MovableClock(shift).now)
    telegram.limits = Limits(strict=False)
    async with serve(create_app(telegram)) as url:
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(TOKEN),
            bot_api_url=url,
            database_url=database.url,
        )
        world = World(settings, shift, telegram, database)
        async with world.database.transaction() as session:
            world.cast = await build_kelurahan(session, place=place)
            await load_presets(session)
        await world.wake_up()
        try:
            yield world
        finally:
            await world.fall_asleep()
