"""How an announcement is written: the words, perhaps for which office, the very message, and off it goes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from actions.announcements import (
    ANNOUNCERS,
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Attachment,
    Draft,
    Reach,
    Route,
    compose_post,
    find_departure,
    find_reach,
)
from actions.audience import Choice, Who
from actions.coming import list_lately
from actions.errors import Gone, NotUnderstood, NotYours, TextTooLong
from actions.forms import Form
from actions.messages import Lane
from actions.offices import Office, RoleKind, list_offices, list_offices_in_use
from actions.texts import count_units, has_words
from actions.urgent import CALLERS
from handlers.announcement_times import TIMING_STEPS, send_off, timing_facts
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said

Data = dict[str, Any]
ACCEPTED = ("text", "photo", "document", "voice", "place")
_NEXT_ROUTE = {Route.PRIVATE: Route.GROUP, Route.GROUP: Route.BOTH, Route.BOTH: Route.PRIVATE}
_MANY_GROUPS = (RoleKind.KELURAHAN, RoleKind.FACILITATOR)
"""Whose news goes by way of groups unless they choose otherwise: a minute instead of hours."""
_BY_ACTIVITY = (Who.ANSWERED, Who.SILENT, Who.HOUSES, Who.ATTENDED)
_LATELY = timedelta(days=30)


async def begin(context: Context) -> None:
    """`Umumkan`"""
    await start(context, ANNOUNCE, await _first_data(context))


async def _begin_anew(context: Context) -> None:
    await start_anew(context, ANNOUNCE, await _first_data(context))


async def _first_data(context: Context) -> Data:
    """The office is known when only one can be meant."""
    offices = await list_offices_in_use(context.session, context.actor, *ANNOUNCERS)
    if not offices:
        raise NotYours
    return {"office": _code(offices[0])} if len(offices) == 1 else {}


def _code(office: Office) -> str:
    return f"{office.kind.value}.{office.area.id}"


async def find_office(context: Context, data: Data) -> Office:
    """The office in whose name it is said; NotYours when it was given up since."""
    offices = await list_offices(context.session, context.actor, *ANNOUNCERS)
    found = next((office for office in offices if _code(office) == data.get("office")), None)
    if found is None:
        raise NotYours
    return found


def draft_of(data: Data, office: Office) -> Draft:
    """What the form holds, as it will be announced."""
    found = data.get("attachment")
    usual = Route.GROUP if office.kind in _MANY_GROUPS else Route.PRIVATE
    return Draft(
        office=office.kind,
        area_id=office.area.id,
        text=data["text"],
        marks=tuple(data.get("marks", ())),
        place=data.get("place"),
        attachment=Attachment(found["file_id"], found["kind"], found["size"]) if found else None,
        choice=Choice.from_facts(data.get("choice")),
        route=Route(data.get("route", usual)),
        asks_read=data.get("asks_read", False),
    )


def data_of(draft: Draft) -> Data:
    """A draft as the form holds it, so that it can be changed."""
    found = draft.attachment
    return {
        "office": f"{draft.office.value}.{draft.area_id}",
        "text": draft.text,
        "marks": list(draft.marks),
        "place": draft.place,
        "attachment": {"file_id": found.file_id, "kind": found.kind, "size": found.size} if found else None,
        "choice": draft.choice.facts(),
        "route": draft.route.value,
        "asks_read": draft.asks_read,
    }


def following(data: Data) -> str:
    """The first step that still has something to ask."""
    if not data.get("text") and not data.get("attachment"):
        return "words"
    return "preview" if data.get("office") else "office"


async def _words_facts(context: Context, _form: Form, data: Data) -> Data:
    return {
        "again": following(data) != "words",
        "place": bool(data.get("place")),
        "calls": context.actor.role(*CALLERS) is not None,
        "explains": context.actor.role(RoleKind.KELURAHAN) is not None,
    }


async def _hear_words(_context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.kind == "choice":
        if said.choice != "back" or following(data) == "words":
            raise Gone
        return following(data)
    if said.place is not None:
        change(data, place=said.place)
        return following(data)
    change(data, **read_content(said))
    return following(data)


def read_content(said: Said) -> Data:
    """Words, with what comes along, that can be announced; TextTooLong, NotUnderstood."""
    text = said.text.strip()
    file_id = said.photo or said.document or said.voice
    longest = LONGEST_CAPTION if file_id else LONGEST_TEXT
    if count_units(text) > longest:
        raise TextTooLong(limit=longest)
    if not has_words(text) and not file_id:
        raise NotUnderstood
    attachment = {"file_id": file_id, "kind": said.kind, "size": said.size} if file_id else None
    return {"text": text, "marks": list(said.marks), "attachment": attachment}


async def _office_facts(context: Context, _form: Form, _data: Data) -> Data:
    offices = await list_offices(context.session, context.actor, *ANNOUNCERS)
    return {
        "offices": [
            {"value": _code(office), "role": office.kind.value, "area": office.area.name}
            for office in offices
        ]
    }


async def _hear_office(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.kind != "choice":
        raise NotUnderstood
    await find_office(context, {"office": said.choice})
    change(data, office=said.choice)
    return following(data)


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    """What people get goes ahead, made of the very template that they get."""
    office = await find_office(context, data)
    draft = draft_of(data, office)
    await context.send(replace(compose_post(draft, office.area), lane=Lane.REPLY))
    reach = await find_reach(context.session, context.actor, draft)
    departure = await find_departure(context.session, office, now=context.now)
    return {
        "area": office.area.name,
        "zone": office.area.zone,
        "goes_at": departure and departure.isoformat(),
        "send": send_value(data),
        "who": draft.choice.who.value,
        "asks_read": draft.asks_read,
        "route": draft.route.value,
        **await timing_facts(context, data, office.area),
        **reach_facts(reach),
    }


def reach_facts(reach: Reach) -> Data:
    """How many people and groups are reached, and who is left out and why."""
    return {
        "count": len(reach.listeners),
        "officers": sum(one.is_officer for one in reach.listeners),
        "groups": len(reach.groups),
        "linked": reach.linked,
        "ways": [
            {"way": way.value, "groups": groups, "count": count}
            for way, (groups, count) in reach.ways.items()
            if reach.linked
        ],
        **reach.audience.left_out.facts(),
    }


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "who":
        return "who"
    if said.choice == "timing":
        data["zone"] = (await find_office(context, data)).area.zone
        return "timing"
    if said.choice == "read":
        change(data, asks_read=not data.get("asks_read", False))
        return "preview"
    if said.choice == "route":
        chosen = draft_of(data, await find_office(context, data)).route
        change(data, route=_NEXT_ROUTE[chosen].value)
        return "preview"
    if not wants_to_send(data, said, context.actor.language):
        return "words"
    if following(data) != "preview":
        raise Gone
    return await send_off(context, data, draft_of(data, await find_office(context, data)))


async def _who_facts(context: Context, _form: Form, data: Data) -> Data:
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY)
    return {"heads": office.kind.value != "rt_head", "lately": bool(lately)}


async def _hear_who(_context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "back":
        return following(data)
    if said.choice not in tuple(Who):
        raise NotUnderstood if said.choice is None else Gone
    who = Who(said.choice)
    if who in _BY_ACTIVITY:
        data["who"] = who.value
        return "activity"
    change(data, choice=Choice(who).facts())
    return following(data)


async def _activity_facts(context: Context, _form: Form, data: Data) -> Data:
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY)
    return {
        "who": data["who"],
        "zone": office.area.zone,
        "options": [
            {
                "value": str(plan.activity.id),
                "title": plan.activity.title,
                "starts": plan.meeting.starts_at.isoformat(),
            }
            for plan in lately
        ],
    }


async def _hear_activity(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "back":
        return "who"
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY)
    chosen = next((plan for plan in lately if str(plan.activity.id) == said.choice), None)
    if chosen is None or "who" not in data:
        raise NotUnderstood if said.choice is None else Gone
    change(data, choice=Choice(Who(data["who"]), chosen.activity.id).facts())
    return following(data)


STEPS = (
    Step("words", "announcements/ask_words", _hear_words, ACCEPTED, facts=_words_facts),
    Step("office", "announcements/ask_office", _hear_office, facts=_office_facts, by_button=True),
    Step("preview", "announcements/confirm", _hear_preview, facts=_preview_facts, by_button=True),
    Step("who", "announcements/ask_who", _hear_who, facts=_who_facts, by_button=True),
    Step("activity", "announcements/ask_activity", _hear_activity, facts=_activity_facts, by_button=True),
    *TIMING_STEPS,
)
"""Also of a plan that is changed."""

ANNOUNCE = register(FormKind("announce", STEPS, restart=_begin_anew))
