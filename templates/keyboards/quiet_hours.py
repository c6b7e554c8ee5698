"""The buttons under a kelurahan's quiet hours."""

from typing import Any

from templates import formats
from templates.buttons import ChangeQuietHours
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import inline, keyboard, named


@keyboard("quiet_hours/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    switch = "ramadan_off" if facts["ramadan"] else "ramadan_on"
    shown = ("night", "evening", "friday", "ramadan", switch)
    return inline(named(f"quiet_hours.{what}", ChangeQuietHours(what), language) for what in shown)


@keyboard("quiet_hours/ask_hours", "quiet_hours/ask_first")
def _only_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("quiet_hours/ask_last")
def _ask_last(facts: dict[str, Any], language: str) -> dict[str, Any]:
    days = [choice(facts, "last", day, formats.say_short_date(day)) for day in facts["days"]]
    return inline(days, [cancel(facts, language)])


@keyboard("quiet_hours/confirm_hours", "quiet_hours/confirm_ramadan")
def _confirm(facts: dict[str, Any], language: str) -> dict[str, Any]:
    right = named_choice(facts, "confirm", facts["right"], "form.right", language)
    edit = named_choice(facts, "confirm", "edit", "form.edit", language)
    return inline([right, edit], [cancel(facts, language)])
