"""The buttons of finding a time: proposing, marking who must be there, answering, deciding."""

from typing import Any

from templates import formats
from templates.activity_buttons import ManageActivity
from templates.keyboards.forms import cancel, named_choice
from templates.keyboards.registry import button, inline, keyboard, named, turns_of
from templates.labels import label
from templates.time_buttons import AnswerTimes, ManageTimes, PickRequired

MOST = 4


@keyboard("times/ask_when")
def _ask_when(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("times/slots")
def _slots(facts: dict[str, Any], language: str) -> dict[str, Any]:
    count = len(facts["slots"])
    ways = [way for way, fits in {"more": count < MOST, "go_on": count > 1, "drop": True}.items() if fits]
    found = [named_choice(facts, "slots", way, f"times.{way}", language) for way in ways]
    return inline(found, [cancel(facts, language)])


@keyboard("times/draft")
def _draft(facts: dict[str, Any], language: str) -> dict[str, Any]:
    verbs = ("people", "everybody", *(["required"] if facts["required"] else []), "cancel")
    return inline(_verbs(facts, verbs, language))


@keyboard("times/people")
def _people(facts: dict[str, Any], language: str) -> dict[str, Any]:
    poll, page = facts["poll"], facts["page"]
    ticks = [
        button(
            f"{'✓ ' if one['required'] else ''}{place}. {formats.say_name(one['name'], one['salutation'])}",
            PickRequired(poll, page, one["person"]),
        )
        for place, one in enumerate(facts["items"], facts["first"] + 1)
    ]
    turns = turns_of(facts, lambda page: PickRequired(poll, page, 0), language)
    return inline(ticks, [*turns, named("form.back", ManageTimes(poll, "draft"), language)])


@keyboard("times/question")
def _question(facts: dict[str, Any], language: str) -> dict[str, Any]:
    poll, zone = facts["poll"], facts["zone"]
    ticks = [
        button(
            f"{'✓ ' if one['chosen'] else ''}{formats.say_short(one['starts'], zone)}",
            AnswerTimes(poll, one["position"]),
        )
        for one in facts["slots"]
    ]
    return inline([*ticks, named("times.none", AnswerTimes(poll, 0), language)])


@keyboard("times/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any]:
    best, poll, words = facts["best"], facts["poll"], label("times.take", language)
    if facts.get("activity"):
        return inline([named("activity.manage", ManageActivity(facts["activity"], "manage"), language)])
    found = [
        button(f"{'⭐ ' if place == best else ''}{words} {place}", ManageTimes(poll, f"take-{place}"))
        for place in (one["position"] for one in facts["slots"])
    ]
    verbs = [*(["missing"] if facts["required"] else []), *(["close"] if facts["open"] else [])]
    return inline([*found, *_verbs(facts, verbs, language)])


def _verbs(facts: dict[str, Any], verbs: Any, language: str) -> list[dict[str, str]]:
    return [named(f"times.{verb}", ManageTimes(facts["poll"], verb), language) for verb in verbs]
