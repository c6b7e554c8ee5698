"""What all chats share, and the private chat of one person with the bot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import ApiError, bad_request
from simulator.files import StoredFile
from simulator.keyboards import ReplyKeyboard
from simulator.messages import Message

Toast = tuple[str, str, bool]
"""The callback query it answers, its words, and whether it is an alert."""


@dataclass
class Room:
    """A chat with its messages; `numbers` is set where messages are counted apart from all other chats."""

    chat_id: int
    messages: list[Message] = field(default_factory=list, kw_only=True)
    keyboard: ReplyKeyboard | None = field(default=None, kw_only=True)
    numbers: Iterator[int] | None = field(default=None, kw_only=True)

    @property
    def label(self) -> str:
        """What the page calls this chat."""
        raise NotImplementedError

    @property
    def as_json(self) -> dict[str, Any]:
        """The Chat object."""
        raise NotImplementedError

    @property
    def seen_by(self) -> Iterable["Chat"]:
        """Those whose phones show this chat."""
        raise NotImplementedError

    @property
    def bot_is_admin(self) -> bool:
        """Whether the bot may do what only administrators may."""
        raise NotImplementedError

    def refuse_reading(self) -> None:
        """Telegram's refusal where the bot may not even ask about this chat."""
        raise NotImplementedError

    def refuse_writing(self) -> None:
        """Telegram's refusal where the bot may change nothing in this chat."""
        raise NotImplementedError

    def refuse_sending(self, kind: str, thread: int) -> None:
        """Telegram's refusal of a new message of this kind in this topic (0: in none)."""
        raise NotImplementedError

    def status_of(self, user_id: int) -> str:
        """What this person is here, in the Bot API's word."""
        raise NotImplementedError

    def find(self, message_id: int | None) -> Message | None:
        """The message of this number, if it is there."""
        return next((each for each in self.messages if each.message_id == message_id), None)


@dataclass
class Chat(Room):
    """A person and what they and the bot said; `revision` grows with each change of their phone."""

    first_name: str
    role: str
    note: str = ""
    link: str | None = None
    started: bool = False
    blocked: bool = False
    toasts: list[Toast] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    revision: int = 0

    @property
    def user_id(self) -> int:
        """The person's number, which is also the chat's."""
        return self.chat_id

    @property
    def label(self) -> str:
        return self.role

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
        return {"id": self.user_id, "first_name": self.first_name, "type": "private"}

    @property
    def seen_by(self) -> Iterable["Chat"]:
        return (self,)

    @property
    def bot_is_admin(self) -> bool:
        return True

    def refuse_reading(self) -> None:
        if not self.started:
            raise bad_request("chat not found")

    def refuse_writing(self) -> None:
        if self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not self.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")

    def refuse_sending(self, kind: str, thread: int) -> None:
        if thread:
            raise bad_request("message thread not found")

    def status_of(self, user_id: int) -> str:
        return "member"


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
    thread: int = 0
