"""What is passed on by WhatsApp: plain words of at most 900 characters whose join link always stays whole."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from templates.engine import render
from templates.marks import to_plain

LONGEST, LONGEST_ADDRESS = 900, 2000
"""In UTF-16 units, which phones count; and what Telegram takes as the address of a button."""
_SEND = "https://wa.me/?text="
_LEFT_OUT = "…"

Measure = Callable[[str], int]


class Passed(NamedTuple):
    """A text to be copied, and the address of a button that opens WhatsApp with it."""

    text: str
    address: str


def announcement(facts: dict[str, Any], language: str) -> Passed:
    """What an announcement says; a text that is too long ends earlier."""
    words = to_plain(facts["text"], facts["marks"])
    return _pass_on("sharing/announcement", language, facts, "words", words)


def invitation(facts: dict[str, Any], language: str) -> Passed:
    """What an invitation says; of it only the place can be too long."""
    return _pass_on("sharing/invitation", language, facts, "place", facts["place"])


def _pass_on(name: str, language: str, facts: dict[str, Any], fact: str, words: str) -> Passed:
    def say(part: str) -> str:
        return render(name, language, **{**facts, fact: part})

    text = _fit(say, words, LONGEST, _units)
    room = LONGEST_ADDRESS - len(_SEND)
    short = text if _quoted(text) <= room else _fit(say, words, room, _quoted)
    address = f"{_SEND}{quote(short, safe='')}"
    if len(address) > LONGEST_ADDRESS:  # a title of emoji alone: twelve characters each
        address = f"{_SEND}{quote(facts['address'], safe='')}"
    return Passed(text, address)


def _fit(say: Callable[[str], str], words: str, longest: int, measure: Measure) -> str:
    whole = say(words)
    if measure(whole) <= longest:
        return whole
    return say(_cut(words, longest - measure(say(_LEFT_OUT)), measure))


def _cut(words: str, room: int, measure: Measure) -> str:
    """As many whole words as there is room for; part of the first when it alone is too long."""
    end = 0
    for sign in words:
        room -= measure(sign)
        if room < 0:
            break
        end += 1
    kept = words[:end]
    if not words[end : end + 1].isspace():
        kept = re.sub(r"\s+\S*$", "", kept)
    return f"{kept.rstrip()}{_LEFT_OUT}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _quoted(text: str) -> int:
    return len(quote(text, safe=""))
