"""What a visitor of the page can do: on a phone, with the clock, with Telegram and with the bot."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any, get_args

from simulator.controls import Controls
from simulator.errors import ApiError
from simulator.failures import FailureMode
from simulator.files import Upload
from simulator.groups import Group
from simulator.page_words import (
    BUTTON_IS_GONE,
    FILE_REFUSED,
    IS_BLOCKED,
    NO_SUCH_GROUP,
    NO_SUCH_PHONE,
    NOT_UNDERSTOOD,
    NOTHING_DUE,
    ZONE,
    full_moment,
)
from simulator.params import Params
from simulator.phone import Phone
from simulator.telegram import Telegram

LONGEST_TEXT = 4096
HOUR = 3600.0
OFFICE_OPENS = time(7, 0)

Json = dict[str, Any]


class Refused(Exception):
    """What the visitor is told instead, in Indonesian."""


ON_A_PHONE: dict[str, Callable[[Phone, Json], object]] = {
    "start": lambda phone, body: phone.start(str(body.get("payload") or "")),
    "say": lambda phone, body: _say(phone, body),
    "press": lambda phone, body: phone.press(str(body.get("label", ""))),
    "tap": lambda phone, body: _tap(phone, str(body.get("label", "")), int(body.get("message", 0)), body),
    "add_bot": lambda phone, body: phone.add_bot(_group(phone, body), str(body.get("payload") or "")),
    "remove_bot": lambda phone, body: phone.remove_bot(_group(phone, body)),
    "voice": lambda phone, body: phone.send_voice(),
    "sticker": lambda phone, body: phone.send_sticker(),
    "location": lambda phone, body: phone.send_location(-8.0983, 112.1681),
    "poll": lambda phone, body: phone.forward_poll(),
    "block": lambda phone, body: phone.block(),
    "unblock": lambda phone, body: phone.unblock(),
}


def act_on_phone(telegram: Telegram, body: Json) -> None:
    """Do what the body names on the phone it names."""
    action = ON_A_PHONE.get(str(body.get("action")))
    if action is None:
        raise Refused(NOT_UNDERSTOOD)
    phone = _phone(telegram, body.get("phone"))
    try:
        action(phone, body)
    except LookupError:
        raise Refused(BUTTON_IS_GONE) from None
    except RuntimeError:
        raise Refused(IS_BLOCKED) from None


def upload(telegram: Telegram, params: Params, files: dict[str, Upload]) -> None:
    """Send a chosen file from a phone, as a photo or as it is."""
    phone = _phone(telegram, params.integer("phone"))
    sent = files.get("file")
    if sent is None:
        raise Refused(FILE_REFUSED)
    try:
        if params.text("kind") == "photo":
            phone.send_photo(params.text("caption"), sent.data)
        else:
            phone.send_document(sent.name or "berkas", sent.data, params.text("caption"), sent.mime)
    except ApiError:
        raise Refused(FILE_REFUSED) from None
    except RuntimeError:
        raise Refused(IS_BLOCKED) from None


def set_failure(telegram: Telegram, body: Json) -> None:
    """Let Telegram fail in the named way."""
    modes: tuple[FailureMode, ...] = get_args(FailureMode)
    for mode in modes:
        if mode == body.get("mode"):
            telegram.fail(mode)
            return
    raise Refused(NOT_UNDERSTOOD)


async def move_clock(telegram: Telegram, controls: Controls, body: Json) -> None:
    """Move the demo's clock: an hour, to the next thing due, or to Monday morning."""
    target = body.get("to")
    if target == "next":
        due = await controls.move_to_next_due()
        if due is None:
            raise Refused(NOTHING_DUE)
        telegram.note("due", detail=due)
        return
    if target == "hour":
        await controls.move(HOUR)
    elif target == "monday":
        await controls.move_to(next_monday(controls.now()))
    else:
        raise Refused(NOT_UNDERSTOOD)
    telegram.note("clock", detail=full_moment(controls.now()))


def next_monday(now: datetime) -> datetime:
    """The next Monday, 07.00 in Jakarta, after `now`."""
    local = now.astimezone(ZONE)
    day = local.date() + timedelta(days=-local.weekday() % 7)
    monday = datetime.combine(day, OFFICE_OPENS, ZONE)
    return monday if monday > local else monday + timedelta(days=7)


async def switch_bot(telegram: Telegram, controls: Controls, body: Json) -> None:
    """Stop the bot hard, or start it."""
    running = bool(body.get("running"))
    switch: Callable[[], Awaitable[None]] = controls.start_bot if running else controls.stop_bot
    await switch()
    telegram.note("running" if running else "stopped")


def _say(phone: Phone, body: Json) -> None:
    text = str(body.get("text", "")).strip()[:LONGEST_TEXT]
    if text and "group" in body:
        phone.type_in(_group(phone, body), text)
    elif text:
        phone.type(text)


def _tap(phone: Phone, label: str, message_id: int, body: Json) -> None:
    if "group" in body:
        phone.tap_in(_group(phone, body), label, message_id)
    else:
        phone.tap(label, message_id)


def _group(phone: Phone, body: Json) -> Group:
    found = [each for each in phone.groups if each.chat_id == body.get("group")]
    if not found:
        raise Refused(NO_SUCH_GROUP)
    return found[0]


def _phone(telegram: Telegram, user_id: Any) -> Phone:
    try:
        return telegram.phone(int(user_id))
    except (KeyError, TypeError, ValueError):
        raise Refused(NO_SUCH_PHONE) from None
