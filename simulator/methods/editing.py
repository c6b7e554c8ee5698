"""Methods that change or remove a message."""

from datetime import timedelta

from simulator.chats import Room
from simulator.errors import bad_request
from simulator.keyboards import InlineKeyboard, read_inline
from simulator.messages import Message
from simulator.methods.content import Words, get_chat, read_caption, read_text
from simulator.methods.sending import read_media
from simulator.params import Json, Params
from simulator.telegram import Telegram

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
MOST_AT_ONCE = 100
DELETABLE = timedelta(hours=48)


def edit_message_text(telegram: Telegram, params: Params) -> Json:
    """editMessageText."""
    chat, message = _find_own(telegram, params)
    text, entities = read_text(params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    markup = read_inline(params.json("reply_markup"))
    _refuse_the_same(message, (text, entities), markup)
    telegram.meter.count_edit(chat.chat_id)
    message.text, message.entities = text, entities
    return _edited(telegram, chat, message, markup)


def edit_message_caption(telegram: Telegram, params: Params) -> Json:
    """editMessageCaption."""
    chat, message = _find_own(telegram, params)
    caption, entities = read_caption(params)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    markup = read_inline(params.json("reply_markup"))
    _refuse_the_same(message, (caption, entities), markup)
    telegram.meter.count_edit(chat.chat_id)
    message.caption, message.entities = caption, entities
    return _edited(telegram, chat, message, markup)


def edit_message_reply_markup(telegram: Telegram, params: Params) -> Json:
    """editMessageReplyMarkup: other buttons, the same words, no mark of an edit for people."""
    chat, message = _find_own(telegram, params)
    markup = read_inline(params.json("reply_markup"))
    _refuse_the_same(message, (message.words, message.entities), markup)
    telegram.meter.count_edit(chat.chat_id)
    message.markup = markup
    telegram.changed(chat)
    return telegram.message_json(chat, message)


def edit_message_media(telegram: Telegram, params: Params) -> Json:
    """editMessageMedia: another photo or document in its place."""
    chat, message = _find_own(telegram, params)
    item = params.json("media")
    if not isinstance(item, dict):
        raise bad_request("media is empty")
    draft = read_media(telegram, params, item)
    markup = read_inline(params.json("reply_markup"))
    if message.file == draft.file:
        _refuse_the_same(message, (draft.caption, draft.entities), markup)
    telegram.meter.count_edit(chat.chat_id)
    message.kind, message.file, message.text = draft.kind, draft.file, ""
    message.caption, message.entities = draft.caption, draft.entities
    return _edited(telegram, chat, message, markup)


def delete_message(telegram: Telegram, params: Params) -> bool:
    """deleteMessage."""
    chat = get_chat(telegram, params)
    message = chat.find(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _refuse_deleting(telegram, chat, message)
    chat.messages.remove(message)
    telegram.changed(chat)
    return True


def delete_messages(telegram: Telegram, params: Params) -> bool:
    """deleteMessages: those that are there."""
    chat = get_chat(telegram, params)
    numbers = params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST_AT_ONCE:
        raise bad_request("there are no messages to delete")
    for message in chat.messages:
        if message.message_id in numbers:
            _refuse_deleting(telegram, chat, message)
    chat.messages = [each for each in chat.messages if each.message_id not in numbers]
    telegram.changed(chat)
    return True


def _refuse_deleting(telegram: Telegram, chat: Room, message: Message) -> None:
    """Nothing older than 48 hours goes, and in a group only an administrator removes what others wrote."""
    too_old = telegram.now() - message.date >= DELETABLE
    if too_old or (message.mine and not chat.bot_is_admin):
        raise bad_request("message can't be deleted")


def _find_own(telegram: Telegram, params: Params) -> tuple[Room, Message]:
    chat = get_chat(telegram, params)
    message = chat.find(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.mine:
        raise bad_request("message can't be edited")
    return chat, message


def _refuse_the_same(message: Message, words: Words, markup: InlineKeyboard) -> None:
    if words == (message.words, message.entities) and markup == message.markup:
        raise bad_request(NOT_MODIFIED)


def _edited(telegram: Telegram, chat: Room, message: Message, markup: InlineKeyboard) -> Json:
    message.markup = markup
    message.edit_date = telegram.now()
    telegram.note("edit", chat, message.words)
    telegram.changed(chat)
    return telegram.message_json(chat, message)
