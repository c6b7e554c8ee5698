"""Text to tokens: words in one spelling, numbers, clock times, calendar dates, dashes and breaks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from actions.dates.words import ADDRESS_WORDS, COUNTED_WORDS, SPELLINGS
from actions.numbers import spelled_number

Kind = Literal["word", "number", "clock", "date", "dash", "break", "end"]

_LEXEMES = re.compile(
    r"""
      (?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])
    | (?P<full>[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)(?:20)?[0-9]{2})(?![0-9])
    | (?P<slash>[0-9]{1,2}/[0-9]{1,2})(?![0-9/])
    | (?P<junk>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{5,})
    | (?P<clock>[0-9]{1,2}[.:][0-9]{2})(?![0-9])
    | (?P<number>[0-9]{1,4})
    | (?P<word>[^\W\d_]+(?:['’‘`´ʼ][^\W\d_]+)*)
    | (?P<dash>[-–—~])
    | (?P<break>[,;\n])
    """,
    re.VERBOSE,
)
_SHORTHANDS = ((re.compile(r"\bs\s?[/.]\s?d\b\.?"), "sampai"), (re.compile(r"\bmalming\b"), "malam minggu"))
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_ONE_OF = {"sehari": "hari", "seminggu": "minggu", "sepekan": "pekan", "sebulan": "bulan", "sejam": "jam"}


@dataclass(frozen=True)
class Token:
    """One piece of a text: its kind, its word in our spelling, its numbers, and how it was written."""

    kind: Kind
    word: str = ""
    numbers: tuple[int, ...] = ()
    raw: str = ""


END = Token("end")


class Cursor:
    """A place in a list of tokens from which rules look around."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self.at = 0

    def peek(self, ahead: int = 0) -> Token:
        """The token some places ahead, or behind for a negative distance; END outside the text."""
        place = self.at + ahead
        return self._tokens[place] if 0 <= place < len(self._tokens) else END

    def word(self, ahead: int = 0) -> str:
        """The word some places ahead, empty when something else stands there."""
        return self.peek(ahead).word

    def number(self, ahead: int = 0) -> int | None:
        """The plain number some places ahead, or None."""
        token = self.peek(ahead)
        return token.numbers[0] if token.kind == "number" else None


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text that can say something about time; house numbers and headcounts are left out."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for pattern, spelled in _SHORTHANDS:
        plain = pattern.sub(f" {spelled} ", plain)
    found = [_token(str(match.lastgroup), match) for match in _LEXEMES.finditer(plain)]
    return _without_other_numbers(_with_spelled_numbers(found))


def _token(kind: str, match: re.Match[str]) -> Token:
    raw = match.group()
    numbers = tuple(int(part) for part in re.split("[^0-9]", raw) if part) if kind != "junk" else ()
    match kind:
        case "word":
            plain = _APOSTROPHES.sub("", raw)
            return Token("word", SPELLINGS.get(plain, plain), raw=raw)
        case "number":
            return Token("number", numbers=numbers, raw=raw)
        case "clock":
            hour, minute = numbers
            return Token("clock" if hour <= 24 and minute < 60 else "break", numbers=numbers, raw=raw)
        case "iso":
            return Token("date", numbers=numbers[::-1], raw=raw)
        case "full" | "slash":
            return Token("date", numbers=numbers, raw=raw)
        case "dash":
            return Token("dash", raw=raw)
        case _:
            return Token("break", raw=raw)


def _with_spelled_numbers(tokens: Sequence[Token]) -> list[Token]:
    merged: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        words = [word.raw for word in takewhile(lambda near: near.kind == "word", tokens[at : at + 5])]
        value, used = spelled_number(words)
        if used:
            merged.append(Token("number", numbers=(value,), raw=token.raw))
        elif unit := _ONE_OF.get(token.raw):
            merged += [Token("number", numbers=(1,), raw=token.raw), Token("word", unit, raw=token.raw)]
        else:
            merged.append(token)
        at += used or 1
    return merged


def _without_other_numbers(tokens: Sequence[Token]) -> list[Token]:
    padded = [END, *tokens, END]
    return [
        token
        for before, token, after in zip(padded, tokens, padded[2:], strict=False)
        if not (token.kind == "number" and (before.word in ADDRESS_WORDS or after.word in COUNTED_WORDS))
    ]
