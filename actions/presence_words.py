"""Typed at the door: "hadir", "saya sudah sampai", "sampun dugi", "sudah di lokasi"."""

from actions.replies import GREETING, PARTS_OF_DAY, POLITE, SALAM, split_words

__all__ = ["says_here"]

_LONGEST = 8
_HERE = frozenset({"hadir", "rawuh"})
_ARRIVED = frozenset("datang dateng dtg tiba sampai sampe nyampe nyampai dugi teko tekan".split())
_DONE = frozenset("sudah sdh udah dah sampun pun wis uwis".split())
_AT, _PLACE = frozenset({"di", "ing"}), frozenset("sini lokasi tempat tkp mriki kene".split())
_SELF = frozenset("saya sy aku kulo kula kami kita lapor".split())
_WHOLE = frozenset({"semua", "semuanya"})
_KNOWN = _HERE | _ARRIVED | _DONE | _AT | _PLACE | _SELF | (POLITE - _WHOLE) | SALAM | GREETING


def says_here(text: str) -> bool:
    """Whether a short text says of whoever writes it that they are there, and nothing besides.

    "Datang" and "sampai" need "sudah"; what promises, asks, denies or counts is an answer to an invitation.
    """
    words = split_words(text)
    said = set(words)
    known = _KNOWN | PARTS_OF_DAY.keys() if said & GREETING else _KNOWN
    if "?" in text or len(words) > _LONGEST or not said <= known:
        return False
    came = bool(said & _DONE and said & (_ARRIVED | _PLACE))
    return came or bool(said & _HERE) or bool(said & _AT and said & _PLACE)
