"""The buttons of an evaluation: its start, each question's choices, and the way back to it."""

from typing import Any

from templates.buttons import Evaluate
from templates.keyboards.registry import button, inline, keyboard, named


@keyboard("evaluations/invitation")
def _invitation(facts: dict[str, Any], language: str) -> dict[str, Any]:
    start = named("evaluation.start", Evaluate(facts["evaluation"], 0, "start"), language)
    later = named("evaluation.later", Evaluate(facts["evaluation"], 0, "later"), language)
    return inline([start, later])


@keyboard("evaluations/question")
def _question(facts: dict[str, Any], language: str) -> dict[str, Any]:
    taps = [
        (label, Evaluate(facts["evaluation"], facts["question"], code)) for code, label in facts["options"]
    ]
    return inline([button(label, tap) for label, tap in taps])


@keyboard("evaluations/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    waiting = [item for item in facts["items"] if item["position"]]
    if len(waiting) == 1:
        name = "evaluation.resume" if waiting[0]["begun"] else "evaluation.start"
        return inline([named(name, Evaluate(waiting[0]["evaluation"], 0, "start"), language)])
    taps = [(item["title"], Evaluate(item["evaluation"], 0, "start")) for item in waiting]
    return inline([button(title, tap) for title, tap in taps]) if taps else None
