"""The words on buttons, by name, from `<language>/labels.toml`."""

import tomllib
from functools import cache
from pathlib import Path

_HOME = Path(__file__).parent
_FALLBACK = "id"
LONGEST = 20


@cache
def _labels(language: str) -> dict[str, str]:
    file = _HOME / language / "labels.toml"
    if not file.is_file():
        return {}
    sections: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{section}.{name}": text for section, names in sections.items() for name, text in names.items()}


def label(name: str, language: str = _FALLBACK) -> str:
    """What the button called `name` (such as "answer.yes") says; LookupError when nobody wrote it."""
    found = _labels(language).get(name) or _labels(_FALLBACK).get(name)
    if found is None:
        raise LookupError(f"no label is called {name!r}")
    return found


@cache
def _menu_items() -> dict[str, str]:
    items = {name: text for name, text in _labels(_FALLBACK).items() if name.startswith("menu.")}
    return {text.casefold(): name.removeprefix("menu.") for name, text in items.items()}


def find_menu_item(text: str) -> str | None:
    """Which menu item ("proposals", "activities", ...) somebody chose by pressing or typing its label."""
    return _menu_items().get(" ".join(text.split()).casefold())


def find_said(text: str, section: str, language: str = _FALLBACK) -> str | None:
    """Which button of a section ("send" of "form") somebody typed instead of pressing it."""
    said = " ".join(text.split()).casefold()
    found = {**_labels(_FALLBACK), **_labels(language)}
    names = (name for name, words in found.items() if words.casefold() == said)
    return next((name.removeprefix(f"{section}.") for name in names if name.startswith(f"{section}.")), None)


def all_labels(language: str = _FALLBACK) -> dict[str, str]:
    """Every label of a language by name."""
    return dict(_labels(language))
