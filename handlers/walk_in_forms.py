"""`Catat yang datang`: who came and stands in no list, by name, RT and house, or as a guest."""

from typing import Any

from actions import attendance_lists, walk_ins
from actions.area_codes import is_rt_rw, read_rt_rw
from actions.attendance_windows import access_meeting
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.names import LONGEST_NAME, tidy_name
from actions.people import tidy_label
from actions.walk_ins import WalkIn
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.joining_forms import read_house
from handlers.said import Said

Data = dict[str, Any]
_GUEST = {"guest": "attend.guest"}
_SAME = {"yes": "attend.same", "no": "attend.not_same"}


async def on_walk_in(context: Context, session_id: int) -> None:
    """`Catat yang datang` in the room of a meeting."""
    plan = await access_meeting(context.session, context.actor, session_id=session_id, now=context.now)
    rts = await walk_ins.list_rts(context.session, plan)
    only = rts[0].id if len(rts) == 1 else None
    await start_anew(context, WALK_IN, {"session": session_id, "rt": only})


async def _hear_name(context: Context, form: Form, data: Data, said: Said) -> str | None:
    """A name, after which the RT may be said at once: "Ibu ..., RT 03"."""
    if pick(said, _GUEST):
        await _note_guest(context, data)
        return None
    words, _, rest = said.text.partition(",")
    name = tidy_name(words)
    if not any(sign.isalpha() for sign in name):
        raise Gone if said.kind == "choice" else NotUnderstood
    data["name"] = name
    if read_rt_rw(rest) or (data["rt"] is None and rest.strip()):
        return await _hear_rt(context, form, data, Said(text=rest.strip()))
    return "household" if data["rt"] is not None else "rt"


async def _area_facts(context: Context, _form: Form, data: Data) -> Data:
    plan = await access_meeting(context.session, context.actor, session_id=data["session"], now=context.now)
    return {"area": plan.area.name}


async def _hear_rt(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if pick(said, _GUEST):
        await _note_guest(context, data)
        return None
    plan = await access_meeting(context.session, context.actor, session_id=data["session"], now=context.now)
    data["rt"] = (await walk_ins.read_rt(context.session, plan, said.text)).id
    return "household"


async def _note_guest(context: Context, data: Data) -> None:
    plan, guest = await walk_ins.note_guest(
        context.session, context.actor, session_id=data["session"], now=context.now
    )
    await context.reply("attendance/guest_noted", session=plan.meeting.id, guest=guest, area=plan.area.name)


async def _hear_house(context: Context, form: Form, data: Data, said: Said) -> str | None:
    """Where they live; an RT in place of a house is one that they come from."""
    if pick(said, _GUEST):
        await _note_guest(context, data)
        return None
    house = read_house(said, skippable=False)
    assert house is not None
    if is_rt_rw(house):
        return await _hear_rt(context, form, data, said)
    data["house"] = tidy_label(house)
    data["same"] = await walk_ins.find_registered(
        context.session, context.actor, _walk_in(data), session_id=data["session"], now=context.now
    )
    if data["same"] is not None:
        return "same"
    await _note(context, data, None)
    return None


async def _same_facts(context: Context, _form: Form, data: Data) -> Data:
    return {"who": await attendance_lists.call(context.session, data["same"])}


async def _hear_same(context: Context, _form: Form, data: Data, said: Said) -> None:
    """Whether it is the one of that name who said that they come."""
    chosen = pick(said, _SAME)
    if chosen is None:
        raise Gone if said.kind == "choice" else NotUnderstood
    await _note(context, data, data["same"] if chosen == "yes" else None)


async def _note(context: Context, data: Data, same_id: int | None) -> None:
    plan, person_id = await walk_ins.note_walk_in(
        context.session,
        context.actor,
        _walk_in(data),
        session_id=data["session"],
        now=context.now,
        same_id=same_id,
    )
    who = await attendance_lists.call(context.session, person_id)
    absent = await attendance_lists.list_absent(context.session, plan)
    await context.reply(
        "attendance/noted",
        session=plan.meeting.id,
        person=person_id,
        who=who,
        house=data["house"],
        absent=bool(absent),
    )


def _walk_in(data: Data) -> WalkIn:
    return WalkIn(data["rt"], data["name"], data["house"])


async def _note_again(_context: Context) -> None:
    """Who came is written down at a meeting, never from a form that was left."""
    raise Gone


WALK_IN = register(
    FormKind(
        "walk_in",
        (
            Step("name", "attendance/ask_name", _hear_name, longest=LONGEST_NAME + 20, facts=_area_facts),
            Step("rt", "attendance/ask_rt", _hear_rt, longest=40, facts=_area_facts),
            Step("household", "attendance/ask_household", _hear_house, longest=LONGEST_NAME),
            Step("same", "attendance/ask_same", _hear_same, longest=LONGEST_NAME, facts=_same_facts),
        ),
        restart=_note_again,
    )
)
