"""`Hapus catatan`: which neighbour without Telegram is to be forgotten, and whether that is meant."""

from typing import Any

from actions import neighbours
from actions.erasure import erase_recorded
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.names import LONGEST_NAME
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.paging import page_facts
from handlers.picking import person, read_pick
from handlers.said import Said

Data = dict[str, Any]


async def begin_forgetting(context: Context) -> None:
    """Ask which one; Gone when nobody is recorded."""
    await start_anew(context, FORGET, {"page": 0, "residency": None})


async def _who_facts(context: Context, _form: Form, data: Data) -> Data:
    found = await neighbours.list_recorded(context.session, context.actor, page=data["page"])
    items = [{"value": person(one.residency_id), "who": one.who, "house": one.house} for one in found.items]
    return page_facts(found, items)


async def _hear_who(context: Context, _form: Form, data: Data, said: Said) -> str:
    """One of the list, another page of it, or a name that stands in it once."""
    if said.choice is None:
        named = await neighbours.find_recorded(context.session, context.actor, name=said.text)
        if named is None:
            raise NotUnderstood
        data["residency"] = named.residency_id
        return "confirm"
    kind, number = read_pick(said.choice)
    if kind == "page":
        data["page"] = number
        return "who"
    data["residency"] = number
    return "confirm"


async def _confirm_facts(context: Context, _form: Form, data: Data) -> Data:
    found = await neighbours.get_recorded(context.session, context.actor, data["residency"])
    return {"who": found.who, "house": found.house, "value": person(found.residency_id)}


async def _hear_confirm(context: Context, _form: Form, data: Data, said: Said) -> None:
    """The button names whom its message asks about, so that an older question forgets nobody else."""
    choice = said.choice or pick(said, {person(data["residency"]): "resident.forget_yes"})
    if choice is None:
        raise NotUnderstood
    kind, number = read_pick(choice)
    if kind != "person":
        raise Gone
    await erase_recorded(context.session, context.actor, number, now=context.now)
    await context.reply("people/forgotten")


FORGET = register(
    FormKind(
        "forget",
        (
            Step("who", "people/ask_whom", _hear_who, longest=LONGEST_NAME, facts=_who_facts),
            Step("confirm", "people/ask_forget", _hear_confirm, facts=_confirm_facts, by_button=True),
        ),
        restart=begin_forgetting,
    )
)
