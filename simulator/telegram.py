"""The simulated Telegram: people, chats, files and updates, all in memory."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import count
from typing import Any

from simulator.bell import Bell
from simulator.chats import Chat, Draft, Happening, Room, Tap
from simulator.clock import seconds_since_1970, ticking_seconds, wall_clock
from simulator.failures import Failure, FailureMode
from simulator.files import Files
from simulator.groups import FIRST_GROUP, FIRST_SUPERGROUP, GENERAL, Group, Topic, member_json
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
        self.groups: dict[int, Group] = {}
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
        self._numbers = count(1)
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

    def add_group(self, title: str, *phones: Phone, supergroup: bool = False, forum: bool = False) -> Group:
        """A group of these people, without the bot; the first of them made it."""
        group = Group(
            self._new_group_id(supergroup or forum),
            title,
            {each.user_id: self.chats[each.user_id] for each in phones},
            phones[0].user_id,
            is_super=supergroup or forum,
            is_forum=forum,
            topics={GENERAL: Topic(GENERAL, "General")} if forum else {},
            numbers=count(GENERAL + 1) if supergroup or forum else None,
        )
        self.groups[group.chat_id] = group
        self.changed(group)
        return group

    def migrate(self, group: Group) -> Group:
        """Turn a group into a supergroup, with a new number and no messages but that of the move."""
        supergroup = group.grown(self._new_group_id(True))
        self.groups[supergroup.chat_id] = supergroup
        somebody = self.phone(next(iter(group.members)))
        somebody.announce(group, migrate_to_chat_id=supergroup.chat_id)
        somebody.announce(supergroup, migrate_from_chat_id=group.chat_id)
        return supergroup

    def delete_group(self, group: Group) -> None:
        """End a group for everybody."""
        group.deleted = True
        self.changed(group)

    def room(self, chat_id: int) -> Room | None:
        """The private chat or the group of this number."""
        return self.chats.get(chat_id) or self.groups.get(chat_id)

    def name_of(self, user_id: int) -> str:
        """What the page calls the bot or a person."""
        return str(self.bot["first_name"]) if user_id == self.bot_id else self.chats[user_id].role

    def set_bot_status(self, group: Group, status: str, actor: dict[str, Any]) -> None:
        """Let the bot become something in a group, and tell it who did it."""
        old, group.bot_status = group.bot_status or "left", status
        # A basic group has no list of the banned: its bot hears that it left.
        shown = [each if group.is_super or each != "kicked" else "left" for each in (old, status)]
        self.changed(group)
        self.tell_membership(group, actor, *(member_json(each, self.bot) for each in shown))

    def tell_membership(
        self, room: Room, actor: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        """Queue the update about what the bot became in a chat."""
        date = int(self.now().timestamp())
        body = {"chat": room.as_json, "from": actor, "date": date}
        self.tell(room, "my_chat_member", body | {"old_chat_member": old, "new_chat_member": new})

    def fail(self, mode: FailureMode, seconds: float | None = None) -> None:
        """Fail in this way for some real seconds, or until `fail("ok")`."""
        self.failure.set(mode, seconds)
        self.note("telegram", detail=mode)
        self.bell.ring()

    def post(self, chat: Room, draft: Draft, *, mine: bool, sender: Chat | None = None) -> Message:
        """Put a message into a chat: the bot's, or that of a person (unless named, the chat's own)."""
        message = Message(
            next(chat.numbers or self._numbers),
            chat.chat_id,
            mine,
            (sender or chat).chat_id if mine else self.bot_id,
            draft.kind,
            self.now(),
            draft.text,
            draft.caption,
            draft.entities,
            file=draft.file,
            extra=dict(draft.extra),
            thread=draft.thread,
        )
        chat.messages.append(message)
        self.changed(chat)
        return message

    def message_json(self, chat: Room, message: Message) -> dict[str, Any]:
        """The Message object of the Bot API."""
        return message.as_json(chat.as_json, self.chats[message.sender].person if message.mine else self.bot)

    def tell(self, chat: Room, kind: str, body: dict[str, Any], *, line: str = "") -> int | None:
        """Queue an update for the bot, in order with the others of its line (the chat, unless named)."""
        limits = self.limits
        seconds = limits.callback_seconds if kind == "callback_query" else limits.message_seconds
        return self.updates.add(kind, body, line=line or f"chat:{chat.chat_id}", seconds=seconds)

    def remember_tap(self, chat: Chat) -> Tap:
        """A new callback query of this person."""
        tap = Tap(str(7_000_000_000 + len(self.taps)), chat.user_id, ticking_seconds())
        self.taps[tap.query_id] = tap
        return tap

    def changed(self, room: Room) -> None:
        """Let the page know that the phones that show this chat look different now."""
        self.revision += 1
        for chat in room.seen_by:
            chat.revision = self.revision
        self.bell.ring()

    def note(self, kind: str, chat: Room | None = None, detail: str = "", by: Chat | None = None) -> None:
        """Write one line into the record that the page shows."""
        self.revision += 1
        role = chat.label if chat else ""
        role = f"{by.role} di {role}" if by and by is not chat else role
        self.happenings.append(Happening(kind, self.now().isoformat(), role, detail))
        self.bell.ring()

    def record(self, method: str, params: dict[str, Any], status: int) -> None:
        """Remember a request of the bot."""
        self.requests.append((seconds_since_1970(), method, params, status))

    def _new_group_id(self, supergroup: bool) -> int:
        return (FIRST_SUPERGROUP if supergroup else FIRST_GROUP) - len(self.groups)

    async def close(self) -> None:
        """Send everybody home who waits, and stop delivering."""
        self.closing = True
        self.bell.ring()
        await self.webhook.stop()
