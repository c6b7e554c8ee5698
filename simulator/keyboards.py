"""Keyboards that come with messages: read, and refused where Telegram refuses them."""

from dataclasses import dataclass, field
from typing import Any

from simulator.errors import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
DATA_BYTES = 64
COPIED_CHARACTERS = 256
ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)

InlineKeyboard = list[list[dict[str, Any]]]


@dataclass(frozen=True)
class Button:
    """An inline button as a person sees it."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None


@dataclass(frozen=True)
class ReplyKeyboard:
    """The keyboard below the chat: labels row by row."""

    rows: list[list[str]]
    placeholder: str = ""
    persistent: bool = False
    resized: bool = False


@dataclass(frozen=True)
class Markup:
    """What `reply_markup` asked for: inline buttons, a keyboard, or that the keyboard goes."""

    inline: InlineKeyboard = field(default_factory=list)
    keyboard: ReplyKeyboard | None = None
    removes_keyboard: bool = False


def read_markup(source: Any) -> Markup:
    """Read a `reply_markup`, or refuse it with Telegram's words."""
    if not source:
        return Markup()
    if not isinstance(source, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in source:
        return Markup(inline=_read_inline(source["inline_keyboard"]))
    if "keyboard" in source:
        return Markup(keyboard=_read_keyboard(source))
    return Markup(removes_keyboard=bool(source.get("remove_keyboard")))


def read_inline(source: Any) -> InlineKeyboard:
    """Inline buttons of an edit; any other keyboard is refused."""
    if source and not (isinstance(source, dict) and "inline_keyboard" in source):
        raise bad_request("inline keyboard expected")
    return read_markup(source).inline


def _read_inline(rows: Any) -> InlineKeyboard:
    _check_shape(rows)
    kept = [[_read_button(button) for button in row] for row in rows if row]
    _check_size(kept)
    return kept


def _read_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if "copy_text" in actions:
        _check_copied(button["copy_text"])
    return dict(button)


def _check_copied(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= COPIED_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _read_keyboard(source: dict[str, Any]) -> ReplyKeyboard:
    _check_shape(source["keyboard"])
    rows = [[_label(button) for button in row] for row in source["keyboard"] if row]
    if not rows:
        raise bad_request("keyboard is empty")
    _check_size(rows)
    placeholder = str(source.get("input_field_placeholder") or "")
    if len(placeholder) > 64:
        raise bad_request("INPUT_FIELD_PLACEHOLDER_INVALID")
    return ReplyKeyboard(
        rows, placeholder, bool(source.get("is_persistent")), bool(source.get("resize_keyboard"))
    )


def _label(button: Any) -> str:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    return text


def _check_shape(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: an Array of Arrays is expected")


def _check_size(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
