"""The buttons that every form shares."""

from typing import Any

from templates.buttons import FillForm, FormControl
from templates.keyboards.registry import button, inline, keyboard, named


def choice(facts: dict[str, Any], step: str, value: str, text: str) -> dict[str, str]:
    """A choice in a step of the form that the fact `form` names."""
    return button(text, FillForm(facts["form"], step, value))


def named_choice(facts: dict[str, Any], step: str, value: str, name: str, language: str) -> dict[str, str]:
    """A choice whose words stand in labels.toml."""
    return named(name, FillForm(facts["form"], step, value), language)


def cancel(facts: dict[str, Any], language: str) -> dict[str, str]:
    """`Batal`."""
    return named("form.cancel", FormControl(facts["form"], "cancel"), language)


@keyboard("forms/unfinished")
def _unfinished(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [
            named("form.resume", FormControl(facts["form"], "resume"), language),
            named("form.restart", FormControl(facts["form"], "restart"), language),
        ],
        [cancel(facts, language)],
    )


@keyboard("forms/resume_offer")
def _resume_offer(facts: dict[str, Any], language: str) -> dict[str, Any]:
    resume = named("form.resume", FormControl(facts["form"], "resume"), language)
    return inline([resume], [cancel(facts, language)])
