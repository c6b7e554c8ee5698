"""How keyboards are built: two buttons a row, words by name, data by Tap."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from templates.labels import LONGEST, label
from templates.taps import Tap

Builder = Callable[[dict[str, Any], str], dict[str, Any] | None]
BUILDERS: dict[str, Builder] = {}

IN_ORDER, NEWEST_FIRST = ("list.previous", "list.next"), ("list.newer", "list.older")
"""What the buttons say that turn the pages of a list."""

MENUS: dict[str, tuple[str, ...]] = {
    "resident": ("propose", "activities", "announcements", "evaluations", "my_data", "help"),
    "rt_head": ("announce", "create_activity", "summary", "residents", "resident_menu", "help"),
    "kelurahan": ("announce", "create_activity", "summary", "proposals", "resident_menu", "help"),
}
MENUS["rw_head"] = MENUS["facilitator"] = MENUS["kelurahan"]
MENUS["operator"] = ("resident_menu", "help")
"""Which items stand in whose menu, in this order; labels are `menu.<item>`."""


def keyboard(*names: str) -> Callable[[Builder], Builder]:
    """Register a function as the one that builds the buttons under these templates."""

    def register(builder: Builder) -> Builder:
        for name in names:
            BUILDERS[name] = builder
        return builder

    return register


def button(text: str, tap: Tap) -> dict[str, str]:
    """An inline button; a text that is too long is shortened rather than refused."""
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return {"text": shown, "callback_data": tap.pack()}


def link(text: str, address: str) -> dict[str, str]:
    """An inline button that opens an address."""
    return {"text": text, "url": address}


def named(name: str, tap: Tap, language: str) -> dict[str, str]:
    """An inline button whose words stand in labels.toml."""
    return button(label(name, language), tap)


def turns_of(
    facts: dict[str, Any], to_page: Callable[[int], Tap], language: str, words: tuple[str, str] = IN_ORDER
) -> list[dict[str, str]]:
    """The buttons that turn to the page before and after the one that the facts `page` and `pages` tell."""
    page, last = facts["page"], facts["pages"] - 1
    back, on = words
    return [
        *([named(back, to_page(page - 1), language)] if page > 0 else []),
        *([named(on, to_page(page + 1), language)] if page < last else []),
    ]


def inline(buttons: Iterable[dict[str, str]], navigation: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """An inline keyboard: the choices two a row, then the navigation in rows of two of its own."""
    rows = [*_pairs(buttons), *_pairs(navigation)]
    return {"inline_keyboard": rows}


def reply_keyboard(menu: str, language: str, *, changeable: bool = False) -> dict[str, Any]:
    """The menu of a role as a reply keyboard that stays."""
    items = MENUS[menu] + (("change_role",) if changeable else ())
    rows = _pairs({"text": label(f"menu.{item}", language)} for item in items)
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}


def _pairs(buttons: Iterable[dict[str, str]]) -> list[list[dict[str, str]]]:
    found = list(buttons)
    return [found[index : index + 2] for index in range(0, len(found), 2)]
