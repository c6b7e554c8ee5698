"""Picking somebody, or something, of a list in a form, page by page."""

from actions.errors import Gone


def person(number: int) -> str:
    """What the button of somebody says: "person-12"."""
    return f"person-{number}"


def read_pick(choice: str, listed: str = "person") -> tuple[str, int]:
    """What was tapped: ("person", 12), or ("page", 1) for another page; Gone for anything else.

    `listed` is the word for what the list is of.
    """
    kind, _, number = choice.partition("-")
    if kind not in (listed, "page") or not number.isdecimal() or len(number) > 9:
        raise Gone
    return kind, int(number)
