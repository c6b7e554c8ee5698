"""The conversations of an organiser: planning an activity, and moving one."""

from datetime import datetime, timedelta
from typing import Any

from actions import activities, invitations
from actions.activities import LONGEST_PLACE, LONGEST_TITLE, ActivityKind, Plan
from actions.activity_changes import move_activity
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.replies import agrees
from actions.texts import has_words, tidy_place
from handlers.activity_times import hear_when, moments, pick, said_facts, when_steps
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, refusal_of, send_value
from handlers.said import Said
from templates import render

Data = dict[str, Any]
_HARDLY_IN_TIME = timedelta(hours=1)
KINDS = {kind.value: f"kind.{kind.value}" for kind in ActivityKind}
PARTS = {"title": "activity.change_title", "when": "activity.change_when", "place": "activity.change_place"}
MOVES = {"when": "activity.move_when", "place": "activity.move_place"}


async def on_create_activity(context: Context) -> None:
    """`Buat kegiatan`."""
    await start(context, CREATE, await _new(context))


async def _create_anew(context: Context) -> None:
    await start_anew(context, CREATE, await _new(context))


async def _new(context: Context) -> Data:
    area = (await activities.require_organizer(context.session, context.actor)).area
    return {"area_id": area.id, "area": area.name, "zone": area.zone}


async def start_moving(context: Context, activity_id: int) -> None:
    """`Ubah jadwal`."""
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    facts = plan.facts()
    data = {name: facts[name] for name in ("activity", "title", "zone")}
    data |= {"old_starts": facts["starts"], "old_place": facts["place"], "postponed": plan.postponed}
    await start_anew(context, MOVE, data)


def _missing(data: Data) -> str:
    """The step that asks for what a new activity still lacks, else the preview."""
    if data.get("starts") and not data.get("sure"):
        return "moment"
    known = {"kind": data.get("kind"), "title": data.get("title")}
    known |= {"when": data.get("sure"), "place": data.get("place")}
    return next((step for step, value in known.items() if not value), "preview")


def _missing_of_move(data: Data) -> str:
    if data.get("starts") and not data.get("sure"):
        return "moment"
    found = data.get("sure") or (data.get("place") and not data.get("postponed"))
    return "preview" if found else "when"


async def _hear_kind(_context: Context, _form: Form, data: Data, said: Said) -> str:
    data["kind"] = pick(said, KINDS)
    if data["kind"] is None:
        raise NotUnderstood
    return _missing(data)


async def _hear_title(_context: Context, _form: Form, data: Data, said: Said) -> str:
    suggested = pick(said, {"suggested": "activity.use_title"})
    data["title"] = _suggest(data) if suggested else _words(said)
    return _missing(data)


async def _hear_place(_context: Context, _form: Form, data: Data, said: Said) -> str:
    data["place"] = tidy_place(_words(said))
    return _missing(data) if "area_id" in data else _missing_of_move(data)


async def _hear_change(_context: Context, _form: Form, data: Data, said: Said) -> str:
    part = pick(said, {**PARTS, "preview": "form.back"})
    if part is None:
        raise NotUnderstood
    return part


async def _hear_preview(context: Context, form: Form, data: Data, said: Said) -> str | None:
    chosen = _decide(said, data, "activity.send", {"edit": "form.edit"})
    if chosen == "edit":
        change(data)
        return "change"
    if (step := _missing(data)) != "preview":
        return step
    starts_at, ends_at = moments(data)
    created = await activities.create_activity(
        context.session,
        context.actor,
        area_id=data["area_id"],
        kind=ActivityKind(data["kind"]),
        title=data["title"],
        place=data["place"],
        starts_at=starts_at,
        ends_at=ends_at,
        said=data["said"],
        now=context.now,
    )
    facts = created.plan.facts()
    reach = _reach(created.invited, created.goes_out, starts_at, context.now)
    await context.reply("activities/sent", title=facts["title"], zone=facts["zone"], **reach)
    return None


async def _hear_new_when(context: Context, form: Form, data: Data, said: Said) -> str:
    if pick(said, {"place": "activity.move_place"}):
        return "place"
    return await hear_when(context, form, data, said)


async def _hear_move_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = _decide(said, data, "activity.send_change", MOVES)
    if chosen in MOVES:
        change(data)
        return chosen
    if (step := _missing_of_move(data)) != "preview":
        return step
    starts_at, ends_at = moments(data) if data.get("starts") else (None, None)
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=data["activity"], now=context.now
    )
    telling = await telling_facts(context, plan, starts_at)
    await move_activity(
        context.session,
        context.actor,
        activity_id=data["activity"],
        starts_at=starts_at,
        ends_at=ends_at,
        said=data.get("said"),
        place=data.get("place"),
        now=context.now,
    )
    await context.reply("activities/move_done", zone=data["zone"], **telling)
    return None


async def _move_again(_context: Context) -> None:
    """A move begins at its activity, never at a form that was left."""
    raise Gone


async def _kind_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"area": data["area"]}


async def _title_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"suggestion": _suggest(data)}


async def _when_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"title": data["title"]}


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    invited, groups, opens = await activities.preview_reach(
        context.session, context.actor, area_id=data["area_id"], now=context.now
    )
    said = {name: data[name] for name in ("kind", "title", "place")} | said_facts(data)
    reach = _reach(invited, opens, moments(data)[0], context.now)
    return {**said, **reach, "groups": groups, "send": send_value(data)}


async def _move_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {name: data[name] for name in ("title", "old_starts", "zone")}


async def _move_preview_facts(context: Context, _form: Form, data: Data) -> Data:
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=data["activity"], now=context.now
    )
    starts_at = moments(data)[0] if data.get("starts") else None
    return {**data, **await telling_facts(context, plan, starts_at), "send": send_value(data)}


async def telling_facts(context: Context, plan: Plan, starts_at: datetime | None = None) -> Data:
    """How many hear of a change of a plan, and when if that is not now."""
    told, goes_out = await invitations.preview_telling(
        context.session, plan, starts_at=starts_at, now=context.now
    )
    return {"told": told, "opens": _later(goes_out, context.now)}


def _decide(said: Said, data: Data, send: str, others: dict[str, str]) -> str:
    """What was chosen under a preview; a "ya" is its main button. NewerBelow under an older preview."""
    chosen = pick(said, {send_value(data): send, **others})
    if chosen is not None:
        return chosen
    if said.choice is not None:
        raise refusal_of(said.choice)
    if not agrees(said.text):
        raise NotUnderstood
    return send_value(data)


def _suggest(data: Data) -> str:
    return render("activities/title", kind=data["kind"], area=data["area"])


def _words(said: Said) -> str:
    words = " ".join(said.text.split())
    if not has_words(words):
        raise NotUnderstood
    return words


def _reach(invited: int, goes_out: datetime, starts_at: datetime, now: datetime) -> Data:
    """How many an invitation reaches and when; whether it never arrives, or hardly before the start."""
    late = goes_out >= starts_at
    soon = not late and starts_at - goes_out < _HARDLY_IN_TIME
    return {"invited": invited, "opens": _later(goes_out, now), "late": late, "soon": soon}


def _later(opens: datetime, now: datetime) -> str | None:
    return opens.isoformat() if opens > now else None


_PLACE = Step("place", "activities/ask_place", _hear_place, longest=LONGEST_PLACE)
CREATE = register(
    FormKind(
        "activity",
        (
            Step("kind", "activities/ask_kind", _hear_kind, facts=_kind_facts, by_button=True),
            Step("title", "activities/ask_title", _hear_title, longest=LONGEST_TITLE, facts=_title_facts),
            *when_steps(_missing, hear_when, "activities/ask_when", _when_facts),
            _PLACE,
            Step("preview", "activities/preview", _hear_preview, facts=_preview_facts, by_button=True),
            Step("change", "activities/ask_change", _hear_change, by_button=True),
        ),
        restart=_create_anew,
    )
)
MOVE = register(
    FormKind(
        "move_activity",
        (
            *when_steps(_missing_of_move, _hear_new_when, "activities/ask_move", _move_facts),
            _PLACE,
            Step(
                "preview",
                "activities/move_preview",
                _hear_move_preview,
                facts=_move_preview_facts,
                by_button=True,
            ),
        ),
        restart=_move_again,
    )
)
