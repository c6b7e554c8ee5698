"""How an announcement is written: the words, perhaps for which office, the very message, and off it goes."""

from dataclasses import replace

from actions.announcements import (
    ANNOUNCERS,
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Reach,
    compose_post,
    find_departure,
    find_reach,
)
from actions.errors import Gone, NotUnderstood, NotYours, TextTooLong
from actions.forms import Form
from actions.messages import Lane
from actions.offices import RoleKind, list_offices, list_offices_in_use
from actions.texts import count_units, has_words
from actions.urgent import CALLERS
from handlers.announcement_drafts import Data, code_of, draft_of, find_office, following, office_facts
from handlers.announcement_times import TIMING_STEPS, send_off, timing_facts
from handlers.announcement_ways import WAY_STEPS
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said

ACCEPTED = ("text", "photo", "document", "voice", "place")


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
    return {"office": code_of(offices[0])} if len(offices) == 1 else {}


async def _words_facts(context: Context, _form: Form, data: Data) -> Data:
    """With the words as they are, to be copied."""
    return {
        "again": following(data) != "words",
        "text": data.get("text", ""),
        "place": bool(data.get("place")),
        "calls": context.actor.role(*CALLERS) is not None,
        "explains": context.actor.role(RoleKind.KELURAHAN) is not None,
    }


async def _hear_words(_context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.kind == "choice":
        if said.choice == "no_place" and data.get("place"):
            change(data, place=None)
        elif said.choice != "back" or following(data) == "words":
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
    return office_facts(await list_offices(context.session, context.actor, *ANNOUNCERS))


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
        **reach.audience.left_out.facts(),
    }


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice in ("who", "more"):
        return said.choice
    if said.choice == "timing":
        data["zone"] = (await find_office(context, data)).area.zone
        return "timing"
    if said.choice == "read":
        change(data, asks_read=not data.get("asks_read", False))
        return "preview"
    if not wants_to_send(data, said, context.actor.language):
        return "words"
    if following(data) != "preview":
        raise Gone
    return await send_off(context, data, draft_of(data, await find_office(context, data)))


STEPS = (
    Step("words", "announcements/ask_words", _hear_words, ACCEPTED, facts=_words_facts),
    Step("office", "announcements/ask_office", _hear_office, facts=_office_facts, by_button=True),
    Step("preview", "announcements/confirm", _hear_preview, facts=_preview_facts, by_button=True),
    *WAY_STEPS,
    *TIMING_STEPS,
)
"""Also of a plan that is changed."""

ANNOUNCE = register(FormKind("announce", STEPS, restart=_begin_anew))
