"""The buttons of noting minutes."""

from typing import Any

from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.papers import paper
from templates.keyboards.registry import inline, keyboard

PARTS = ("chair", "secretary", "course", "decision", "next")


@keyboard("minutes/ask_chair")
def _ask_chair(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _ask_name("chair", facts, language)


@keyboard("minutes/ask_secretary")
def _ask_secretary(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _ask_name("secretary", facts, language)


def _ask_name(step: str, facts: dict[str, Any], language: str) -> dict[str, Any]:
    own = [choice(facts, step, "me", facts["name"])] if facts["name"] else []
    return inline(own, _skip(step, facts, language))


@keyboard("minutes/ask_course")
def _ask_course(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], _skip("course", facts, language))


@keyboard("minutes/ask_next")
def _ask_next(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], _skip("next", facts, language))


def _skip(step: str, facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    return [named_choice(facts, step, "skip", "form.skip", language), cancel(facts, language)]


@keyboard("minutes/ask_decision")
def _ask_decision(facts: dict[str, Any], language: str) -> dict[str, Any]:
    count = facts["count"]
    drop = [named_choice(facts, "decision", f"drop-{count}", "minutes.drop", language)] if count else []
    done = named_choice(facts, "decision", "done", "minutes.done", language)
    return inline([done, *drop], [cancel(facts, language)])


@keyboard("minutes/preview")
def _preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    parts = [named_choice(facts, "preview", part, f"minutes.{part}", language) for part in PARTS]
    save = named_choice(facts, "preview", facts["send"], "minutes.save", language)
    return inline([save, *parts], [cancel(facts, language)])


@keyboard("minutes/saved")
def _saved(facts: dict[str, Any], language: str) -> dict[str, Any]:
    prints = paper(facts, "print_minutes", "print_minutes", language)
    return inline([prints, paper(facts, "record", "record", language)])


@keyboard("minutes/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    papers = ("print_minutes", "change_minutes", "record")
    return inline(paper(facts, one, one, language) for one in papers)
