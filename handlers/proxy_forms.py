"""`Catat warga lain`: whose answer it is, from a list or by name and house, and what they answer."""

from typing import Any

from actions import by_word_of_mouth, proxies
from actions.answers import AnswerKind
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.names import LONGEST_NAME, tidy_name
from actions.numbers import read_count
from actions.own_answers import place_facts
from actions.people import tidy_label
from actions.replies import read_reply
from actions.ways import Way
from handlers import gift_steps
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.joining_forms import read_house
from handlers.paging import page_facts
from handlers.picking import person, read_pick
from handlers.previews import change, version_of
from handlers.said import Said

Data = dict[str, Any]
_NEW = "new"
ANSWERS = {"yes": "answer.yes", "no": "answer.no", "help": "answer.help"}


async def on_note(context: Context, activity_id: int) -> None:
    """`Catat warga lain` under an activity's card."""
    await proxies.access_plan(context.session, context.actor, activity_id=activity_id, now=context.now)
    await start_anew(context, RECORD, {"activity": activity_id, "page": 0})


async def on_to_tell(context: Context, activity_id: int) -> None:
    """`Siapa saja` under the request to tell neighbours without Telegram."""
    title, persons = await by_word_of_mouth.list_to_tell(
        context.session, context.actor, activity_id=activity_id
    )
    await context.reply("proxies/to_tell", title=title, persons=persons)


async def _plan(context: Context, data: Data) -> proxies.RtPlan:
    return await proxies.access_plan(
        context.session, context.actor, activity_id=data["activity"], now=context.now
    )


async def _who_facts(context: Context, form: Form, data: Data) -> Data:
    plan = await _plan(context, data)
    found = await proxies.list_neighbours(context.session, context.actor, plan, page=data["page"])
    items = [
        {"value": person(one.person_id), "who": one.who, "house": one.house, "answer": one.answer}
        for one in found.items
    ]
    shown = {str(place): one.person_id for place, one in enumerate(found.items, found.first + 1)}
    form.data = {**(form.data or {}), "shown": shown}
    return {"title": plan.activity.title, **page_facts(found, items)}


async def _hear_who(context: Context, _form: Form, data: Data, said: Said) -> str:
    """A name of the list, another page of it, or a name that is not in it."""
    change(data, person=None, name=None)
    choice = said.choice
    if choice is None and said.text.removesuffix(".").isdecimal():
        choice = person(_listed(data, said.text))
    if choice is None:
        return await _hear_name(context, _form, data, said)
    if choice == _NEW:
        return "name"
    kind, number = read_pick(choice)
    if kind == "page":
        data["page"] = number
        return "who"
    await proxies.get_neighbour(context.session, await _plan(context, data), number)
    data["person"] = number
    return "answer"


def _listed(data: Data, typed: str) -> int:
    """Who stood in the list, as it was shown, under the number that was typed."""
    shown = data.get("shown", {})
    if (person_id := shown.get(str(int(typed.removesuffix("."))))) is None:
        raise NotUnderstood
    return int(person_id)


async def _hear_name(_context: Context, _form: Form, data: Data, said: Said) -> str:
    if pick(said, gift_steps.NAMELESS) is not None:
        return "way"
    name = tidy_name(said.text)
    if not any(sign.isalpha() for sign in name):
        raise Gone if said.kind == "choice" else NotUnderstood
    data["name"] = name
    return "household"


async def _hear_house(context: Context, _form: Form, data: Data, said: Said) -> str:
    label = read_house(said, skippable=False)
    assert label is not None
    plan = await _plan(context, data)
    known = await proxies.find_neighbour(context.session, plan.rt, name=data["name"], label=label)
    if known is not None:
        await proxies.get_neighbour(context.session, plan, known)
    data.update(person=known, house=label)
    return "answer"


async def _answer_facts(context: Context, _form: Form, data: Data) -> Data:
    plan = await _plan(context, data)
    if data["person"] is None:
        who, house = data["name"], data["house"]
    else:
        found = await proxies.get_neighbour(context.session, plan, data["person"])
        who, house = found.who, found.house
    return {"who": who, "house": house, "title": plan.activity.title, "version": version_of(data)}


async def _hear_answer(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = pick(_of_this_neighbour(data, said), ANSWERS)
    if chosen is None and said.choice is not None:
        raise Gone
    reply = read_reply(said.text) if chosen is None else None
    if chosen is None and reply is None:
        raise NotUnderstood
    answer = AnswerKind(chosen or (reply.answer if reply else ""))
    several = (await _plan(context, data)).activity.quota is None  # a seat is one person's
    if several and answer is AnswerKind.YES and (reply is None or reply.party == 1):
        data["answer"] = answer.value
        return "party"
    await _record(context, data, answer, reply.party if reply else None, reply.way if reply else None)
    return None


async def _hear_party(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    said = _of_this_neighbour(data, said)
    party = read_count(said.choice or said.text)
    if party is None or party < 1:
        raise Gone if said.kind == "choice" else NotUnderstood
    await _record(context, data, AnswerKind(data["answer"]), party)
    return None


async def _party_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"version": version_of(data)}


def _of_this_neighbour(data: Data, said: Said) -> Said:
    """What was said, a choice without its version; NeighbourChanged when it is about somebody before."""
    if said.choice is None:
        return said
    choice, _, version = said.choice.rpartition("-")
    if version != str(version_of(data)):
        raise proxies.NeighbourChanged
    return Said(choice=choice)


async def _record(
    context: Context, data: Data, answer: AnswerKind, party: int | None, way: Way | None = None
) -> None:
    plan, person_id = await _plan(context, data), data["person"]
    if person_id is None:
        person_id = await proxies.find_or_add_neighbour(
            context.session,
            context.actor,
            plan.rt,
            name=data["name"],
            label=tidy_label(data["house"]),
            now=context.now,
        )
    recorded = await proxies.record_answer(
        context.session,
        context.actor,
        plan,
        person_id=person_id,
        answer=answer,
        party=party,
        way=way,
        now=context.now,
    )
    facts = await place_facts(context.session, recorded.plan, recorded.answer, now=context.now)
    who, house = recorded.neighbour.who, recorded.neighbour.house
    await context.reply("proxies/recorded", **facts, who=who, house=house)


async def _note_again(_context: Context) -> None:
    """A record begins at its activity, never at a form that was left."""
    raise Gone


RECORD = register(
    FormKind(
        "record",
        (
            Step("who", "proxies/ask_who", _hear_who, longest=LONGEST_NAME, facts=_who_facts),
            Step("name", "proxies/ask_name", _hear_name, longest=LONGEST_NAME),
            Step("household", "proxies/ask_household", _hear_house, longest=LONGEST_NAME),
            Step("answer", "proxies/ask_answer", _hear_answer, facts=_answer_facts),
            Step("party", "proxies/ask_party", _hear_party, longest=60, facts=_party_facts),
            *gift_steps.STEPS,
        ),
        restart=_note_again,
    )
)
