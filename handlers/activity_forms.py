"""Planning an activity: kind, title, when, where; what else it may have is added from the preview."""

from datetime import datetime, timedelta
from typing import Any

from actions import activities, series, time_decisions
from actions.access import require_office
from actions.activities import LONGEST_PLACE, LONGEST_TITLE, ActivityKind, Details, Times
from actions.errors import NotUnderstood
from actions.forms import Form, find_unfinished, finish
from actions.interests import Topic
from actions.repeats import Repeat, needs_asking
from handlers.activity_cautions import caution_facts
from handlers.activity_extras import EXTRA_STEPS, SHORTCUTS, dates_of, offered, step_of
from handlers.activity_people import PEOPLE_STEPS, named_parts, parts_of
from handlers.activity_times import hear_when, moments, pick, said_facts, when_steps
from handlers.activity_words import decide, hear_place, later, missing, point_of, words_of
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew, take_up
from handlers.previews import change, send_value
from handlers.said import Said
from handlers.time_forms import begin_finding
from templates import render

Data = dict[str, Any]
_HARDLY_IN_TIME = timedelta(hours=1)
KINDS = {kind.value: f"kind.{kind.value}" for kind in ActivityKind}
PARTS = {"title": "activity.change_title", "when": "activity.change_when", "place": "activity.change_place"}
_BESIDE = {"edit": "form.edit", "extras": "activity.extras", **SHORTCUTS}


async def on_create_activity(context: Context) -> None:
    """`Buat kegiatan`."""
    await start(context, CREATE, await _new(context))


async def start_again(context: Context, data: Data) -> None:
    """`Ubah waktu` under a proposed activity: the form is filled in already, but for the time."""
    await start_anew(context, CREATE, data, step="when")


async def _create_anew(context: Context) -> None:
    await start_anew(context, CREATE, await _new(context))


async def _new(context: Context) -> Data:
    area = (await activities.require_organizer(context.session, context.actor)).area
    return {"area_id": area.id, "area": area.name, "zone": area.zone}


async def _hear_kind(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, KINDS | {"more": "activity.more_kinds", "kind": "form.back"})
    if chosen is None:
        raise NotUnderstood
    if chosen in ("more", "kind"):
        return chosen
    data["kind"] = chosen
    return missing(data)


async def _hear_title(_context: Context, _form: Form, data: Data, said: Said) -> str:
    suggested = pick(said, {"suggested": "activity.use_title"})
    data["title"] = _suggest(data) if suggested else words_of(said)
    return missing(data)


async def plan_at(
    context: Context, taken: tuple[int, int], *, area_id: int, kind: ActivityKind, title: str, times: Times
) -> None:
    """Plan an activity whose time was found: `taken` are the poll and the position of the time."""
    begun = await find_unfinished(context.session, context.chat_id, CREATE.name)
    if begun is not None and (begun.data or {}).get("taken") == [*taken]:
        context.toast("times/taken")
        await take_up(context, begun)
        return
    area = await require_office(context.session, context.actor, area_id, *activities.ORGANIZERS)
    data = {"area_id": area.id, "area": area.name, "zone": area.zone, "kind": kind.value, "title": title}
    data |= {"starts": times.starts_at.isoformat(), "said": times.said, "sure": True, "taken": [*taken]}
    data["ends"] = times.ends_at.isoformat() if times.ends_at else None
    await start_anew(context, CREATE, data, step=missing(data))


async def _hear_when(context: Context, form: Form, data: Data, said: Said) -> str | None:
    """A time, or the wish to find one."""
    if pick(said, {"find": "times.find"}) is None:
        return await hear_when(context, form, data, said)
    finish(form)
    await begin_finding(context, {name: data[name] for name in ("area_id", "area", "zone", "kind", "title")})
    return None


async def _hear_place(_context: Context, _form: Form, data: Data, said: Said) -> str:
    return hear_place(data, said) or missing(data)


async def _hear_change(_context: Context, _form: Form, data: Data, said: Said) -> str:
    part = pick(said, {**PARTS, "preview": "form.back"})
    if part is None:
        raise NotUnderstood
    return missing(data) if part == "preview" else part


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = decide(said, data, "activity.send", _BESIDE)
    if chosen == "edit":
        change(data)
        return "change"
    if (step := missing(data)) != "preview":
        return step
    if chosen in _BESIDE:
        return chosen if chosen == "extras" else step_of(data, chosen)
    await _create(context, data)
    return None


async def _create(context: Context, data: Data) -> None:
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
        details=await _details(context, data),
        now=context.now,
    )
    if "taken" in data:
        poll_id, _position = data["taken"]
        await time_decisions.become(
            context.session, context.actor, poll_id=poll_id, plan=created.plan, now=context.now
        )
    facts = created.plan.facts()
    first = created.plan.meeting.starts_at
    reach = created.turns.facts() | _reach(created.goes_out, first, context.now)
    await context.reply("activities/sent", title=facts["title"], zone=facts["zone"], **reach)


async def _details(context: Context, data: Data) -> Details:
    starts_at, ends_at = moments(data)
    lasts = ends_at - starts_at if ends_at else None
    starts = [datetime.fromisoformat(one) for one in data.get("further", ())]
    return Details(
        further=[Times(one, one + lasts if lasts else None) for one in starts],
        quota=data.get("quota"),
        bring=data.get("bring"),
        point=point_of(data),
        parts=parts_of(data),
        series=await _find_series(context, data, starts_at),
        topic=_topic(data),
    )


async def _find_series(context: Context, data: Data, starts_at: datetime) -> int | None:
    """The series whose turn this is: one that begins with it, or one that proposed it."""
    session, actor, now = context.session, context.actor, context.now
    if "series" in data:
        await series.take_turn(session, actor, data["series"], data["turn"], now=now)
        return int(data["series"])
    if not data.get("repeat"):
        return None
    begun = await series.begin_series(
        session,
        actor,
        area_id=data["area_id"],
        repeat=Repeat(data["repeat"]),
        first_at=starts_at,
        now=now,
    )
    return begun.id


async def _kind_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"area": data["area"]}


async def _title_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"suggestion": _suggest(data)}


async def _when_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"title": data["title"]}


async def _place_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"pinned": data.get("pinned", False)}


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    dates = dates_of(data)
    starts_at = datetime.fromisoformat(dates[0])
    turns, groups, opens = await activities.preview_reach(
        context.session,
        context.actor,
        area_id=data["area_id"],
        topic=_topic(data),
        starts_at=starts_at,
        now=context.now,
    )
    said = {name: data[name] for name in ("kind", "title", "place")} | said_facts(data)
    said |= {"starts": dates[0], "dates": dates if len(dates) > 1 else [], "bring": data.get("bring")}
    reach = turns.facts() | _reach(opens, starts_at, context.now)
    return {**said, **reach, **await _added(context, data), "groups": groups, "send": send_value(data)}


async def _added(context: Context, data: Data) -> Data:
    """What the preview says of what was added, and which shortcuts it offers."""
    repeat = Repeat(data["repeat"]) if data.get("repeat") else None
    trains = data["kind"] == "training"
    return {
        "point": data.get("point"),
        "quota": data.get("quota"),
        "topic": data.get("topic"),
        "following": data.get("following"),
        "parts": await named_parts(context, data),
        "repeat": repeat.value if repeat else None,
        "short_months": repeat is not None and needs_asking(moments(data)[0], repeat, data["zone"]),
        "extras": [name for name in SHORTCUTS if trains and name in offered(data)],
    }


def _suggest(data: Data) -> str:
    return render("activities/title", kind=data["kind"], area=data["area"])


def _topic(data: Data) -> Topic | None:
    return Topic(data["topic"]) if data.get("topic") else None


def _reach(goes_out: datetime, starts_at: datetime, now: datetime) -> Data:
    """When an invitation goes out; whether it never arrives, or hardly before the start."""
    late = goes_out >= starts_at
    soon = not late and starts_at - goes_out < _HARDLY_IN_TIME
    return {"opens": later(goes_out, now), "late": late, "soon": soon}


_PLACE = Step(
    "place",
    "activities/ask_place",
    _hear_place,
    accepts=("text", "place"),
    longest=LONGEST_PLACE,
    facts=_place_facts,
)
CREATE = register(
    FormKind(
        "activity",
        (
            Step("kind", "activities/ask_kind", _hear_kind, facts=_kind_facts, by_button=True),
            Step("more", "activities/ask_more_kinds", _hear_kind, by_button=True),
            Step("title", "activities/ask_title", _hear_title, longest=LONGEST_TITLE, facts=_title_facts),
            *when_steps(missing, _hear_when, "activities/ask_when", _when_facts, caution_facts),
            _PLACE,
            Step("preview", "activities/preview", _hear_preview, facts=_preview_facts, by_button=True),
            Step("change", "activities/ask_change", _hear_change, by_button=True),
            *EXTRA_STEPS,
            *PEOPLE_STEPS,
        ),
        restart=_create_anew,
    )
)
