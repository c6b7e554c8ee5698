"""What the sending and editing methods share: the chat they may write to, and words within the ceilings."""

from simulator.chats import Room
from simulator.entities import Entity, in_order, trim, units
from simulator.errors import bad_request
from simulator.markup_language import parse_html
from simulator.params import Params
from simulator.telegram import Telegram

TEXT_UNITS = 4096
CAPTION_UNITS = 1024

Words = tuple[str, list[Entity]]


def get_chat(telegram: Telegram, params: Params, name: str = "chat_id") -> Room:
    """The chat of a request; refuses unknown ones and those where the bot may not write."""
    if name not in params:
        raise bad_request("chat_id is empty")
    room = find_chat(telegram, params.integer(name))
    room.refuse_writing()
    return room


def find_chat(telegram: Telegram, chat_id: int) -> Room:
    """The chat of this number, or the refusal of an unknown one."""
    room = telegram.room(chat_id)
    if room is None:
        raise bad_request("chat not found")
    return room


def read_text(params: Params) -> Words:
    """The text of a message, parsed and measured."""
    text, entities = _read(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return text, entities


def read_caption(params: Params) -> Words:
    """The caption of a file, parsed and measured; it may be empty."""
    caption, entities = _read(params, "caption", "caption_entities")
    if units(caption) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return caption, entities


def _read(params: Params, name: str, entities_name: str) -> Words:
    written = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        return trim(*parse_html(written))
    if mode:
        raise bad_request("unsupported parse_mode")
    return trim(written, in_order(params.objects(entities_name)))
