"""The buttons that link a Telegram group with an area, and take it away again."""

from typing import Any

from templates.buttons import ChooseArea, LinkGroup, UnlinkGroup
from templates.keyboards.registry import button, inline, keyboard, link, named
from templates.labels import label


@keyboard("groups/hello", "groups/unlinked")
def _hello(_facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("group.link", LinkGroup(), language)])


@keyboard("groups/choose_area")
def _choose_area(facts: dict[str, Any], _language: str) -> dict[str, Any]:
    return inline(button(one["name"], ChooseArea(facts["chat"], one["id"])) for one in facts["choices"])


@keyboard("groups/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    word, several = label("group.unlink", language), len(facts["items"]) > 1
    found = [
        button(f"{word} {place}" if several else word, UnlinkGroup(one["chat"]))
        for place, one in enumerate(facts["items"], 1)
    ]
    if facts["address"]:
        found.append(link(label("group.add", language), facts["address"]))
    return inline(found) if found else None


@keyboard("groups/help")
def _help(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return inline([link(label("group.private", language), facts["address"])]) if facts["address"] else None
