"""Telegram's ceilings, and the buckets that say 429."""

import math
from dataclasses import dataclass

from simulator.clock import ticking_seconds
from simulator.errors import too_many_requests

MINUTE = 60.0


@dataclass(frozen=True)
class Limits:
    """Rates and lifetimes in real seconds; `strict=False` switches the rates off."""

    strict: bool = True
    overall_per_second: float = 30
    chat_burst: float = 5
    chat_per_second: float = 1
    group_per_minute: float = 20
    message_seconds: float = 24 * 3600
    callback_seconds: float = 150
    webhook_retry_seconds: float = 2
    webhook_timeout_seconds: float = 60


class Bucket:
    """A token bucket that starts full."""

    def __init__(self, size: float, per_second: float) -> None:
        self._size = size
        self._per_second = per_second
        self._level = size
        self._seen = ticking_seconds()

    def lacks(self, cost: float) -> float:
        """Seconds until `cost` can be paid; 0 means now."""
        now = ticking_seconds()
        self._level = min(self._size, self._level + (now - self._seen) * self._per_second)
        self._seen = now
        return max(0.0, (min(cost, self._size) - self._level) / self._per_second)

    def pay(self, cost: float) -> None:
        """Take `cost` out; a cost above the size leaves a debt."""
        self._level -= cost


class Meter:
    """Counts what goes out, over all and per chat."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Bucket(limits.overall_per_second, limits.overall_per_second)
        self._chats: dict[int, Bucket] = {}

    def count(self, chat_id: int | None, cost: int = 1) -> None:
        """Pay for a request, or raise a 429; without a chat it counts overall only."""
        if not self._limits.strict:
            return
        buckets = [self._overall] if chat_id is None else [self._overall, self._chat(chat_id)]
        wait = max(bucket.lacks(cost) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.pay(cost)

    def count_edit(self, chat_id: int) -> None:
        """Pay for an edit: in a group as for a message, in a private chat overall only."""
        self.count(chat_id if chat_id < 0 else None)

    def _chat(self, chat_id: int) -> Bucket:
        if chat_id not in self._chats:
            limits = self._limits
            self._chats[chat_id] = (
                Bucket(limits.group_per_minute, limits.group_per_minute / MINUTE)
                if chat_id < 0
                else Bucket(limits.chat_burst, limits.chat_per_second)
            )
        return self._chats[chat_id]
