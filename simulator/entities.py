"""Telegram's formatted text: plain text and the entities over it, counted in UTF-16 units."""

import re
from html import escape
from typing import Any

Entity = dict[str, Any]

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
FOUND_BY_ITSELF = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@\w{5,32})?(?![\w/<>]))"
    r"|(?P<url>(?:https?://|\bt\.me/)[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{4,31}\b)"
)


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, start: int, end: int | None = None) -> str:
    """The part of a text between two positions in UTF-16 units."""
    raw = text.encode("utf-16-le")
    return raw[start * 2 : None if end is None else end * 2].decode("utf-16-le", "replace")


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities, and the commands, links and mentions that Telegram finds by itself."""
    taken = [(each["offset"], each["offset"] + each["length"], each["type"]) for each in entities]
    found = []
    for match in FOUND_BY_ITSELF.finditer(text):
        start, length = units(text[: match.start()]), units(match[0])
        blocked = any(
            begin < start + length and start < end
            for begin, end, kind in taken
            if kind in {"text_link", "url", "code", "pre"}
        )
        if not blocked:
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return in_order([*entities, *found])


def in_order(entities: list[Entity]) -> list[Entity]:
    """Outer entities before inner ones, from left to right."""
    return sorted(entities, key=lambda each: (each["offset"], -each["length"]))


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram keeps it; entities move along."""
    removed = units(text) - units(text.lstrip())
    stripped = text.strip()
    end = units(stripped)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - removed)
        stop = min(end, entity["offset"] + entity["length"] - removed)
        if start < stop:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept


def to_html(text: str, entities: list[Entity]) -> str:
    """The text in Telegram's HTML again."""
    return _render(text, in_order(entities), 0, units(text))


def _render(text: str, entities: list[Entity], start: int, end: int) -> str:
    written, position = "", start
    while entities:
        first, *rest = entities
        begin, stop = first["offset"], min(end, first["offset"] + first["length"])
        if begin < position:
            entities = rest
            continue
        inner = [each for each in rest if each["offset"] < stop]
        opening, closing = _tags(first)
        written += escape(cut(text, position, begin), quote=False)
        written += opening + _render(text, inner, begin, stop) + closing
        position, entities = stop, [each for each in rest if each["offset"] >= stop]
    return written + escape(cut(text, position, end), quote=False)


def _tags(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{escape(entity["url"])}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = TAGS.get(kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
