"""What an activity may have besides: what to bring, a point on the map, meetings, seats, a repetition."""

from datetime import datetime
from typing import Any

from actions.activities import LONGEST_BRING, require_quota
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.further import read_further
from actions.interests import Topic, list_wanted
from actions.numbers import read_count
from actions.repeats import Repeat
from handlers.activity_times import pick
from handlers.activity_words import missing, words_of
from handlers.context import Context
from handlers.forms import Step
from handlers.previews import change
from handlers.said import Said

Data = dict[str, Any]
_BACK = {"preview": "form.back"}
EXTRAS = {
    name: f"activity.add_{name}"
    for name in ("bring", "point", "further", "quota", "people", "repeat", "topic")
}
SHORTCUTS = {name: EXTRAS[name] for name in ("further", "quota")}
TOPICS = {topic.value: f"topic.{topic.value}" for topic in Topic}
REPEATS = {repeat.value: f"repeat.{repeat.value}" for repeat in Repeat}


def offered(data: Data) -> list[str]:
    """What may be added: only a training has further meetings, and what has any does not come back."""
    trains = data["kind"] == "training"
    hidden = {
        "further": not trains or bool(data.get("repeat")),
        "repeat": bool(data.get("further")) or "series" in data,
        "topic": not trains,
    }
    return [name for name in EXTRAS if not hidden.get(name)]


async def _extras_facts(_context: Context, _form: Form, data: Data) -> Data:
    """A training has the shortcuts under its preview."""
    beside = SHORTCUTS if data["kind"] == "training" else {}
    return {"extras": [name for name in offered(data) if name not in beside]}


async def _hear_extras(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, EXTRAS | _BACK)
    if chosen is None:
        raise NotUnderstood
    return step_of(data, chosen)


def step_of(data: Data, chosen: str) -> str:
    """The step that asks for an extra, or first for what is missing; Gone for one that this kind has not."""
    step = missing(data)
    if chosen == "preview" or step != "preview":
        return step
    if chosen not in offered(data):
        raise Gone
    return "who" if chosen == "people" else chosen


async def _hear_bring(_context: Context, _form: Form, data: Data, said: Said) -> str:
    change(data, bring=None if pick(said, {"none": "activity.bring_nothing"}) else words_of(said))
    return missing(data)


async def _hear_point(_context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.place is not None:
        change(data, point=[said.place["latitude"], said.place["longitude"]])
    elif pick(said, {"none": "activity.no_point"}):
        change(data, point=None)
    elif pick(said, _BACK) is None:
        raise NotUnderstood
    return missing(data)


async def _hear_further(context: Context, _form: Form, data: Data, said: Said) -> str:
    known = [datetime.fromisoformat(one) for one in data.get("further", ())]
    chosen = pick(said, {"preview": "activity.enough", "drop": "activity.drop_meeting"})
    if chosen == "preview" or not data.get("starts"):
        return missing(data)
    if chosen == "drop":
        change(data, further=[one.isoformat() for one in known[:-1]])
        return "further"
    if said.choice is not None:
        raise Gone
    first = datetime.fromisoformat(data["starts"])
    found = read_further(said.text, first, known, sent=context.sent, zone=data["zone"])
    change(data, further=[one.isoformat() for one in [*known, *found]])
    return "further"


async def _further_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"dates": dates_of(data), "zone": data["zone"], "several": bool(data.get("further"))}


def dates_of(data: Data) -> list[str]:
    """When the meetings are, in their order."""
    return sorted([data["starts"], *data.get("further", ())])


async def _hear_quota(_context: Context, _form: Form, data: Data, said: Said) -> str:
    if pick(said, {"none": "activity.no_quota"}):
        change(data, quota=None)
        return missing(data)
    quota = read_count(said.text)
    if quota is None:
        raise NotUnderstood
    change(data, quota=require_quota(quota))
    return missing(data)


async def _hear_repeat(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, REPEATS | {"once": "activity.once"})
    if chosen is None:
        raise NotUnderstood
    change(data, repeat=None if chosen == "once" else chosen)
    return missing(data)


async def _hear_topic(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, TOPICS | {"none": "activity.no_topic"})
    if chosen is None:
        raise NotUnderstood
    change(data, topic=None if chosen == "none" else chosen)
    return missing(data)


async def _topic_facts(context: Context, _form: Form, data: Data) -> Data:
    wanted = await list_wanted(context.session, context.actor, data["area_id"])
    return {"topics": [{"topic": topic.value, "count": count} for topic, count in wanted]}


EXTRA_STEPS = (
    Step("extras", "activities/ask_extras", _hear_extras, facts=_extras_facts, by_button=True),
    Step("bring", "activities/ask_bring", _hear_bring, longest=LONGEST_BRING),
    Step("point", "activities/ask_point", _hear_point, accepts=("text", "place"), longest=200),
    Step("further", "activities/ask_further", _hear_further, longest=500, facts=_further_facts),
    Step("quota", "activities/ask_seats", _hear_quota, longest=60),
    Step("repeat", "activities/ask_repeat", _hear_repeat, by_button=True),
    Step("topic", "activities/ask_topic", _hear_topic, facts=_topic_facts, by_button=True),
)
