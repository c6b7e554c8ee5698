"""The buttons of planning an activity, and of moving one."""

from typing import Any

from templates import formats
from templates.buttons import FillForm
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import inline, keyboard, turns_of

KINDS = ("work_bee", "training", "deliberation", "outreach", "event")
MORE_KINDS = ("meeting", "patrol")


@keyboard("activities/ask_kind")
def _ask_kind(facts: dict[str, Any], language: str) -> dict[str, Any]:
    kinds = [named_choice(facts, "kind", kind, f"kind.{kind}", language) for kind in KINDS]
    more = named_choice(facts, "kind", "more", "activity.more_kinds", language)
    return inline([*kinds, more], [cancel(facts, language)])


@keyboard("activities/ask_more_kinds")
def _ask_more_kinds(facts: dict[str, Any], language: str) -> dict[str, Any]:
    kinds = [named_choice(facts, "more", kind, f"kind.{kind}", language) for kind in MORE_KINDS]
    back = named_choice(facts, "more", "kind", "form.back", language)
    return inline(kinds, [back, cancel(facts, language)])


@keyboard("activities/ask_title")
def _ask_title(facts: dict[str, Any], language: str) -> dict[str, Any]:
    suggested = named_choice(facts, "title", "suggested", "activity.use_title", language)
    return inline([suggested], [cancel(facts, language)])


@keyboard("activities/ask_when")
def _ask_when(facts: dict[str, Any], language: str) -> dict[str, Any]:
    find = named_choice(facts, "when", "find", "times.find", language)
    return inline([find], [cancel(facts, language)])


@keyboard("activities/ask_time", "activities/ask_place", "activities/ask_quota", "activities/ask_new_title")
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
    edit = named_choice(facts, "moment", "edit", "form.edit", language)
    better = [
        choice(facts, "moment", one["value"], formats.say_short(one["starts"], facts["zone"]))
        for one in facts.get("better") or ()
    ]
    return inline([right, edit, *better], [cancel(facts, language)])


@keyboard("activities/preview")
def _preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "activity.send", language)
    edit = named_choice(facts, "preview", "edit", "form.edit", language)
    extras = named_choice(facts, "preview", "extras", "activity.extras", language)
    shortcuts = [
        named_choice(facts, "preview", name, f"activity.add_{name}", language)
        for name in facts.get("extras") or ()
    ]
    return inline([send, edit, *shortcuts, extras], [cancel(facts, language)])


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
    elsewhere = [
        named_choice(facts, "when", part, f"activity.move_{part}", language)
        for part in ("place", "bring", "title")
    ]
    elsewhere.append(named_choice(facts, "when", "quota", "activity.quota", language))
    return inline(elsewhere, [cancel(facts, language)])


@keyboard("activities/ask_meeting")
def _ask_meeting(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        choice(facts, "meeting", one["value"], formats.say_short(one["starts"], facts["zone"]))
        for one in facts["items"]
    ]
    turns = turns_of(facts, lambda page: FillForm(facts["form"], "meeting", f"page-{page}"), language)
    return inline(found, [*turns, cancel(facts, language)])


@keyboard("activities/move_preview")
def _move_preview(facts: dict[str, Any], language: str) -> dict[str, Any]:
    send = named_choice(facts, "preview", facts["send"], "activity.send_change", language)
    parts = [
        named_choice(facts, "preview", part, f"activity.move_{part}", language)
        for part in ("when", "place", "bring", "title")
    ]
    return inline([send, *parts], [cancel(facts, language)])
