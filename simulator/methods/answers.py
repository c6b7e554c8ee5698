"""Methods that answer taps, hand out files and tell where updates go."""

import re
from typing import Any
from urllib.parse import urlsplit

from simulator.clock import ticking_seconds
from simulator.entities import units
from simulator.errors import bad_request
from simulator.files import DOWNLOAD_BYTES
from simulator.methods.content import get_chat
from simulator.params import Json, Params
from simulator.telegram import Telegram
from simulator.webhook import Address

TOAST_UNITS = 200
OWN_LINK = r"(?:https?://)?(?:t|telegram)\.me/{}(?:\?start=[\w-]{{1,64}}|/\w+(?:\?startapp=[\w-]{{0,512}})?)"
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ACTIONS = ("typing", "upload_photo", "record_voice", "upload_voice", "upload_document", "find_location")


def answer_callback_query(telegram: Telegram, params: Params) -> bool:
    """answerCallbackQuery."""
    tap = telegram.taps.get(params.text("callback_query_id"))
    text = params.text("text")
    if units(text) > TOAST_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    if tap is None or ticking_seconds() - tap.moment >= telegram.limits.callback_seconds:
        raise bad_request(TOO_OLD)
    url = params.text("url")
    _refuse_foreign(telegram, url)
    chat = telegram.chats[tap.user_id]
    if url:
        chat.opened.append(url)
    chat.toasts.append((tap.query_id, text, params.flag("show_alert")))
    if text:
        telegram.note("toast", chat, text)
    telegram.changed(chat)
    return True


def _refuse_foreign(telegram: Telegram, url: str) -> None:
    """A tap may open only the bot itself with a start parameter, or one of its apps."""
    if url and not re.fullmatch(OWN_LINK.format(telegram.username), url, re.IGNORECASE):
        raise bad_request("URL_INVALID")


def send_chat_action(telegram: Telegram, params: Params) -> bool:
    """sendChatAction."""
    get_chat(telegram, params)
    if params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def get_file(telegram: Telegram, params: Params) -> Json:
    """getFile."""
    try:
        stored = telegram.files.get(params.text("file_id"))
    except Exception:
        raise bad_request("wrong file_id or the file is temporarily unavailable") from None
    if len(stored.data) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    body = stored.as_json()
    named = ("file_id", "file_unique_id", "file_size")
    return {name: body[name] for name in named} | {"file_path": stored.path}


def set_webhook(telegram: Telegram, params: Params) -> bool:
    """setWebhook; plain http is let through, as everything here stays on one machine."""
    url = params.text("url")
    if not url:
        return delete_webhook(telegram, params)
    if urlsplit(url).scheme not in {"http", "https"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if params.flag("drop_pending_updates"):
        telegram.updates.forget_all()
    remember_allowed(telegram, params)
    most = max(1, min(100, params.integer("max_connections", 40)))
    telegram.webhook.set(Address(url, params.text("secret_token"), most))
    telegram.bell.ring()
    return True


def delete_webhook(telegram: Telegram, params: Params) -> bool:
    """deleteWebhook."""
    if params.flag("drop_pending_updates"):
        telegram.updates.forget_all()
    telegram.webhook.set(None)
    return True


def get_webhook_info(telegram: Telegram, params: Params) -> Json:
    """getWebhookInfo."""
    address, error = telegram.webhook.address, telegram.webhook.last_error
    body: Json = {
        "url": address.url if address else "",
        "has_custom_certificate": False,
        "pending_update_count": telegram.waiting_updates,
    }
    if address:
        body["max_connections"] = address.most_connections
    if error:
        body |= {"last_error_date": error[0], "last_error_message": error[1]}
    if telegram.updates.allowed:
        body["allowed_updates"] = sorted(telegram.updates.allowed)
    return body


def remember_allowed(telegram: Telegram, params: Params) -> None:
    """Kinds of updates the bot wants from now on; without the parameter the last word stands."""
    allowed: Any = params.json("allowed_updates")
    if isinstance(allowed, list):
        telegram.updates.allowed = {str(kind) for kind in allowed}
