"""What can be told of a text without understanding it: its length, whether it says anything, its place."""

import re
import unicodedata

_VISIBLE = "LNSP"
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[^a-z\d]|\s*$)|\n+")
_SHORTENED = re.compile(r"\b(?:no|jl|gg|bpk|sdr|tgl|hlm|dll|dsb|dst|a\.n|u\.p)\.$", re.IGNORECASE)
_IN = re.compile(r"^di\s+", re.IGNORECASE)


def count_units(text: str) -> int:
    """How long Telegram counts a text: UTF-16 units, so that most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def has_words(text: str) -> bool:
    """Whether there is anything to see in a text: a letter, a number, a sign, an emoji."""
    return any(unicodedata.category(sign)[0] in _VISIBLE for sign in text)


def count_sentences(text: str) -> int:
    """How many sentences or lines a text has; the point of "No. 6" or "Jl. Mastrip" ends none."""
    count, begins = 0, 0
    for end in _SENTENCE_END.finditer(text):
        if _SHORTENED.search(text[begins : end.end()]) and text[end.end() :].strip():
            continue
        count += has_letters(text[begins : end.start()])
        begins = end.end()
    return count + has_letters(text[begins:])


def has_letters(text: str) -> bool:
    """Whether a text holds a letter or a number, beyond signs alone."""
    return any(sign.isalnum() for sign in text)


def tidy_place(said: str) -> str:
    """A place without the "di" that people write before it."""
    return _IN.sub("", said)
