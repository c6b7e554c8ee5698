"""The buttons of what an activity may have besides: what to bring, meetings, seats, people, a repetition."""

from typing import Any

from templates.keyboards.forms import cancel, named_choice, pick_one
from templates.keyboards.registry import inline, keyboard

_REPEATS = ("weekly", "fortnightly", "monthly", "quarterly", "selapanan")
_PARTS = ("organizer", "mentor", "participant")


@keyboard("activities/ask_extras")
def _ask_extras(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "extras", name, f"activity.add_{name}", language) for name in facts["extras"]
    ]
    back = named_choice(facts, "extras", "preview", "form.back", language)
    return inline(found, [back, cancel(facts, language)])


@keyboard("activities/ask_bring")
def _ask_bring(facts: dict[str, Any], language: str) -> dict[str, Any]:
    nothing = named_choice(facts, "bring", "none", "activity.bring_nothing", language)
    return inline([nothing], [cancel(facts, language)])


@keyboard("activities/ask_point")
def _ask_point(facts: dict[str, Any], language: str) -> dict[str, Any]:
    none = named_choice(facts, "point", "none", "activity.no_point", language)
    return inline([none], [cancel(facts, language)])


@keyboard("activities/ask_further")
def _ask_further(facts: dict[str, Any], language: str) -> dict[str, Any]:
    enough = named_choice(facts, "further", "preview", "activity.enough", language)
    drop = [named_choice(facts, "further", "drop", "activity.drop_meeting", language)]
    return inline([enough, *(drop if facts["several"] else [])], [cancel(facts, language)])


@keyboard("activities/ask_seats")
def _ask_seats(facts: dict[str, Any], language: str) -> dict[str, Any]:
    none = named_choice(facts, "quota", "none", "activity.no_quota", language)
    return inline([none], [cancel(facts, language)])


@keyboard("activities/ask_repeat")
def _ask_repeat(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [named_choice(facts, "repeat", name, f"repeat.{name}", language) for name in _REPEATS]
    once = named_choice(facts, "repeat", "once", "activity.once", language)
    return inline([*found, once], [cancel(facts, language)])


@keyboard("activities/ask_topic")
def _ask_topic(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "topic", one["topic"], f"topic.{one['topic']}", language)
        for one in facts["topics"]
    ]
    none = named_choice(facts, "topic", "none", "activity.no_topic", language)
    return inline([*found, none], [cancel(facts, language)])


@keyboard("activities/ask_people")
def _ask_people(facts: dict[str, Any], language: str) -> dict[str, Any]:
    back = named_choice(facts, "who", "preview", "form.back", language)
    return pick_one(facts, language, back=[back])


@keyboard("activities/ask_part")
def _ask_part(facts: dict[str, Any], language: str) -> dict[str, Any]:
    found = [
        named_choice(facts, "part", f"{part}-{facts['version']}", f"part.{part}", language) for part in _PARTS
    ]
    return inline(found, [cancel(facts, language)])
