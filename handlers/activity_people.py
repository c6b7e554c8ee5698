"""Who organises an activity or teaches in it: picked from a list, page by page, or by a part of the name."""

from typing import Any

from actions import parts
from actions.activities import require_area
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.names import LONGEST_NAME
from actions.parts import Part
from handlers.activity_times import pick
from handlers.activity_words import missing
from handlers.context import Context
from handlers.forms import Step
from handlers.paging import page_facts
from handlers.picking import person, read_pick
from handlers.previews import change, version_of
from handlers.said import Said

Data = dict[str, Any]
PARTS = {part.value: f"part.{part.value}" for part in Part}


def parts_of(data: Data) -> dict[int, Part]:
    """Who was given which part; keys of a form's data are texts."""
    return {int(person_id): Part(part) for person_id, part in data.get("parts", {}).items()}


async def named_parts(context: Context, data: Data) -> list[Data]:
    """The same by name, organisers first."""
    area = await require_area(context.session, context.actor, data["area_id"])
    return await parts.name_parts(context.session, context.actor, area, parts_of(data))


async def _who_facts(context: Context, _form: Form, data: Data) -> Data:
    area = await require_area(context.session, context.actor, data["area_id"])
    found = await parts.list_candidates(
        context.session, context.actor, area, page=data.get("page", 0), called=data.get("called")
    )
    chosen = parts_of(data)
    items = [
        {"value": person(one.person_id), "who": one.who, "part": chosen.get(one.person_id)}
        for one in found.items
    ]
    return {**page_facts(found, items), "called": data.get("called")}


async def _hear_who(context: Context, _form: Form, data: Data, said: Said) -> str:
    """A name of the list, another page of it, the way back, or a part of the name of somebody."""
    if pick(said, {"preview": "form.back"}):
        data.update(called=None, page=0)
        return missing(data)
    if said.choice is None:
        data.update(called=said.text, page=0)
        return "who"
    kind, number = read_pick(said.choice)
    if kind == "page":
        data["page"] = number
        return "who"
    area = await require_area(context.session, context.actor, data["area_id"])
    await parts.find_candidate(context.session, context.actor, area, number)
    change(data, person=number)
    return "part"


async def _part_facts(context: Context, _form: Form, data: Data) -> Data:
    area = await require_area(context.session, context.actor, data["area_id"])
    found = await parts.find_candidate(context.session, context.actor, area, data["person"])
    return {"who": found.who, "version": version_of(data)}


async def _hear_part(_context: Context, _form: Form, data: Data, said: Said) -> str:
    """The part of whoever stands above these buttons; Gone under a question about somebody before."""
    if data.get("person") is None:
        raise Gone
    chosen = pick(said, PARTS)
    if said.choice is not None:
        value, _, version = said.choice.partition("-")
        if version != str(version_of(data)) or value not in PARTS:
            raise Gone
        chosen = value
    if chosen is None:
        raise NotUnderstood
    kept = {one: part for one, part in data.get("parts", {}).items() if one != str(data["person"])}
    if chosen != Part.PARTICIPANT:
        kept[str(data["person"])] = chosen
    change(data, parts=kept, person=None, called=None)
    return "who"


PEOPLE_STEPS = (
    Step("who", "activities/ask_people", _hear_who, longest=LONGEST_NAME, facts=_who_facts),
    Step("part", "activities/ask_part", _hear_part, facts=_part_facts, by_button=True),
)
