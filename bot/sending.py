"""One letter: composed from its template and facts, and handed to Telegram."""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from telegram import InputFile, InputMediaPhoto
from telegram.ext import ExtBot

from actions.messages import DRAWN
from storage import files
from storage.database import Database
from storage.files import File
from storage.outbox import Lane, OutboxRow
from templates import compose
from templates.commands import commands_for
from templates.drawings import draw

MEDIA = {"sendPhoto": "photo", "sendVoice": "voice", "sendDocument": "document"}
"""The methods that send a file, and what Telegram calls it."""


@dataclass(frozen=True)
class Letter:
    """What is needed to send one outbox row, free of the session that claimed it."""

    id: int
    chat_id: int
    lane: Lane
    method: str
    template: str
    facts: dict[str, Any]
    file: str | None
    message_id: int | None
    topic_id: int | None
    silent: bool
    subject: str | None
    attempts: int
    language: str
    salutation: str | None

    @classmethod
    def from_row(cls, row: OutboxRow, salutation: str | None, language: str | None) -> Self:
        """Copy what is needed; `attempts` counts the one that begins now."""
        assert row.chat_id is not None
        return cls(
            id=row.id,
            chat_id=row.chat_id,
            lane=row.lane,
            method=row.method,
            template=row.template,
            facts=row.facts or {},
            file=row.file,
            message_id=row.message_id,
            topic_id=row.topic_id,
            silent=row.silent,
            subject=row.subject,
            attempts=row.attempts + 1,
            language=language or "id",
            salutation=salutation,
        )

    @property
    def drawing(self) -> str | None:
        """The name of what must be drawn for it, if anything."""
        return self.file.removeprefix(DRAWN) if self.file and self.file.startswith(DRAWN) else None

    def digest(self) -> str:
        """The same for the same drawing of the same facts."""
        said = json.dumps([self.drawing, self.facts], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Sent:
    """What came of it: the message's id, a file that was uploaded for the first time, or Telegram's words."""

    message_id: int | None = None
    uploaded: File | None = None
    error: str | None = None


async def send(bot: ExtBot[None], database: Database, letter: Letter, now: datetime) -> Sent:
    """Send one letter; telegram.error.TelegramError when Telegram does not take it."""
    if letter.method == "setMyCommands":
        scope = {"type": "chat", "chat_id": letter.chat_id}
        commands = commands_for(letter.facts["menu"], letter.language)
        await bot.do_api_request("setMyCommands", api_kwargs={"commands": commands, "scope": scope})
        return Sent()
    wanted: dict[str, Any] = {"chat_id": letter.chat_id}
    if letter.message_id is not None:
        wanted["message_id"] = letter.message_id
    else:
        wanted |= {"disable_notification": letter.silent or None, "message_thread_id": letter.topic_id}
    if letter.method != "deleteMessage":
        wanted |= await _content(database, letter)
    return _read(await bot.do_api_request(letter.method, api_kwargs=wanted), letter, now)


async def _content(database: Database, letter: Letter) -> dict[str, Any]:
    """What the message shows: words, buttons, a file."""
    composed = compose(letter.template, letter.language, letter.facts, letter.salutation)
    parse_mode = "HTML" if composed.html else None
    content: dict[str, Any] = {"parse_mode": parse_mode}
    if composed.markup is not None:
        content["reply_markup"] = composed.markup
    if letter.method in MEDIA:
        return content | {"caption": composed.text, MEDIA[letter.method]: await _file(database, letter)}
    if letter.method == "editMessageCaption":
        return content | {"caption": composed.text}
    if letter.method == "editMessageMedia":
        picture = await _file(database, letter)
        assert picture is not None
        media = InputMediaPhoto(picture, caption=composed.text, parse_mode=parse_mode)
        return {"media": media, "reply_markup": composed.markup}
    return content | {"text": composed.text, "link_preview_options": {"is_disabled": True}}


async def _file(database: Database, letter: Letter) -> str | InputFile | None:
    """Telegram's id of the file, or, the first time, the file itself, drawn in a thread."""
    if letter.drawing is None:
        return letter.file
    async with database.reading() as session:
        known = await files.find_drawn(session, letter.digest())
    if known is not None:
        return known.file_id
    filename, content = await asyncio.to_thread(draw, letter.drawing, letter.facts)
    return InputFile(content, filename=filename, attach=letter.method == "editMessageMedia")


def _read(result: Any, letter: Letter, now: datetime) -> Sent:
    message_id = result.get("message_id") if isinstance(result, dict) else None
    if letter.method not in MEDIA or letter.drawing is None:
        return Sent(message_id)
    media = result[MEDIA[letter.method]]
    found = media[-1] if isinstance(media, list) else media
    uploaded = File(
        file_id=found["file_id"],
        kind=MEDIA[letter.method],
        size=found.get("file_size"),
        digest=letter.digest(),
        created_at=now,
    )
    return Sent(message_id, uploaded)
