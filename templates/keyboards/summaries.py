"""The buttons under a summary: to other weeks, and to the results it speaks of."""

from typing import Any

from templates import formats
from templates.buttons import ManageAnnouncement, OpenMenu, ShowEvaluation, ShowSummary
from templates.keyboards.registry import button, inline, keyboard, named
from templates.labels import LONGEST, label

MOST = 6


@keyboard("summaries/week")
def _week(facts: dict[str, Any], language: str) -> dict[str, Any]:
    offset = facts["offset"]
    back = named(
        "week.earlier" if offset else "week.last", ShowSummary(facts["area_id"], offset - 1), language
    )
    ahead = [named("week.this", ShowSummary(facts["area_id"], 0), language)] if offset else []
    return inline([named("menu.interests", OpenMenu("interests"), language)], [back, *ahead])


@keyboard("summaries/digest")
def _digest(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    found = [button(one["title"], ShowEvaluation(one["id"])) for one in facts["evaluations"]]
    found += [
        button(
            formats.excerpt(one["text"], LONGEST) or label("digest.missed", language),
            ManageAnnouncement(one["announcement"], "details"),
        )
        for one in facts.get("missed") or ()
    ]
    return inline(found[-MOST:]) if found else None
