"""The buttons of joining, of deciding about who joins, of `Warga RT` and of `Data saya`."""

from typing import Any

from templates.buttons import (
    ChangeData,
    Consent,
    DecideListed,
    DecideResident,
    ForgetNeighbour,
    OpenMenu,
    Page,
    ShareLink,
)
from templates.keyboards.forms import cancel, choice, named_choice, pick_one
from templates.keyboards.registry import button, inline, keyboard, named, turns_of
from templates.labels import label

SALUTATIONS = ("Bapak", "Ibu", "Mas", "Mbak", "Bang", "Kak")


@keyboard("joining/consent")
def _consent(facts: dict[str, Any], language: str) -> dict[str, Any]:
    payload = facts["payload"]
    return inline(
        [named(f"consent.{answer}", Consent(answer, payload), language) for answer in ("yes", "no")]
    )


@keyboard("joining/ask_salutation")
def _ask_salutation(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [choice(facts, "salutation", word, word) for word in SALUTATIONS], [cancel(facts, language)]
    )


@keyboard("joining/ask_name")
def _ask_name(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("joining/ask_household")
def _ask_household(facts: dict[str, Any], language: str) -> dict[str, Any]:
    skip = [named_choice(facts, "household", "skip", "form.skip", language)] if facts.get("skippable") else []
    return inline([], [*skip, cancel(facts, language)])


@keyboard("joining/ask_count")
def _ask_count(facts: dict[str, Any], language: str) -> dict[str, Any]:
    word = "joining.move" if facts.get("old") else "joining.count"
    return inline([named_choice(facts, "confirm", "yes", word, language)], [cancel(facts, language)])


@keyboard("people/request")
def _request(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named(f"resident.{decision}", DecideResident(facts["residency"], decision), language)
        for decision in ("accept", "decline")
    ]
    for one in facts.get("same") or ():
        words = f"{label('resident.same', language)} {one['who']}"
        found.append(button(words, DecideResident(facts["residency"], f"same-{one['person']}")))
    return inline(found)


@keyboard("people/residents")
def _residents(facts: dict[str, Any], language: str) -> dict[str, Any]:
    buttons, page = [], facts["page"]
    for place, item in enumerate(facts["items"], facts["first"] + 1):
        for decision in ("accept", "decline"):
            word = label(f"resident.{decision}", language)
            tap = DecideListed(page, item["residency"], decision)
            buttons.append(button(f"{word} {place}" if facts["waiting"] > 1 else word, tap))
    buttons.append(named("resident.names", Page("residents", 0), language))
    buttons.append(named("resident.link", ShareLink(), language))
    if len(facts["items"]) < 2:
        more = ("groups", "interests")
        buttons += [named(f"menu.{item}", OpenMenu(item), language) for item in more]
    return inline(buttons, turns_of(facts, lambda page: Page("waiting", page), language))


@keyboard("people/names")
def _names(facts: dict[str, Any], language: str) -> dict[str, Any]:
    forget = [named("resident.forget", ForgetNeighbour(), language)] if facts.get("noted") else []
    turns = turns_of(facts, lambda page: Page("residents", page), language)
    return inline(forget, [*turns, named("form.back", Page("waiting", 0), language)])


@keyboard("people/ask_whom")
def _ask_whom(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return pick_one(facts, language)


@keyboard("people/ask_forget")
def _ask_forget(facts: dict[str, Any], language: str) -> dict[str, Any]:
    forget = named_choice(facts, "confirm", facts["value"], "resident.forget_yes", language)
    return inline([forget], [cancel(facts, language)])


@keyboard("people/my_data")
def _my_data(facts: dict[str, Any], language: str) -> dict[str, Any]:
    lives = facts.get("state") == "accepted"
    wanted = ("salutation", "name", *(["household"] if facts.get("area") else []), "news")
    wanted += (*(["interests"] if lives else []), "erase")
    return inline([named(f"my_data.{what}", ChangeData(what), language) for what in wanted])


@keyboard("people/ask_erase")
def _ask_erase(facts: dict[str, Any], language: str) -> dict[str, Any]:
    erase = named_choice(facts, "confirm", "yes", "my_data.erase_yes", language)
    return inline([erase], [cancel(facts, language)])


@keyboard("people/goodbye")
def _goodbye(_facts: dict[str, Any], _language: str) -> dict[str, Any]:
    return {"remove_keyboard": True}
