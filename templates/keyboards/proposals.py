"""The buttons under ideas: sectors, the preview, lists and the way back."""

from typing import Any

from templates.buttons import OpenMenu, Page, ShowProposal
from templates.formats import proposal_number
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import NEWEST_FIRST, button, inline, keyboard, named, turns_of
from templates.labels import label


@keyboard("proposals/ask_idea")
def _ask_idea(facts: dict[str, Any], language: str) -> dict[str, Any]:
    if not facts.get("again"):
        mine = named("menu.my_proposals", OpenMenu("my_proposals"), language)
        return inline([mine], [cancel(facts, language)])
    choices = [named_choice(facts, "idea", "sector", "proposal.change_sector", language)]
    back = named_choice(facts, "idea", "back", "form.back", language)
    return inline(choices, [back, cancel(facts, language)])


@keyboard("proposals/ask_words")
def _ask_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("proposals/ask_sector")
def _ask_sector(facts: dict[str, Any], language: str) -> dict[str, Any]:
    sectors = [choice(facts, "sector", str(one["id"]), one["label"]) for one in facts["sectors"]]
    return inline(sectors, [cancel(facts, language)])


@keyboard("proposals/preview")
def _preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "form.send", language)
    edit = named_choice(facts, "preview", "edit", "form.edit", language)
    return inline([send, edit], [cancel(facts, language)])


@keyboard("proposals/notice")
def _notice(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("proposal.open", ShowProposal(facts["proposal"]), language)])


@keyboard("proposals/mine")
def _mine(facts: dict[str, Any], language: str) -> dict[str, Any]:
    if not facts["items"]:
        return inline([named("menu.propose", OpenMenu("propose"), language)])
    return _list(facts, "my_proposals", language)


@keyboard("proposals/incoming")
def _incoming(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return _list(facts, "proposals", language) if facts["items"] else None


@keyboard("proposals/detail")
def _detail(facts: dict[str, Any], language: str) -> dict[str, Any]:
    item = "my_proposals" if facts["own"] else "proposals"
    return inline([], [button(label(f"menu.{item}", language), OpenMenu(item))])


def _list(facts: dict[str, Any], noun: str, language: str) -> dict[str, Any]:
    items = [button(proposal_number(one["number"]), ShowProposal(one["id"])) for one in facts["items"]]
    turns = turns_of(facts, lambda page: Page(noun, page), language, NEWEST_FIRST)
    return inline(items, turns)
