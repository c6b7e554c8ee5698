"""What the stand-in saw: who got the broadcast and when, what was refused, how taps were answered."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator import Telegram
from simulator.clock import seconds_since_1970

_LOOK_EVERY = 0.05
QUIET_SECONDS = 15.0
"""When no copy of the broadcast came for so long, it has ended."""


@dataclass
class Tap:
    """A tap on a message, when it was made, and when its two visible results came, in seconds since 1970."""

    chat_id: int
    message_id: int
    at: float
    answered: float | None = None
    shown: float | None = None

    @property
    def done(self) -> bool:
        """Whether the person has seen all that they wait for."""
        return self.answered is not None and self.shown is not None


class Watch:
    """Follows the stand-in's record from where it stands now."""

    def __init__(self, telegram: Telegram, everybody: frozenset[int], words: str) -> None:
        """`words` are those of the broadcast, `everybody` those it is for."""
        self._telegram, self._everybody, self._words = telegram, everybody, words
        self._read = len(telegram.requests)
        self.copies: Counter[int] = Counter()
        self.last_news = self._last_copy = seconds_since_1970()
        self.refused = 0
        self.taps: dict[str, Tap] = {}
        self._open: dict[tuple[int, int], Tap] = {}

    @property
    def missing(self) -> int:
        """How many have not got it."""
        return len(self._everybody) - len(self.copies)

    @property
    def doubled(self) -> int:
        """How many copies came beyond the first."""
        return self.copies.total() - len(self.copies)

    def expect(self, query_id: str, tap: Tap) -> None:
        """From now on, look for what this tap brings."""
        self.taps[query_id] = self._open[tap.chat_id, tap.message_id] = tap

    async def until(self, enough: Callable[[], bool]) -> None:
        """Look until it is enough, or until nobody gets a copy any more."""
        self._last_copy = seconds_since_1970()
        while not enough() and seconds_since_1970() - self._last_copy < QUIET_SECONDS:
            await asyncio.sleep(_LOOK_EVERY)
            self.look()

    async def until_all_have_it(self) -> None:
        """Look until everybody has the broadcast, or until it has ended without that."""
        await self.until(lambda: not self.missing)

    def look(self) -> None:
        """Read what has happened since the last look."""
        news = self._telegram.requests[self._read :]
        self._read += len(news)
        for moment, method, params, status in news:
            if status == 429:
                self.refused += 1
            elif status == 200:
                self._note(moment, method, params)

    def _note(self, moment: float, method: str, params: dict[str, Any]) -> None:
        chat_id = int(params.get("chat_id") or 0)
        if method == "sendMessage" and chat_id in self._everybody and self._words in str(params.get("text")):
            if chat_id not in self.copies:
                self.last_news = moment
            self.copies[chat_id] += 1
            self._last_copy = moment
        elif method == "answerCallbackQuery" and (tap := self.taps.get(str(params["callback_query_id"]))):
            tap.answered = tap.answered or moment
        elif method == "editMessageText" and (
            shown := self._open.pop((chat_id, int(params["message_id"])), None)
        ):
            shown.shown = moment
