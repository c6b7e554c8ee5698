"""The steps of a form that ask "when?": the day and hour, in doubt again, always echoed in full."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from actions.activities import WhenPast
from actions.dates import Choose, Conflict, Exact, NeedsTime, NotUnderstood, Past, Reading, combine, read_when
from actions.errors import Gone, Refusal
from actions.forms import Form
from actions.replies import agrees, read_reply
from actions.times import local
from handlers.context import Context
from handlers.forms import FactsFor, Hear, Step
from handlers.said import Said
from templates.labels import label

OPTIONS = 6
Data = dict[str, Any]
Following = Callable[[Data], str]
_READ = ("starts", "ends", "said", "day", "part", "options", "sure", "better")
"""What a reading leaves in a form's data."""


class WhenNotUnderstood(Refusal):
    """No date and hour that can be relied on."""


def pick(said: Said, choices: dict[str, str]) -> str | None:
    """Which choice was tapped, or typed as its button says; `choices` is value -> name of its label."""
    if said.choice is not None:
        return said.choice if said.choice in choices else None
    typed = said.text.strip().casefold()
    return next((value for value, name in choices.items() if label(name).casefold() == typed), None)


async def _no_cautions(_context: Context, _form: Form, _data: Data) -> Data:
    return {}


def when_steps(
    following: Following, hear: Hear, template: str, facts: FactsFor, cautions: FactsFor = _no_cautions
) -> tuple[Step, ...]:
    """The steps "when", "time", "choose" and "moment"; `following` names the step after a confirmed time.

    `cautions` tells what speaks against a time, and keeps better ones as `better` in the form's data.
    """

    async def hear_moment(context: Context, _form: Form, data: Data, said: Said) -> str:
        if not data.get("starts"):  # an echo further up, of a time that was given up since
            raise Gone
        if better := find_option(data.get("better", ()), said.choice):
            data |= {"starts": better["starts"], "ends": better["ends"], "said": None, "sure": True}
            return following(data)
        chosen = pick(said, {stamp(data["starts"]): "form.right", "edit": "form.edit"})
        reply = read_reply(said.text) if chosen is None and said.choice is None else None
        if chosen == "edit" or (reply is not None and reply.answer == "no"):
            return "when"
        if chosen is not None or agrees(said.text) or (reply is not None and reply.answer == "yes"):
            data["sure"] = True
            return following(data)
        if said.choice is not None:
            raise Gone
        return keep_reading(data, _read_with_day(context, data, said.text))

    async def moment_facts(context: Context, form: Form, data: Data) -> Data:
        echoed = {**said_facts(data), "right": stamp(data["starts"])}
        return {**echoed, **await cautions(context, form, data)}

    return (
        Step("when", template, hear, longest=200, facts=facts),
        Step("time", "activities/ask_time", _hear_time, longest=200, facts=_time_facts),
        Step("choose", "activities/choose_when", _hear_choice, longest=200, facts=_choice_facts),
        Step("moment", "activities/echo_when", hear_moment, longest=200, facts=moment_facts),
    )


async def hear_when(context: Context, _form: Form, data: Data, said: Said) -> str:
    """Read day and hour as people write them, relative to when they wrote."""
    return keep_reading(data, read_when(said.text, sent=context.sent, zone=data["zone"]))


def keep_reading(data: Data, reading: Reading) -> str:
    """Put what was read into the form's data; gives the step that asks what is left, or echoes."""
    for known in _READ:
        data.pop(known, None)
    match reading:
        case Exact(moment, ends, words):
            data |= {"starts": moment.isoformat(), "ends": ends.isoformat() if ends else None, "said": words}
            return "moment"
        case NeedsTime(day, part):
            data |= {"day": day.isoformat(), "part": part}
            return "time"
        case Choose(_, options) | Conflict(_, _, options) if options:
            data["options"] = [found for option in options for found in _options(option)][:OPTIONS]
            data["conflict"] = isinstance(reading, Conflict)
            return "choose"
        case Past():
            raise WhenPast
        case Choose() | Conflict() | NotUnderstood():
            raise WhenNotUnderstood


def said_facts(data: Data) -> Data:
    """What the words about a chosen time need."""
    return {
        "starts": data["starts"],
        "until": data.get("ends"),
        "said": data.get("said"),
        "zone": data["zone"],
    }


def moments(data: Data) -> tuple[datetime, datetime | None]:
    """The chosen start, and the end when one was given."""
    ends = data.get("ends")
    return datetime.fromisoformat(data["starts"]), datetime.fromisoformat(ends) if ends else None


def find_option(options: Iterable[Data], choice: str | None) -> Data | None:
    """Which of the offered times was tapped."""
    return next((option for option in options if option["value"] == choice), None)


def stamp(starts: str) -> str:
    """The value of `Betul`: it names the moment, so that an old echo cannot confirm a newer one."""
    return str(int(datetime.fromisoformat(starts).timestamp()))


def _options(reading: Reading) -> list[Data]:
    match reading:
        case Exact(moment, ends, words):
            starts = moment.isoformat()
            return [
                {
                    "value": stamp(starts),
                    "starts": starts,
                    "ends": ends.isoformat() if ends else None,
                    "said": words,
                }
            ]
        case NeedsTime(day, part):
            return [{"value": day.isoformat(), "starts": None, "day": day.isoformat(), "part": part}]
        case Choose(_, options):
            return [found for option in options for found in _options(option)]
    return []


async def _hear_time(context: Context, _form: Form, data: Data, said: Said) -> str:
    return keep_reading(data, _read_with_day(context, data, said.text))


async def _hear_choice(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.choice is None:
        return keep_reading(data, _read_with_day(context, data, said.text))
    found = find_option(data.get("options", ()), said.choice)
    if found is None:
        raise Gone
    data["sure"] = False
    if found["starts"] is None:
        data |= {"day": found["day"], "part": found["part"], "starts": None}
        return "time"
    data |= {"starts": found["starts"], "ends": found["ends"], "said": found["said"], "day": None}
    return "moment"


def _read_with_day(context: Context, data: Data, text: str) -> Reading:
    """An hour alone belongs to the day that is known already; a day in the text replaces it."""
    day = _known_day(data)
    if day is None:
        return read_when(text, sent=context.sent, zone=data["zone"])
    return combine(day, text, zone=data["zone"], sent=context.sent, part=data.get("part"))


def _known_day(data: Data) -> date | None:
    if data.get("day"):
        return date.fromisoformat(data["day"])
    offered = [option["starts"] for option in data.get("options", ())]
    starts = [data["starts"]] if data.get("starts") else offered
    days = {local(datetime.fromisoformat(start), data["zone"]).date() for start in starts if start}
    return days.pop() if len(days) == 1 and all(starts) else None


async def _time_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"day": data["day"]}


async def _choice_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"options": data["options"], "zone": data["zone"], "conflict": data["conflict"]}
