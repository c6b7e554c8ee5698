"""Amounts, counts and their Indonesian wording: "1,5jt" is 1500000, "berdua" is 2."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "siji": 1, "loro": 2, "telu": 3, "papat": 4, "enem": 6,
    "pitu": 7, "wolu": 8, "songo": 9, "sanga": 9,
}  # fmt: skip
SCALES = {
    "rb": 1_000, "ribu": 1_000, "rebu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000,
    "m": 1_000_000_000, "miliar": 1_000_000_000, "milyar": 1_000_000_000,
}  # fmt: skip
SLANG = {"gopek": 500, "seceng": 1_000, "goceng": 5_000, "ceban": 10_000, "noban": 20_000, "goban": 50_000}
FREE = frozenset({"gratis", "free", "nol", "cuma-cuma"})
ROUGHLY = frozenset({"sekitar", "kira-kira", "kurang", "lebih", "kisaran", "antara", "±", "atau", "sampai"})
TOGETHER = {
    "sendiri": 1, "sendirian": 1, "seorang": 1, "berdua": 2, "bertiga": 3, "berempat": 4, "berlima": 5,
    "berenam": 6, "bertujuh": 7, "berdelapan": 8, "bersembilan": 9, "bersepuluh": 10,
}  # fmt: skip
SMALLEST_PLAUSIBLE = 100
LARGEST_COUNT = 100_000
DASHES = frozenset("-–—")

_TOKEN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?(?:,-)?|[^\W\d_]+(?:-[^\W\d_]+)*|±|[-–—]")
_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,3}(?:,[0-9]{3}){2,4}")
_CENTS = re.compile(r",(?:-|00)$|[.,]+$")
_UNDECIDED = re.compile(r"[0-9]{1,3},[0-9]{3}")
_FRACTION = re.compile(r"([0-9]{1,6})[.,]([0-9]{1,2})")


@dataclass(frozen=True)
class Ask:
    """An amount that has to be asked again, with the rupiah it is about when that can be told."""

    about: int | None = None


def read_amount(text: str) -> int | Ask | None:
    """Rupiah in a short text: an exact amount, a question when it is rough, or None when there is none."""
    tokens = _tokens(text)
    if {"tanpa", "tidak"} & set(tokens) and {"biaya", "bayar"} & set(tokens):
        return 0
    tokens = [token for token in tokens if token not in {"rp", "idr", "rupiah"}]
    found = _first_amount(tokens)
    if found is None:
        if any(_UNDECIDED.fullmatch(token) for token in tokens):
            return Ask()
        return 0 if FREE & set(tokens) else None
    value, start, end, rough = found
    followed = tokens[end] if end < len(tokens) else ""
    if rough or followed in {"an", *DASHES, *ROUGHLY} or ROUGHLY & set(tokens[:start]):
        return Ask(value if value >= SMALLEST_PLAUSIBLE else None)
    if 0 < value < SMALLEST_PLAUSIBLE:
        return Ask(value * 1_000)
    return value


def read_count(text: str) -> int | None:
    """How many people or things a short text counts, or None: "20 org", "dua dus", "bertiga"."""
    tokens = _tokens(text)
    for at, token in enumerate(tokens):
        if token in TOGETHER:
            return TOGETHER[token]
        value, used = (_whole(token), 1) if token[0] in "0123456789" else spelled_number(tokens[at:])
        if used:
            followed = tokens[at + used] if at + used < len(tokens) else ""
            return value if value is not None and value <= LARGEST_COUNT and not _scale(followed)[0] else None
    return None


def spelled_number(words: Sequence[str]) -> tuple[int, int]:
    """The number below a thousand that leading words spell, and how many of them; (0, 0) when none does."""
    total = used = 0
    if len(words) > 1 and words[0] in DIGITS and words[1] == "ratus":
        total, used = DIGITS[words[0]] * 100, 2
    elif words and words[0] == "seratus":
        total, used = 100, 1
    tens = DIGITS.get(words[used]) if len(words) > used else None
    if tens is None:
        return total, used
    following = words[used + 1] if len(words) > used + 1 else ""
    if following == "belas":
        return total + 10 + tens, used + 2
    if following != "puluh":
        return total + tens, used + 1
    ones = DIGITS.get(words[used + 2], 0) if len(words) > used + 2 else 0
    return (total + tens * 10 + ones, used + 3) if 0 < ones < 10 else (total + tens * 10, used + 2)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def _whole(token: str) -> int | None:
    plain = _CENTS.sub("", token)
    return int(re.sub("[.,]", "", plain)) if _WHOLE.fullmatch(plain) else None


def _first_amount(tokens: Sequence[str]) -> tuple[int, int, int, bool] | None:
    """The first plausible amount: (rupiah, its first token, the token after it, whether it is only rough)."""
    for at, token in enumerate(tokens):
        if token in SLANG:
            return SLANG[token], at, at + 1, False
        if found := _scaled(tokens, at):
            value, end, rough = found
            counts_things = 0 < value < SMALLEST_PLAUSIBLE and end < len(tokens) and tokens[end] not in DASHES
            if not counts_things:
                return value, at, end, rough
    return None


def _scaled(tokens: Sequence[str], at: int) -> tuple[int, int, bool] | None:
    """The amount that begins at a token: (rupiah, the index after it, whether it is only rough)."""
    thousandths, end = _thousandths(tokens, at)
    if thousandths is None:
        return None
    scale, rough = _scale(tokens[end]) if end < len(tokens) else (0, False)
    if not scale:
        return None if thousandths % 1_000 else (thousandths // 1_000, end, False)
    value, end = thousandths * scale // 1_000, end + 1
    if end < len(tokens) and tokens[end] == "setengah":
        return value + scale // 2, end + 1, rough
    rest = _scaled(tokens, end) if end < len(tokens) else None
    return (value + rest[0], rest[1], rough or rest[2]) if rest and rest[0] < scale else (value, end, rough)


def _thousandths(tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    """The number before a scale word, times a thousand, and the index after it."""
    token = tokens[at]
    if token in {"sejuta", "seribu", "semiliar"} or token.removesuffix("an") in {"sejuta", "seribu"}:
        return 1_000, at
    if token == "setengah":
        return 500, at + 1
    if (whole := _whole(token)) is not None:
        return whole * 1_000, at + 1
    if fraction := _FRACTION.fullmatch(_CENTS.sub("", token)):
        return int(fraction[1]) * 1_000 + int(fraction[2].ljust(3, "0")), at + 1
    spelled, used = spelled_number(tokens[at : at + 5])
    if not used:
        return None, at
    half = at + used < len(tokens) and tokens[at + used] == "setengah"
    return spelled * 1_000 + 500 * half, at + used + half


def _scale(word: str) -> tuple[int, bool]:
    bare = word.removeprefix("se") if word.removeprefix("se").removesuffix("an") in SCALES else word
    if bare in SCALES:
        return SCALES[bare], False
    stem = bare.removesuffix("-an").removesuffix("an")
    return (SCALES[stem], True) if stem in SCALES and stem != bare else (0, False)
