"""The buttons of writing an announcement, of reading one, and of looking after it."""

from typing import Any

from templates import formats
from templates.buttons import ManageAnnouncement, OpenMenu, Page, React, ReadAnnouncement, ReadNewest
from templates.keyboards.forms import cancel, choice, named_choice
from templates.keyboards.registry import NEWEST_FIRST, button, inline, keyboard, link, named, turns_of
from templates.labels import label


@keyboard("announcements/ask_words")
def _ask_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    no_place = named_choice(facts, "words", "no_place", "announcement.no_place", language)
    place = [no_place] if facts.get("place") else []
    if facts.get("again"):
        back = named_choice(facts, "words", "back", "form.back", language)
        return inline(place, [back, cancel(facts, language)])
    elsewhere = [
        named("announcement.sent", OpenMenu("sent"), language),
        named("menu.planned", OpenMenu("planned"), language),
    ]
    if facts.get("calls"):
        elsewhere.append(named("menu.urgent", OpenMenu("urgent"), language))
    if facts.get("explains"):
        elsewhere.append(named("announcement.campaigns", OpenMenu("campaigns"), language))
    return inline([*place, *elsewhere], [cancel(facts, language)])


@keyboard("announcements/ask_office", "announcements/urgent_office")
def _ask_office(facts: dict[str, Any], language: str) -> dict[str, Any]:
    offices = facts["offices"]
    told_by_role = len({one["role"] for one in offices}) == len(offices)
    words = [label(f"role.{one['role']}", language) if told_by_role else one["area"] for one in offices]
    choices = [choice(facts, "office", one["value"], word) for one, word in zip(offices, words, strict=True)]
    return inline(choices, [cancel(facts, language)])


@keyboard("announcements/confirm")
def _confirm(facts: dict[str, Any], language: str) -> dict[str, Any]:
    verbs = {"edit": "form.edit", "who": "announcement.who", "timing": "announcement.timing"}
    found = [
        named_choice(facts, "preview", facts["send"], "form.send", language),
        *(named_choice(facts, "preview", verb, name, language) for verb, name in verbs.items()),
        named_choice(facts, "preview", "more", "announcement.more", language)
        if facts["linked"]
        else _read(facts, "preview", language),
    ]
    return inline([*found, cancel(facts, language)])


def _read(facts: dict[str, Any], step: str, language: str) -> dict[str, str]:
    """Whether `Sudah baca` stands under it."""
    return named_choice(
        facts, step, "read", f"announcement.{'no_read' if facts['asks_read'] else 'ask_read'}", language
    )


@keyboard("announcements/ask_more")
def _ask_more(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "more", one["way"], f"announcement.route_{one['way']}", language)
        for one in facts["ways"]
    ]
    back = named_choice(facts, "more", "back", "form.back", language)
    return inline([*found, _read(facts, "more", language)], [back, cancel(facts, language)])


@keyboard("announcements/ask_who")
def _ask_who(facts: dict[str, Any], language: str) -> dict[str, Any]:
    kinds = ["all", *(["heads"] if facts["heads"] else [])]
    kinds += ["answered", "silent", "houses", "attended"] if facts["lately"] else []
    found = [named_choice(facts, "who", kind, f"audience.{kind}", language) for kind in kinds]
    back = named_choice(facts, "who", "back", "form.back", language)
    return inline(found, [back, cancel(facts, language)])


@keyboard("announcements/ask_timing")
def _ask_timing(facts: dict[str, Any], language: str) -> dict[str, Any]:
    ways = {"now": "timing.now", "when": "timing.later", "every": "timing.repeat"}
    found = [named_choice(facts, "timing", way, name, language) for way, name in ways.items()]
    back = named_choice(facts, "timing", "preview", "form.back", language)
    return inline(found, [back, cancel(facts, language)])


@keyboard("announcements/ask_every")
def _ask_every(facts: dict[str, Any], language: str) -> dict[str, Any]:
    repeats = ("weekly", "monthly", "selapanan")
    found = [named_choice(facts, "every", repeat, f"repeat.{repeat}", language) for repeat in repeats]
    back = named_choice(facts, "every", "timing", "form.back", language)
    return inline(found, [back, cancel(facts, language)])


@keyboard("announcements/ask_when")
def _ask_when(facts: dict[str, Any], language: str) -> dict[str, Any]:
    back = named_choice(facts, "when", "timing", "form.back", language)
    return inline([], [back, cancel(facts, language)])


@keyboard("announcements/ask_activity")
def _ask_activity(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        choice(facts, "activity", one["value"], formats.say_short(one["starts"], facts["zone"]))
        for one in facts["options"]
    ]
    back = named_choice(facts, "activity", "back", "form.back", language)
    return inline(found, [back, cancel(facts, language)])


def _reaction(facts: dict[str, Any], kind: str, language: str) -> dict[str, str]:
    """One of them; what was tapped already bears a tick."""
    tick = "✓ " if facts.get("reaction") == kind else ""
    return button(f"{tick}{label(f'reaction.{kind}', language)}", React(facts["announcement"], kind))


@keyboard(
    "announcements/announcement",
    "announcements/nudge",
    "announcements/urgent_again",
    "announcements/urgent_answered",
    "announcements/urgent_corrected",
)
def _announcement(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    """What people can tap under an announcement: that they read it, or how they are, and where it is."""
    rule = facts.get("rule")
    if rule and rule["newer"]:
        return inline([named("reaction.newer", ReadNewest(facts["announcement"]), language)])
    kinds = ("safe", "need_help") if facts["urgent"] else ("read",) if facts["asks_read"] else ()
    if rule and rule["asks_clear"]:
        kinds = ("clear", "unclear")
    found = [_reaction(facts, kind, language) for kind in kinds]
    if place := facts.get("place"):
        address = f"https://maps.google.com/?q={place['latitude']},{place['longitude']}"
        found.append(link(label("announcement.map", language), address))
    verbs = ("copy", "print") if facts.get("passes_on") else ()
    on = [
        named(f"announcement.{verb}", ManageAnnouncement(facts["announcement"], verb), language)
        for verb in verbs
    ]
    return inline(found, on) if found or on else None


@keyboard("announcements/urgent_words")
def _urgent_words(facts: dict[str, Any], language: str) -> dict[str, Any]:
    return inline([], [cancel(facts, language)])


@keyboard("announcements/urgent_sure")
def _urgent_sure(facts: dict[str, Any], language: str) -> dict[str, Any]:
    go_on = named_choice(facts, "sure", facts["send"], "urgent.go_on", language)
    edit = named_choice(facts, "sure", "edit", "form.edit", language)
    return inline([go_on, edit], [cancel(facts, language)])


@keyboard("announcements/urgent_twice")
def _urgent_twice(facts: dict[str, Any], language: str) -> dict[str, Any]:
    """A second tap on "Lanjut" meets no button here: there is one row, and it begins with the way out."""
    send = named_choice(facts, "again", facts["send"], "urgent.send", language)
    return inline([], [cancel(facts, language), send])


@keyboard("announcements/progress", "announcements/urgent_card")
def _progress(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    verbs = facts.get("verbs", ())
    found = [
        named(f"announcement.{verb}", ManageAnnouncement(facts["announcement"], verb), language)
        for verb in verbs
    ]
    return inline(found) if found else None


@keyboard("announcements/list")
def _list(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    found = [
        button(formats.say_short(one["at"], one["zone"]), ReadAnnouncement(one["announcement"]))
        for one in facts["items"]
    ]
    return inline(found, _turns("news", facts, language)) if found else None


@keyboard("announcements/sent")
def _sent(facts: dict[str, Any], language: str) -> dict[str, Any] | None:
    found = [
        button(formats.say_short(one["at"], one["zone"]), ManageAnnouncement(one["announcement"], "show"))
        for one in facts["items"]
    ]
    return inline(found, _turns("sent", facts, language)) if found else None


def _turns(noun: str, facts: dict[str, Any], language: str) -> list[dict[str, str]]:
    return turns_of(facts, lambda page: Page(noun, page), language, NEWEST_FIRST)
