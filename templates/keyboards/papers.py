"""The buttons of an activity's papers: which one, for which meeting, and the same as a spreadsheet."""

from typing import Any

from templates import formats
from templates.activity_buttons import PrintPaper, ShowMeetings
from templates.keyboards.registry import button, inline, keyboard, named, turns_of

_EXCEL = {"sheet": "sheet_book", "spj": "spj_book"}


def paper(facts: dict[str, Any], which: str, name: str, language: str) -> dict[str, str]:
    """A button for a paper of the activity that the fact `activity` names."""
    return named(f"paper.{name}", PrintPaper(facts["activity"], which, 0), language)


@keyboard("papers/choose")
def _choose(facts: dict[str, Any], language: str) -> dict[str, Any]:
    invitation = ("invitation",) if facts["invites"] else ()
    attended = ("spj",) if facts["attended"] else ()
    papers = (*invitation, "sheet", "blank", *attended, "minutes", "record")
    return inline(paper(facts, one, one, language) for one in papers)


@keyboard("papers/which_meeting")
def _which_meeting(facts: dict[str, Any], language: str) -> dict[str, Any]:
    activity, wanted = facts["activity"], facts["paper"]
    meetings = [
        button(formats.say_short(one["starts"], facts["zone"]), PrintPaper(activity, wanted, one["position"]))
        for one in facts["items"]
    ]
    return inline(meetings, turns_of(facts, lambda page: ShowMeetings(activity, wanted, page), language))


@keyboard("papers/paper")
def _paper(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    book = _EXCEL.get(facts["paper"])
    if book is None:
        return None
    return inline([named("paper.excel", PrintPaper(facts["activity"], book, facts["position"]), language)])
