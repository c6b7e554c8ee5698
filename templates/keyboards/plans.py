"""The buttons of the list of planned announcements, and of one of them."""

from typing import Any

from templates import formats
from templates.buttons import ManagePlan, OpenMenu, Page
from templates.keyboards.registry import button, inline, keyboard, named, turns_of


@keyboard("plans/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    found = [
        button(formats.say_short(one["next"], one["zone"]), ManagePlan(one["plan"], "show"))
        for one in facts["items"]
    ]
    turns = turns_of(facts, lambda page: Page("plans", page), language)
    return inline(found, turns) if found else None


@keyboard("plans/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, language, "words", "timing", "send", "cancel")


@keyboard("plans/ask_cancel")
def _ask_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, language, "cancel_yes", "keep")


@keyboard("plans/ended", "plans/cancelled", "plans/goes_on", "plans/skipped")
def _elsewhere(_facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("menu.planned", OpenMenu("planned"), language)])


def _verbs(facts: dict[str, Any], language: str, *verbs: str) -> dict[str, Any]:
    return inline(named(f"plan.{verb}", ManagePlan(facts["plan"], verb), language) for verb in verbs)
