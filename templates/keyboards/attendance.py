"""The buttons of an organiser's room, of its lists of names, and under a code."""

from collections.abc import Callable, Sequence
from typing import Any

from templates.attendance_buttons import Attend, ComeInstead, Confirm, HereIAm, TakeGuestBack, Tick
from templates.formats import say_name
from templates.keyboards.forms import cancel, named_choice
from templates.keyboards.registry import button, inline, keyboard, named, turns_of
from templates.labels import LONGEST, label
from templates.taps import Tap

_SHORTEST_NAME = 8


@keyboard("attendance/room")
def _room(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session, claimed, other = facts["session"], facts["claimed"], facts.get("other")
    codes = ("code", "print") if facts["doors"] else ()
    crowded = claimed and other and codes  # a screen has six choices
    verbs = ("tick", *(codes[:1] if crowded else codes), "walk_in", "instead")
    buttons = [named(f"attend.{verb}", Attend(session, verb), language) for verb in verbs]
    if claimed:
        words = f"{label('attend.claims', language)} ({claimed})"
        buttons.append(button(words, Attend(session, "claims")))
    if other:
        words = f"{label('attend.meeting', language)} {other['position']}"
        buttons.append(button(words, Attend(other["session"], "room")))
    return inline(buttons)


@keyboard("attendance/which")
def _which(facts: dict[str, Any], _language: str) -> dict[str, Any]:
    """Several begin at one hour: their names, not their times, tell them apart."""
    return inline(button(option["title"], HereIAm(option["session"])) for option in facts["options"])


@keyboard("attendance/tick")
def _tick(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session, page = facts["session"], facts["page"]
    names = _names(facts, lambda one: Tick(session, one["person"], page, int(not one["here"])))
    awaited = any(one["coming"] and not one["here"] for one in facts["items"])
    everybody = [named("attend.all_here", Attend(session, "all", page), language)] if awaited else []
    search = [_search(facts, language)] if facts["pages"] > 1 else []
    return inline(names, [*everybody, *search, *_turns(facts, "tick", language)])


@keyboard("attendance/ask_search")
def _ask_search(facts: dict[str, Any], language: str) -> dict[str, Any]:
    walk_in = named_choice(facts, "words", "walk_in", "attend.walk_in", language)
    return inline([walk_in], [cancel(facts, language)])


@keyboard("attendance/found")
def _found(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session = facts["session"]
    names = _names(facts, lambda one: Tick(session, one["person"], one["page"], int(not one["here"])))
    back = named("form.back", Attend(session, "tick"), language)
    return inline(names, [_search(facts, language), back])


@keyboard("attendance/claims")
def _claims(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session, page = facts["session"], facts["page"]
    names = _names(facts, lambda one: Confirm(session, one["person"], page))
    everybody = named("attend.confirm_all", Attend(session, "confirm_all"), language)
    return inline([*names, *([everybody] if facts["claimed"] else [])], _turns(facts, "claims", language))


@keyboard("attendance/who_came")
def _who_came(facts: dict[str, Any], language: str) -> dict[str, Any]:
    names = _names(facts, lambda one: ComeInstead(facts["session"], one["person"], 0, 0), marked=False)
    return inline(names, _turns(facts, "instead", language))


@keyboard("attendance/instead_of")
def _instead_of(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session, person = facts["session"], facts["person"]
    names = _names(facts, lambda one: ComeInstead(session, person, one["person"], 0), marked=False)
    turns = turns_of(facts, lambda page: ComeInstead(session, person, 0, page), language)
    return inline(names, [*turns, _back(facts, language)])


@keyboard("attendance/noted")
def _noted(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session = facts["session"]
    instead = named("attend.instead_of", ComeInstead(session, facts["person"], 0, 0), language)
    again = named("attend.walk_in_again", Attend(session, "walk_in"), language)
    return inline([again, *([instead] if facts["absent"] else [])], [_back(facts, language)])


@keyboard("attendance/replaced")
def _replaced(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [_back(facts, language)])


@keyboard("attendance/code")
def _code(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    if facts["address"]:
        return None
    return inline([named("attend.code_again", Attend(facts["session"], "code"), language)])


@keyboard("attendance/guest_noted")
def _guest_noted(facts: dict[str, Any], language: str) -> dict[str, Any]:
    session = facts["session"]
    again = named("attend.walk_in_again", Attend(session, "walk_in"), language)
    wrong = named("attend.no_guest", TakeGuestBack(session, facts["guest"]), language)
    return inline([again, wrong], [_back(facts, language)])


@keyboard("attendance/ask_name")
def _ask_name(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named_choice(facts, "name", "guest", "attend.guest", language)], [cancel(facts, language)])


@keyboard("attendance/ask_rt")
def _ask_rt(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named_choice(facts, "rt", "guest", "attend.guest", language)], [cancel(facts, language)])


@keyboard("attendance/ask_household")
def _ask_household(facts: dict[str, Any], language: str) -> dict[str, Any]:
    guest = named_choice(facts, "household", "guest", "attend.guest", language)
    return inline([guest], [cancel(facts, language)])


@keyboard("attendance/ask_same")
def _ask_same(facts: dict[str, Any], language: str) -> dict[str, Any]:
    yes = named_choice(facts, "same", "yes", "attend.same", language)
    no = named_choice(facts, "same", "no", "attend.not_same", language)
    return inline([yes, no], [cancel(facts, language)])


def _turns(facts: dict[str, Any], verb: str, language: str) -> list[dict[str, str]]:
    turns = turns_of(facts, lambda page: Attend(facts["session"], verb, page), language)
    return [*turns, _back(facts, language)]


def _search(facts: dict[str, Any], language: str) -> dict[str, str]:
    return named("list.search", Attend(facts["session"], "search"), language)


def _back(facts: dict[str, Any], language: str) -> dict[str, str]:
    return named("form.back", Attend(facts["session"], "room"), language)


def _names(
    facts: dict[str, Any], tap_of: Callable[[dict[str, Any]], Tap], *, marked: bool = True
) -> list[dict[str, str]]:
    """A button a name, with "✓" in front of who is there."""
    items: Sequence[dict[str, Any]] = facts["items"]
    called = [say_name(one["name"], one["salutation"]) for one in items]
    found = []
    for one, name in zip(items, called, strict=True):
        mark = "✓ " if marked and one["here"] else ""
        alike = called.count(name) > 1 and one["house"]
        found.append(
            button(mark + (_with_house(name, one["house"], len(mark)) if alike else name), tap_of(one))
        )
    return found


def _with_house(name: str, house: str, taken: int) -> str:
    """Two of a name are told apart by their house, for which the name gives way."""
    room = max(_SHORTEST_NAME, LONGEST - taken - len(house) - 2)
    return f"{name[:room]}, {house}"
