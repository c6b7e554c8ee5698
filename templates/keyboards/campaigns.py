"""The buttons of series of rule cards: looking after one, writing a card, and how far one has come."""

from typing import Any

from templates.buttons import FillForm, Page
from templates.campaign_buttons import ListCards, ManageCampaign, ManageCard, ShowReach
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import NEWEST_FIRST, button, inline, keyboard, named, turns_of

REPEATS = ("weekly", "fortnightly", "monthly")


@keyboard("campaigns/campaign")
def _campaign(facts: dict[str, Any], language: str) -> dict[str, Any]:
    campaign = facts["campaign"]
    found = [_verb(campaign, verb, language) for verb in _verbs(facts)] if campaign else []
    if facts["cards"]:
        found.append(named("campaign.cards", ListCards(campaign, 0), language))
    found.append(_verb(0, "new", language))
    turns = turns_of(facts, lambda page: Page("campaigns", page), language, NEWEST_FIRST)
    return inline(found, turns)


def _verbs(facts: dict[str, Any]) -> list[str]:
    state = facts["state"]
    replace = ["replace"] if facts["replaceable"] else []
    if state == "over":
        return replace
    return ["add", *replace, "resume" if state == "paused" else "pause", "end"]


def _verb(campaign: int, verb: str, language: str) -> dict[str, str]:
    return named(f"campaign.{verb}", ManageCampaign(campaign, verb), language)


@keyboard("campaigns/ask_end")
def _ask_end(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([_verb(facts["campaign"], verb, language) for verb in ("end_yes", "show")])


@keyboard("campaigns/cards")
def _cards(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        button(f"{card['number']}. {card['title']}", ShowReach(card["id"], 0)) for card in facts["cards"]
    ]
    turns = turns_of(facts, lambda page: ListCards(facts["campaign"], page), language, NEWEST_FIRST)
    return inline(found, [*turns, _back(facts, language)])


@keyboard("campaigns/reach")
def _reach(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [_back(facts, language)], turns_of(facts, lambda page: ShowReach(facts["card"], page), language)
    )


def _back(facts: dict[str, Any], language: str) -> dict[str, str]:
    return named("form.back", ManageCampaign(facts["campaign"], "show"), language)


@keyboard("campaigns/waiting")
def _waiting(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [named(f"card.{verb}", ManageCard(facts["card"], verb), language) for verb in ("change", "drop")]
    return inline(found, [_back(facts, language)])


@keyboard("campaigns/ask_drop")
def _ask_drop(facts: dict[str, Any], language: str) -> dict[str, Any]:
    yes = named("card.drop_yes", ManageCard(facts["card"], "drop_yes"), language)
    return inline([yes, named("campaign.show", ShowReach(facts["card"], 0), language)])


@keyboard("campaigns/ask_title", "campaigns/ask_when")
def _only_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("campaigns/ask_repeat")
def _ask_repeat(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [named_choice(facts, "repeat", one, f"campaign.{one}", language) for one in REPEATS]
    return inline(found, [cancel(facts, language)])


@keyboard("campaigns/confirm")
def _confirm(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "preview", facts["send"], "campaign.start", language),
        named_choice(facts, "preview", "title", "campaign.change_title", language),
        named_choice(facts, "preview", "repeat", "campaign.change_schedule", language),
    ]
    return inline(found, [cancel(facts, language)])


@keyboard("campaigns/ask_card")
def _ask_card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        choice(facts, "which", card["value"], f"{card['number']}. {card['title']}") for card in facts["cards"]
    ]
    turns = turns_of(facts, lambda page: FillForm(facts["form"], "which", f"page-{page}"), language)
    return inline(found, [*turns, cancel(facts, language)])


@keyboard("campaigns/ask_card_title")
def _ask_card_title(facts: dict[str, Any], language: str) -> dict[str, Any]:
    same = [named_choice(facts, "title", "same", "card.same_title", language)] if facts.get("old") else []
    return inline(same, _ways_out(facts, "title", language))


@keyboard("campaigns/ask_words")
def _ask_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], _ways_out(facts, "words", language))


@keyboard("campaigns/ask_year")
def _ask_year(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [choice(facts, "year", str(year), str(year)) for year in facts["years"]]
    return inline(found, _ways_out(facts, "year", language))


def _ways_out(facts: dict[str, Any], step: str, language: str) -> list[dict[str, str]]:
    """Back to the preview, where there is one already, and `Batal`."""
    back = [named_choice(facts, step, "back", "form.back", language)] if facts["again"] else []
    return [*back, cancel(facts, language)]


@keyboard("campaigns/confirm_card")
def _confirm_card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    asks = "card.ask_read" if facts["asks_clear"] else "card.ask_clear"
    names = {facts["send"]: "card.publish" if facts["goes_out"] else "card.keep"}
    if facts.get("in_turn"):
        names[facts["in_turn"]] = "card.in_turn"
    names |= {"clear": asks, "year": "card.year", "title": "card.title", "words": "card.words"}
    found = [named_choice(facts, "preview", value, name, language) for value, name in names.items()]
    return inline(found, [cancel(facts, language)])
