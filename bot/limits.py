"""How fast we may send, and which lane goes first. Pure: time is handed in as monotonic seconds."""

from collections import deque
from dataclasses import dataclass, field

from bot.verdicts import Outcome, Verdict, back_off
from storage.outbox import Lane

_PACE = 0.998  # our clock and Telegram's may differ by that much
_CHAT_PACE = 0.98
_MINUTE = 61.2
_LONGEST_REST = 15.0
_TURNS = 10
"""Of so many messages each lane that waits gets one at least."""
_RESERVES = {Lane.REPLY: 0.0, Lane.NOTICE: 1 / 15, Lane.BULK: 1 / 6}
"""How much of a second's worth each lane leaves to those before it."""


@dataclass(frozen=True)
class Rates:
    """What Telegram lets a token send: in all, to one chat, and to one group (whose id is negative)."""

    per_second: int = 30
    chat_burst: int = 5
    chat_per_second: float = 1.0
    group_per_minute: int = 20


class Ration:
    """What one chat may get: a bucket, and for a group a window of a minute.

    It is paid when Telegram has answered, because nobody knows when the message came in before that; so
    what we count as left is never more than what Telegram counts.
    """

    def __init__(self, rates: Rates, chat_id: int) -> None:
        self._burst, self._pace = float(rates.chat_burst), rates.chat_per_second * _CHAT_PACE
        self._level, self._seen = self._burst, 0.0
        self._minute: deque[float] | None = deque(maxlen=rates.group_per_minute) if chat_id < 0 else None

    def ready_at(self) -> float:
        """When the next message may leave."""
        full = self._minute is not None and len(self._minute) == self._minute.maxlen
        window = self._minute[0] + _MINUTE if self._minute and full else 0.0
        return max(self._seen + max(0.0, 1 - self._level) / self._pace, window)

    def take(self, now: float) -> None:
        """A message leaves."""
        self._level, self._seen = min(self._burst, self._level_at(now)) - 1, now
        if self._minute is not None:
            self._minute.append(now)

    def pay(self, now: float) -> None:
        """It has been answered, and may have come in only now."""
        self._level, self._seen = min(self._burst - 1, self._level_at(now)), now
        if self._minute:
            self._minute[-1] = now

    def rests(self, now: float) -> bool:
        """Whether it may be forgotten: a new one would allow the same."""
        return self._level_at(now) >= self._burst and not (self._minute and self._minute[-1] + _MINUTE > now)

    def _level_at(self, now: float) -> float:
        return self._level + max(0.0, now - self._seen) * self._pace


@dataclass
class Limiter:
    """Who may send now: a bucket for the token that never holds more than half a second's worth.

    Bulk may use the whole rate, but leaves a reserve in the bucket, so that a reply never waits behind it. A
    lane that gets less than a tenth while others send is owed a place: then it goes first, reserve or not.
    """

    rates: Rates = field(default_factory=Rates)
    paused_until: float = 0.0
    _seen: float = 0.0
    _rations: dict[int, Ration] = field(default_factory=dict)
    _pauses: dict[int, float] = field(default_factory=dict)
    _missed: dict[Lane, int] = field(default_factory=lambda: dict.fromkeys(Lane, 0))
    _failures: int = 0

    def __post_init__(self) -> None:
        self._pace = self.rates.per_second * _PACE
        self._size = max(1.0, self.rates.per_second / 2)
        self._level = self._size

    def order(self) -> list[Lane]:
        """Which lane is asked first: one that is owed a place, then replies, notices, bulk."""
        return sorted(Lane, key=lambda lane: not self._is_owed(lane))

    def room(self, lane: Lane, now: float) -> int:
        """How many messages of a lane may leave at `now`.

        Bulk goes by handfuls of a sixth of a second's worth, which spares the database.
        """
        level = self._level_at(now)
        if now < self.paused_until or level < 1:
            return 0
        room = int(level - self._reserve(lane))
        handful = self.rates.per_second / 6 if lane is Lane.BULK else 1
        return room if room >= max(1, int(handful)) else int(self._is_owed(lane))

    def take(self, chat_id: int, lane: Lane, now: float) -> bool:
        """Whether a message to this chat may leave at `now`; if so, it is counted."""
        level = self._level_at(now)
        reserve = 0.0 if self._is_owed(lane) else self._reserve(lane)
        if now < self.paused_until or level < 1 + reserve or self._ready_at(chat_id) > now:
            return False
        self._level, self._seen = level - 1, now
        for each in Lane:
            self._missed[each] = 0 if each is lane else min(_TURNS - 1, self._missed[each] + 1)
        self._ration(chat_id).take(now)
        self._forget_rested(now)
        return True

    def resting(self, now: float) -> dict[int, float]:
        """The chats that may get nothing at `now`, and until when."""
        until = {chat: self._ready_at(chat) for chat in self._rations.keys() | self._pauses.keys()}
        return {chat: moment for chat, moment in until.items() if moment > now}

    def learn(self, chat_id: int, verdict: Verdict, now: float) -> None:
        """Telegram's answer slows us down, or tells that it is well again.

        After a 429 its chat rests; when another chat rests already, the limit is the token's and all rest. A
        group has a limit of its own, so that two groups tell nothing of the token.
        While Telegram does not answer at all, everything rests a little longer after each knock in vain.
        """
        self._ration(chat_id).pay(now)
        if verdict.outcome is Outcome.REST:
            self._pauses = {chat: until for chat, until in self._pauses.items() if until > now}
            if chat_id > 0 and any(other > 0 for other in self._pauses.keys() - {chat_id}):
                self.paused_until = max(self.paused_until, now + verdict.seconds)
            self._pauses[chat_id] = now + verdict.seconds
        elif verdict.outcome is Outcome.RETRY:
            if now < self.paused_until:
                return  # it was on its way when the first of them failed: one and the same outage
            self._failures += 1
            self.paused_until = now + min(back_off(self._failures), _LONGEST_REST)
        else:
            self._failures = 0

    def _is_owed(self, lane: Lane) -> bool:
        return self._missed[lane] >= _TURNS - 1

    def _reserve(self, lane: Lane) -> float:
        return min(self.rates.per_second * _RESERVES[lane], self._size - 1)

    def _level_at(self, now: float) -> float:
        return min(self._size, self._level + max(0.0, now - self._seen) * self._pace)

    def _ready_at(self, chat_id: int) -> float:
        ration = self._rations.get(chat_id)
        return max(self._pauses.get(chat_id, 0.0), ration.ready_at() if ration else 0.0)

    def _ration(self, chat_id: int) -> Ration:
        """Taken out and put last, so that who was written to longest ago stands first."""
        self._rations[chat_id] = ration = self._rations.pop(chat_id, None) or Ration(self.rates, chat_id)
        return ration

    def _forget_rested(self, now: float) -> None:
        while (first := next(iter(self._rations))) and self._rations[first].rests(now):
            del self._rations[first]
