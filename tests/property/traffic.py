"""A delivery and a Telegram without a network: who is sent when, and what Telegram would refuse."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.limits import Limiter, Rates
from bot.verdicts import Outcome, Verdict
from storage.outbox import Lane

CONNECTIONS = 8
_LEFT = {Lane.REPLY: 0, Lane.NOTICE: 1, Lane.BULK: 2}
_STEP = 0.02


@dataclass(frozen=True)
class Wish:
    """Somebody wants a message to go to a chat from a moment on."""

    chat: int
    lane: Lane
    at: float


@dataclass(frozen=True)
class Sent:
    """A message that left, and reached Telegram at some later moment, at which it was answered."""

    chat: int
    lane: Lane
    left: float
    arrived: float


def send_all(
    limiter: Limiter, wishes: Sequence[Wish], *, until: float, took: Callable[[], float]
) -> list[Sent]:
    """Send as the delivery does, fifty looks a second; what has left by `until`."""
    waiting, now = sorted(wishes, key=lambda wish: wish.at), 0.0
    sent: list[Sent] = []
    on_their_way: list[Sent] = []
    while (waiting or on_their_way) and now < until:
        for each in [each for each in on_their_way if each.arrived <= now]:
            limiter.learn(each.chat, Verdict(Outcome.SENT), each.arrived)
            on_their_way.remove(each)
        for wish in _choose(limiter, waiting, on_their_way, now):
            waiting.remove(wish)
            on_their_way.append(Sent(wish.chat, wish.lane, now, now + took()))
            sent.append(on_their_way[-1])
        now += _STEP
    return sent


def _choose(limiter: Limiter, waiting: list[Wish], on_their_way: list[Sent], now: float) -> list[Wish]:
    """The first wish of each chat, as far as limits and connections go."""
    free = CONNECTIONS - len(on_their_way)
    chosen: list[Wish] = []
    busy = {each.chat for each in on_their_way} | limiter.resting(now).keys()
    for lane in limiter.order():
        held = sum(each.lane is lane for each in on_their_way)
        room = min(limiter.room(lane, now), CONNECTIONS - _LEFT[lane] - held)
        for wish in waiting:
            if wish.at > now or room <= 0 or len(chosen) >= free:
                break
            if wish.lane is lane and wish.chat not in busy and limiter.take(wish.chat, lane, now):
                chosen.append(wish)
                busy.add(wish.chat)
                room -= 1
    return chosen


def find_refused(rates: Rates, sent: Sequence[Sent]) -> list[Sent]:
    """What Telegram's buckets would answer with 429: one for the token, one for each chat."""
    token = _Bucket(rates.per_second, rates.per_second)
    chats = {
        each.chat: _Bucket(rates.group_per_minute, rates.group_per_minute / 60)
        if each.chat < 0
        else _Bucket(rates.chat_burst, rates.chat_per_second)
        for each in sent
    }
    refused = []
    for each in sorted(sent, key=lambda one: one.arrived):
        fits = [bucket.pay(each.arrived) for bucket in (token, chats[each.chat])]
        refused += [] if all(fits) else [each]
    return refused


class _Bucket:
    """Starts full."""

    def __init__(self, size: float, per_second: float) -> None:
        self._size, self._per_second, self._level, self._seen = size, per_second, size, 0.0

    def pay(self, now: float) -> bool:
        """Take one out, if there is one."""
        self._level = min(self._size, self._level + (now - self._seen) * self._per_second)
        self._seen = now
        if self._level < 1:
            return False
        self._level -= 1
        return True
