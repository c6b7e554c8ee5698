"""The web part: Telegram's webhook, and whether the process is alive and ready."""

import asyncio
import hmac
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.hearing import Hearing
from bot.keeping import keep_updates, report_unreadable
from bot.settings import WEBHOOK_PATH
from storage.database import Database

log = structlog.get_logger()
LARGEST_BODY = 1_048_576
PATIENCE_SECONDS = 5.0
POLL_IS_OLD = timedelta(seconds=90)
_MOST_UNFINISHED = 100
_SECRET_HEADER = "x-telegram-bot-api-secret-token"
_LARGEST_ID = 2**63 - 1


def _not_yet() -> bool:
    return False


@dataclass
class Health:
    """What the loops say about themselves: when the last poll succeeded, and whether delivery lives.

    `hearing` says whether people have been heard.
    """

    last_poll: datetime | None = None
    hearing: Hearing = field(default_factory=Hearing)
    delivering: Callable[[], bool] = field(default=_not_yet)


@dataclass(frozen=True)
class WebhookConfig:
    """What Telegram must send along to be believed."""

    secret: str = field(repr=False)


def create_web(
    database: Database,
    clock_now: Callable[[], datetime],
    webhook: WebhookConfig | None,
    health: Health,
    wake: Callable[[], None],
) -> Starlette:
    """The app with /health and /ready, and /telegram when there is a webhook; `wake` follows each commit."""
    ready = _Readiness(database, clock_now, health, polling=webhook is None)
    routes = [Route("/health", _on_health), Route("/ready", ready.on_ready)]
    if webhook is not None:
        door = _Door(database, clock_now, webhook, wake)
        routes.append(Route(WEBHOOK_PATH, door.on_update, methods=["POST"]))
    return Starlette(routes=routes)


async def _on_health(_request: Request) -> Response:
    return JSONResponse({"alive": True})


class _Door:
    """Takes updates in; 200 means that the row is committed, or that nobody could ever read it."""

    def __init__(
        self,
        database: Database,
        clock_now: Callable[[], datetime],
        webhook: WebhookConfig,
        wake: Callable[[], None],
    ) -> None:
        self._database, self._now, self._wake = database, clock_now, wake
        self._secret = webhook.secret.encode()
        self._unfinished: set[asyncio.Task[None]] = set()

    async def on_update(self, request: Request) -> Response:
        """403 for a wrong secret, 503 when the database cannot keep the update now, else 200."""
        shown = request.headers.get(_SECRET_HEADER, "").encode()
        if not hmac.compare_digest(shown, self._secret):
            return Response(status_code=403)
        if len(self._unfinished) >= _MOST_UNFINISHED:
            return Response(status_code=503)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                body = await _read(request)
                await self._finish(self._keep(body))
        except (TimeoutError, SQLAlchemyError, OSError) as error:
            log.warning("the webhook waits", error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    async def _finish(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait for the work, which goes on when the waiting ends: no transaction is cut in the middle."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(self._let_go)
        await asyncio.shield(task)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        self._unfinished.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits is told; looked at here so that asyncio does not complain

    async def _keep(self, body: bytes | None) -> None:
        update = _parse(body)
        if update is None:
            size = "too large" if body is None else f"{len(body)} bytes"
            await report_unreadable(self._database, place=WEBHOOK_PATH, detail=size, now=self._now())
            return
        await keep_updates(self._database, [update], place=WEBHOOK_PATH, now=self._now())
        self._wake()


class _Readiness:
    """Whether work gets done here: the database answers, updates come in, messages go out."""

    def __init__(
        self, database: Database, clock_now: Callable[[], datetime], health: Health, *, polling: bool
    ) -> None:
        self._database, self._now, self._health, self._polling = database, clock_now, health, polling

    async def on_ready(self, _request: Request) -> Response:
        """200 when all is well, else 503, with the reasons."""
        problems = []
        if not await self._database_answers():
            problems.append("the database does not answer")
        last = self._health.last_poll
        if self._polling and (last is None or self._now() - last >= POLL_IS_OLD):
            problems.append("Telegram was not polled with success in the last 90 seconds")
        if not self._health.delivering():
            problems.append("delivery does not run")
        return JSONResponse({"ready": not problems, "problems": problems}, 503 if problems else 200)

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), self._database.reading() as session:
                await session.execute(text("SELECT 1"))
        except (TimeoutError, SQLAlchemyError, OSError):
            return False
        return True


async def _read(request: Request) -> bytes | None:
    """The body; None when it is larger than any update may be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _parse(body: bytes | None) -> dict[str, Any] | None:
    try:
        update = json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    known = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _LARGEST_ID
    return update if known else None
