"""The buttons of closing an activity, and those of the questions about it afterwards."""

from typing import Any

from templates import formats
from templates.activity_buttons import ManageActivity
from templates.buttons import Page
from templates.follow_up_buttons import AnswerFollowUp, NameLacking
from templates.keyboards.forms import cancel, named_choice
from templates.keyboards.registry import NEWEST_FIRST, button, inline, keyboard, named, turns_of

LACKING = ("material", "tool", "time", "guidance")


@keyboard("closings/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any]:
    shown = [
        button(formats.say_short(one["starts"], one["zone"]), ManageActivity(one["activity"], "manage"))
        for one in facts["activities"]
    ]
    turns = turns_of(facts, lambda page: Page("past", page), language, NEWEST_FIRST)
    return inline(shown, [*turns, named("form.back", Page("activities", 0), language)])


@keyboard("closings/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    verbs = [
        "photo_event",
        "photo_list",
        *(["pictures"] if facts["photos"] or facts["lists"] else []),
        *(["results"] if facts["followed"] else []),
        *(["attend"] if facts.get("claimed") else []),
        *([] if facts.get("closed_at") else ["close_yes"]),
    ]
    return inline(
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language) for verb in verbs
    )


@keyboard("closings/wrap_up")
def _wrap_up(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language)
        for verb in ("attend", "close")
    )


@keyboard("closings/ask_photos")
def _ask_photos(facts: dict[str, Any], language: str) -> dict[str, Any]:
    keep = [named_choice(facts, "photos", facts["send"], "form.keep", language)] if facts["count"] else []
    return inline(keep, [cancel(facts, language)])


@keyboard("follow_ups/question")
def _question(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        named(f"outcome.{choice}", AnswerFollowUp(facts["follow_up"], choice), language)
        for choice in facts["choices"]
    )


@keyboard("follow_ups/ask_lacking")
def _ask_lacking(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [named(f"lacking.{one}", NameLacking(facts["follow_up"], one), language) for one in LACKING]
    return inline(found, [named("form.skip", NameLacking(facts["follow_up"], "skip"), language)])
