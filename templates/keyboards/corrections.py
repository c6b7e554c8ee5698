"""The buttons of correcting an announcement, of taking it back, and of what became of it."""

from typing import Any

from templates.buttons import ManageAnnouncement, ShowAnswers, ShowReceipts
from templates.keyboards.forms import cancel, named_choice
from templates.keyboards.registry import inline, keyboard, named, turns_of


@keyboard("announcements/ask_correction")
def _ask_correction(facts: dict[str, Any], language: str) -> dict[str, Any]:
    back = [named_choice(facts, "words", "back", "form.back", language)] if facts["again"] else []
    return inline([], [*back, cancel(facts, language)])


@keyboard("announcements/confirm_correction")
def _confirm_correction(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "form.send", language)
    edit = named_choice(facts, "preview", "edit", "form.edit", language)
    return inline([send, edit], [cancel(facts, language)])


@keyboard("announcements/ask_recall")
def _ask_recall(facts: dict[str, Any], language: str) -> dict[str, Any]:
    verbs = {"delete": "delete", "correct": "reword", "keep": "keep"}
    return inline(
        named(f"announcement.{name}", ManageAnnouncement(facts["announcement"], verb), language)
        for verb, name in verbs.items()
    )


@keyboard("announcements/details")
def _details(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return _turns(ShowReceipts, facts, language)


@keyboard("announcements/urgent_answers")
def _urgent_answers(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return _turns(ShowAnswers, facts, language)


def _turns(
    tap: type[ShowReceipts] | type[ShowAnswers], facts: dict[str, Any], language: str
) -> dict[str, Any] | None:
    turns = turns_of(facts, lambda page: tap(facts["announcement"], page), language)
    return inline([], turns) if turns else None
