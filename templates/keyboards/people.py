"""The buttons of joining, of deciding about who joins, of `Warga RT` and of `Data saya`."""

from typing import Any

from templates.buttons import ChangeData, Consent, DecideListed, DecideResident, Page, ShareLink
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import button, inline, keyboard, named
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
    return inline(buttons, _turns("waiting", page, facts["pages"], language))


@keyboard("people/names")
def _names(facts: dict[str, Any], language: str) -> dict[str, Any]:
    back = named("form.back", Page("waiting", 0), language)
    return inline([], [*_turns("residents", facts["page"], facts["pages"], language), back])


@keyboard("people/my_data")
def _my_data(facts: dict[str, Any], language: str) -> dict[str, Any]:
    wanted = ("salutation", "name", *(["household"] if facts.get("area") else []), "news", "erase")
    return inline([named(f"my_data.{what}", ChangeData(what), language) for what in wanted])


@keyboard("people/ask_erase")
def _ask_erase(facts: dict[str, Any], language: str) -> dict[str, Any]:
    erase = named_choice(facts, "confirm", "yes", "my_data.erase_yes", language)
    return inline([erase], [cancel(facts, language)])


@keyboard("people/goodbye")
def _goodbye(_facts: dict[str, Any], _language: str) -> dict[str, Any]:
    return {"remove_keyboard": True}


def _turns(noun: str, page: int, pages: int, language: str) -> list[dict[str, str]]:
    turns = []
    if page > 0:
        turns.append(named("list.previous", Page(noun, page - 1), language))
    if page + 1 < pages:
        turns.append(named("list.next", Page(noun, page + 1), language))
    return turns
