"""One message of a chat, as a person sees it and as the Bot API writes it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.entities import Entity, to_html, with_found
from simulator.files import StoredFile
from simulator.keyboards import Button, InlineKeyboard


@dataclass
class Message:
    """A message; `mine` says that a person wrote it and not the bot; `sender` is the number of its author."""

    message_id: int
    chat_id: int
    mine: bool
    sender: int
    kind: str
    date: datetime
    text: str = ""
    caption: str = ""
    entities: list[Entity] = field(default_factory=list)
    markup: InlineKeyboard = field(default_factory=list)
    file: StoredFile | None = None
    edit_date: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    thread: int = 0
    silent: bool = False
    pinned: bool = False

    @property
    def edited(self) -> bool:
        """Whether its words were changed after it was sent."""
        return self.edit_date is not None

    @property
    def words(self) -> str:
        """The text, or the caption of a file."""
        return self.text or self.caption

    @property
    def html(self) -> str:
        """The words with their formatting, in Telegram's HTML."""
        return to_html(self.words, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        return [
            [
                Button(
                    each["text"],
                    each.get("callback_data"),
                    each.get("url"),
                    each.get("copy_text", {}).get("text"),
                )
                for each in row
            ]
            for row in self.markup
        ]

    def as_json(self, chat: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
        """The Message object of the Bot API."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "from": sender,
            "chat": chat,
            "date": int(self.date.timestamp()),
        }
        if self.edit_date:
            body["edit_date"] = int(self.edit_date.timestamp())
        if self.thread:
            body |= {"message_thread_id": self.thread, "is_topic_message": True}
        entities = with_found(self.words, self.entities)
        if self.text:
            body["text"] = self.text
            body |= {"entities": entities} if entities else {}
        if self.caption:
            body["caption"] = self.caption
            body |= {"caption_entities": entities} if entities else {}
        if self.file:
            body[self.kind] = _sizes(self.file) if self.kind == "photo" else self.file.as_json()
        if self.markup:
            body["reply_markup"] = {"inline_keyboard": self.markup}
        return body | self.extra


def _sizes(photo: StoredFile) -> list[dict[str, Any]]:
    """A photo as Telegram lists it: a thumbnail first, the largest last."""
    full = photo.as_json()
    scale = 90 / max(photo.width, photo.height)
    small = {
        **full,
        "file_id": f"{photo.file_id}-small",
        "file_unique_id": f"{photo.file_unique_id}s",
        "file_size": min(1200, len(photo.data)),
        "width": max(1, round(photo.width * scale)),
        "height": max(1, round(photo.height * scale)),
    }
    return [small, full] if scale < 1 else [full]
