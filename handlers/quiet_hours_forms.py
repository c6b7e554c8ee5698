"""The small forms behind `Jam tenang`: other hours for one part of it, the days of Ramadan."""

from datetime import date, datetime, time, timedelta
from typing import Any

from actions import quiet_hours
from actions.dates import NeedsTime, Past, read_when
from actions.errors import Gone, NotUnderstood
from actions.forms import Form, NewerBelow
from actions.quiet_hours import Part
from actions.ramadan import LENGTHS
from actions.replies import agrees
from actions.times import local
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.said import Said
from templates.labels import find_said

Data = dict[str, Any]


async def show(context: Context, *, saved: bool = False) -> None:
    """The quiet hours of one's kelurahan, with what can be changed."""
    quiet = await quiet_hours.access_quiet_hours(context.session, context.actor, now=context.now)
    await context.reply("quiet_hours/card", **quiet.facts(), saved=saved)


async def ask_hours(context: Context, part: Part) -> None:
    """Ask for the start and end of one part."""
    quiet = await quiet_hours.access_quiet_hours(context.session, context.actor, now=context.now)
    await start_anew(context, HOURS, {"part": part.value, "now": quiet.facts()[part.value]})


async def ask_ramadan(context: Context) -> None:
    """Ask for the first and the last day of Ramadan."""
    quiet = await quiet_hours.access_quiet_hours(context.session, context.actor, now=context.now)
    await start_anew(context, RAMADAN, {"zone": quiet.kelurahan.zone})


async def _hear_hours(context: Context, _form: Form, data: Data, said: Said) -> str:
    part = Part(data["part"])
    window = quiet_hours.read_stretch(part, said.text)
    await quiet_hours.check_hours(context.session, context.actor, part=part, window=window, now=context.now)
    data |= {"starts": window.starts.isoformat(), "ends": window.ends.isoformat()}
    return "confirm"


async def _hear_right_hours(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if not _is_right(context, said, _stretch(data)):
        return "hours"
    part, starts, ends = Part(data["part"]), *(time.fromisoformat(data[edge]) for edge in ("starts", "ends"))
    window = quiet_hours.window_for(part, starts, ends)
    await quiet_hours.change_hours(context.session, context.actor, part=part, window=window, now=context.now)
    await show(context, saved=True)
    return None


async def _hear_first(context: Context, _form: Form, data: Data, said: Said) -> str:
    first = _read_day(context, data, said.text)
    longest = first + timedelta(days=max(LENGTHS) - 1)
    quiet_hours.require_ramadan(first, longest, today=local(context.now, data["zone"]).date())
    data["first"] = first.isoformat()
    return "last"


async def _hear_last(context: Context, _form: Form, data: Data, said: Said) -> str:
    if not data.get("first"):
        raise Gone
    if said.choice is not None and said.choice not in _last_days(data):
        raise NewerBelow
    day = said.choice or _read_day(context, data, said.text).isoformat()
    if day not in _last_days(data):
        raise quiet_hours.NotRamadan
    data["last"] = day
    return "confirm"


async def _hear_right_days(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if not _is_right(context, said, _days(data)):
        return "first"
    first, last = (date.fromisoformat(data[edge]) for edge in ("first", "last"))
    await quiet_hours.set_ramadan(context.session, context.actor, first=first, last=last, now=context.now)
    await show(context, saved=True)
    return None


def _is_right(context: Context, said: Said, right: str) -> bool:
    """Whether what stands above is right: `right` names it, so that an older echo confirms nothing newer."""
    if said.choice is not None and said.choice not in (right, "edit"):
        raise NewerBelow
    typed = find_said(said.text, "form", context.actor.language) if said.choice is None else None
    if said.choice == right or typed == "right" or (said.choice is None and agrees(said.text)):
        return True
    if said.choice == "edit" or typed == "edit":
        return False
    raise NotUnderstood


def _read_day(context: Context, data: Data, text: str) -> date:
    """The day that a text names, also one that has begun a Ramadan already."""
    match read_when(text, sent=context.sent, zone=data["zone"]):
        case NeedsTime(day) | Past(date() as day) if not isinstance(day, datetime):
            return day
    raise NotUnderstood


def _last_days(data: Data) -> list[str]:
    first = date.fromisoformat(data["first"])
    return [(first + timedelta(days=length - 1)).isoformat() for length in LENGTHS]


def _stretch(data: Data) -> str:
    return f"{data['starts']}-{data['ends']}".replace(":", "")


def _days(data: Data) -> str:
    return f"{data['first']}.{data['last']}"


async def _hours_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"part": data["part"], "now": data["now"]}


async def _right_hours_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"part": data["part"], "starts": data["starts"], "ends": data["ends"], "right": _stretch(data)}


async def _last_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"first": data["first"], "days": _last_days(data)}


async def _right_days_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"first": data["first"], "last": data["last"], "right": _days(data)}


HOURS = register(
    FormKind(
        "quiet_hours",
        (
            Step("hours", "quiet_hours/ask_hours", _hear_hours, longest=100, facts=_hours_facts),
            Step(
                "confirm",
                "quiet_hours/confirm_hours",
                _hear_right_hours,
                facts=_right_hours_facts,
                by_button=True,
            ),
        ),
        restart=show,
    )
)
RAMADAN = register(
    FormKind(
        "ramadan",
        (
            Step("first", "quiet_hours/ask_first", _hear_first, longest=100),
            Step("last", "quiet_hours/ask_last", _hear_last, longest=100, facts=_last_facts),
            Step(
                "confirm",
                "quiet_hours/confirm_ramadan",
                _hear_right_days,
                facts=_right_days_facts,
                by_button=True,
            ),
        ),
        restart=ask_ramadan,
    )
)
