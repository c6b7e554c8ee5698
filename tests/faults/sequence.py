"""The bot in one line of work instead of several at once, so that its steps can be counted."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import intake
from bot.process import Rembug

_NEXT = """
SELECT min(moment) FROM (
    SELECT min(try_at) AS moment FROM inbox WHERE state = 'waiting'
    UNION ALL SELECT min(not_before) FROM outbox WHERE state IN ('queued', 'retrying') AND bundle_id IS NULL
    UNION ALL SELECT min(lease_until) FROM outbox WHERE state = 'sending'
)
"""


class StillClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self.moment


async def work_off(rembug: Rembug, clock: StillClock, file: Path) -> None:
    """Start as the process does; then take in, handle and send, one thing at a time, until none is left."""
    await rembug.connect(asyncio.Event())
    await rembug.delivery.recover()
    await _take_in(rembug, clock)
    while True:
        while await rembug.dispatcher.handle_next():
            await asyncio.gather(*rembug.dispatcher._answers)
        while await rembug.delivery.send_some():
            await rembug.delivery.finish()
        moment = _next_moment(file)
        if moment is None:
            return
        clock.moment = max(moment, clock.moment + timedelta(milliseconds=1))


async def _take_in(rembug: Rembug, clock: StillClock) -> None:
    bot, offset, found = rembug.application.bot, None, 1
    while found:
        offset, found = await intake.take_in(bot, rembug.database, clock, offset, wait=0)


def _next_moment(file: Path) -> datetime | None:
    """When the next row wants something; the bot's own thread is the only other one at the file."""
    with closing(sqlite3.connect(file)) as connection:
        (found,) = connection.execute(_NEXT).fetchone()
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None
