"""Turns a template's name and its facts into what a person reads."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from templates import formats
from templates.keyboards import keyboard_for
from templates.labels import label

HOME = Path(__file__).parent
FALLBACK = "id"
_DECLARATION = re.compile(r"\{# facts:\s*(.*?)\s*#\}")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Composed:
    """A message ready to be sent: its text (Telegram HTML when `html`) and its reply_markup, if any."""

    text: str
    html: bool
    markup: dict[str, Any] | None


@pass_context
def _label(context: Context, name: str, section: str) -> str:
    """The words of a button in the middle of a text: `answer|label("answer")`."""
    return label(f"{section}.{name}", context["language"])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HOME),
        autoescape=select_autoescape(("html",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(formats.FILTERS)
    environment.filters["label"] = _label
    return environment


def list_templates(language: str = FALLBACK) -> list[str]:
    """The names of all templates of a language, such as "activities/invitation"; pieces begin with "_"."""
    folder = HOME / language
    files = [path for path in folder.rglob("[!_]*") if path.suffix in {".html", ".txt"}]
    return sorted(str(path.relative_to(folder).with_suffix("")) for path in files)


@cache
def _path(name: str, language: str) -> str:
    for folder in dict.fromkeys((language, FALLBACK)):
        for suffix in (".html", ".txt"):
            if (HOME / folder / f"{name}{suffix}").is_file():
                return f"{folder}/{name}{suffix}"
    raise LookupError(f"no template is called {name!r}")


@cache
def declared_facts(name: str, language: str = FALLBACK) -> dict[str, bool]:
    """What a template's first line declares: fact -> whether it must be given ("?" marks the others)."""
    first, *_ = (HOME / _path(name, language)).read_text(encoding="utf-8").splitlines()
    found = _DECLARATION.fullmatch(first.strip())
    if found is None:
        raise ValueError(f"{name}: the first line must declare the facts, like {{# facts: title, place? #}}")
    names = [fact.strip() for fact in found[1].split(",") if fact.strip()]
    return {fact.rstrip("?"): not fact.endswith("?") for fact in names}


def render(name: str, language: str = FALLBACK, /, *, salutation: str | None = None, **facts: Any) -> str:
    """The words of a template. A fact that is missing is an error; one that it does not know is left out.

    Every template also knows `salutation` ("Bapak", or "Bapak/Ibu" when unknown) and `vocative` ("Pak").
    """
    declared = declared_facts(name, language)
    given = {fact: facts[fact] if needed else facts.get(fact) for fact, needed in declared.items()}
    text = (
        _environment()
        .get_template(_path(name, language))
        .render(
            **given,
            salutation=formats.subject_of(salutation),
            vocative=formats.vocative(salutation),
            language=language,
        )
    )
    return _BLANK_LINES.sub("\n\n", text).strip()


def compose(name: str, language: str, facts: dict[str, Any], salutation: str | None = None) -> Composed:
    """The message that a template makes of these facts, with its keyboard.

    A fact `preface` (the template and facts of a refusal) puts those words before it.
    """
    text = render(name, language, salutation=salutation, **facts)
    escaped = _path(name, language).endswith(".html")
    if preface := facts.get("preface"):
        words = render(preface["template"], language, salutation=salutation, **preface["facts"])
        text = f"{escape(words, quote=False) if escaped else words}\n\n{text}"
    return Composed(
        text=text,
        html=escaped,
        markup=keyboard_for(name, facts, language),
    )
