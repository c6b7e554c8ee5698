"""How fast we may send, and what Telegram's answers mean. Pure: time is handed in as monotonic seconds."""

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from storage.outbox import Lane

MAX_ATTEMPTS = 1500
"""With a minute between them, a day: as long as Telegram itself keeps what it could not deliver."""
_SECOND = 1.02  # a little more than a second, because Telegram's clock starts when a request arrives
_LONGEST_REST = 15.0
_LONGEST_WAIT = 60.0


@dataclass(frozen=True)
class Rates:
    """What a token may send: in all, how many of those in bulk, and to one chat."""

    overall_per_second: int = 30
    bulk_per_second: int = 25
    chat_burst: int = 5
    chat_per_second: float = 0.98


@dataclass
class Limiter:
    """Who may send now. A reply never waits behind bulk, because bulk never takes the last places."""

    rates: Rates = field(default_factory=Rates)
    paused_until: float = 0.0
    _sent: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _chat_pauses: dict[int, float] = field(default_factory=dict)
    _failures: int = 0

    def take(self, chat_id: int, lane: Lane, now: float) -> bool:
        """Whether a message to this chat may leave at `now`; if so, it is counted."""
        if now < self.paused_until or now < self._chat_pauses.get(chat_id, 0.0):
            return False
        while self._sent and self._sent[0] <= now - _SECOND:
            self._sent.popleft()
        room = self.rates.bulk_per_second if lane is Lane.BULK else self.rates.overall_per_second
        tokens = self._chat_tokens(chat_id, now)
        if len(self._sent) >= room or tokens < 1:
            return False
        self._sent.append(now)
        self._chats[chat_id] = (tokens - 1, now)
        self._forget_rested(now)
        return True

    def learn(self, chat_id: int, verdict: "Verdict", now: float) -> None:
        """Telegram's answer slows us down, or tells that it is well again.

        After a 429 its chat rests; when another chat rests already, the limit is the token's and all rest.
        While Telegram does not answer at all, everything rests a little longer after each knock in vain.
        """
        if verdict.outcome is Outcome.REST:
            resting = any(chat != chat_id and until > now for chat, until in self._chat_pauses.items())
            self._chat_pauses[chat_id] = now + verdict.seconds
            if resting:
                self.paused_until = max(self.paused_until, now + verdict.seconds)
        elif verdict.outcome is Outcome.RETRY:
            if now < self.paused_until:
                return  # it was on its way when the first of them failed: one and the same outage
            self._failures += 1
            self.paused_until = now + min(back_off(self._failures), _LONGEST_REST)
        else:
            self._failures = 0

    def _chat_tokens(self, chat_id: int, now: float) -> float:
        tokens, then = self._chats.get(chat_id, (float(self.rates.chat_burst), now))
        return min(float(self.rates.chat_burst), tokens + (now - then) * self.rates.chat_per_second)

    def _forget_rested(self, now: float) -> None:
        if len(self._chats) < 2000:
            return
        full = self.rates.chat_burst / self.rates.chat_per_second
        self._chats = {chat: state for chat, state in self._chats.items() if now - state[1] < full}
        self._chat_pauses = {chat: until for chat, until in self._chat_pauses.items() if until > now}


class Outcome(StrEnum):
    """What to do with a message after Telegram answered."""

    SENT = "sent"
    RETRY = "retry"
    REST = "rest"
    SEND_ANEW = "send_anew"
    FOLLOW = "follow"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    OUR_BUG = "our_bug"


@dataclass(frozen=True)
class Verdict:
    """An outcome, how many seconds to wait first, and the chat that took the place of this one."""

    outcome: Outcome
    seconds: float = 0.0
    chat_id: int | None = None


_SAID = (
    ("message is not modified", Outcome.SENT),
    ("message to edit not found", Outcome.SEND_ANEW),
    ("message can't be edited", Outcome.SEND_ANEW),
    ("chat not found", Outcome.UNREACHABLE),
    ("user is deactivated", Outcome.UNREACHABLE),
    ("have no rights", Outcome.UNREACHABLE),
    ("not enough rights", Outcome.UNREACHABLE),
    ("topic_closed", Outcome.UNREACHABLE),
    ("message thread not found", Outcome.UNREACHABLE),
    ("can't parse entities", Outcome.OUR_BUG),
    ("is too long", Outcome.OUR_BUG),
    ("text is empty", Outcome.OUR_BUG),
    ("button_data_invalid", Outcome.OUR_BUG),
    ("reply_markup", Outcome.OUR_BUG),
)


def judge(error: TelegramError | None, attempts: int) -> Verdict:
    """What Telegram's answer to one message means; None is success. `attempts` counts this one."""
    if error is None:
        return Verdict(Outcome.SENT)
    if isinstance(error, RetryAfter):
        return Verdict(Outcome.REST, seconds=seconds_of(error))
    if isinstance(error, Forbidden):
        return Verdict(Outcome.UNREACHABLE)
    if isinstance(error, ChatMigrated):
        return Verdict(Outcome.FOLLOW, chat_id=error.new_chat_id)
    if isinstance(error, BadRequest):
        said = error.message.lower()
        return Verdict(next((outcome for words, outcome in _SAID if words in said), Outcome.FAILED))
    if isinstance(error, InvalidToken):
        return Verdict(Outcome.RETRY, seconds=60.0)
    return Verdict(Outcome.RETRY, seconds=back_off(attempts))


def back_off(attempts: int) -> float:
    """Seconds to wait after so many attempts: 1, 2, 4 … up to a minute."""
    return float(min(2.0 ** min(max(attempts - 1, 0), 10), _LONGEST_WAIT))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
