"""The buttons of answering an invitation, and of looking after an activity."""

from collections.abc import Iterable
from typing import Any

from templates import formats
from templates.activity_buttons import AnswerInvitation, BringAlong, ChooseWay, ManageActivity, ReadAnswer
from templates.attendance_buttons import HereIAm
from templates.buttons import OpenMenu, Page
from templates.interest_buttons import ManageInterests
from templates.keyboards.registry import button, inline, keyboard, link, named, turns_of
from templates.labels import label

_CHOICES = 6
"""A screen has no more."""


@keyboard("activities/invitation", "activities/answered", "activities/noted", "activities/moved")
def _invitation(facts: dict[str, Any], language: str) -> dict[str, Any]:
    if facts.get("answer") == "wait" and facts.get("deadline"):
        return inline(_taking(facts, language))
    if facts.get("answer") == "wait":
        return inline([named("answer.leave_queue", AnswerInvitation(facts["activity"], "no"), language)])
    here = [named("attend.here", HereIAm(facts["here"]), language)] if facts.get("here") else []
    choices = [*here, *_answers(facts, language), *_offers(facts, language)]
    further = [] if facts.get("offers") else [*_office(facts, language), *map_link(facts, language)]
    return inline(choices, further[: _CHOICES - len(choices)])


def _office(facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    """What some may do with an activity besides answering, the most wanted first."""
    buttons = {
        "attends": ("attend.note", "attend"),
        "manages": ("activity.manage", "manage"),
        "shares": ("activity.share", "share"),
        "notes": ("activity.note", "note"),
        "calendar": ("activity.calendar", "calendar"),
    }
    return [
        named(name, ManageActivity(facts["activity"], verb), language)
        for fact, (name, verb) in buttons.items()
        if facts.get(fact)
    ]


def map_link(facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    """`Lihat peta`, when the place has a point on the map."""
    point = facts.get("point")
    if not point:
        return []
    return [link(label("activity.map", language), f"https://maps.google.com/?q={point[0]},{point[1]}")]


def _answers(facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    """Who is asked how they help has said so already."""
    asked = facts.get("offers") and facts.get("answer") == "help"
    return [
        named(f"answer.{answer}", AnswerInvitation(facts["activity"], answer), language)
        for answer in (("yes", "no") if asked else ("yes", "no", "help"))
    ]


_WAYS = {"help": ("food", "tools", "deputy", "freely"), "no": ("food", "tools", "none")}
"""What is offered to who helps, and to who cannot come."""


def _offers(facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    activity, answer = facts["activity"], facts.get("answer")
    if facts.get("together"):
        return [named("answer.together", BringAlong(activity, 0), language)]
    ways = _WAYS.get(str(answer), ()) if facts.get("offers") else ()
    section = "offer" if answer == "no" else "way"
    return [named(f"{section}.{way}", ChooseWay(activity, way), language) for way in ways]


@keyboard("activities/ask_along")
def _ask_along(facts: dict[str, Any], language: str) -> dict[str, Any]:
    activity = facts["activity"]
    sizes = [button(str(size), BringAlong(activity, size)) for size in range(1, 7)]
    return inline(sizes, [named("form.back", AnswerInvitation(activity, "yes"), language)])


@keyboard("activities/recap")
def _recap(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, ("nudge", "leave", "copy"), language)


@keyboard("activities/group")
def _group(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    return None if facts["cancelled"] or facts.get("postponed") else _invitation(facts, language)


@keyboard("activities/seat_offer")
def _seat_offer(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(_taking(facts, language))


def _taking(facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    return [
        named("answer.take_seat", AnswerInvitation(facts["activity"], "yes"), language),
        named("answer.leave_seat", AnswerInvitation(facts["activity"], "no"), language),
    ]


@keyboard("activities/seat_passed")
def _seat_passed(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([named("answer.again", AnswerInvitation(facts["activity"], "yes"), language)])


@keyboard("activities/waited")
def _waited(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    if facts["free"]:
        return inline([named("answer.yes", AnswerInvitation(facts["activity"], "yes"), language)])
    if facts["kind"] != "training" or facts.get("topic"):
        return None
    return inline([named("my_data.interests", ManageInterests("open"), language)])


@keyboard("activities/reminder")
def _reminder(facts: dict[str, Any], language: str) -> dict[str, Any]:
    activity, answer = facts["activity"], facts.get("answer")
    here = [named("attend.here", HereIAm(facts["here"]), language)] if facts.get("here") else []
    if answer == "maybe":  # who has not said yes cannot stay with it
        return inline(
            [
                *(named(f"answer.{one}", AnswerInvitation(activity, one), language) for one in ("yes", "no")),
                *here,
            ]
        )
    still = named("answer.still_yes", AnswerInvitation(activity, "yes"), language)
    if answer == "help":
        still = named("answer.still_help", ChooseWay(activity, "any"), language)
    return inline([still, named("answer.excused", AnswerInvitation(activity, "no"), language), *here])


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
    if any(activity["mine"] for activity in facts["activities"]):
        shown.append(named("menu.calendar", OpenMenu("calendar"), language))
    if not shown and facts.get("offers"):
        shown.append(named("my_data.interests", ManageInterests("open"), language))
    return inline(shown, [*turns, *past]) if shown or past else None


@keyboard("activities/card")
def _card(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    repeats = ("series",) if facts.get("repeat") else ()
    if facts["cancelled"]:
        return _verbs(facts, repeats, language) if repeats else None
    if facts["postponed"]:  # without a time there is nothing to pass on or to answer
        return _verbs(facts, ("move", "cancel", *repeats), language)
    phase = facts.get("phase", "before")  # a card that was promised by an older release has none
    notes = ("note",) if facts.get("notes") and phase in ("before", "day", "between") else ()
    verbs = (*_on_card(facts), *(repeats if phase in ("over", "closed") else ()))
    return _verbs(facts, (*verbs, *notes), language)


def _on_card(facts: dict[str, Any]) -> tuple[str, ...]:
    phase = facts.get("phase", "before")
    if phase != "before" or not (facts.get("quota") or facts.get("repeat")):
        return _CARD[phase]
    return _TRAINING if facts.get("kind") == "training" else _MORE


_CHANGES = ("move", "cancel", "rain", "mourning")
_CARD = {
    "before": (*_CHANGES, "share"),
    "day": ("attend", "share", "change", "papers"),
    "between": ("attend", "share", "change", "papers"),
    "over": ("attend", "papers", "close"),
    "closed": ("closed", "papers"),
}
"""What an organiser does most in each phase of an activity."""
_MORE = ("change", "rain", "mourning", "share")
"""Where more than the time can be changed: how many seats there are, whether it comes back."""
_TRAINING = ("change", "quota", "share")
"""Indoors rain is not the first thing; seats are."""


@keyboard("activities/change")
def _change(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """What the card itself offers is not offered twice."""
    verbs = (*_CHANGES, "quota", *(["series"] if facts.get("repeat") else []))
    return _verbs(facts, [verb for verb in verbs if verb not in _on_card(facts)], language)


def _verbs(facts: dict[str, Any], verbs: Iterable[str], language: str) -> dict[str, Any]:
    return inline(
        named(f"activity.{verb}", ManageActivity(facts["activity"], verb), language) for verb in verbs
    )


@keyboard("activities/ask_postpone")
def _ask_postpone(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return _verbs(facts, (f"{facts['reason']}_yes", "keep"), language)


@keyboard("activities/ask_cancel")
def _ask_cancel(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline(
        [
            named("activity.cancel_yes", ManageActivity(facts["activity"], "cancel_yes"), language),
            named("activity.keep", ManageActivity(facts["activity"], "keep"), language),
        ]
    )
