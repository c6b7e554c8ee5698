"""The buttons of planning an activity, answering an invitation, and looking after one."""

from collections.abc import Iterable
from typing import Any

from templates import formats
from templates.attendance_buttons import HereIAm
from templates.buttons import AnswerInvitation, ManageActivity, Page, ReadAnswer
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import button, inline, keyboard, named, turns_of

KINDS = ("work_bee", "training", "deliberation", "outreach", "event")


@keyboard("activities/ask_kind")
def _ask_kind(facts: dict[str, Any], language: str) -> dict[str, Any]:
    kinds = [named_choice(facts, "kind", kind, f"kind.{kind}", language) for kind in KINDS]
    return inline(kinds, [cancel(facts, language)])


@keyboard("activities/ask_title")
def _ask_title(facts: dict[str, Any], language: str) -> dict[str, Any]:
    suggested = named_choice(facts, "title", "suggested", "activity.use_title", language)
    return inline([suggested], [cancel(facts, language)])


@keyboard("activities/ask_when", "activities/ask_time", "activities/ask_place", "activities/ask_quota")
def _only_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("activities/choose_when")
def _choose_when(facts: dict[str, Any], language: str) -> dict[str, Any]:
    options = [
        choice(facts, "choose", option["value"], _say(option, facts["zone"])) for option in facts["options"]
    ]
    return inline(options, [cancel(facts, language)])


def _say(option: dict[str, Any], zone: str) -> str:
    if option.get("starts"):
        return formats.say_short(option["starts"], zone)
    return formats.say_short_date(option["day"])


@keyboard("activities/echo_when")
def _echo_when(facts: dict[str, Any], language: str) -> dict[str, Any]:
    right = named_choice(facts, "moment", facts["right"], "form.right", language)
    return inline(
        [right, named_choice(facts, "moment", "edit", "form.edit", language)], [cancel(facts, language)]
    )


@keyboard("activities/preview")
def _preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "activity.send", language)
    return inline(
        [send, named_choice(facts, "preview", "edit", "form.edit", language)], [cancel(facts, language)]
    )


@keyboard("activities/ask_change")
def _ask_change(facts: dict[str, Any], language: str) -> dict[str, Any]:
    parts = [
        named_choice(facts, "change", part, f"activity.change_{part}", language)
        for part in ("title", "when", "place")
    ]
    back = named_choice(facts, "change", "preview", "form.back", language)
    return inline(parts, [back, cancel(facts, language)])


@keyboard("activities/ask_move")
def _ask_move(facts: dict[str, Any], language: str) -> dict[str, Any]:
    place = named_choice(facts, "when", "place", "activity.move_place", language)
    return inline([place], [cancel(facts, language)])


@keyboard("activities/move_preview")
def _move_preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "activity.send_change", language)
    parts = [
        named_choice(facts, "preview", part, f"activity.move_{part}", language) for part in ("when", "place")
    ]
    return inline([send, *parts], [cancel(facts, language)])


@keyboard("activities/invitation", "activities/answered", "activities/noted", "activities/moved")
def _invitation(facts: dict[str, Any], language: str) -> dict[str, Any]:
    if facts.get("answer") == "wait":
        return inline([named("answer.leave_queue", AnswerInvitation(facts["activity"], "no"), language)])
    answers = [
        named(f"answer.{answer}", AnswerInvitation(facts["activity"], answer), language)
        for answer in ("yes", "no", "help")
    ]
    if facts.get("here"):
        answers.insert(0, named("attend.here", HereIAm(facts["here"]), language))
    verbs = {"manages": "manage", "shares": "share", "notes": "note"}
    office = [
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language)
        for fact, verb in verbs.items()
        if facts.get(fact)
    ]
    if facts.get("attends"):
        office.append(named("attend.note", ManageActivity(facts["activity"], "attend"), language))
    return inline(answers, office)


@keyboard("activities/group")
def _group(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return None if facts["cancelled"] or facts.get("postponed") else _invitation(facts, language)


@keyboard("activities/seat_offer")
def _seat_offer(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [
            named("answer.take_seat", AnswerInvitation(facts["activity"], "yes"), language),
            named("answer.leave_seat", AnswerInvitation(facts["activity"], "no"), language),
        ]
    )


@keyboard("activities/seat_passed")
def _seat_passed(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("answer.again", AnswerInvitation(facts["activity"], "yes"), language)])


@keyboard("activities/reminder")
def _reminder(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [
            named("answer.still_yes", AnswerInvitation(facts["activity"], "yes"), language),
            named("answer.excused", AnswerInvitation(facts["activity"], "no"), language),
        ]
    )


@keyboard("activities/which")
def _which(facts: dict[str, Any], _language: str) -> dict[str, Any]:
    return inline(
        button(
            formats.say_short(option["starts"], option["zone"]),
            ReadAnswer(option["activity"], facts["answer"], facts["party"]),
        )
        for option in facts["options"]
    )


@keyboard("activities/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    shown = [
        button(
            formats.say_short(activity["starts"], activity["zone"]),
            ManageActivity(activity["activity"], "show"),
        )
        for activity in facts["activities"]
    ]
    turns = turns_of(facts, lambda page: Page("activities", page), language)
    past = [named("list.past", Page("past", 0), language)] if facts.get("past") else []
    return inline(shown, [*turns, *past]) if shown or past else None


@keyboard("activities/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    if facts["cancelled"]:
        return None
    if facts["postponed"]:  # without a time there is nothing to pass on or to answer
        return _verbs(facts, ("move", "cancel"), language)
    phase = facts.get("phase", "before")  # a card that was promised by an older release has none
    notes = ("note",) if facts.get("notes") and phase in ("before", "day") else ()
    return _verbs(facts, (*_CARD[phase], *notes), language)


_CHANGES = ("move", "cancel", "rain", "mourning")
_CARD = {
    "before": (*_CHANGES, "share"),
    "day": ("attend", "share", "change"),
    "over": ("attend", "close"),
    "closed": ("closed",),
}
"""What an organiser does most in each phase of an activity."""


@keyboard("activities/change")
def _change(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, (*_CHANGES, *(["quota"] if facts["quota"] else [])), language)


def _verbs(facts: dict[str, Any], verbs: Iterable[str], language: str) -> dict[str, Any]:
    return inline(
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language) for verb in verbs
    )


@keyboard("activities/ask_cancel")
def _ask_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [
            named("activity.cancel_yes", ManageActivity(facts["activity"], "cancel_yes"), language),
            named("activity.keep", ManageActivity(facts["activity"], "keep"), language),
        ]
    )
