"""Long polling: Telegram's updates become inbox rows before the next request confirms them."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.application import POLL_SECONDS
from bot.clock import Clock
from bot.keeping import keep_updates
from bot.verdicts import back_off, seconds_of
from bot.web import Health
from handlers.errors import describe
from storage.database import Database

log = structlog.get_logger()
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that some handler understands."""
MOST_AT_ONCE = 100
"""How many updates Telegram gives at once: where there are fewer, it has no more."""


async def poll(
    bot: ExtBot[None], database: Database, clock: Clock, health: Health, wake: Callable[[], None]
) -> None:
    """Poll until cancelled; whatever goes wrong is waited out, and nothing is confirmed that is not a row."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            wait = POLL_SECONDS if health.hearing.reached else 0
            offset, found = await take_in(bot, database, clock, offset, wait=wait)
            health.last_poll = clock.now()
            if found < MOST_AT_ONCE:
                health.hearing.reach()
            failures = 0
            if found:
                wake()
        except Exception as error:
            failures += 1
            health.hearing.lose()
            seconds = _patience(error, failures)
            expected = isinstance(error, (TelegramError, SQLAlchemyError, OSError))
            log.warning(
                "polling waits", error=describe(error), seconds=seconds, exc_info=None if expected else error
            )
            await asyncio.sleep(seconds)


async def take_in(
    bot: ExtBot[None], database: Database, clock: Clock, offset: int | None, *, wait: int = POLL_SECONDS
) -> tuple[int | None, int]:
    """One request: what comes becomes rows, and the offset given back confirms it at the next one.

    Waits up to `wait` seconds for something to come; also gives back how many updates came.
    """
    updates = await _get_updates(bot, offset, wait)
    if updates:
        await keep_updates(database, updates, place="getUpdates", now=clock.now())
        offset = max(update["update_id"] for update in updates) + 1
    return offset, len(updates)


async def _get_updates(bot: ExtBot[None], offset: int | None, wait: int) -> list[dict[str, Any]]:
    """Raw dicts: an update that PTB cannot read is then one parked row, not an endless loop."""
    wanted: dict[str, Any] = {"timeout": wait, "allowed_updates": list(WANTED)}
    if offset is not None:
        wanted["offset"] = offset
    found: list[dict[str, Any]] = await bot.do_api_request("getUpdates", api_kwargs=wanted)
    return found


def _patience(error: Exception, failures: int) -> float:
    """Seconds until the next request: another poller (409) and a refused token (401) are waited out too."""
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    if isinstance(error, Conflict):
        return 3.0
    if isinstance(error, InvalidToken):
        return 30.0
    return min(0.5 * back_off(failures), 15.0)
