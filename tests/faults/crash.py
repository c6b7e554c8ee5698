"""Dying at a boundary: a child process that exits hard at a statement, a COMMIT or an HTTP call."""

import asyncio
import os
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from telegram.request import HTTPXRequest

from bot.process import Rembug

DEAD = 9
SPOILT = 70
EVERYWHERE = frozenset({"statement", "commit", "http"})
OUTWARD = frozenset({"commit", "http"})
"""Where something becomes visible to others: enough to catch what does things in the wrong order."""


class Boundaries:
    """Counts what is about to happen and what has happened, and ends the process at one of them.

    After a statement the next boundary comes before anything else happens, and leaves the same behind, so
    the two are one point; COMMITs and HTTP calls have one before and one after.
    """

    def __init__(self, last: int, kinds: frozenset[str]) -> None:
        """`last` is the boundary that is not survived, counted from 1; 0 lets the process live."""
        self._last, self._kinds = last, kinds
        self._passed = 0

    def pass_one(self, kind: str) -> None:
        """One more boundary."""
        if kind in self._kinds:
            self._passed += 1
            if self._passed == self._last:
                os._exit(DEAD)

    def watch(self, rembug: Rembug) -> None:
        """Stand at every statement, COMMIT and HTTP call of this process from now on."""
        event.listen(Engine, "before_cursor_execute", lambda *_: self.pass_one("statement"))
        dialect = rembug.database.engine.dialect
        patch = pytest.MonkeyPatch()  # never undone: the process that it is for ends
        patch.setattr(dialect, "do_commit", self._around_commit(dialect.do_commit))
        patch.setattr(HTTPXRequest, "do_request", self._around_request(HTTPXRequest.do_request))

    def _around_commit(self, commit: Callable[[Any], None]) -> Callable[[Any], None]:
        def guarded(connection: Any) -> None:
            self.pass_one("commit")
            commit(connection)
            self.pass_one("commit")

        return guarded

    def _around_request(self, request: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def guarded(*args: Any, **kwargs: Any) -> Any:
            self.pass_one("http")
            answer = await request(*args, **kwargs)
            self.pass_one("http")
            return answer

        return guarded


async def run_in_child(work: Callable[[], Awaitable[None]]) -> int:
    """Fork, let the child do the work in an event loop of its own, and give back its exit code."""
    ended, alive = os.pipe()
    pid = os.fork()
    if pid == 0:
        _live(work)
    os.close(alive)
    await _until_closed(ended)
    return _exit_code_of(pid)


def _exit_code_of(pid: int) -> int:
    """How a process ended that is gone, or is just going."""
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _live(work: Callable[[], Awaitable[None]]) -> None:
    """The whole life of a child; it never comes back into the test that forked it."""
    code = SPOILT
    try:
        asyncio.run(_as_coroutine(work))
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


async def _as_coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()


async def _until_closed(descriptor: int) -> None:
    """The child holds the other end for as long as it lives."""
    loop = asyncio.get_running_loop()
    closed = asyncio.Event()
    loop.add_reader(descriptor, closed.set)
    try:
        await closed.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
