"""The part of announcing that asks when: at once, later, or again and again; and how it is sent off."""

from datetime import datetime
from typing import Any

from actions import plans
from actions.announcements import Draft, publish_announcement
from actions.areas import Area
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.plans import AnnouncementPlan, Repeat, Timing
from handlers.activity_times import hear_when, pick, when_steps
from handlers.context import Context
from handlers.forms import Step
from handlers.previews import change
from handlers.said import Said

Data = dict[str, Any]
OFFERED = (Repeat.WEEKLY, Repeat.MONTHLY, Repeat.SELAPANAN)
_WAYS = {"now": "timing.now", "when": "timing.later", "every": "timing.repeat", "preview": "form.back"}
_EVERY = {**{repeat.value: f"repeat.{repeat.value}" for repeat in OFFERED}, "timing": "form.back"}


async def timing_facts(context: Context, data: Data, area: Area) -> Data:
    """What the preview says of the time; nothing when it goes out at once."""
    timing = timing_of(data)
    if timing is None:
        return {}
    moment = timing.next_after(context.now, area.zone) or timing.first_at
    return await plans.describe_timing(context.session, area, timing, moment)


async def send_off(context: Context, data: Data, draft: Draft) -> str | None:
    """Announce at once or plan it, as the preview says; a time that has passed meanwhile is asked again."""
    timing, session, actor, now = timing_of(data), context.session, context.actor, context.now
    if timing is None:
        await _send_now(context, data, draft)
        return None
    if _is_past(data, now):
        return "when"
    if "plan" in data:
        plan = await plans.change_plan(session, actor, data["plan"], draft, timing, now=now)
    else:
        plan = await plans.plan_announcement(session, actor, draft, timing, now=now)
    await context.reply("plans/card", **await plans.get_facts(session, plan), new=True)
    return None


async def _send_now(context: Context, data: Data, draft: Draft) -> None:
    if "plan" not in data:
        await publish_announcement(context.session, context.actor, draft, now=context.now)
        return
    plan = await plans.send_now(context.session, context.actor, data["plan"], draft, now=context.now)
    if plan.repeat is not None:
        await context.reply("plans/goes_on", **await plans.describe(context.session, plan))


def timing_of(data: Data) -> Timing | None:
    """The chosen time; None for at once."""
    found = data.get("timing")
    if found is None:
        return None
    repeat = Repeat(found["repeat"]) if found["repeat"] else None
    return Timing(datetime.fromisoformat(found["first"]), repeat)


def data_of(plan: AnnouncementPlan) -> Data:
    """The time of a plan as the form holds it."""
    timing = {"first": plan.first_at.isoformat(), "repeat": plan.repeat}
    return {"timing": timing, "planned": timing}


def _is_past(data: Data, now: datetime) -> bool:
    """Whether the chosen time has passed; that of a plan whose time is not changed may have."""
    timing = timing_of(data)
    return timing is not None and timing.first_at <= now and data["timing"] != data.get("planned")


async def _hear_timing(context: Context, form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, _WAYS)
    if chosen == "now":
        change(data, timing=None)
        return "preview"
    if chosen in ("preview", "every"):
        return chosen
    data["every"] = None
    return "when" if chosen == "when" else await _hear_when(context, form, data, said)


async def _hear_every(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, _EVERY)
    if chosen is None:
        raise NotUnderstood if said.choice is None else Gone
    if chosen == "timing":
        return chosen
    data["every"] = chosen
    return "when"


async def _hear_when(context: Context, form: Form, data: Data, said: Said) -> str:
    if said.choice == "timing":
        return said.choice
    if said.choice is not None:
        raise Gone
    return await hear_when(context, form, data, said)


def _keep_timing(data: Data) -> str:
    """The time that was echoed and confirmed is what the preview shows from now on."""
    change(data, timing={"first": data["starts"], "repeat": data.get("every")})
    return "preview"


async def _when_facts(context: Context, _form: Form, data: Data) -> Data:
    return {"every": data.get("every"), "past": _is_past(data, context.now)}


TIMING_STEPS = (
    Step("timing", "announcements/ask_timing", _hear_timing, longest=200),
    Step("every", "announcements/ask_every", _hear_every, by_button=True),
    *when_steps(_keep_timing, _hear_when, "announcements/ask_when", _when_facts),
)
"""They need the zone in the form's data, and lead back to its step "preview"."""
