"""Bugs that a bot like ours could have, planted on purpose: whoever looks for losses must find these."""

from typing import Any

import pytest

from actions import announcements
from bot import intake
from bot.clock import Clock
from bot.process import Rembug
from bot.sending import Letter, Sent, send
from bot.settling import settle
from bot.verdicts import Outcome, Verdict
from storage import inbox
from storage.database import Database
from storage.inbox import InboxRow

_PATCH = pytest.MonkeyPatch()
"""Never undone: what is planted lives in a child process, and ends with it."""


def mark_before_send(rembug: Rembug) -> None:
    """A message is written down as sent, and then sent."""
    delivery, bot, database = rembug.delivery, rembug.application.bot, rembug.database

    async def deliver(letter: Letter) -> None:
        verdict = Verdict(Outcome.SENT)
        await delivery._persist({letter.id: None}, lambda db, now: settle(db, letter, Sent(), verdict, now))
        await send(bot, database, letter, rembug.clock.now())

    _PATCH.setattr(delivery, "_deliver", deliver)


def done_before_effect(rembug: Rembug) -> None:
    """An update is marked as done in one transaction, and handled in the next."""
    _in_two_steps(rembug, done_first=True)


def done_after_effect(rembug: Rembug) -> None:
    """An update is handled in one transaction, and marked as done in the next."""
    _in_two_steps(rembug, done_first=False)


def _in_two_steps(rembug: Rembug, *, done_first: bool) -> None:
    database, dispatcher, clock = rembug.database, rembug.dispatcher, rembug.clock

    async def mark(update_id: int) -> None:
        async with database.transaction() as session:
            inbox.settle(await session.get_one(InboxRow, update_id), clock.now())

    async def handle_next() -> bool:
        async with database.reading() as session:
            row = await inbox.lock_next(session, clock.now())
        if row is None:
            return False
        if done_first:
            await mark(row.update_id)
        async with database.transaction() as session:
            await dispatcher._handle(session, row)
        if not done_first:
            await mark(row.update_id)
        return True

    _PATCH.setattr(dispatcher, "handle_next", handle_next)


def recipients_later(rembug: Rembug) -> None:
    """An announcement is kept in one transaction, and promised to its recipients in the next."""
    later: list[Any] = []
    promise, handle = announcements.promise, rembug.dispatcher.handle_next

    async def remember(_session: Any, *what: Any, now: Any) -> None:
        later.append((what, now))

    async def handle_next() -> bool:
        handled = await handle()
        while later:
            async with rembug.database.transaction() as session:
                what, now = later.pop()
                await promise(session, *what, now=now)
        return handled

    _PATCH.setattr(announcements, "promise", remember)
    _PATCH.setattr(rembug.dispatcher, "handle_next", handle_next)


def confirm_before_keep(_rembug: Rembug) -> None:
    """Telegram hears that an update came in before it is a row."""

    async def take_in(
        bot: Any, database: Database, clock: Clock, offset: int | None, *, wait: int
    ) -> tuple[int | None, int]:
        updates = await intake._get_updates(bot, offset, wait)
        if updates:
            offset = updates[-1]["update_id"] + 1
            await intake._get_updates(bot, offset, wait)
            async with database.transaction() as session:
                await inbox.add_updates(session, updates, clock.now())
        return offset, len(updates)

    _PATCH.setattr(intake, "take_in", take_in)
