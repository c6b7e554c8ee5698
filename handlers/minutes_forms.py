"""Minutes by a short form: who led and noted, what was talked about, each decision, the next meeting."""

from dataclasses import asdict
from typing import Any

from actions import minutes, papers
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.minutes import (
    LONGEST_COURSE,
    LONGEST_NAME,
    LONGEST_NEXT,
    MOST_DECISIONS,
    Notes,
    read_decision,
)
from actions.names import tidy_name
from actions.planned import Plan
from actions.texts import has_words
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, refusal_of, send_value
from handlers.said import Said

Data = dict[str, Any]
_FOLLOWING = {
    "chair": "secretary",
    "secretary": "course",
    "course": "decision",
    "decision": "next",
    "next": "preview",
}
_SKIP = {"skip": "form.skip"}
_PARTS = {part: f"minutes.{part}" for part in _FOLLOWING}


async def start_noting(context: Context, plan: Plan) -> None:
    """Ask the first question about a meeting."""
    await start(context, MINUTES, {"activity": plan.activity.id})


async def start_changing(context: Context, plan: Plan) -> None:
    """`Ubah notulen`: what is noted, each part of which can be told anew."""
    noted = await minutes.find_notes(context.session, plan)
    kept = noted.notes.facts() if noted else {}
    data = {"activity": plan.activity.id, **kept, "known": True}
    await start_anew(context, MINUTES, data, step="preview")


async def _plan(context: Context, data: Data) -> Plan:
    return await papers.access_papers(
        context.session, context.actor, activity_id=data["activity"], now=context.now
    )


def _after(data: Data, step: str) -> str:
    """The next question; the preview when only this part was to be changed."""
    return "preview" if data.get("known") else _FOLLOWING[step]


def _hear_name(step: str) -> Any:
    async def hear(context: Context, _form: Form, data: Data, said: Said) -> str:
        chosen = pick(said, _SKIP) or said.choice
        if chosen not in (None, "skip", "me"):
            raise Gone
        name = context.actor.name if chosen == "me" else tidy_name(said.text)
        if chosen is None and not has_words(name):
            raise NotUnderstood
        change(data, **{step: None if chosen == "skip" else name})
        return _after(data, step)

    return hear


def _hear_text(step: str, kept_as: str) -> Any:
    async def hear(_context: Context, _form: Form, data: Data, said: Said) -> str:
        skipped = pick(said, _SKIP) is not None
        if said.choice is not None and not skipped:
            raise Gone
        if not skipped and not has_words(said.text):
            raise NotUnderstood
        change(data, **{kept_as: None if skipped else said.text})
        return _after(data, step)

    return hear


async def _hear_decision(_context: Context, _form: Form, data: Data, said: Said) -> str:
    """One decision, or that there are no more, or that the last one is to go."""
    decided = list(data.get("decisions", ()))
    last = f"drop-{len(decided)}"
    chosen = pick(said, {"done": "minutes.done", last: "minutes.drop"})
    if said.choice is not None and chosen is None:
        raise Gone
    if chosen == "done":
        return _after(data, "decision")
    if chosen is None:
        decided.append(asdict(read_decision(said.text)))
    elif decided:
        decided.pop()
    change(data, decisions=decided)
    return "decision" if len(decided) < MOST_DECISIONS else _after(data, "decision")


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = pick(said, {send_value(data): "minutes.save", **_PARTS})
    if chosen in _PARTS:
        data["known"] = True
        return chosen
    if chosen is None:
        raise refusal_of(said.choice) if said.choice is not None else NotUnderstood()
    plan = await _plan(context, data)
    await minutes.save_notes(context.session, context.actor, plan, Notes.of(data), now=context.now)
    await context.reply("minutes/saved", activity=plan.activity.id)
    return None


async def _name_facts(context: Context, _form: Form, data: Data) -> Data:
    return {"title": (await _plan(context, data)).activity.title, "name": context.actor.name}


async def _decision_facts(_context: Context, _form: Form, data: Data) -> Data:
    decided = data.get("decisions", ())
    return {"count": len(decided), "last": decided[-1] if decided else None}


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    title = (await _plan(context, data)).activity.title
    return {"title": title, **Notes.of(data).facts(), "send": send_value(data)}


MINUTES = register(
    FormKind(
        "minutes",
        (
            Step("chair", "minutes/ask_chair", _hear_name("chair"), longest=LONGEST_NAME, facts=_name_facts),
            Step(
                "secretary",
                "minutes/ask_secretary",
                _hear_name("secretary"),
                longest=LONGEST_NAME,
                facts=_name_facts,
            ),
            Step("course", "minutes/ask_course", _hear_text("course", "course"), longest=LONGEST_COURSE),
            Step("decision", "minutes/ask_decision", _hear_decision, longest=500, facts=_decision_facts),
            Step("next", "minutes/ask_next", _hear_text("next", "next_meeting"), longest=LONGEST_NEXT),
            Step("preview", "minutes/preview", _hear_preview, longest=60, facts=_preview_facts),
        ),
    )
)
