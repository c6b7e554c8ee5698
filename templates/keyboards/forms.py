"""The buttons that every form shares."""

from collections.abc import Sequence
from typing import Any

from templates.buttons import FillForm, FormControl
from templates.keyboards.registry import button, inline, keyboard, named, turns_of


def choice(facts: dict[str, Any], step: str, value: str, text: str) -> dict[str, str]:
    """A choice in a step of the form that the fact `form` names."""
    return button(text, FillForm(facts["form"], step, value))


def named_choice(facts: dict[str, Any], step: str, value: str, name: str, language: str) -> dict[str, str]:
    """A choice whose words stand in labels.toml."""
    return named(name, FillForm(facts["form"], step, value), language)


def cancel(facts: dict[str, Any], language: str) -> dict[str, str]:
    """`Batal`."""
    return named("form.cancel", FormControl(facts["form"], "cancel"), language)


def pick_one(
    facts: dict[str, Any], language: str, *more: dict[str, str], back: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    """One of a numbered list at the step "who", `more` than those of this page, other pages, `Batal`."""
    places = enumerate(facts["items"], facts["first"] + 1)
    found = [choice(facts, "who", one["value"], f"{place}. {one['who']}") for place, one in places]
    turns = turns_of(facts, lambda page: FillForm(facts["form"], "who", f"page-{page}"), language)
    return inline([*found, *more], [*turns, *back, cancel(facts, language)])


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
