"""`Cari waktu`: the organiser names two to four times, one after the other."""

from datetime import datetime
from typing import Any

from actions import time_answers, time_polls
from actions.activities import ActivityKind
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.meetings import Times
from actions.time_polls import FEWEST, MOST
from handlers.activity_cautions import caution_facts
from handlers.activity_times import hear_when, pick, when_steps
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.said import Said

Data = dict[str, Any]
_WAYS = {"more": "times.more", "go_on": "times.go_on", "drop": "times.drop"}
_TIME = ("starts", "ends", "said")


async def begin_finding(context: Context, data: Data) -> None:
    """Ask for the first time; `data` says what it is for: area_id, area, zone, kind and title."""
    await start_anew(context, FIND, {**data, "slots": []})


def _keep_slot(data: Data) -> str:
    """The step after a confirmed time: it joins the others, and nothing of it is left to be confirmed."""
    known = [one["starts"] for one in data["slots"]]
    if data["starts"] not in known:
        data["slots"] = [*data["slots"], {name: data.get(name) for name in _TIME}][:MOST]
    for name in (*_TIME, "sure", "day", "part", "options", "conflict"):
        data.pop(name, None)
    return "slots"


async def _hear_slots(context: Context, form: Form, data: Data, said: Said) -> str | None:
    way, slots = pick(said, _WAYS), data["slots"]
    if way is None:
        if said.choice is not None:
            raise Gone
        if len(slots) >= MOST:
            raise NotUnderstood
        return await hear_when(context, form, data, said)
    if way == "drop":
        data["slots"] = slots[:-1]
        return "slots" if data["slots"] else "when"
    if way == "more":
        return "when" if len(slots) < MOST else "slots"
    if len(slots) < FEWEST:
        raise Gone
    await _propose(context, data)
    return None


async def _propose(context: Context, data: Data) -> None:
    poll = await time_polls.propose_times(
        context.session,
        context.actor,
        area_id=data["area_id"],
        kind=ActivityKind(data["kind"]),
        title=data["title"],
        times=[_times(one) for one in data["slots"]],
        now=context.now,
    )
    await context.reply("times/draft", **await time_answers.card_facts(context.session, poll))


def _times(one: Data) -> Times:
    ends = datetime.fromisoformat(one["ends"]) if one["ends"] else None
    return Times(datetime.fromisoformat(one["starts"]), ends, one["said"])


async def _when_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"title": data["title"], "place": len(data["slots"]) + 1}


async def _slots_facts(context: Context, _form: Form, data: Data) -> Data:
    closed = await time_answers.list_closed(
        context.session, area_id=data["area_id"], times=[_times(one) for one in data["slots"]]
    )
    slots = [
        {"starts": one["starts"], "until": one["ends"], "said": one["said"], "closed": window}
        for one, window in zip(data["slots"], closed, strict=True)
    ]
    return {"title": data["title"], "zone": data["zone"], "slots": slots}


async def _find_again(_context: Context) -> None:
    """A search begins at what it is for, never at a form that was left."""
    raise Gone


FIND = register(
    FormKind(
        "find_time",
        (
            *when_steps(_keep_slot, hear_when, "times/ask_when", _when_facts, caution_facts),
            Step("slots", "times/slots", _hear_slots, longest=200, facts=_slots_facts),
        ),
        restart=_find_again,
    )
)
