"""What may leave now: looked for without a lock, then taken in one short transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from actions.attention import DAILY, fill_bundle, keep_measure
from actions.hours import closed_until
from bot.clock import Clock
from bot.limits import Limiter
from bot.sending import Letter
from storage import attention, deliveries
from storage.database import Database, Session
from storage.outbox import Lane

log = structlog.get_logger()
_LEASE = timedelta(seconds=120)
_IDLE_SECONDS = 1.0
_LIMITED_SECONDS = 0.1


class Claims:
    """Takes from the outbox what the limits have a place for."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        limiter: Limiter,
        monotonic: Callable[[], float],
        daily: int = DAILY,
    ) -> None:
        """`daily` is how much news a person gets in a day."""
        self._database, self._clock, self._monotonic = database, clock, monotonic
        self.limiter, self._daily = limiter, daily
        self._sweep_at = 0.0
        self.patience = _IDLE_SECONDS
        """Seconds after which it is worth asking again, when nobody says so before."""

    async def sweep(self, held: Collection[int] = ()) -> None:
        """Once a second: take back what was lost, drop what came too late, and say what that was.

        What this process still holds is not lost, however long Telegram or the database lets it wait.
        """
        if self._monotonic() < self._sweep_at:
            return
        async with self._database.reading() as session:
            over = await deliveries.is_anything_over(session, self._clock.now(), held)
        if over:
            async with self._database.transaction() as session:
                await deliveries.release_expired(session, self._clock.now(), held)
                late = await deliveries.expire(session, self._clock.now())
            for (template, subject), count in late.items():
                log.info("came too late and was dropped", template=template, subject=subject, count=count)
        self._sweep_at = self._monotonic() + 1

    async def claim(self, places: Mapping[Lane, int]) -> list[Letter]:
        """What begins to be sent now; `places` says for how many of each lane there is a connection."""
        found, before = await self._look(places), list[deliveries.Ready]()
        while found and found != before:
            async with self._database.transaction() as session:
                now = self._clock.now()
                open_ones = await self._keep_measure(
                    session, await self._hold_closed(session, found, now), now
                )
                letters = await self._take(session, open_ones, places, now)
            if letters or open_ones:
                self.patience = _LIMITED_SECONDS
                return letters
            found, before = await self._look(places), found
        if found:  # others are changing what would be bundled or put off
            self.patience = _LIMITED_SECONDS
        return []

    async def _look(self, places: Mapping[Lane, int]) -> list[deliveries.Ready]:
        """What is ready, in the order in which it may leave."""
        moment, found = self._monotonic(), list[deliveries.Ready]()
        resting = self.limiter.resting(moment)
        waits = [_IDLE_SECONDS, *(max(_LIMITED_SECONDS, until - moment) for until in resting.values())]
        async with self._database.reading() as session:
            for lane in self.limiter.order():
                room = min(places[lane], self.limiter.room(lane, moment))
                if room > 0:
                    found += await deliveries.list_ready(session, lane, self._clock.now(), room, resting)
                elif places[lane] > 0:
                    waits.append(_LIMITED_SECONDS)
        self.patience = min(waits)
        return found

    async def _hold_closed(
        self, session: Session, found: Sequence[deliveries.Ready], now: datetime
    ) -> list[deliveries.Ready]:
        """Let what minds an hour that is closed now wait for its end; gives the rest."""
        closed = set()
        for kelurahan_id, hours in {(row.kelurahan_id, row.hours) for row in found}:
            until = kelurahan_id and await closed_until(session, kelurahan_id, hours, now)
            if kelurahan_id and until:
                await deliveries.hold(session, kelurahan_id, hours, now, until)
                closed.add((kelurahan_id, hours))
        return [row for row in found if (row.kelurahan_id, row.hours) not in closed]

    async def _keep_measure(
        self, session: Session, found: Sequence[deliveries.Ready], now: datetime
    ) -> list[int]:
        """Bundle or put off what is too much for somebody's day; gives the ids of the rest."""
        news = [(row.chat_id, row.kelurahan_id) for row in found if row.news]
        asked = [(chat_id, kelurahan_id) for chat_id, kelurahan_id in news if chat_id and kelurahan_id]
        full = await keep_measure(session, asked, daily=self._daily, now=now) if asked else set()
        return [row.id for row in found if not row.news or row.chat_id not in full]

    async def _take(
        self, session: Session, ids: Sequence[int], places: Mapping[Lane, int], now: datetime
    ) -> list[Letter]:
        """Those that may leave, from now on on their way."""
        letters, along, left = list[Letter](), list[int](), dict(places)
        locked = await deliveries.lock_ready(session, ids, now)
        for row, salutation, language in sorted(locked, key=lambda each: ids.index(each[0].id)):
            lane, chat_id = row.lane, row.chat_id
            if left[lane] <= 0 or not chat_id:
                continue
            lines = await fill_bundle(session, row, now=now)
            if lines is not None and self.limiter.take(chat_id, lane, self._monotonic()):
                await deliveries.find_message_to_edit(session, row)
                letters.append(Letter.from_row(row, salutation, language))
                along += [line.id for line in lines]
                left = {each: count - 1 for each, count in left.items()}
        await deliveries.mark_sending(session, [letter.id for letter in letters], now + _LEASE)
        await attention.send_along(session, along, now + _LEASE)
        return letters
