"""Picking somebody of a list in a form, page by page."""

from typing import Any

from actions.errors import Gone
from actions.paging import Page


def page_facts(page: Page[Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """What the words and buttons of a page need whose items are told as `items`."""
    return {"items": items, "first": page.first, "page": page.number, "pages": page.pages}


def person(number: int) -> str:
    """What the button of somebody says: "person-12"."""
    return f"person-{number}"


def read_pick(choice: str) -> tuple[str, int]:
    """What was tapped: ("person", 12), or ("page", 1) for another page; Gone for anything else."""
    kind, _, number = choice.partition("-")
    if kind not in ("person", "page") or not number.isdecimal() or len(number) > 9:
        raise Gone
    return kind, int(number)
