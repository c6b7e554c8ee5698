"""The questions of joining: how to be addressed, the name, the house; and whether one wants to be counted."""

from typing import Any

from actions import forms, joining
from actions.areas import Area
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.joining import Invitation
from actions.names import LONGEST_NAME
from actions.people import change_name, change_salutation, find_area_name, tidy_label
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.said import Said
from templates.labels import find_said

_KEPT = ("link", "role", "area_id")


async def begin_joining(context: Context, invitation: Invitation) -> None:
    """The questions for somebody of whom nothing is known; a form for another link is left behind."""
    data = {
        "link": invitation.link_id,
        "role": invitation.role.value if invitation.role else None,
        "area_id": invitation.area.id if invitation.area else None,
    }
    unfinished = await forms.find_unfinished(context.session, context.chat_id, JOIN.name)
    same = unfinished is not None and (unfinished.data or {}).get("link") == invitation.link_id
    await (start if same else start_anew)(context, JOIN, data)


async def begin_house(context: Context, area: Area) -> None:
    """Somebody known wants to be counted in an RT: they are asked first."""
    await start_anew(context, HOUSE, {"area_id": area.id})


async def finish_office(context: Context, link_id: int, area: str | None) -> None:
    """The office is theirs."""
    menu = await joining.take_office(context.session, context.actor, link_id, now=context.now)
    await context.reply("joining/officer_joined", area=area, **menu.facts())


async def hear_salutation(context: Context, said: Said) -> None:
    """Bapak, Ibu, Mas, Mbak, Bang, Kak, tapped or typed."""
    if not await change_salutation(context.session, context.actor, said.choice or said.text):
        raise Gone if said.kind == "choice" else NotUnderstood


async def hear_name(context: Context, said: Said) -> None:
    """A name, as it is written."""
    if said.kind == "choice":
        raise Gone
    if not await change_name(context.session, context.actor, said.text):
        raise NotUnderstood


def read_house(said: Said, *, skippable: bool) -> str | None:
    """The label of a house; None when it is skipped."""
    if skippable and ("skip" in (said.choice, find_said(said.text, "form")) or _is_dash(said)):
        return None
    label = tidy_label(said.text)
    if not label or _is_dash(said):
        raise Gone if said.kind == "choice" else NotUnderstood
    return label


def _is_dash(said: Said) -> bool:
    """People write "-" where they would leave a field of a paper form empty."""
    return bool(said.text) and set(said.text) <= set("-–—_. ")


async def _hear_salutation(context: Context, _form: Form, _data: dict[str, Any], said: Said) -> str | None:
    await hear_salutation(context, said)
    return "name"


async def _hear_name(context: Context, form: Form, data: dict[str, Any], said: Said) -> str | None:
    await hear_name(context, said)
    if data["role"] is None:
        return "household"
    forms.finish(form)
    area = await find_area_name(context.session, data["area_id"])
    await finish_office(context, data["link"], area)
    return None


async def _hear_house(context: Context, form: Form, data: dict[str, Any], said: Said) -> str | None:
    label = read_house(said, skippable=True)
    forms.finish(form)
    requested = await joining.ask_to_be_counted(
        context.session, context.actor, area_id=data["area_id"], label=label, now=context.now
    )
    if not requested.accepted:
        await context.reply("joining/waiting", area=requested.area.name, answered_by=requested.answered_by)
    return None


async def _house_facts(_context: Context, _form: Form, _data: dict[str, Any]) -> dict[str, Any]:
    return {"skippable": True}


async def _hear_confirm(_context: Context, _form: Form, _data: dict[str, Any], said: Said) -> str | None:
    typed = find_said(said.text, "joining")
    if said.choice == "yes" or typed in ("count", "move"):
        return "household"
    raise Gone if said.kind == "choice" else NotUnderstood


async def _confirm_facts(context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    old = context.actor.area_id if context.actor.accepted else None
    return {
        "area": await find_area_name(context.session, data["area_id"]),
        "old": await find_area_name(context.session, old),
    }


async def _rejoin(context: Context) -> None:
    unfinished = await forms.find_unfinished(context.session, context.chat_id, JOIN.name)
    known = (unfinished.data or {}) if unfinished else {}
    await start_anew(context, JOIN, {name: known.get(name) for name in _KEPT})


async def _recount(context: Context) -> None:
    unfinished = await forms.find_unfinished(context.session, context.chat_id, HOUSE.name)
    await start_anew(context, HOUSE, {"area_id": ((unfinished and unfinished.data) or {}).get("area_id")})


_HOUSEHOLD = Step("household", "joining/ask_household", _hear_house, longest=LONGEST_NAME, facts=_house_facts)
JOIN = register(
    FormKind(
        "join",
        (
            Step("salutation", "joining/ask_salutation", _hear_salutation, by_button=True),
            Step("name", "joining/ask_name", _hear_name, longest=LONGEST_NAME),
            _HOUSEHOLD,
        ),
        restart=_rejoin,
    )
)
HOUSE = register(
    FormKind(
        "house",
        (
            Step("confirm", "joining/ask_count", _hear_confirm, facts=_confirm_facts, by_button=True),
            _HOUSEHOLD,
        ),
        restart=_recount,
    )
)
