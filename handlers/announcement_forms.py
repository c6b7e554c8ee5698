"""How an announcement is written: the words, perhaps for which office, the very message, and off it goes."""

from dataclasses import replace
from typing import Any

from actions.announcements import (
    ANNOUNCERS,
    LONGEST_CAPTION,
    LONGEST_TEXT,
    compose_post,
    count_audience,
    find_departure,
    publish_announcement,
)
from actions.errors import Gone, NotUnderstood, NotYours, TextTooLong
from actions.forms import Form
from actions.messages import Lane
from actions.offices import Office, list_offices, list_offices_in_use
from actions.texts import count_units, has_words
from handlers.context import Context
from handlers.forms import FormKind, Said, Step, register, start, start_anew
from handlers.previews import change, send_value, wants_to_send


async def begin(context: Context) -> None:
    """`Umumkan`"""
    await start(context, ANNOUNCE, await _first_data(context))


async def _begin_anew(context: Context) -> None:
    await start_anew(context, ANNOUNCE, await _first_data(context))


async def _first_data(context: Context) -> dict[str, Any]:
    """The office is known when only one can be meant."""
    offices = await list_offices_in_use(context.session, context.actor, *ANNOUNCERS)
    if not offices:
        raise NotYours
    return {"office": _code(offices[0])} if len(offices) == 1 else {}


def _code(office: Office) -> str:
    return f"{office.kind.value}.{office.area.id}"


async def _find_office(context: Context, code: str | None) -> Office | None:
    offices = await list_offices(context.session, context.actor, *ANNOUNCERS)
    return next((office for office in offices if _code(office) == code), None)


def _following(data: dict[str, Any]) -> str:
    """The first step that still has something to ask."""
    if not data.get("text") and not data.get("photo"):
        return "words"
    return "preview" if data.get("office") else "office"


async def _words_facts(_context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    return {"again": _following(data) != "words"}


async def _hear_words(_context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    if said.kind == "choice":
        if said.choice != "back" or _following(data) == "words":
            raise Gone
        return _following(data)
    text = said.text.strip()
    longest = LONGEST_CAPTION if said.photo else LONGEST_TEXT
    if count_units(text) > longest:
        raise TextTooLong(limit=longest)
    if not has_words(text) and not said.photo:
        raise NotUnderstood
    change(data, text=text, photo=said.photo, size=said.size)
    return _following(data)


async def _office_facts(context: Context, _form: Form, _data: dict[str, Any]) -> dict[str, Any]:
    offices = await list_offices(context.session, context.actor, *ANNOUNCERS)
    return {
        "offices": [
            {"value": _code(office), "role": office.kind.value, "area": office.area.name}
            for office in offices
        ]
    }


async def _hear_office(context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    if said.kind != "choice":
        raise NotUnderstood
    if await _find_office(context, said.choice) is None:
        raise NotYours
    change(data, office=said.choice)
    return _following(data)


async def _preview_facts(context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    """What people get goes ahead, made of the very template that they get."""
    office = await _find_office(context, data["office"])
    if office is None:
        raise NotYours
    seen = compose_post(office.kind, office.area, data["text"], data["photo"])
    await context.send(replace(seen, lane=Lane.REPLY))
    audience = await count_audience(context.session, context.actor, office)
    departure = await find_departure(context.session, office, now=context.now)
    return {
        "area": office.area.name,
        "zone": office.area.zone,
        "count": len(audience.listeners),
        "unreachable": audience.unreachable,
        "goes_at": departure and departure.isoformat(),
        "send": send_value(data),
    }


async def _hear_preview(context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    if not wants_to_send(data, said, context.actor.language):
        return "words"
    if _following(data) != "preview":
        raise Gone
    office = await _find_office(context, data["office"])
    if office is None:
        raise NotYours
    await publish_announcement(
        context.session,
        context.actor,
        kind=office.kind,
        area_id=office.area.id,
        text=data["text"],
        photo=data["photo"],
        size=data["size"],
        now=context.now,
    )
    return None


ANNOUNCE = register(
    FormKind(
        "announce",
        (
            Step("words", "announcements/ask_words", _hear_words, ("text", "photo"), facts=_words_facts),
            Step("office", "announcements/ask_office", _hear_office, facts=_office_facts, by_button=True),
            Step("preview", "announcements/confirm", _hear_preview, facts=_preview_facts, by_button=True),
        ),
        restart=_begin_anew,
    )
)
