"""What can be told of a text without understanding it: its length, whether it says anything, its place."""

import re
import unicodedata

_VISIBLE = "LNSP"
_IN = re.compile(r"^di\s+", re.IGNORECASE)


def count_units(text: str) -> int:
    """How long Telegram counts a text: UTF-16 units, so that most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def has_words(text: str) -> bool:
    """Whether there is anything to see in a text: a letter, a number, a sign, an emoji."""
    return any(unicodedata.category(sign)[0] in _VISIBLE for sign in text)


def tidy_place(said: str) -> str:
    """A place without the "di" that people write before it."""
    return _IN.sub("", said)
