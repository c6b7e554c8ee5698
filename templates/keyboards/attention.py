"""The buttons of a bundle, and those that mute kinds of news."""

from typing import Any

from templates.activity_buttons import ManageActivity
from templates.buttons import Evaluate, MuteNews, ReadAnnouncement
from templates.keyboards.registry import button, inline, keyboard, named
from templates.labels import label
from templates.taps import Tap

KINDS = ("announcement", "rule_card", "invitation", "evaluation")


@keyboard("attention/bundle")
def _bundle(facts: dict[str, Any], language: str) -> dict[str, Any]:
    word = label("news.open", language)
    return inline(button(f"{word} {place}", _open(one)) for place, one in enumerate(facts["items"], 1))


def _open(one: dict[str, Any]) -> Tap:
    """What leads to the thing itself."""
    if one["noun"] == "activity":
        return ManageActivity(one["id"], "show")
    return Evaluate(one["id"], 0, "start") if one["noun"] == "evaluation" else ReadAnnouncement(one["id"])


@keyboard("attention/mutes")
def _mutes(_facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(named(f"news.{kind}", MuteNews(kind), language) for kind in KINDS)
