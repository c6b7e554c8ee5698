"""SPEAKS. Everything people see: words, buttons, sheets, charts; `compose` makes a message, `render` a text."""

from templates.engine import Composed, compose, declared_facts, list_templates, render

__all__ = ["Composed", "compose", "declared_facts", "list_templates", "render"]
