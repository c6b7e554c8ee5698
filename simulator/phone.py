"""A person's phone, driven by a test or by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.chats import Chat, Draft, Tap, Toast
from simulator.files import Upload
from simulator.keyboards import Button
from simulator.messages import Message
from simulator.samples import sample_photo, sample_voice

if TYPE_CHECKING:
    from simulator.telegram import Telegram


class Phone:
    """What one person does and sees; every method is plain and returns at once."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self._telegram = telegram
        self._chat = chat

    @property
    def user_id(self) -> int:
        """The person's number, which is also the chat's."""
        return self._chat.user_id

    @property
    def role(self) -> str:
        """What the page calls this person."""
        return self._chat.role

    @property
    def messages(self) -> list[Message]:
        """The chat, oldest first."""
        return list(self._chat.messages)

    @property
    def last(self) -> Message:
        """The newest message of the bot; LookupError when it said nothing."""
        theirs = [each for each in self._chat.messages if not each.mine]
        if not theirs:
            raise LookupError(f"the bot said nothing to {self.role} yet")
        return theirs[-1]

    @property
    def texts(self) -> list[str]:
        """The words of the bot's messages, captions included, oldest first."""
        return [each.words for each in self._chat.messages if not each.mine]

    @property
    def keyboard(self) -> list[list[str]] | None:
        """The reply keyboard: labels row by row."""
        return [list(row) for row in self._chat.keyboard.rows] if self._chat.keyboard else None

    @property
    def toasts(self) -> list[Toast]:
        """The answers to taps: query, words, and whether it is an alert."""
        return list(self._chat.toasts)

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands in the menu: the chat's own, or else everybody's."""
        known = self._telegram.commands
        scopes = (("chat", self.user_id), ("all_private_chats", None), ("default", None))
        keys = [(kind, chat, language) for kind, chat in scopes for language in ("id", "")]
        return next((known[key] for key in keys if known.get(key)), [])

    def start(self, payload: str = "") -> int:
        """Press START, perhaps through a link; unblocks the bot."""
        if self._chat.blocked:
            self.unblock()
        return self._say(Draft("text", text=f"/start {payload}".strip()))

    def type(self, text: str) -> int:
        """Send a text; the number of the message."""
        return self._say(Draft("text", text=text.strip()))

    def edit(self, message_id: int, text: str) -> None:
        """Change the words of an own message."""
        message = self._message(message_id)
        if message.caption and not message.text:
            message.caption = text
        else:
            message.text = text
        message.edit_date = self._telegram.now()
        self._telegram.changed(self._chat)
        self._telegram.tell(self._chat, "edited_message", self._json(message))

    def send_photo(self, caption: str = "", data: bytes | None = None) -> int:
        """Send a photo: PNG, JPEG, GIF or WebP bytes, or a sample."""
        stored = self._telegram.files.keep("photo", Upload("", data or sample_photo(), "image/png"))
        return self._say(Draft("photo", caption=caption.strip(), file=stored))

    def send_voice(self, seconds: int = 4) -> int:
        """Send a voice note of silence."""
        upload = Upload("", sample_voice(seconds), "audio/ogg")
        stored = self._telegram.files.keep("voice", upload, duration=seconds)
        return self._say(Draft("voice", file=stored))

    def send_document(
        self, name: str, data: bytes, caption: str = "", mime: str = "application/octet-stream"
    ) -> int:
        """Send a file."""
        stored = self._telegram.files.keep("document", Upload(name, data, mime))
        return self._say(Draft("document", caption=caption.strip(), file=stored))

    def send_sticker(self) -> int:
        """Send a sticker."""
        stored = self._telegram.files.keep("sticker", Upload("", b"RIFF\0\0\0\0WEBP", "image/webp"))
        return self._say(Draft("sticker", file=stored))

    def send_location(self, lat: float, lon: float) -> int:
        """Send a place on the map, in degrees."""
        return self._say(Draft("location", extra={"location": {"latitude": lat, "longitude": lon}}))

    def forward_poll(self) -> int:
        """Forward somebody's poll."""
        options = [
            {"persistent_id": str(number), "text": text, "voter_count": number}
            for number, text in enumerate(("Sabtu", "Minggu"))
        ]
        poll = {
            "id": "5000000001",
            "question": "Sabtu atau Minggu?",
            "options": options,
            "total_voter_count": 1,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
        origin = {
            "type": "hidden_user",
            "sender_user_name": "Warga",
            "date": int(self._telegram.now().timestamp()),
        }
        return self._say(Draft("poll", extra={"poll": poll, "forward_origin": origin}))

    def tap(self, label: str, message_id: int | None = None) -> str:
        """Tap the newest inline button of this label (or the one on that message); the query's id."""
        messages = [self._message(message_id)] if message_id else list(reversed(self._chat.messages))
        buttons = [(message, each) for message in messages for row in message.buttons for each in row]
        for message, button in buttons:
            if button.text == label:
                return self._query(message, _data_of(button))
        raise LookupError(f"no button {label!r}; there are {[button.text for _, button in buttons]}")

    def press(self, label: str) -> int:
        """Press a button of the reply keyboard, which sends its label."""
        labels = [each for row in self.keyboard or [] for each in row]
        if label not in labels:
            raise LookupError(f"no key {label!r}; there are {labels}")
        return self.type(label)

    def forge(self, data: str, message_id: int | None = None) -> str:
        """Send a callback query that no button of the bot would send."""
        return self._query(self._message(message_id) if message_id else self.last, data)

    def block(self) -> None:
        """Block the bot."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Unblock the bot."""
        self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> None:
        chat, telegram = self._chat, self._telegram
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        kicked = {"status": "kicked", "user": telegram.bot, "until_date": 0}
        member = {"status": "member", "user": telegram.bot}
        body = {
            "chat": chat.as_json,
            "from": chat.person,
            "date": int(telegram.now().timestamp()),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        telegram.changed(chat)
        telegram.note("block" if blocked else "unblock", chat)
        telegram.tell(chat, "my_chat_member", body)

    def _say(self, draft: Draft) -> int:
        if self._chat.blocked:
            raise RuntimeError(f"{self.role} blocked the bot and must unblock it first")
        self._chat.started = True
        message = self._telegram.post(self._chat, draft, mine=True)
        self._telegram.note("say", self._chat, message.words or draft.kind)
        self._telegram.tell(self._chat, "message", self._json(message))
        return message.message_id

    def _query(self, message: Message, data: str) -> str:
        tap: Tap = self._telegram.remember_tap(self._chat)
        body = {
            "id": tap.query_id,
            "from": self._chat.person,
            "message": self._json(message),
            "chat_instance": str(-self.user_id),
            "data": data,
        }
        labels = [each.text for row in message.buttons for each in row if each.callback_data == data]
        self._telegram.note("tap", self._chat, labels[0] if labels else data)
        self._telegram.tell(self._chat, "callback_query", body, line=f"tap:{self.user_id}")
        return tap.query_id

    def _message(self, message_id: int) -> Message:
        message = self._chat.find(message_id)
        if message is None:
            raise LookupError(f"{self.role} has no message {message_id}")
        return message

    def _json(self, message: Message) -> dict[str, Any]:
        return self._telegram.message_json(self._chat, message)


def _data_of(button: Button) -> str:
    if button.callback_data is None:
        raise LookupError(f"the button {button.text!r} sends nothing; it opens {button.url}")
    return button.callback_data
