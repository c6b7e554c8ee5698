"""How an urgent announcement is written: the words, the very message, one question, and one more."""

from dataclasses import replace
from typing import Any

from actions.announcements import LONGEST_TEXT, Draft, Route, compose_post, find_reach
from actions.errors import Gone, NotUnderstood, NotYours, TextTooLong
from actions.forms import Form
from actions.messages import Lane
from actions.offices import Office, list_offices, list_offices_in_use
from actions.texts import count_units, has_words
from actions.urgent import CALLERS, publish_urgent
from handlers.announcement_drafts import code_of, office_facts
from handlers.announcement_forms import reach_facts
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, refusal_of, send_value
from handlers.said import Said
from templates.labels import find_said

Data = dict[str, Any]


async def begin(context: Context) -> None:
    """`Darurat`"""
    await start(context, URGENT, await _first_data(context))


async def _begin_anew(context: Context) -> None:
    await start_anew(context, URGENT, await _first_data(context))


async def _first_data(context: Context) -> Data:
    """The office is known when only one can be meant; NotYours for who may not call out."""
    offices = await list_offices_in_use(context.session, context.actor, *CALLERS)
    if not offices:
        raise NotYours
    return _data_of(offices[0]) if len(offices) == 1 else {}


def _data_of(office: Office) -> Data:
    return {"kind": office.kind.value, "area_id": office.area.id}


def _following(data: Data) -> str:
    return "sure" if "kind" in data else "office"


async def _find_office(context: Context, data: Data) -> Office:
    offices = await list_offices(context.session, context.actor, *CALLERS)
    held = (one for one in offices if _data_of(one).items() <= data.items())
    found = next(held, None)
    if found is None:
        raise NotYours
    return found


async def _words_facts(context: Context, _form: Form, data: Data) -> Data:
    return {"area": (await _find_office(context, data)).area.name if "kind" in data else None}


async def _hear_words(_context: Context, _form: Form, data: Data, said: Said) -> str:
    text = said.text.strip()
    if count_units(text) > LONGEST_TEXT:
        raise TextTooLong(limit=LONGEST_TEXT)
    if not has_words(text):
        raise NotUnderstood
    change(data, text=text, marks=list(said.marks))
    return _following(data)


async def _office_facts(context: Context, _form: Form, _data: Data) -> Data:
    return office_facts(await list_offices(context.session, context.actor, *CALLERS))


async def _hear_office(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.choice is None:
        raise NotUnderstood
    offices = await list_offices(context.session, context.actor, *CALLERS)
    chosen = next((one for one in offices if code_of(one) == said.choice), None)
    if chosen is None:
        raise NotYours
    change(data, **_data_of(chosen))
    return "sure"


def _draft(data: Data, office: Office) -> Draft:
    return Draft(
        office=office.kind,
        area_id=office.area.id,
        text=data["text"],
        marks=tuple(data["marks"]),
        route=Route.BOTH,
        urgent=True,
    )


async def _sure_facts(context: Context, _form: Form, data: Data) -> Data:
    """What people get goes ahead, then whom it wakes."""
    office = await _find_office(context, data)
    draft = _draft(data, office)
    await context.send(replace(compose_post(draft, office.area), lane=Lane.REPLY))
    return await _reach(context, office, draft, data)


async def _again_facts(context: Context, _form: Form, data: Data) -> Data:
    office = await _find_office(context, data)
    return await _reach(context, office, _draft(data, office), data)


async def _reach(context: Context, office: Office, draft: Draft, data: Data) -> Data:
    reach = await find_reach(context.session, context.actor, draft)
    return {"area": office.area.name, "send": send_value(data), **reach_facts(reach)}


def _is_chosen(data: Data, said: Said, label: str, language: str) -> bool:
    """Whether the button that goes on was tapped, or typed word for word: a mere "ya" is not enough here."""
    if said.choice == "edit" or find_said(said.text, "form", language) == "edit":
        return False
    if said.choice is not None:
        if said.choice != send_value(data):
            raise refusal_of(said.choice)
        return True
    if find_said(said.text, "urgent", language) != label:
        raise NotUnderstood
    return True


async def _hear_sure(context: Context, _form: Form, data: Data, said: Said) -> str:
    return "again" if _is_chosen(data, said, "go_on", context.actor.language) else "words"


async def _hear_again(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if not _is_chosen(data, said, "send", context.actor.language):
        return "words"
    if not data.get("text"):
        raise Gone
    draft = _draft(data, await _find_office(context, data))
    await publish_urgent(context.session, context.actor, draft, now=context.now)
    return None


URGENT = register(
    FormKind(
        "urgent",
        (
            Step("words", "announcements/urgent_words", _hear_words, facts=_words_facts),
            Step("office", "announcements/urgent_office", _hear_office, facts=_office_facts, by_button=True),
            Step("sure", "announcements/urgent_sure", _hear_sure, facts=_sure_facts, by_button=True),
            Step("again", "announcements/urgent_twice", _hear_again, facts=_again_facts, by_button=True),
        ),
        restart=_begin_anew,
    )
)
