"""Inbox rows -> handlers: one update, one transaction; in order per chat, different chats side by side."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from telegram import Chat, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from actions import incidents
from actions.access import find_actor
from actions.messages import Recipient
from bot.application import App
from bot.clock import Clock
from handlers.context import Unit, unit_of_work
from handlers.errors import LONGEST_TOAST, answer_refusal, as_refusal, describe
from storage import inbox, people
from storage.database import Database, Session
from storage.inbox import InboxRow, InboxState
from templates import render

log = structlog.get_logger()
_IDLE_SECONDS = 1.0


class Dispatcher:
    """Works through the inbox with `workers` at a time; `after_commit` wakes the delivery."""

    def __init__(
        self, database: Database, application: App, clock: Clock, after_commit: Callable[[], None]
    ) -> None:
        """SQLite has one writer, so more than one worker would only wait for another."""
        self._database, self._application, self._clock = database, application, clock
        self._after_commit = after_commit
        self._waiting = asyncio.Event()
        self._answers: set[asyncio.Task[None]] = set()
        self.workers = 1 if database.is_sqlite else 4

    def wake(self) -> None:
        """There is something in the inbox."""
        self._waiting.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; what was begun is finished, and every tap is answered."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.workers):
                group.create_task(self._work(stop))
        if self._answers:
            await asyncio.wait(self._answers)

    async def _work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self._waiting.clear()
            try:
                if await self.handle_next():
                    continue
            except (SQLAlchemyError, OSError) as error:
                log.warning("the database does not answer", error=type(error).__name__)
            except Exception as error:
                log.error("the dispatcher stumbled", exc_info=error)
            with suppress(TimeoutError):
                async with asyncio.timeout(_IDLE_SECONDS):
                    await self._waiting.wait()

    async def handle_next(self) -> bool:
        """Handle the next update that is due, if there is one; False when there is not."""
        if not await self._anything_due():
            return False
        update_id = None
        try:
            async with self._database.transaction() as session:
                row = await inbox.lock_next(session, self._clock.now())
                if row is None:
                    return False
                update_id = row.update_id
                unit, update = await self._handle(session, row)
                inbox.settle(row, self._clock.now())
        except Exception as error:
            if update_id is None:
                raise
            if _is_connection_lost(error):
                log.warning("the database went away", update_id=update_id)
            else:
                await self._record_failure(update_id, error)
            return True
        if update.callback_query is not None:
            self._answer_tap(update.callback_query.id, unit.toast, alert=unit.alert, url=unit.open_url)
        self._after_commit()
        return True

    async def _anything_due(self) -> bool:
        async with self._database.reading() as session:
            return await inbox.is_anything_due(session, self._clock.now())

    async def _handle(self, session: Session, row: InboxRow) -> tuple[Unit, Update]:
        """Let the handlers have the update; what a refusal interrupts is taken back, and its words go out."""
        update = Update.de_json(row.payload or {}, self._application.bot)
        user, chat = update.effective_user, update.effective_chat
        actor = await find_actor(session, user.id) if user else None
        group_id = chat.id if chat and chat.type != Chat.PRIVATE else None
        unit = Unit(session, self._clock.now(), row.update_id, actor, group_id)
        if actor is not None and group_id is None:
            await people.mark_reachable(session, actor.chat_id, unit.now)
        try:
            async with session.begin_nested():
                await self._run_handlers(unit, update)
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None or user is None:
                raise
            await answer_refusal(unit, user.id, refusal, tapped=update.callback_query is not None)
        return unit, update

    async def _run_handlers(self, unit: Unit, update: Update) -> None:
        token = unit_of_work.set(unit)
        try:
            await self._application.process_update(update)
        finally:
            unit_of_work.reset(token)
        if unit.failure is not None:
            raise unit.failure

    async def _record_failure(self, update_id: int, error: Exception) -> None:
        """Everything was taken back: try again a little later, or park it with an apology and an alarm."""
        log.error("update failed", update_id=update_id, exc_info=error)
        now = self._clock.now()
        async with self._database.transaction() as session:
            row = await session.get_one(InboxRow, update_id, with_for_update=True)
            if row.state is not InboxState.WAITING or inbox.postpone(row, now, describe(error)):
                return
            incident = await incidents.report(
                session, kind=describe(error), place="update", update_id=update_id, now=now
            )
            row.incident_id = incident.id
            inbox.settle(row, now, InboxState.PARKED)
            if row.lane and row.lane > 0:
                await incidents.apologise(session, Recipient(row.lane), incident, now=now)
            query = (row.payload or {}).get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self._answer_tap(query["id"], render("incidents/toast", number=incident.id), alert=True)
        self._after_commit()

    def _answer_tap(self, query_id: str, toast: str, *, alert: bool, url: str | None = None) -> None:
        """Directly, because it expires; after the commit, so that it tells the truth."""
        task = asyncio.create_task(_answer(self._application.bot, query_id, toast, alert, url))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)


def _is_connection_lost(error: BaseException | None) -> bool:
    """Whether the database was gone meanwhile: that is not the update's fault, and none of its attempts."""
    while error is not None:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        error = error.__cause__ or error.__context__
    return False


async def _answer(bot: ExtBot[None], query_id: str, toast: str, alert: bool, url: str | None) -> None:
    words: dict[str, Any] = {"text": toast[:LONGEST_TOAST], "show_alert": alert} if toast else {}
    with suppress(TelegramError):
        await bot.answer_callback_query(query_id, url=url, **words)
