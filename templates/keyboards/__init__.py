"""Which buttons stand under which template; one module per noun registers its own."""

from importlib import import_module
from typing import Any

from templates.keyboards.registry import BUILDERS, reply_keyboard

NOUNS = (
    "forms",
    "people",
    "menus",
    "proposals",
    "activities",
    "planning",
    "attendance",
    "extras",
    "series",
    "announcements",
    "campaigns",
    "corrections",
    "plans",
    "evaluations",
    "closings",
    "summaries",
    "quiet_hours",
    "attention",
    "sharing",
    "papers",
    "minutes",
    "proxies",
    "groups",
    "interests",
    "times",
)


def keyboard_for(name: str, facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    """The reply_markup of a template: its registered buttons, else the menu that the fact `menu` names."""
    if not BUILDERS:
        for noun in NOUNS:
            import_module(f"templates.keyboards.{noun}")
    if name in BUILDERS:
        return BUILDERS[name](facts, language)
    if facts.get("menu"):
        return reply_keyboard(facts["menu"], language, changeable=bool(facts.get("several_roles")))
    return None
