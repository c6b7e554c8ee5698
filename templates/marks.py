"""Bold words and links that people wrote: from Telegram's marks to Telegram's HTML, and to plain text.

A mark is {"kind", "offset", "length"} and, for a link, "url"; offsets count UTF-16 units, as Telegram's do.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

Mark = dict[str, Any]
_TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s"}
_LINK = "text_link"


def to_html(text: str, marks: Sequence[Mark] | None) -> Markup:
    """The text, escaped, with its marks as tags that are always closed where they should be."""
    units = text.encode("utf-16-le", "surrogatepass")
    known = [mark for mark in marks or () if _is_known(mark)]
    cuts = {0, len(units)} | {min(2 * place, len(units)) for mark in known for place in _bounds(mark)}
    edges = pairwise(sorted(cuts))
    parts = [
        _wrap(
            escape(units[start:end].decode("utf-16-le", "replace")),
            [mark for mark in known if 2 * mark["offset"] <= start and end <= 2 * _bounds(mark)[1]],
        )
        for start, end in edges
    ]
    return Markup("").join(parts)


def to_plain(text: str, marks: Sequence[Mark] | None) -> str:
    """The text without any mark-up; the address of a link follows its words in brackets."""
    units = text.encode("utf-16-le", "surrogatepass")
    links = [mark for mark in marks or () if _is_known(mark) and mark["kind"] == _LINK]
    for mark in sorted(links, key=lambda one: -one["offset"]):
        end = min(2 * _bounds(mark)[1], len(units))
        units = units[:end] + f" ({mark['url']})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace")


def _bounds(mark: Mark) -> tuple[int, int]:
    return mark["offset"], mark["offset"] + mark["length"]


def _is_known(mark: Mark) -> bool:
    if mark["kind"] != _LINK:
        return mark["kind"] in _TAGS
    try:
        parts = urlsplit(mark["url"])
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _wrap(words: Markup, marks: Iterable[Mark]) -> Markup:
    for mark in marks:
        if mark["kind"] == _LINK:
            words = Markup('<a href="{}">{}</a>').format(mark["url"], words)
        else:
            words = Markup("<{0}>{1}</{0}>").format(_TAGS[mark["kind"]], words)
    return words
