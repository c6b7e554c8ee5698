"""Starts and stops intake, delivery, clock and web together; SIGTERM lets what was begun end."""

import asyncio
import signal
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot import jobs
from bot.application import build_application
from bot.clock import Clock, SystemClock, start_ticking
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.intake import WANTED, poll
from bot.leadership import Leadership
from bot.limits import Limiter, Rates
from bot.server import serve
from bot.settings import Settings
from bot.verdicts import back_off
from bot.web import Health
from storage import memory
from storage.database import Database
from storage.schema import metadata

log = structlog.get_logger()
_REPEATED_SECONDS = 60
"""How long after a start Telegram may take to bring to the webhook what it could not bring before."""


class Rembug:
    """The whole bot in one process. `settings` must have a token."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        *,
        limiter: Limiter | None = None,
        database: Database | None = None,
    ) -> None:
        """Nothing is connected yet."""
        assert settings.bot_token is not None
        self.settings, self.clock, self.health = settings, clock, Health()
        metadata()  # a table may refer to one that no module imports
        self.database = database or Database(settings.database_url)
        self.application = build_application(settings.bot_token, settings.bot_api_url)
        self.leadership = Leadership(self.database, settings.bot_token.get_secret_value())
        self.delivery = Delivery(
            self.database,
            self.application.bot,
            clock,
            limiter=limiter or Limiter(rates_of(settings)),
            may_send=self.leadership.is_held,
            daily=settings.messages_per_day,
        )
        self.dispatcher = Dispatcher(self.database, self.application, clock, self.delivery.wake)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set."""
        async with asyncio.TaskGroup() as group:
            web = group.create_task(serve(self))
            work = group.create_task(self._work(stop))
            await stop.wait()
            log.info("stopping")
            web.cancel()
            await _given(work, seconds=25)
        await self.close()

    async def close(self) -> None:
        """Let go of Telegram and of the database."""
        with suppress(TelegramError, RuntimeError):
            await self.application.shutdown()
        await self.database.close()

    async def _work(self, stop: asyncio.Event) -> None:
        scheduler = start_ticking(self.tick)
        leading = asyncio.create_task(self.leadership.keep())
        try:
            await self.connect(stop)
            await self.lead(stop)
            if stop.is_set():
                return
            await self.delivery.recover()
            async with asyncio.TaskGroup() as group:
                intake = group.create_task(self._take_in())
                group.create_task(self.dispatcher.run(stop))
                delivery = group.create_task(self.delivery.run(stop))
                self.health.delivering = lambda: not delivery.done()
                await stop.wait()
                intake.cancel()
        finally:
            scheduler.shutdown(wait=False)
            leading.cancel()
            await asyncio.gather(leading, return_exceptions=True)

    async def lead(self, stop: asyncio.Event) -> None:
        """Wait until no other process works for this token."""
        while not stop.is_set() and not self.leadership.is_held():
            await _rest(stop, 0.2)

    async def tick(self, job: jobs.Job) -> None:
        """Ask for one duty; a database that is gone is asked again at the next tick."""
        try:
            if job.hears_first and not await self._has_heard():
                return
            if await jobs.run(job, self.database, self.clock.now):
                self.delivery.wake()
        except (SQLAlchemyError, OSError) as error:
            log.warning("a duty waits", duty=job.name, error=type(error).__name__)
        except Exception as error:
            log.error("a duty failed", duty=job.name, exc_info=error)

    async def _has_heard(self) -> bool:
        async with self.database.reading() as session:
            return await self.health.hearing.is_caught_up(session, self.clock.now())

    async def connect(self, stop: asyncio.Event) -> None:
        """Meet Telegram, however long it takes, and remember the bot's username for links."""
        failures = 0
        while not stop.is_set():
            try:
                await self.application.initialize()
                async with self.database.transaction() as session:
                    await memory.remember(session, "bot_username", self.application.bot.username)
                return
            except (TelegramError, SQLAlchemyError, OSError) as error:
                failures += 1
                log.warning("Telegram does not answer yet", error=type(error).__name__)
                await _rest(stop, min(back_off(failures), 15.0))

    async def _take_in(self) -> None:
        """Long polling, or, with a WEBHOOK_URL, telling Telegram where we listen."""
        bot, settings, failures = self.application.bot, self.settings, 0
        while True:
            try:
                if settings.webhook_url is None:
                    await bot.delete_webhook()
                    break
                secret = settings.webhook_secret
                await bot.set_webhook(
                    settings.webhook_url,
                    secret_token=secret.get_secret_value() if secret else None,
                    allowed_updates=WANTED,
                )
                await asyncio.sleep(_REPEATED_SECONDS)
                self.health.hearing.reach()
                return
            except TelegramError as error:
                failures += 1
                log.warning("the intake waits", error=type(error).__name__)
                await asyncio.sleep(min(back_off(failures), 15.0))
        await poll(bot, self.database, self.clock, self.health, self.dispatcher.wake)


def rates_of(settings: Settings) -> Rates:
    """What Telegram lets this token send."""
    return Rates(
        per_second=settings.send_per_second,
        chat_burst=settings.send_chat_burst,
        chat_per_second=settings.send_chat_per_second,
        group_per_minute=settings.send_group_per_minute,
    )


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not longer than until `stop`."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _given(task: "asyncio.Task[None]", *, seconds: float) -> None:
    """Wait for a task, but not for ever: systemd and Docker kill after 30 seconds and more."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await task


async def _run(settings: Settings, clock: Clock) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await Rembug(settings, clock).run(stop)


def run_forever(settings: Settings, clock: Clock | None = None) -> None:
    """Run until SIGTERM or Ctrl-C."""
    asyncio.run(_run(settings, clock or SystemClock()))
