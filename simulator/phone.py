"""A person's phone, driven by a test or by the page."""

from simulator.chats import Draft, Toast
from simulator.entities import Entity, trim
from simulator.files import Upload
from simulator.group_life import GroupLife
from simulator.groups import member_json
from simulator.messages import Message
from simulator.samples import sample_photo, sample_voice


class Phone(GroupLife):
    """What one person does and sees; every method is plain and returns at once."""

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

    def type(self, text: str, entities: list[Entity] | None = None) -> int:
        """Send a text, perhaps with bold words and links; the number of the message."""
        words, formatting = trim(text, entities or [])
        return self._say(Draft("text", text=words, entities=formatting))

    def edit(self, message_id: int, text: str, entities: list[Entity] | None = None) -> None:
        """Change the words of an own message."""
        message = self._message(self._chat, message_id)
        if message.caption and not message.text:
            message.caption = text
        else:
            message.text = text
        message.entities = entities or []
        message.edit_date = self._telegram.now()
        self._telegram.changed(self._chat)
        self._telegram.tell(self._chat, "edited_message", self._json(self._chat, message))

    def send_photo(
        self, caption: str = "", data: bytes | None = None, entities: list[Entity] | None = None
    ) -> int:
        """Send a photo: PNG, JPEG, GIF or WebP bytes, or a sample."""
        words, formatting = trim(caption, entities or [])
        stored = self._telegram.files.keep("photo", Upload("", data or sample_photo(), "image/png"))
        return self._say(Draft("photo", caption=words, entities=formatting, file=stored))

    def send_voice(self, seconds: int = 4) -> int:
        """Send a voice note of silence."""
        upload = Upload("", sample_voice(seconds), "audio/ogg")
        stored = self._telegram.files.keep("voice", upload, duration=seconds)
        return self._say(Draft("voice", file=stored))

    def send_document(
        self,
        name: str,
        data: bytes,
        caption: str = "",
        mime: str = "application/octet-stream",
        entities: list[Entity] | None = None,
    ) -> int:
        """Send a file."""
        words, formatting = trim(caption, entities or [])
        stored = self._telegram.files.keep("document", Upload(name, data, mime))
        return self._say(Draft("document", caption=words, entities=formatting, file=stored))

    def send_sticker(self) -> int:
        """Send a sticker."""
        stored = self._telegram.files.keep("sticker", Upload("", b"RIFF\0\0\0\0WEBP", "image/webp"))
        return self._say(Draft("sticker", file=stored))

    def send_location(self, lat: float, lon: float) -> int:
        """Send a place on the map, in degrees."""
        return self._say(Draft("location", extra={"location": {"latitude": lat, "longitude": lon}}))

    def send_venue(self, lat: float, lon: float, title: str, address: str) -> int:
        """Send a place that has a name, such as "Balai RW 01"."""
        location = {"latitude": lat, "longitude": lon}
        venue = {"location": location, "title": title, "address": address}
        return self._say(Draft("venue", extra={"location": location, "venue": venue}))

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
        return self._tap(self._chat, label, message_id)

    def press(self, label: str) -> int:
        """Press a button of the reply keyboard, which sends its label."""
        labels = [each for row in self.keyboard or [] for each in row]
        if label not in labels:
            raise LookupError(f"no key {label!r}; there are {labels}")
        return self.type(label)

    def forge(self, data: str, message_id: int | None = None) -> str:
        """Send a callback query that no button of the bot would send."""
        message = self._message(self._chat, message_id) if message_id else self.last
        return self._query(self._chat, message, data)

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
        kicked, member = member_json("kicked", telegram.bot), member_json("member", telegram.bot)
        telegram.changed(chat)
        telegram.note("block" if blocked else "unblock", chat)
        old, new = (member, kicked) if blocked else (kicked, member)
        telegram.tell_membership(chat, chat.person, old, new)

    def _say(self, draft: Draft) -> int:
        if self._chat.blocked:
            raise RuntimeError(f"{self.role} blocked the bot and must unblock it first")
        self._chat.started = True
        message = self._post(self._chat, draft)
        self._telegram.tell(self._chat, "message", self._json(self._chat, message))
        return message.message_id
