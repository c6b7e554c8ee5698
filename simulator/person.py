"""What a person can do in any chat: say something and tap a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.chats import Chat, Draft, Room, Tap
from simulator.keyboards import Button
from simulator.messages import Message

if TYPE_CHECKING:
    from simulator.telegram import Telegram


class Person:
    """Somebody with a phone; `Phone` and `GroupLife` say what it is for."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram = telegram
        self._chat = chat

    @property
    def user_id(self) -> int:
        """The person's number, which is also that of the private chat."""
        return self._chat.user_id

    @property
    def role(self) -> str:
        """What the page calls this person."""
        return self._chat.role

    @property
    def opened_url(self) -> str:
        """The link that the answer to a tap opened last; empty when none did."""
        return self._chat.opened[-1] if self._chat.opened else ""

    def _post(self, room: Room, draft: Draft) -> Message:
        message = self._telegram.post(room, draft, mine=True, sender=self._chat)
        if draft.kind != "service":
            self._telegram.note("say", room, message.words or draft.kind, by=self._chat)
        return message

    def _tap(self, room: Room, label: str, message_id: int | None) -> str:
        messages = [self._message(room, message_id)] if message_id else list(reversed(room.messages))
        buttons = [(message, each) for message in messages for row in message.buttons for each in row]
        for message, button in buttons:
            if button.text == label:
                return self._query(room, message, _data_of(button))
        raise LookupError(f"no button {label!r}; there are {[button.text for _, button in buttons]}")

    def _query(self, room: Room, message: Message, data: str) -> str:
        tap: Tap = self._telegram.remember_tap(self._chat)
        body = {
            "id": tap.query_id,
            "from": self._chat.person,
            "message": self._json(room, message),
            "chat_instance": str(-room.chat_id),
            "data": data,
        }
        labels = [each.text for row in message.buttons for each in row if each.callback_data == data]
        self._telegram.note("tap", room, labels[0] if labels else data, by=self._chat)
        self._telegram.tell(room, "callback_query", body, line=f"tap:{self.user_id}")
        return tap.query_id

    def _message(self, room: Room, message_id: int) -> Message:
        message = room.find(message_id)
        if message is None:
            raise LookupError(f"{room.label} has no message {message_id}")
        return message

    def _json(self, room: Room, message: Message) -> dict[str, Any]:
        return self._telegram.message_json(room, message)


def _data_of(button: Button) -> str:
    if button.callback_data is None:
        effect = f"copies {button.copy_text!r}" if button.copy_text else f"opens {button.url}"
        raise LookupError(f"the button {button.text!r} sends nothing; it {effect}")
    return button.callback_data
