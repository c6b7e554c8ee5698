"""What the page shows, as JSON: phones that changed, the clock, the failures and the record."""

from datetime import datetime
from typing import Any

from simulator.chats import Chat
from simulator.controls import Controls
from simulator.entities import with_found
from simulator.messages import Message
from simulator.page_words import full_date, full_moment, hour, sentence, without_payload
from simulator.phone import Phone
from simulator.telegram import Telegram

MOST_MESSAGES = 200
MOST_TOASTS = 20
LINES_OF_THE_RECORD = 40
KINDS_OF_ROLES = (
    ("Warga", "W", "resident"),
    ("Ketua RT", "RT", "rt"),
    ("Ketua RW", "RW", "rw"),
    ("Kelurahan", "KL", "office"),
    ("Desa", "DS", "office"),
    ("Fasilitator", "FA", "guide"),
    ("Pendamping", "PD", "guide"),
)

Json = dict[str, Any]


def state_json(telegram: Telegram, controls: Controls | None, since: int) -> Json:
    """The state; only phones that changed after `since` are in it."""
    changed = [chat for chat in telegram.chats.values() if chat.revision > since]
    return {
        "revision": telegram.revision,
        "bot": {"username": telegram.username, "name": telegram.bot["first_name"]},
        "clock": full_moment(controls.now()) if controls else None,
        "running": controls.bot_running() if controls else None,
        "failure": telegram.failure.mode,
        "featured": featured(telegram),
        "order": list(telegram.chats),
        "phones": [phone_json(telegram, chat) for chat in changed],
        "record": [
            {"at": hour(datetime.fromisoformat(each.at)), "text": sentence(each), "kind": each.kind}
            for each in list(telegram.happenings)[-LINES_OF_THE_RECORD:]
        ],
    }


def featured(telegram: Telegram) -> list[int]:
    """The phones of a first visit: those named, or the first resident, RT head and office."""
    if telegram.featured:
        return telegram.featured
    first: dict[str, int] = {}
    for chat in telegram.chats.values():
        first.setdefault(look_of(chat.role)[1], chat.user_id)
    chosen = [first[tone] for tone in ("resident", "rt", "office") if tone in first]
    return chosen or list(telegram.chats)[:3]


def look_of(role: str) -> tuple[str, str]:
    """The letters and the colour of an avatar."""
    for begin, letters, tone in KINDS_OF_ROLES:
        if role.startswith(begin):
            return letters, tone
    return "".join(word[0] for word in role.split()[:2]).upper(), "other"


def phone_json(telegram: Telegram, chat: Chat) -> Json:
    """Everything one phone shows."""
    letters, tone = look_of(chat.role)
    keyboard = chat.keyboard
    return {
        "id": chat.user_id,
        "role": chat.role,
        "note": chat.note,
        "letters": letters,
        "tone": tone,
        "started": chat.started,
        "blocked": chat.blocked,
        "link": chat.link,
        "messages": [message_json(each) for each in chat.messages[-MOST_MESSAGES:]],
        "keyboard": keyboard.rows if keyboard else None,
        "placeholder": keyboard.placeholder if keyboard else "",
        "toasts": [
            {"number": number, "text": text, "alert": alert}
            for number, (_, text, alert) in list(enumerate(chat.toasts, 1))[-MOST_TOASTS:]
            if text
        ],
        "commands": [list(each) for each in Phone(telegram, chat).commands],
    }


def message_json(message: Message) -> Json:
    """One bubble."""
    words = without_payload(message.words) if message.mine else message.words
    body: Json = {
        "id": message.message_id,
        "mine": message.mine,
        "kind": message.kind,
        "words": words,
        "entities": with_found(words, message.entities),
        "buttons": [
            [{"text": each.text, "url": each.url, "taps": each.callback_data is not None} for each in row]
            for row in message.buttons
        ],
        "day": full_date(message.date),
        "hour": hour(message.date),
        "edited": message.edited,
    }
    if message.file:
        file = message.file
        body["file"] = {
            "id": file.file_id,
            "name": file.name,
            "bytes": len(file.data),
            "seconds": file.duration,
            "width": file.width,
            "height": file.height,
        }
    if "poll" in message.extra:
        body["question"] = message.extra["poll"]["question"]
    return body
