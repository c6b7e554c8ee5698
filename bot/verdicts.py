"""What Telegram's answer to one message means; nothing else looks at Telegram's words."""

from dataclasses import dataclass
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

MAX_ATTEMPTS = 1500
"""With a minute between them, a day: as long as Telegram itself keeps what it could not deliver."""
_LONGEST_WAIT = 60.0


class Outcome(StrEnum):
    """What to do with a message after Telegram answered.

    KEPT: what should be deleted stays, for good. WORDS_ONLY: no such file is taken there, perhaps words are.
    """

    SENT = "sent"
    RETRY = "retry"
    REST = "rest"
    SEND_ANEW = "send_anew"
    FOLLOW = "follow"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    KEPT = "kept"
    WORDS_ONLY = "words_only"
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
    ("message to delete not found", Outcome.SENT),
    ("message can't be deleted", Outcome.KEPT),
    ("chat not found", Outcome.UNREACHABLE),
    ("user is deactivated", Outcome.UNREACHABLE),
    ("have no rights", Outcome.UNREACHABLE),
    ("not enough rights to send text messages", Outcome.UNREACHABLE),
    ("chat_send_plain_forbidden", Outcome.UNREACHABLE),
    ("not enough rights to send", Outcome.WORDS_ONLY),
    ("chat_send_", Outcome.WORDS_ONLY),
    ("voice_messages_forbidden", Outcome.WORDS_ONLY),
    ("not enough rights", Outcome.UNREACHABLE),
    ("topic_closed", Outcome.UNREACHABLE),
    ("message thread not found", Outcome.UNREACHABLE),
    ("can't parse entities", Outcome.OUR_BUG),
    ("is too long", Outcome.OUR_BUG),
    ("_too_long", Outcome.OUR_BUG),
    ("text is empty", Outcome.OUR_BUG),
    ("button_data_invalid", Outcome.OUR_BUG),
    ("reply_markup", Outcome.OUR_BUG),
    ("wrong file identifier", Outcome.OUR_BUG),
    ("wrong remote file", Outcome.OUR_BUG),
)


def judge(error: TelegramError | None, attempts: int) -> Verdict:
    """What Telegram's answer to one message means; None is success. `attempts` counts this one."""
    if error is None:
        return Verdict(Outcome.SENT)
    if isinstance(error, RetryAfter):
        return Verdict(Outcome.REST, seconds=seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Verdict(Outcome.FOLLOW, chat_id=error.new_chat_id)
    if isinstance(error, BadRequest | Forbidden):
        said = error.message.lower()
        unknown = Outcome.UNREACHABLE if isinstance(error, Forbidden) else Outcome.FAILED
        return Verdict(next((outcome for words, outcome in _SAID if words in said), unknown))
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
