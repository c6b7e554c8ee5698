"""The buttons under the proposed next time of an activity that comes back, and of ending it."""

from typing import Any

from templates.activity_buttons import ManageActivity, ManageSeries
from templates.keyboards.registry import inline, keyboard, named


@keyboard("series/proposal")
def _proposal(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, language, "invite", "move", "skip", "end")


@keyboard("series/ask_end")
def _ask_end(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, language, "end_yes", "keep")


@keyboard("series/ask_stop")
def _ask_stop(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language)
        for verb in ("series_end", "series_keep")
    )


def _verbs(facts: dict[str, Any], language: str, *verbs: str) -> dict[str, Any]:
    return inline(
        named(f"series.{verb}", ManageSeries(facts["series"], facts["turn"], verb), language)
        for verb in verbs
    )
