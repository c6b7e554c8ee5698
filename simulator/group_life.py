"""What a person does in groups."""

from typing import Any

from simulator.chats import Draft
from simulator.entities import Entity, trim
from simulator.groups import GENERAL, Group, Topic
from simulator.messages import Message
from simulator.person import Person

TOPIC_COLOUR = 7322096


class GroupLife(Person):
    """A person in groups; whoever is not in a group can do nothing there."""

    @property
    def groups(self) -> list[Group]:
        """The groups this person is in; not those that were deleted or became a supergroup."""
        known = [each for each in self._telegram.groups.values() if not (each.deleted or each.migrated_to)]
        return [each for each in known if self.user_id in each.members]

    def join(self, group: Group) -> None:
        """Enter a group."""
        group.members[self.user_id] = self._chat
        self.announce(group, new_chat_members=[self._chat.person])

    def leave(self, group: Group) -> None:
        """Leave a group."""
        self.announce(group, left_chat_member=self._chat.person)
        del group.members[self.user_id]
        self._telegram.changed(self._chat)

    def add_bot(self, group: Group, payload: str = "") -> None:
        """Bring the bot into a group, perhaps through a ?startgroup= link with a payload."""
        self._enter(group)
        self._telegram.set_bot_status(group, "member", self._chat.person)
        self.announce(group, new_chat_members=[self._telegram.bot])
        if payload:
            self.type_in(group, f"/start@{self._telegram.username} {payload}")

    def remove_bot(self, group: Group) -> None:
        """Put the bot out of a group."""
        self._enter(group)
        if not group.is_super:
            self.announce(group, left_chat_member=self._telegram.bot)
        self._telegram.set_bot_status(group, "kicked", self._chat.person)

    def promote_bot(self, group: Group) -> None:
        """Make the bot an administrator."""
        self._enter(group)
        self._telegram.set_bot_status(group, "administrator", self._chat.person)

    def demote_bot(self, group: Group) -> None:
        """Make the bot a plain member again."""
        self._enter(group)
        self._telegram.set_bot_status(group, "member", self._chat.person)

    def type_in(
        self,
        group: Group,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int = 0,
        entities: list[Entity] | None = None,
    ) -> int:
        """Write in a group or in a topic of it; the number of the message."""
        self._enter(group)
        words, formatting = trim(text, entities or [])
        reply = {}
        if reply_to:
            reply = {"reply_to_message": self._json(group, self._message(group, reply_to))}
        return self._say_in(group, Draft("text", words, "", formatting, extra=reply, thread=thread))

    def tap_in(self, group: Group, label: str, message_id: int | None = None) -> str:
        """Tap the newest button of this label in a group (or the one on that message); the query's id."""
        self._enter(group)
        return self._tap(group, label, message_id)

    def forge_in(self, group: Group, data: str, message_id: int | None = None) -> str:
        """Send a callback query from a group that no button of the bot would send."""
        self._enter(group)
        return self._query(group, self._message(group, message_id) if message_id else group.last, data)

    def open_topic(self, group: Group, name: str) -> int:
        """Open a topic in a forum; its number, for message_thread_id."""
        self._enter(group)
        created = {"name": name, "icon_color": TOPIC_COLOUR}
        message = self._post(group, Draft("service", extra={"forum_topic_created": created}))
        message.thread = message.message_id
        group.topics[message.message_id] = Topic(message.message_id, name)
        self._bring(group, message)
        return message.message_id

    def close_topic(self, group: Group, thread: int = GENERAL) -> None:
        """Close a topic: nobody writes there until it is open again."""
        self._switch_topic(group, thread, closed=True)

    def reopen_topic(self, group: Group, thread: int = GENERAL) -> None:
        """Open a closed topic again."""
        self._switch_topic(group, thread, closed=False)

    def delete_topic(self, group: Group, thread: int) -> None:
        """Delete a topic with all its messages; nobody is told."""
        self._enter(group)
        del group.topics[thread]
        group.messages = [each for each in group.messages if each.thread != thread]
        self._telegram.changed(group)

    def announce(self, group: Group, **what: Any) -> None:
        """Put a service message of this person into a group."""
        self._enter(group)
        self._say_in(group, Draft("service", extra=what))

    def _switch_topic(self, group: Group, thread: int, *, closed: bool) -> None:
        self._enter(group)
        group.topics[thread].closed = closed
        event = "forum_topic_closed" if closed else "forum_topic_reopened"
        shown = 0 if thread == GENERAL else thread
        self._say_in(group, Draft("service", extra={event: {}}, thread=shown))

    def _say_in(self, group: Group, draft: Draft) -> int:
        message = self._post(group, draft)
        self._bring(group, message)
        return message.message_id

    def _bring(self, group: Group, message: Message) -> None:
        if group.bot_hears(message, self._telegram.username):
            self._telegram.tell(group, "message", self._json(group, message))

    def _enter(self, group: Group) -> None:
        if self.user_id not in group.members:
            raise RuntimeError(f"{self.role} is not in {group.title}")
