"""Methods about groups: who is in them, leaving them, and what is pinned."""

from simulator.errors import bad_request
from simulator.groups import Group, member_json
from simulator.messages import Message
from simulator.methods.content import find_chat, get_chat
from simulator.params import Json, Params
from simulator.telegram import Telegram

IN_PRIVATE = "chat member status can't be changed in private chats"
NO_PIN_RIGHT = "not enough rights to manage pinned messages in the chat"


def get_chat_member(telegram: Telegram, params: Params) -> Json:
    """getChatMember."""
    room = find_chat(telegram, params.integer("chat_id"))
    room.refuse_reading()
    user_id = params.integer("user_id")
    if user_id == telegram.bot_id:
        return member_json(room.bot_status if isinstance(room, Group) else "member", telegram.bot)
    if user_id not in telegram.chats:
        raise bad_request("user not found")
    return member_json(room.status_of(user_id), telegram.chats[user_id].person)


def get_chat_administrators(telegram: Telegram, params: Params) -> list[Json]:
    """getChatAdministrators: people first, then the bot itself if it is one."""
    room = _group(telegram, params, "there are no administrators in the private chat")
    people = [(room.status_of(user_id), chat.person) for user_id, chat in room.members.items()]
    bots = [("administrator", telegram.bot)] if room.bot_is_admin else []
    return [member_json(status, user) for status, user in people + bots if status != "member"]


def get_chat_member_count(telegram: Telegram, params: Params) -> int:
    """getChatMemberCount: people and the bot."""
    room = find_chat(telegram, params.integer("chat_id"))
    room.refuse_reading()
    return len(room.members) + 1 if isinstance(room, Group) else 2


def leave_chat(telegram: Telegram, params: Params) -> bool:
    """leaveChat."""
    group = _group(telegram, params, IN_PRIVATE)
    telegram.set_bot_status(group, "left", telegram.bot)
    return True


def pin_chat_message(telegram: Telegram, params: Params) -> bool:
    """pinChatMessage."""
    message = _pinnable(telegram, params)
    if message is None:
        raise bad_request("message to pin not found")
    message.pinned = True
    return True


def unpin_chat_message(telegram: Telegram, params: Params) -> bool:
    """unpinChatMessage."""
    message = _pinnable(telegram, params)
    if message is None or not message.pinned:
        raise bad_request("message to unpin not found")
    message.pinned = False
    return True


def _pinnable(telegram: Telegram, params: Params) -> Message | None:
    room = get_chat(telegram, params)
    if not room.bot_is_admin:
        raise bad_request(NO_PIN_RIGHT)
    return room.find(params.integer("message_id"))


def _group(telegram: Telegram, params: Params, refusal: str) -> Group:
    room = get_chat(telegram, params)
    if not isinstance(room, Group):
        raise bad_request(refusal)
    return room
