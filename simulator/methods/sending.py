"""Methods that put a new message into a chat."""

from dataclasses import replace
from typing import Any

from simulator.chats import Draft, Room
from simulator.errors import bad_request
from simulator.keyboards import read_markup
from simulator.methods.content import find_chat, get_chat, read_caption, read_text
from simulator.params import Json, Params
from simulator.telegram import Telegram


def send_message(telegram: Telegram, params: Params) -> Json:
    """sendMessage."""
    chat = get_chat(telegram, params)
    text, entities = read_text(params)
    return _send(telegram, chat, params, Draft("text", text=text, entities=entities))


def send_photo(telegram: Telegram, params: Params) -> Json:
    """sendPhoto."""
    return _send_file(telegram, params, "photo")


def send_voice(telegram: Telegram, params: Params) -> Json:
    """sendVoice."""
    return _send_file(telegram, params, "voice")


def send_document(telegram: Telegram, params: Params) -> Json:
    """sendDocument."""
    return _send_file(telegram, params, "document")


def send_location(telegram: Telegram, params: Params) -> Json:
    """sendLocation."""
    chat = get_chat(telegram, params)
    try:
        place = {name: float(params.text(name)) for name in ("latitude", "longitude")}
    except ValueError:
        raise bad_request("latitude and longitude must be specified") from None
    return _send(telegram, chat, params, Draft("location", extra={"location": place}))


def send_media_group(telegram: Telegram, params: Params) -> list[Json]:
    """sendMediaGroup: photos or documents, 2 to 10."""
    chat = get_chat(telegram, params)
    items = params.objects("media")
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of media in the album; it must be from 2 to 10")
    album = {"media_group_id": str(telegram.revision + 1)}
    drafts = [read_media(telegram, params, item, album) for item in items]
    thread, silent = params.integer("message_thread_id"), params.flag("disable_notification")
    chat.refuse_sending("photo", thread)
    telegram.meter.count(chat.chat_id, len(drafts))
    sent = [telegram.post(chat, replace(draft, thread=thread), mine=False) for draft in drafts]
    for each in sent:
        each.silent = silent
    telegram.note("send", chat, sent[0].words or "photo")
    return [telegram.message_json(chat, each) for each in sent]


def read_media(telegram: Telegram, params: Params, item: Json, extra: Json | None = None) -> Draft:
    """One InputMedia: its file, and its caption measured as any other."""
    kind = str(item.get("type"))
    if kind not in {"photo", "document"}:
        raise bad_request(f"can't parse InputMedia: type {kind!r} is unsupported here")
    caption, entities = read_caption(Params(item))
    file = params.media(str(item.get("media", "")), kind, telegram.files)
    return Draft(kind, caption=caption, entities=entities, file=file, extra=extra or {})


def copy_message(telegram: Telegram, params: Params) -> Json:
    """copyMessage: the same content as a message of the bot's own."""
    chat = get_chat(telegram, params)
    message = find_chat(telegram, params.integer("from_chat_id")).find(params.integer("message_id"))
    if message is None:
        raise bad_request("message to copy not found")
    caption, entities = message.caption, message.entities
    if "caption" in params:
        caption, entities = read_caption(params)
    location = {name: value for name, value in message.extra.items() if name in {"location", "venue"}}
    draft = Draft(message.kind, message.text, caption, entities, message.file, location)
    return {"message_id": _send(telegram, chat, params, draft)["message_id"]}


def _send_file(telegram: Telegram, params: Params, kind: str) -> Json:
    chat = get_chat(telegram, params)
    caption, entities = read_caption(params)
    file = params.file(kind, kind, telegram.files)
    return _send(telegram, chat, params, Draft(kind, caption=caption, entities=entities, file=file))


def _send(telegram: Telegram, chat: Room, params: Params, draft: Draft) -> Json:
    markup = read_markup(params.json("reply_markup"))
    reply = _replied(telegram, chat, params.json("reply_parameters"))
    thread = params.integer("message_thread_id")
    chat.refuse_sending(draft.kind, thread)
    telegram.meter.count(chat.chat_id)
    message = telegram.post(chat, replace(draft, thread=thread), mine=False)
    message.markup, message.silent = markup.inline, params.flag("disable_notification")
    message.extra |= reply
    if markup.keyboard or markup.removes_keyboard:
        chat.keyboard = markup.keyboard
    telegram.note("send", chat, message.words or message.kind)
    return telegram.message_json(chat, message)


def _replied(telegram: Telegram, chat: Room, reply: Any) -> Json:
    """The message that a reply answers, as Telegram repeats it."""
    if not isinstance(reply, dict) or not reply.get("message_id"):
        return {}
    original = chat.find(int(reply["message_id"]))
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    body = telegram.message_json(chat, original)
    body.pop("reply_to_message", None)
    return {"reply_to_message": body}
