"""Changing what was planned: when a meeting is, where, what to bring, the title; who answered hears of it."""

from datetime import datetime
from typing import Any

from actions import activities, forms, invitations
from actions.activities import LONGEST_BRING, LONGEST_PLACE, LONGEST_TITLE, Plan
from actions.activity_changes import move_activity
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.paging import cut
from handlers.activity_cautions import caution_facts
from handlers.activity_times import hear_when, moments, pick, when_steps
from handlers.activity_words import decide, hear_place, later, point_of, words_of
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.paging import page_facts
from handlers.picking import read_pick
from handlers.previews import change, send_value
from handlers.quota_forms import on_quota
from handlers.said import Said

Data = dict[str, Any]
MEETINGS_A_PAGE = 6
PARTS = {part: f"activity.move_{part}" for part in ("when", "place", "bring", "title")}
_BESIDE_TIME = {**PARTS, "quota": "activity.quota"}


async def start_moving(context: Context, activity_id: int) -> None:
    """`Ubah jadwal`: of several meetings that are to come it is asked which, unless one was put off."""
    plan = await _plan(context, activity_id)
    data: Data = {"activity": activity_id, "area_id": plan.area.id, "zone": plan.area.zone, "page": 0}
    data |= {"title": plan.activity.title, "kind": plan.activity.kind.value, "postponed": plan.postponed}
    several = len(plan.coming) > 1 and not plan.postponed
    await start_anew(context, MOVE, data | _old(plan), step="meeting" if several else "when")


async def telling_facts(context: Context, plan: Plan, starts_at: datetime | None = None) -> Data:
    """How many hear of a change of a plan, and when if that is not now."""
    told, goes_out = await invitations.preview_telling(
        context.session, plan, starts_at=starts_at, now=context.now
    )
    return {"told": told, "opens": later(goes_out, context.now)}


async def _plan(context: Context, activity_id: int) -> Plan:
    return await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )


def _old(plan: Plan) -> Data:
    return {"old_starts": plan.meeting.starts_at.isoformat(), "old_place": plan.activity.place}


def _missing(data: Data) -> str:
    """The preview once anything is changed, and a postponed plan has a time."""
    if data.get("starts") and not data.get("sure"):
        return "moment"
    elsewhere = data.get("place") or data.get("bring") is not None or data.get("new_title")
    return "preview" if data.get("sure") or (elsewhere and not data.get("postponed")) else "when"


async def _meeting_facts(context: Context, _form: Form, data: Data) -> Data:
    found = cut((await _plan(context, data["activity"])).coming, data["page"], MEETINGS_A_PAGE)
    items = [{"value": f"meeting-{one.id}", "starts": one.starts_at.isoformat()} for one in found.items]
    return {"title": data["title"], "zone": data["zone"], **page_facts(found, items)}


async def _hear_meeting(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.choice is None:
        raise NotUnderstood
    kind, number = read_pick(said.choice, "meeting")
    if kind == "page":
        data["page"] = number
        return "meeting"
    plan = (await _plan(context, data["activity"])).at(number)
    change(data, session=number, starts=None, ends=None, sure=False, **_old(plan))
    return "when"


async def _hear_when(context: Context, form: Form, data: Data, said: Said) -> str | None:
    """A time, or what else is to be changed; seats are counted anew at once, without a preview."""
    elsewhere = pick(said, {part: name for part, name in _BESIDE_TIME.items() if part != "when"})
    if elsewhere == "quota":
        forms.finish(form)
        await on_quota(context, data["activity"])
        return None
    return elsewhere or await hear_when(context, form, data, said)


async def _hear_place(_context: Context, _form: Form, data: Data, said: Said) -> str:
    return hear_place(data, said) or _missing(data)


async def _hear_bring(_context: Context, _form: Form, data: Data, said: Said) -> str:
    change(data, bring="" if pick(said, {"none": "activity.bring_nothing"}) else words_of(said))
    return _missing(data)


async def _hear_title(_context: Context, _form: Form, data: Data, said: Said) -> str:
    change(data, new_title=words_of(said))
    return _missing(data)


async def _title_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"title": data["title"]}


async def _place_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"pinned": data.get("pinned", False)}


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = decide(said, data, "activity.send_change", PARTS)
    if chosen in PARTS:
        change(data)
        return chosen
    if (step := _missing(data)) != "preview":
        return step
    plan = (await _plan(context, data["activity"])).at(data.get("session"))
    starts_at, ends_at = moments(data) if data.get("starts") else (None, None)
    telling = await telling_facts(context, plan, starts_at)
    await move_activity(
        context.session,
        context.actor,
        activity_id=data["activity"],
        session_id=data.get("session"),
        starts_at=starts_at,
        ends_at=ends_at,
        said=data.get("said"),
        place=data.get("place"),
        point=point_of(data),
        bring=data.get("bring"),
        title=data.get("new_title"),
        now=context.now,
    )
    await context.reply("activities/move_done", zone=data["zone"], **telling)
    return None


async def _move_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {name: data[name] for name in ("title", "old_starts", "zone")}


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    plan = (await _plan(context, data["activity"])).at(data.get("session"))
    starts_at = moments(data)[0] if data.get("starts") else None
    return {**data, **await telling_facts(context, plan, starts_at), "send": send_value(data)}


async def _move_again(_context: Context) -> None:
    """A move begins at its activity, never at a form that was left."""
    raise Gone


MOVE = register(
    FormKind(
        "move_activity",
        (
            Step("meeting", "activities/ask_meeting", _hear_meeting, facts=_meeting_facts, by_button=True),
            *when_steps(_missing, _hear_when, "activities/ask_move", _move_facts, caution_facts),
            Step(
                "place",
                "activities/ask_place",
                _hear_place,
                accepts=("text", "place"),
                longest=LONGEST_PLACE,
                facts=_place_facts,
            ),
            Step("bring", "activities/ask_bring", _hear_bring, longest=LONGEST_BRING),
            Step("title", "activities/ask_new_title", _hear_title, longest=LONGEST_TITLE, facts=_title_facts),
            Step("preview", "activities/move_preview", _hear_preview, facts=_preview_facts, by_button=True),
        ),
        restart=_move_again,
    )
)
