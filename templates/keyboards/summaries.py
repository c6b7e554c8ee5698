"""The buttons under a summary: to other weeks, and to the results it speaks of."""

from typing import Any

from templates.buttons import ShowEvaluation, ShowSummary
from templates.keyboards.registry import button, inline, keyboard, named


@keyboard("summaries/week")
def _week(facts: dict[str, Any], language: str) -> dict[str, Any]:
    offset = facts["offset"]
    back = named(
        "week.earlier" if offset else "week.last", ShowSummary(facts["area_id"], offset - 1), language
    )
    ahead = [named("week.this", ShowSummary(facts["area_id"], 0), language)] if offset else []
    return inline([], [back, *ahead])


@keyboard("summaries/digest")
def _digest(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    evaluations = [button(one["title"], ShowEvaluation(one["id"])) for one in facts["evaluations"]]
    return inline(evaluations) if evaluations else None
