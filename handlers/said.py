"""What was said to a step of a form: a choice, a text with its bold words, a photo, a voice note, a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Message, MessageEntity

from actions.errors import NotUnderstood, WrongKind

_MARKS = ("bold", "italic", "underline", "strikethrough", "text_link")


@dataclass(frozen=True)
class Said:
    """One thing that was said to a step; exactly one of choice, text, photo, voice, document, place leads.

    `marks` are the bold words and links of the text, see templates/marks.py.
    """

    choice: str | None = None
    text: str = ""
    marks: tuple[dict[str, Any], ...] = ()
    photo: str | None = None
    voice: str | None = None
    document: str | None = None
    place: dict[str, Any] | None = None
    size: int | None = None

    @property
    def kind(self) -> str:
        """ "choice", "photo", "voice", "document", "place" or "text"."""
        kinds = ("photo", "voice", "document", "place")
        return "choice" if self.choice is not None else next((k for k in kinds if getattr(self, k)), "text")


def is_of_album(message: Message, album: str | None) -> bool:
    """Whether this is a photo that came together with those of this album."""
    return bool(message.photo) and album is not None and message.media_group_id == album


def read_photo(message: Message) -> Said:
    """A photo with the words under it."""
    biggest, text = message.photo[-1], message.caption or ""
    marks = _read_marks(message.caption_entities)
    return Said(text=text, marks=marks, photo=biggest.file_id, size=biggest.file_size)


def read_message(message: Message, accepts: Sequence[str], by_button: bool) -> Said:
    """What a step that `accepts` these kinds can hear; WrongKind or NotUnderstood when it is none of them."""
    if message.photo and "photo" in accepts:
        return read_photo(message)
    caption, marks = message.caption or "", _read_marks(message.caption_entities)
    if message.voice and "voice" in accepts:
        voice = message.voice
        return Said(text=caption, marks=marks, voice=voice.file_id, size=voice.file_size)
    if message.document and "document" in accepts:
        document = message.document
        return Said(text=caption, marks=marks, document=document.file_id, size=document.file_size)
    if message.location and "place" in accepts:
        return Said(place=_read_place(message))
    if message.text is None:
        raise WrongKind(wanted="button" if by_button else ",".join(accepts))
    if "text" not in accepts:
        raise NotUnderstood
    return Said(text=message.text.strip(), marks=_read_marks(message.entities))


def _read_place(message: Message) -> dict[str, Any]:
    """A spot on the map; `title` when it is a place that has a name."""
    assert message.location is not None
    venue = message.venue
    title = ", ".join(filter(None, (venue.title, venue.address))) if venue else None
    return {
        "latitude": message.location.latitude,
        "longitude": message.location.longitude,
        "title": title[:120] if title else None,
    }


def _read_marks(entities: Sequence[MessageEntity]) -> tuple[dict[str, Any], ...]:
    """Bold, italic, underlined, struck words and links, by their place in UTF-16 units."""
    return tuple(
        {"kind": str(one.type), "offset": one.offset, "length": one.length}
        | ({"url": one.url} if one.url else {})
        for one in entities
        if one.type in _MARKS
    )
