"""Telegram's HTML, read as strictly as Telegram reads it."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from simulator.entities import Entity, in_order, units
from simulator.errors import bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
TAG = re.compile(r"<(/?)([^\s<>/]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
UNFINISHED = re.compile(r"<(/?)([^\s<>/]*)")
ATTRIBUTE = re.compile(r"\s*([^\s=\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
LINK = re.compile(r"(?:https?|tg|tonsite)://\S+|mailto:\S+|tel:\S+|[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")


@dataclass
class _Open:
    """A tag that waits for its end."""

    tag: str
    kind: str
    offset: int
    details: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities; refuses unknown, unbalanced and unfinished tags with Telegram's words."""
    reader = _Reader(source)
    return reader.read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text = ""
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        position = 0
        while (start := self._source.find("<", position)) >= 0:
            self._text += unescape(self._source[position:start])
            match = TAG.match(self._source, start)
            if match is None:
                self._refuse_unfinished(start)
            if match[1]:
                self._close(match[2].lower(), start)
            else:
                self._begin(match[2].lower(), match[3], start)
            position = match.end()
        self._text += unescape(self._source[position:])
        if self._open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._text, in_order(self._entities)

    def _refuse_unfinished(self, start: int) -> NoReturn:
        tag = UNFINISHED.match(self._source, start)
        if tag and not tag[1] and tag[2].lower() not in KINDS:
            self._refuse(f'Unsupported start tag "{tag[2].lower()}" at byte offset {self._bytes(start)}')
        which = "end" if tag and tag[1] else "start"
        self._refuse(f"Unclosed {which} tag at byte offset {self._bytes(start)}")

    def _begin(self, tag: str, rest: str, start: int) -> None:
        if tag not in KINDS:
            self._refuse(f'Unsupported start tag "{tag}" at byte offset {self._bytes(start)}')
        attributes = {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(rest)}
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(start)}')
        kind = KINDS[tag]
        if tag == "blockquote" and "expandable" in attributes:
            kind = "expandable_blockquote"
        self._open.append(_Open(tag, kind, units(self._text), attributes))

    def _close(self, tag: str, start: int) -> None:
        if not self._open:
            self._refuse(f"Unexpected end tag at byte offset {self._bytes(start)}")
        opened = self._open.pop()
        if tag not in {"", opened.tag}:
            self._refuse(
                f"Unmatched end tag at byte offset {self._bytes(start)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        length = units(self._text) - opened.offset
        entity: Entity = {"type": opened.kind, "offset": opened.offset, "length": length}
        if length and self._complete(entity, opened):
            self._entities.append(entity)

    def _complete(self, entity: Entity, opened: _Open) -> bool:
        """Fill in the address of a link; a link that leads nowhere is no entity."""
        if opened.kind != "text_link":
            return True
        written = opened.details.get("href", "")
        entity["url"] = written if "://" in written or ":" in written else f"http://{written}/"
        return LINK.fullmatch(written) is not None

    def _bytes(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _refuse(self, reason: str) -> NoReturn:
        raise bad_request(f"can't parse entities: {reason}")


def unescape(text: str) -> str:
    """The four named and all numeric references; anything else stays as written."""

    def replaced(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return NAMED[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if valid else match[0]

    return REFERENCE.sub(replaced, text)
