"""The buttons of the interest register, and of what an RT head reads of it."""

from functools import partial
from typing import Any

from templates.buttons import OpenMenu, Page
from templates.interest_buttons import ManageInterests, ShowNamed, TickTopic
from templates.keyboards.forms import cancel
from templates.keyboards.registry import button, inline, keyboard, named, turns_of
from templates.labels import label


@keyboard("interests/register")
def _register(facts: dict[str, Any], language: str) -> dict[str, Any]:
    shown = facts["named"]
    asked = shown is not None or not (facts["learn"] or facts["teach"])
    ways = {True: ("unnamed",), False: ("show_name",), None: () if asked else ("named", "unnamed")}[shown]
    verbs = ("learn", "teach", *ways)
    return inline(named(f"interests.{verb}", ManageInterests(verb), language) for verb in verbs)


@keyboard("interests/topics")
def _topics(facts: dict[str, Any], language: str) -> dict[str, Any]:
    wish, page = facts["wish"], facts["page"]
    ticks = [button(_say(one, language), TickTopic(wish, one["topic"], page)) for one in facts["items"]]
    turns = turns_of(facts, partial(Page, wish), language)
    return inline(ticks, [*turns, named("form.back", ManageInterests("open"), language)])


def _say(one: dict[str, Any], language: str) -> str:
    own = label("interests.own", language) if one["topic"] == "other" else None
    words = one["words"] or own or label(f"topic.{one['topic']}", language)
    return f"✓ {words}" if one["chosen"] else words


@keyboard("interests/ask_words")
def _ask_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("interests/demand")
def _demand(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return (
        inline([named("interests.names", ShowNamed(facts["area_id"], 0), language)])
        if facts["named"]
        else None
    )


@keyboard("interests/names")
def _names(facts: dict[str, Any], language: str) -> dict[str, Any]:
    turns = turns_of(facts, partial(ShowNamed, facts["area_id"]), language)
    return inline([], [*turns, named("form.back", OpenMenu("interests"), language)])
