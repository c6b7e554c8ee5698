"""The buttons under an announcement while it is being written."""

from typing import Any

from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import inline, keyboard
from templates.labels import label


@keyboard("announcements/ask_words")
def _ask_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    back = [named_choice(facts, "words", "back", "form.back", language)] if facts.get("again") else []
    return inline([], [*back, cancel(facts, language)])


@keyboard("announcements/ask_office")
def _ask_office(facts: dict[str, Any], language: str) -> dict[str, Any]:
    offices = facts["offices"]
    told_by_role = len({one["role"] for one in offices}) == len(offices)
    words = [label(f"role.{one['role']}", language) if told_by_role else one["area"] for one in offices]
    choices = [choice(facts, "office", one["value"], word) for one, word in zip(offices, words, strict=True)]
    return inline(choices, [cancel(facts, language)])


@keyboard("announcements/confirm")
def _confirm(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "form.send", language)
    edit = named_choice(facts, "preview", "edit", "form.edit", language)
    return inline([send, edit], [cancel(facts, language)])
