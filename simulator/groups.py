"""Groups and supergroups: who is in them, their topics, and what the bot may do there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from simulator.chats import Chat, Room
from simulator.errors import ApiError, bad_request
from simulator.messages import Message

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
GENERAL = 1
COMMAND = re.compile(r"/\w+(?:@(\w+))?(?:\s|$)")
SENDING = {
    "text": "text messages",
    "photo": "photos",
    "document": "documents",
    "voice": "voice notes",
    "location": "locations",
}
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass
class Topic:
    """A topic of a forum; its number is that of the message that opened it."""

    thread_id: int
    name: str
    closed: bool = False


@dataclass
class Group(Room):
    """A group; `bot_status` is the Bot API's word, empty where the bot never was."""

    title: str
    members: dict[int, Chat]
    creator: int
    administrators: set[int] = field(default_factory=set)
    is_super: bool = False
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    bot_status: str = ""
    members_may_write: bool = True
    deleted: bool = False
    migrated_to: int | None = None

    @property
    def last(self) -> Message:
        """The newest message of the bot; LookupError when it said nothing."""
        theirs = [each for each in self.messages if not each.mine]
        if not theirs:
            raise LookupError(f"the bot said nothing in {self.title} yet")
        return theirs[-1]

    @property
    def texts(self) -> list[str]:
        """The words of the bot's messages, captions included, oldest first."""
        return [each.words for each in self.messages if not each.mine]

    @property
    def kind(self) -> str:
        """The Bot API's word for this sort of chat."""
        return "supergroup" if self.is_super else "group"

    @property
    def label(self) -> str:
        return self.title

    @property
    def as_json(self) -> dict[str, Any]:
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.chat_id, "title": self.title, "type": self.kind} | forum

    @property
    def seen_by(self) -> Iterable[Chat]:
        return self.members.values()

    @property
    def bot_is_in(self) -> bool:
        """Whether the bot belongs to this group now."""
        return self.bot_status in {"member", "administrator"}

    @property
    def bot_is_admin(self) -> bool:
        return self.bot_status == "administrator"

    def status_of(self, user_id: int) -> str:
        if user_id not in self.members:
            return "left"
        if user_id == self.creator:
            return "creator"
        return "administrator" if user_id in self.administrators else "member"

    def refuse_reading(self) -> None:
        self.refuse_writing()

    def refuse_writing(self) -> None:
        if self.migrated_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, migrate_to_chat_id=self.migrated_to)
        if not self.bot_status:
            raise bad_request("chat not found")
        if self.deleted:
            raise ApiError(403, "Forbidden: the group chat was deleted")
        if self.bot_status == "kicked":
            raise ApiError(403, f"Forbidden: bot was kicked from the {self.kind} chat")
        if self.bot_status == "left":
            raise ApiError(403, f"Forbidden: bot is not a member of the {self.kind} chat")

    def refuse_sending(self, kind: str, thread: int) -> None:
        if not (self.members_may_write or self.bot_is_admin):
            raise bad_request(f"not enough rights to send {SENDING.get(kind, 'messages')} to the chat")
        if thread and (thread == GENERAL or thread not in self.topics):
            raise bad_request("message thread not found")
        topic = self.topics.get(thread or GENERAL)
        if topic and topic.closed:
            raise bad_request("TOPIC_CLOSED")

    def bot_hears(self, message: Message, username: str) -> bool:
        """Whether privacy mode lets the bot read this message of a person."""
        if not self.bot_is_in:
            return False
        command = COMMAND.match(message.text)
        called = command is not None and (command[1] or username).lower() == username.lower()
        answered = message.extra.get("reply_to_message", {}).get("from", {}).get("is_bot", False)
        return self.bot_is_admin or message.kind == "service" or called or bool(answered)

    def grown(self, chat_id: int) -> "Group":
        """The supergroup that takes this group's place: the same people, no messages."""
        self.migrated_to = chat_id
        return Group(
            chat_id,
            self.title,
            dict(self.members),
            self.creator,
            set(self.administrators),
            is_super=True,
            bot_status=self.bot_status,
            members_may_write=self.members_may_write,
            numbers=count(1),
        )


def member_json(status: str, user: dict[str, Any]) -> dict[str, Any]:
    """The ChatMember object of this status."""
    body: dict[str, Any] = {"status": status, "user": user}
    if status in {"creator", "administrator"}:
        body["is_anonymous"] = False
    if status == "administrator":
        body |= dict.fromkeys(RIGHTS, True)
        body |= {"can_be_edited": False, "can_promote_members": False, "can_manage_topics": False}
    if status == "kicked":
        body["until_date"] = 0
    return body
