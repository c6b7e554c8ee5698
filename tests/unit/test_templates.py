"""Every template of every language declares what it uses and keeps within Telegram's limits."""

import itertools
import json
import pkgutil
import re
from dataclasses import fields
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

import actions
import handlers
from actions.errors import Refusal
from templates import compose, declared_facts, engine, formats, list_templates, render
from templates.commands import BY_MENU, commands_for
from templates.keyboards import keyboard_for
from templates.keyboards.registry import BUILDERS, MENUS, reply_keyboard
from templates.labels import LONGEST, all_labels
from templates.taps import Tap
from tests.unit.template_samples import SAMPLES, samples_for

LANGUAGES = sorted(path.name for path in engine.HOME.iterdir() if (path / "labels.toml").is_file())
ALL = [(language, name) for language in LANGUAGES for name in list_templates(language)]
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
NAVIGATION = {
    "form.cancel",
    "form.skip",
    "form.back",
    "list.previous",
    "list.next",
    "list.newer",
    "list.older",
    "list.past",
    "list.search",
    "attend.all_here",
}
"""`Centang yang ikut` turns the page, too."""
ALWAYS_KNOWN = {"salutation", "vocative"}
"""What the engine gives to every template."""
TOASTS = {
    "closings/closed_toast",
    "closings/no_photos",
    "follow_ups/skipped",
    "forms/noted",
    "evaluations/below",
    "evaluations/later",
    "summaries/below",
}
CAPTIONS = {
    "closings/photo",
    "proposals/photo",
    "proposals/voice",
    "summaries/chart",
    "summaries/sheet",
    "sharing/poster",
    "papers/paper",
    "attendance/code",
    "attendance/poster",
    "activities/calendar",
}


class Tags(HTMLParser):
    """Reads Telegram HTML strictly: every tag is one of Telegram's and is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], tag
        self.open.pop()


def _source(language: str, name: str) -> Path:
    return next(
        path for suffix in (".html", ".txt") if (path := engine.HOME / language / f"{name}{suffix}").is_file()
    )


def _limit(name: str) -> int:
    if name.startswith("refusals/") or "toast" in name or name in TOASTS:
        return 200
    return 1024 if name in CAPTIONS else 4096


def _every_refusal() -> list[type[Refusal]]:
    """Those of actions/errors.py, and those that a noun's own module adds."""
    for package in (actions, handlers):
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    return sorted(_refusals(), key=lambda kind: kind.__name__)


def _refusals(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [each for child in kind.__subclasses__() for each in (child, *_refusals(child))]


@pytest.mark.parametrize("language, name", ALL)
def test_a_template_declares_exactly_the_facts_it_uses(language: str, name: str) -> None:
    source = _source(language, name).read_text(encoding="utf-8")
    environment = Environment(autoescape=True)
    environment.filters.update({**formats.FILTERS, "label": str})
    tree = environment.parse(source)
    made = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    used = meta.find_undeclared_variables(tree) - ALWAYS_KNOWN - made
    assert set(declared_facts(name, language)) == used


@pytest.mark.parametrize("language, name", ALL)
def test_a_template_keeps_telegrams_limits_and_tags_whatever_its_facts(language: str, name: str) -> None:
    for facts in samples_for(name):
        text = render(name, language, salutation="Bapak", **facts)
        assert text
        if _source(language, name).suffix == ".html":
            reader = Tags()
            reader.feed(text)
            assert reader.open == []
            text = (
                re.sub(r"<[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            )
        assert len(text) <= _limit(name), (name, len(text))
        assert "kamu" not in re.findall(r"\w+", text.lower())
        assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\n\n\n", text), text


@pytest.mark.parametrize("language, name", ALL)
def test_a_screen_has_at_most_six_choices_two_a_row(language: str, name: str) -> None:
    labels = all_labels(language)
    navigation = {labels[known] for known in NAVIGATION}
    for facts in samples_for(name):
        markup = compose(name, language, facts, "Ibu").markup or {}
        rows = markup.get("inline_keyboard", [])
        assert all(1 <= len(row) <= 2 for row in rows), name
        buttons = list(itertools.chain.from_iterable(rows))
        assert sum(button["text"] not in navigation for button in buttons) <= 6, name
        assert all(0 < len(button["text"]) <= LONGEST for button in buttons), name
        assert all(len(button.get("callback_data", "").encode()) <= 64 for button in buttons), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_menu_has_six_items_at_most_and_a_way_to_change(language: str) -> None:
    for menu, items in MENUS.items():
        assert len(items) <= 6
        rows = reply_keyboard(menu, language, changeable=True)["keyboard"]
        assert [len(row) <= 2 for row in rows] == [True] * len(rows)
        assert rows[-1][-1]["text"] == all_labels(language)["menu.change_role"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_short_words(language: str) -> None:
    assert {name: text for name, text in all_labels(language).items() if not 0 < len(text) <= LONGEST} == {}


@pytest.mark.parametrize("refusal", _every_refusal(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_words_that_fit_a_toast(refusal: type[Refusal]) -> None:
    for facts in samples_for(refusal.template()):
        assert 0 < len(render(refusal.template(), salutation="Bapak/Ibu", **facts)) <= 200


def test_no_words_are_kept_for_a_refusal_that_is_gone() -> None:
    known = {kind.template() for kind in _every_refusal()}
    assert {name for name in list_templates() if name.startswith("refusals/")} == known


def test_every_keyboard_belongs_to_a_template() -> None:
    keyboard_for("forms/noted", {}, "id")  # imports them all
    assert set(BUILDERS) <= set(list_templates())


def test_no_two_kinds_of_button_begin_alike() -> None:
    prefixes = [kind.prefix for kind in Tap.__subclasses__()]
    assert sorted(prefixes) == sorted(set(prefixes))


def test_button_data_never_exceeds_64_bytes() -> None:
    for kind in Tap.__subclasses__():
        longest = [999_999_999 if field.type is int else "x" * 22 for field in fields(kind)]
        assert len(kind(*longest).pack().encode()) <= 64, kind


@pytest.mark.parametrize("menu", sorted(BY_MENU))
def test_every_command_of_a_menu_is_described(menu: str) -> None:
    commands = commands_for(menu)
    assert [each["command"] for each in commands] == list(BY_MENU[menu])
    assert all(3 <= len(each["description"]) <= 60 for each in commands)


def test_samples_are_facts_that_an_outbox_row_can_keep() -> None:
    for name, samples in SAMPLES.items():
        assert name in list_templates(), name
        assert json.loads(json.dumps(samples)) == samples


def test_a_missing_fact_is_an_error_and_an_unclosed_tag_would_be_seen() -> None:
    with pytest.raises(KeyError):
        render("joining/accepted")
    reader = Tags()
    with pytest.raises(AssertionError):
        reader.feed("<b>tebal</i>")
