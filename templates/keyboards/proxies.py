"""The buttons of writing down what a neighbour without Telegram answers."""

from typing import Any

from templates.activity_buttons import ManageActivity
from templates.keyboards.forms import cancel, choice, named_choice, pick_one
from templates.keyboards.registry import inline, keyboard, named

_PARTIES = ("1", "2", "3", "4", "5", "6")


@keyboard("proxies/ask_who")
def _ask_who(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return pick_one(facts, language, named_choice(facts, "who", "new", "proxy.new", language))


@keyboard("proxies/ask_name")
def _ask_name(facts: dict[str, Any], language: str) -> dict[str, Any]:
    nameless = named_choice(facts, "name", "nameless", "proxy.nameless", language)
    return inline([nameless], [cancel(facts, language)])


@keyboard("proxies/ask_way")
def _ask_way(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [named_choice(facts, "way", way, f"way.{way}", language) for way in ("food", "tools", "freely")]
    return inline(found, [cancel(facts, language)])


@keyboard("proxies/ask_household", "proxies/ask_gift")
def _only_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("proxies/ask_answer")
def _ask_answer(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "answer", f"{answer}-{facts['version']}", f"answer.{answer}", language)
        for answer in ("yes", "no", "help")
    ]
    return inline(found, [cancel(facts, language)])


@keyboard("proxies/ask_party")
def _ask_party(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [choice(facts, "party", f"{size}-{facts['version']}", size) for size in _PARTIES]
    return inline(found, [cancel(facts, language)])


@keyboard("proxies/tell_them")
def _tell_them(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("proxy.to_tell", ManageActivity(facts["activity"], "to_tell"), language)])


@keyboard("proxies/recorded", "proxies/gift_recorded")
def _recorded(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("proxy.another", ManageActivity(facts["activity"], "note"), language)])
