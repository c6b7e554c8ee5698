"""Outbox rows -> Telegram: claim in a short transaction, send outside any, settle in another."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from telegram.error import TelegramError
from telegram.ext import ExtBot

from actions.attention import DAILY
from bot.application import CONNECTIONS
from bot.claiming import Claims
from bot.clock import Clock
from bot.limits import Limiter
from bot.sending import Letter, Sent, send
from bot.settling import settle, settle_broken
from bot.verdicts import Outcome, Verdict, judge
from handlers.errors import describe
from storage import deliveries
from storage.database import Database, Session
from storage.outbox import Lane

log = structlog.get_logger()
_LEFT = {Lane.REPLY: 0, Lane.NOTICE: 1, Lane.BULK: 2}
"""Connections that a lane never takes, so that a reply finds one also while Telegram is slow."""
_GATHER_SECONDS = 0.02
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
        daily: int = DAILY,
    ) -> None:
        """`monotonic` is what rates are measured by; a moved clock does not make us faster.

        While `may_send` says no, because another process delivers, nothing is claimed.
        """
        self._database, self._bot, self._clock = database, bot, clock
        self._monotonic = monotonic
        self.claims = Claims(database, clock, limiter or Limiter(), monotonic, daily)
        self._may_send = may_send
        self._work = asyncio.Event()
        self._sending: dict[asyncio.Task[None], Letter] = {}
        self._unwritten: dict[int, int | None] = {}
        self._writing = asyncio.Lock()

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
                await self.send_some()
            except (SQLAlchemyError, OSError) as error:
                log.warning("the database does not answer", error=type(error).__name__)
            except Exception as error:
                log.error("the delivery stumbled", exc_info=error)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.claims.patience):
                    await self._work.wait()
        await self.finish()

    async def finish(self) -> None:
        """Wait for what is on its way."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def send_some(self) -> bool:
        """Claim what may leave now and begin to send it; False when there was nothing."""
        places = self._places()
        if places[Lane.REPLY] <= 0 or not self._may_send():
            return False
        await self.claims.sweep([letter.id for letter in self._sending.values()])
        letters = await self.claims.claim(places)
        for letter in letters:
            task = asyncio.create_task(self._deliver(letter))
            self._sending[task] = letter
            task.add_done_callback(self._done)
        return bool(letters)

    def _places(self) -> dict[Lane, int]:
        """For how many of each lane there is a connection."""
        free = CONNECTIONS - len(self._sending)
        busy = Counter(letter.lane for letter in self._sending.values())
        return {lane: min(free, max(CONNECTIONS - _LEFT[lane], 1) - busy[lane]) for lane in Lane}

    def _done(self, task: asyncio.Task[None]) -> None:
        """A place is free. In the middle of a broadcast the next look is soon enough, and looks cost time."""
        crowded = self._places()[Lane.BULK] <= 0
        if self._sending.pop(task).lane is not Lane.BULK or crowded:
            self.wake()

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
            await self._persist(
                {letter.id: sent.message_id}, lambda db, now: settle_broken(db, letter, problem, now)
            )
            return
        self.claims.limiter.learn(letter.chat_id, verdict, self._monotonic())
        if verdict.outcome is Outcome.SENT and sent.error is None and sent.uploaded is None:
            await self._write_down(letter, sent)
        else:
            await self._persist(
                {letter.id: sent.message_id}, lambda db, now: settle(db, letter, sent, verdict, now)
            )

    async def _write_down(self, letter: Letter, sent: Sent) -> None:
        """It is sent, as most are: what is answered at nearly the same time is one transaction."""
        self._unwritten[letter.id] = sent.message_id
        await asyncio.sleep(_GATHER_SECONDS)
        async with self._writing:
            if letter.id in self._unwritten:
                arrived, self._unwritten = self._unwritten, {}
                await self._persist(arrived, lambda db, now: deliveries.mark_sent(db, arrived, now))

    async def _persist(self, arrived: Mapping[int, int | None], what: Settling) -> None:
        """What Telegram answered must become rows, however long the database is gone.

        When our own words about it fail, each row is closed without them: else it would be sent for ever.
        """
        while True:
            try:
                async with self._database.transaction() as session:
                    await what(session, self._clock.now())
                return
            except (OperationalError, InterfaceError, NoConnectionFree, OSError) as error:
                log.warning("what was sent is not written down yet", error=type(error).__name__)
            except Exception as error:
                log.error("what became of letters is not known", letters=list(arrived), exc_info=error)
                what = _closing(arrived)
            await asyncio.sleep(1)


def _closing(arrived: Mapping[int, int | None]) -> Settling:
    return lambda session, now: deliveries.close(session, arrived, now)
