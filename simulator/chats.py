"""The private chat of one person with the bot, with everything their phone shows."""

from dataclasses import dataclass, field
from typing import Any

from simulator.files import StoredFile
from simulator.keyboards import ReplyKeyboard
from simulator.messages import Message

Toast = tuple[str, str, bool]
"""The callback query it answers, its words, and whether it is an alert."""


@dataclass
class Chat:
    """A person and what they and the bot said; `revision` grows with each change."""

    user_id: int
    first_name: str
    role: str
    note: str = ""
    link: str | None = None
    started: bool = False
    blocked: bool = False
    messages: list[Message] = field(default_factory=list)
    keyboard: ReplyKeyboard | None = None
    toasts: list[Toast] = field(default_factory=list)
    revision: int = 0

    @property
    def person(self) -> dict[str, Any]:
        """The User object."""
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": "id",
        }

    @property
    def as_json(self) -> dict[str, Any]:
        """The Chat object."""
        return {"id": self.user_id, "first_name": self.first_name, "type": "private"}

    def find(self, message_id: int | None) -> Message | None:
        """The message of this number, if it is there."""
        return next((each for each in self.messages if each.message_id == message_id), None)


@dataclass(frozen=True)
class Tap:
    """A callback query that waits for its answer; `moment` in ticking seconds."""

    query_id: str
    user_id: int
    moment: float


@dataclass(frozen=True)
class Happening:
    """One line of the record of what people, the bot and the visitor did; `at` is a time of the demo."""

    kind: str
    at: str
    role: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Draft:
    """What a message will hold before it has a number and a date."""

    kind: str
    text: str = ""
    caption: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    file: StoredFile | None = None
    extra: dict[str, Any] = field(default_factory=dict)
