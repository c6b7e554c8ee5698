"""The Bot API's methods by name: what each does to the simulated Telegram."""

from collections.abc import Callable
from typing import Any

from simulator.methods import answers, editing, groups, menus, sending
from simulator.params import Params
from simulator.telegram import Telegram

Method = Callable[[Telegram, Params], Any]

METHODS: dict[str, Method] = {
    "getMe": menus.get_me,
    "getChat": menus.get_chat,
    "setMyCommands": menus.set_my_commands,
    "getMyCommands": menus.get_my_commands,
    "deleteMyCommands": menus.delete_my_commands,
    "setMyName": menus.accept,
    "setMyDescription": menus.accept,
    "setMyShortDescription": menus.accept,
    "setChatMenuButton": menus.accept,
    "logOut": menus.accept,
    "close": menus.accept,
    "setWebhook": answers.set_webhook,
    "deleteWebhook": answers.delete_webhook,
    "getWebhookInfo": answers.get_webhook_info,
    "answerCallbackQuery": answers.answer_callback_query,
    "sendChatAction": answers.send_chat_action,
    "getFile": answers.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendMediaGroup": sending.send_media_group,
    "copyMessage": sending.copy_message,
    "getChatMember": groups.get_chat_member,
    "getChatAdministrators": groups.get_chat_administrators,
    "getChatMemberCount": groups.get_chat_member_count,
    "leaveChat": groups.leave_chat,
    "pinChatMessage": groups.pin_chat_message,
    "unpinChatMessage": groups.unpin_chat_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
}

_BY_LOWER_CASE = {name.lower(): (name, method) for name, method in METHODS.items()}


def find_method(name: str) -> tuple[str, Method] | None:
    """The method of this name, in any case, with its proper name."""
    return _BY_LOWER_CASE.get(name.lower())
