"""The simulated Telegram: people, chats, files and updates, all in memory."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from simulator.bell import Bell
from simulator.chats import Chat, Draft, Happening, Tap
from simulator.clock import seconds_since_1970, ticking_seconds, wall_clock
from simulator.failures import Failure, FailureMode
from simulator.files import Files
from simulator.limits import Limits, Meter
from simulator.messages import Message
from simulator.phone import Phone
from simulator.updates import Updates
from simulator.webhook import Webhook

Request = tuple[float, str, dict[str, Any], int]
"""Real time, method, parameters and HTTP status; status 0 means that the connection was dropped."""


class Telegram:
    """Everything that the stand-in server knows; `now` dates the messages, lifetimes and rates are real."""

    def __init__(
        self,
        token: str = "123456:SIMULATED",
        username: str = "rembug_demo_bot",
        now: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.token = token
        self.username = username
        self.now = now
        self.bell = Bell()
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates(self.bell)
        self.webhook = Webhook(self)
        self.commands: dict[tuple[str, int | None, str], list[tuple[str, str]]] = {}
        self.taps: dict[str, Tap] = {}
        self.requests: list[Request] = []
        self.happenings: deque[Happening] = deque(maxlen=60)
        self.featured: list[int] = []
        self.failure = Failure()
        self.revision = 0
        self.closing = False
        self._last_message_id = 0
        self.limits = Limits()

    @property
    def limits(self) -> Limits:
        """The ceilings in force; setting them empties the meter."""
        return self._limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        self._limits = limits
        self.meter = Meter(limits)

    @property
    def bot(self) -> dict[str, Any]:
        """The bot's own User object."""
        return {"id": self.bot_id, "is_bot": True, "first_name": "Rembug", "username": self.username}

    @property
    def bot_id(self) -> int:
        """The number before the colon of the token."""
        return int(self.token.partition(":")[0])

    @property
    def phones(self) -> list[Phone]:
        """Everybody's phone, in the order they were added."""
        return [Phone(self, chat) for chat in self.chats.values()]

    @property
    def waiting_updates(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.updates.waiting())

    def add_phone(
        self,
        user_id: int,
        first_name: str,
        role: str = "Warga RT 02",
        note: str = "",
        link: str | None = None,
    ) -> Phone:
        """A person who exists on Telegram and has not started the bot yet."""
        chat = Chat(user_id, first_name, role, note, link)
        self.chats[user_id] = chat
        self.changed(chat)
        return Phone(self, chat)

    def phone(self, user_id: int) -> Phone:
        """The phone of this person; KeyError when there is no such person."""
        return Phone(self, self.chats[user_id])

    def fail(self, mode: FailureMode, seconds: float | None = None) -> None:
        """Fail in this way for some real seconds, or until `fail("ok")`."""
        self.failure.set(mode, seconds)
        self.note("telegram", detail=mode)
        self.bell.ring()

    def post(self, chat: Chat, draft: Draft, *, mine: bool) -> Message:
        """Put a message into a chat."""
        self._last_message_id += 1
        message = Message(
            self._last_message_id,
            chat.user_id,
            mine,
            draft.kind,
            self.now(),
            draft.text,
            draft.caption,
            draft.entities,
            file=draft.file,
            extra=dict(draft.extra),
        )
        chat.messages.append(message)
        self.changed(chat)
        return message

    def message_json(self, chat: Chat, message: Message) -> dict[str, Any]:
        """The Message object of the Bot API."""
        return message.as_json(chat.as_json, chat.person if message.mine else self.bot)

    def tell(self, chat: Chat, kind: str, body: dict[str, Any], *, line: str = "") -> int | None:
        """Queue an update for the bot, in order with the others of its line (the chat, unless named)."""
        limits = self.limits
        seconds = limits.callback_seconds if kind == "callback_query" else limits.message_seconds
        return self.updates.add(kind, body, line=line or f"chat:{chat.user_id}", seconds=seconds)

    def remember_tap(self, chat: Chat) -> Tap:
        """A new callback query of this person."""
        tap = Tap(str(7_000_000_000 + len(self.taps)), chat.user_id, ticking_seconds())
        self.taps[tap.query_id] = tap
        return tap

    def changed(self, chat: Chat) -> None:
        """Let the page know that this phone looks different now."""
        self.revision += 1
        chat.revision = self.revision
        self.bell.ring()

    def note(self, kind: str, chat: Chat | None = None, detail: str = "") -> None:
        """Write one line into the record that the page shows."""
        self.revision += 1
        role = chat.role if chat else ""
        self.happenings.append(Happening(kind, self.now().isoformat(), role, detail))
        self.bell.ring()

    def record(self, method: str, params: dict[str, Any], status: int) -> None:
        """Remember a request of the bot."""
        self.requests.append((seconds_since_1970(), method, params, status))

    async def close(self) -> None:
        """Send everybody home who waits, and stop delivering."""
        self.closing = True
        self.bell.ring()
        await self.webhook.stop()
