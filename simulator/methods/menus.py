"""Methods about the bot itself and the menus of its chats."""

import re
from typing import Any

from simulator.errors import bad_request
from simulator.methods.content import find_chat
from simulator.methods.content import get_chat as get_open_chat
from simulator.params import Json, Params
from simulator.telegram import Telegram

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
DESCRIPTION_CHARACTERS = 256

Scope = tuple[str, int | None, str]


def get_me(telegram: Telegram, params: Params) -> Json:
    """getMe."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return telegram.bot | abilities


def get_chat(telegram: Telegram, params: Params) -> Json:
    """getChat."""
    chat = find_chat(telegram, params.integer("chat_id"))
    chat.refuse_reading()
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    return chat.as_json | {"accent_color_id": 3, "max_reaction_count": 11, "accepted_gift_types": gifts}


def set_my_commands(telegram: Telegram, params: Params) -> bool:
    """setMyCommands."""
    scope = _scope(telegram, params)
    commands = params.objects("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    telegram.commands[scope] = [_command(each) for each in commands]
    if scope[1] is not None:
        telegram.changed(find_chat(telegram, scope[1]))
    return True


def get_my_commands(telegram: Telegram, params: Params) -> list[Json]:
    """getMyCommands."""
    known = telegram.commands.get(_scope(telegram, params), [])
    return [{"command": command, "description": description} for command, description in known]


def delete_my_commands(telegram: Telegram, params: Params) -> bool:
    """deleteMyCommands."""
    telegram.commands.pop(_scope(telegram, params), None)
    return True


def accept(telegram: Telegram, params: Params) -> bool:
    """Methods whose effect nobody sees here."""
    return True


def _command(source: Json) -> tuple[str, str]:
    command = str(source.get("command", "")).removeprefix("/")
    description = str(source.get("description", "")).strip()
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= DESCRIPTION_CHARACTERS:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command, description


def _scope(telegram: Telegram, params: Params) -> Scope:
    scope: Any = params.json("scope") or {"type": "default"}
    kind, language = str(scope.get("type", "default")), params.text("language_code")
    if kind != "chat":
        return kind, None, language
    return kind, get_open_chat(telegram, Params(scope)).chat_id, language
