"""SPEAKS. Everything people see; `compose` makes a message of a template, `render` a text."""

from templates.engine import Composed, compose, declared_facts, list_templates, render

__all__ = ["Composed", "compose", "declared_facts", "list_templates", "render"]
