"""What the page shows, as JSON: phones that changed, the clock, the failures and the record."""

from datetime import datetime
from typing import Any

from simulator.chats import Chat, Room
from simulator.controls import Controls
from simulator.groups import Group
from simulator.page_bubbles import bubble_json
from simulator.page_words import full_moment, hour, sentence
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
    keyboard, phone = chat.keyboard, Phone(telegram, chat)
    return {
        "id": chat.user_id,
        "role": chat.role,
        "note": chat.note,
        "letters": letters,
        "tone": tone,
        "started": chat.started,
        "blocked": chat.blocked,
        "link": chat.link,
        "messages": _bubbles(telegram, chat, chat.user_id),
        "groups": [_group_json(telegram, each, chat.user_id) for each in phone.groups],
        "opened": {"number": len(chat.opened), "url": phone.opened_url},
        "keyboard": keyboard.rows if keyboard else None,
        "placeholder": keyboard.placeholder if keyboard else "",
        "toasts": [
            {"number": number, "text": text, "alert": alert}
            for number, (_, text, alert) in list(enumerate(chat.toasts, 1))[-MOST_TOASTS:]
            if text
        ],
        "commands": [list(each) for each in phone.commands],
    }


def _group_json(telegram: Telegram, group: Group, viewer: int) -> Json:
    """A group as one of its members sees it."""
    return {
        "id": group.chat_id,
        "title": group.title,
        "people": len(group.members),
        "bot": group.bot_is_in,
        "messages": _bubbles(telegram, group, viewer),
    }


def _bubbles(telegram: Telegram, room: Room, viewer: int) -> list[Json]:
    return [bubble_json(telegram, room, each, viewer) for each in room.messages[-MOST_MESSAGES:]]
