"""The small forms behind `Data saya`: another salutation, name or house; and erasing everything."""

from typing import Any

from actions import forms
from actions.erasure import erase_me
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.names import LONGEST_NAME
from actions.people import change_house
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.joining_forms import hear_name, hear_salutation, read_house
from handlers.said import Said
from templates.labels import find_said


async def begin_change(context: Context, what: str) -> bool:
    """Ask for the new salutation, name or household; False for anything else."""
    kind = _CHANGES.get(what)
    if kind is not None:
        await start_anew(context, kind)
    return kind is not None


async def begin_erasing(context: Context) -> None:
    """Say what would be erased, and ask."""
    await start_anew(context, ERASE)


async def _hear_salutation(context: Context, form: Form, _data: dict[str, Any], said: Said) -> str | None:
    await hear_salutation(context, said)
    await _say_saved(context, form)
    return None


async def _hear_name(context: Context, form: Form, _data: dict[str, Any], said: Said) -> str | None:
    await hear_name(context, said)
    await _say_saved(context, form)
    return None


async def _hear_house(context: Context, form: Form, _data: dict[str, Any], said: Said) -> str | None:
    label = read_house(said, skippable=False)
    assert label is not None
    await change_house(context.session, context.actor, label, now=context.now)
    await _say_saved(context, form)
    return None


async def _say_saved(context: Context, form: Form) -> None:
    forms.finish(form)
    await context.reply("people/saved")


async def _hear_erase(context: Context, form: Form, _data: dict[str, Any], said: Said) -> str | None:
    if said.choice != "yes" and find_said(said.text, "my_data") != "erase_yes":
        raise Gone if said.kind == "choice" else NotUnderstood
    forms.finish(form)
    await erase_me(context.session, context.actor, now=context.now)
    context.unit.actor = None  # a stranger from here on, so that what is answered is kept for nobody
    await context.reply("people/goodbye")
    return None


async def _erase_facts(context: Context, _form: Form, _data: dict[str, Any]) -> dict[str, Any]:
    return {"office": bool(context.actor.roles)}


def _single(name: str, step: Step) -> FormKind:
    async def restart(context: Context) -> None:
        await start_anew(context, _ALL[name])

    return register(FormKind(name, (step,), restart=restart))


_CHANGES = {
    "salutation": _single(
        "salutation", Step("salutation", "joining/ask_salutation", _hear_salutation, by_button=True)
    ),
    "name": _single("name", Step("name", "joining/ask_name", _hear_name, longest=LONGEST_NAME)),
    "household": _single(
        "household", Step("household", "joining/ask_household", _hear_house, longest=LONGEST_NAME)
    ),
}
ERASE = _single("erase", Step("confirm", "people/ask_erase", _hear_erase, facts=_erase_facts, by_button=True))
_ALL = {**_CHANGES, "erase": ERASE}
