"""Outbox rows -> Telegram: claim in a short transaction, send outside any, settle in another."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from telegram.error import TelegramError
from telegram.ext import ExtBot

from actions.hours import closed_until
from bot.application import CONNECTIONS
from bot.clock import Clock
from bot.limits import Limiter, Outcome, Verdict, judge
from bot.sending import Letter, Sent, send
from bot.settling import settle, settle_broken
from handlers.errors import describe
from storage import deliveries
from storage.database import Database, Session
from storage.outbox import Lane

log = structlog.get_logger()
_KEPT_FREE = 2
"""Connections that bulk never takes, so that a reply finds one also while Telegram is slow."""
_LEASE = timedelta(seconds=120)
_LOOK_AT = 60
_IDLE_SECONDS = 1.0
_LIMITED_SECONDS = 0.05
_LONG_AFTER = datetime(9999, 1, 1, tzinfo=UTC)

Settling = Callable[[Session, datetime], Awaitable[None]]


class Delivery:
    """The only one who writes to people; one for a token."""

    def __init__(
        self,
        database: Database,
        bot: ExtBot[None],
        clock: Clock,
        *,
        limiter: Limiter | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        """`monotonic` is what rates are measured by; a moved clock does not make us faster.

        While `may_send` says no, because another process delivers, nothing is claimed.
        """
        self._database, self._bot, self._clock = database, bot, clock
        self._limiter, self._monotonic = limiter or Limiter(), monotonic
        self._may_send = may_send
        self._work = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self.limited = False

    def wake(self) -> None:
        """There is something in the outbox, or room for it."""
        self._work.set()

    async def recover(self) -> None:
        """At the start: what a process that died was sending is sent again, perhaps a second time."""
        async with self._database.transaction() as session:
            await deliveries.release_expired(session, _LONG_AFTER)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; what is on its way then is waited for."""
        while not stop.is_set():
            self._work.clear()
            try:
                if await self.send_some():
                    continue
            except (SQLAlchemyError, OSError) as error:
                log.warning("the database does not answer", error=type(error).__name__)
            except Exception as error:
                log.error("the delivery stumbled", exc_info=error)
            patience = _LIMITED_SECONDS if self.limited else _IDLE_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._work.wait()
        await self.finish()

    async def finish(self) -> None:
        """Wait for what is on its way."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def send_some(self) -> bool:
        """Claim what may leave now and begin to send it; False when nothing could be claimed."""
        room = CONNECTIONS - len(self._sending)
        if room <= 0 or not self._may_send() or not await self._anything_due():
            self.limited = False
            return False
        async with self._database.transaction() as session:
            letters = await self._claim(session, room)
        for letter in letters:
            task = asyncio.create_task(self._deliver(letter))
            self._sending.add(task)
            task.add_done_callback(self._done)
        return bool(letters)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self.wake()

    async def _anything_due(self) -> bool:
        async with self._database.reading() as session:
            return await deliveries.is_anything_due(session, self._clock.now())

    async def _claim(self, session: Session, room: int) -> list[Letter]:
        """Take up to `room` letters, the first of their chats, for which the limits have a place."""
        now = self._clock.now()
        await deliveries.release_expired(session, now)
        if late := await deliveries.expire(session, now):
            log.info("came too late and was dropped", count=late)
        await self._hold_closed(session, now)
        letters: list[Letter] = []
        ready = await deliveries.list_ready(session, now, _LOOK_AT)
        bulk_room = max(room - _KEPT_FREE, 1 - len(self._sending))
        for row, salutation, language in ready:
            if len(letters) >= (bulk_room if row.lane is Lane.BULK else room):
                break  # the most urgent lane comes first, so what follows is bulk, too
            assert row.chat_id is not None
            if self._limiter.take(row.chat_id, Lane(row.lane), self._monotonic()):
                await deliveries.find_message_to_edit(session, row)
                letters.append(Letter.from_row(row, salutation, language))
        self.limited = bool(ready)
        await deliveries.mark_sending(session, [letter.id for letter in letters], now + _LEASE)
        return letters

    async def _hold_closed(self, session: Session, now: datetime) -> None:
        for kelurahan_id, hours in await deliveries.list_minding_hours(session, now):
            if kelurahan_id is not None:
                until = await closed_until(session, kelurahan_id, hours, now)
                if until is not None:
                    await deliveries.hold(session, kelurahan_id, hours, now, until)

    async def _deliver(self, letter: Letter) -> None:
        try:
            sent = await send(self._bot, self._database, letter, self._clock.now())
            verdict = judge(None, letter.attempts)
        except TelegramError as error:
            sent, verdict = Sent(error=error.message), judge(error, letter.attempts)
        except (SQLAlchemyError, OSError) as error:
            sent, verdict = Sent(error=type(error).__name__), Verdict(Outcome.RETRY, seconds=1.0)
        except Exception as error:
            log.error("a letter could not be composed", template=letter.template, exc_info=error)
            problem = describe(error)
            sent = Sent(error=problem)
            await self._persist(letter, sent, lambda db, now: settle_broken(db, letter, problem, now))
            return
        self._limiter.learn(letter.chat_id, verdict, self._monotonic())
        await self._persist(letter, sent, lambda db, now: settle(db, letter, sent, verdict, now))

    async def _persist(self, letter: Letter, sent: Sent, what: Settling) -> None:
        """What Telegram answered must become a row, however long the database is gone.

        When our own words about it fail, the row is closed without them: else it would be sent for ever.
        """
        while True:
            try:
                async with self._database.transaction() as session:
                    await what(session, self._clock.now())
                return
            except (OperationalError, InterfaceError, NoConnectionFree, OSError) as error:
                log.warning("what was sent is not written down yet", error=type(error).__name__)
            except Exception as error:
                log.error("what became of a letter is not known", template=letter.template, exc_info=error)
                what = _closing(letter, sent)
            await asyncio.sleep(1)


def _closing(letter: Letter, sent: Sent) -> Settling:
    return lambda session, now: deliveries.close(session, letter.id, sent.message_id, now)
