"""How a series of rule cards begins: what it is about, how often, from when."""

from datetime import datetime
from typing import Any

from actions import campaigns
from actions.access import RoleKind, require_office
from actions.campaigns import Repeat
from actions.errors import NotUnderstood
from actions.forms import Form
from actions.repeats import needs_asking
from handlers.activity_times import hear_when, pick, when_steps
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start, start_anew
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said

Data = dict[str, Any]
REPEATS = {repeat.value: f"campaign.{repeat.value}" for repeat in campaigns.REPEATS}
CHANGES = {"title": "campaign.change_title", "repeat": "campaign.change_schedule"}


async def begin(context: Context) -> None:
    """`Seri baru`"""
    await start(context, CAMPAIGN, await _new(context))


async def _begin_anew(context: Context) -> None:
    await start_anew(context, CAMPAIGN, await _new(context))


async def _new(context: Context) -> Data:
    area = await campaigns.get_kelurahan(context.session, context.actor)
    return {"area_id": area.id, "zone": area.zone}


def _missing(data: Data) -> str:
    """The step that asks for what is not known yet, else the preview."""
    if data.get("starts") and not data.get("sure"):
        return "moment"
    known = {"title": data.get("title"), "repeat": data.get("repeat"), "when": data.get("sure")}
    return next((step for step, value in known.items() if not value), "preview")


async def _hear_title(_context: Context, _form: Form, data: Data, said: Said) -> str:
    change(data, title=campaigns.require_title(said.text))
    return _missing(data)


async def _title_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"title": data.get("title")}


async def _hear_repeat(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, REPEATS)
    if chosen is None:
        raise NotUnderstood
    change(data, repeat=chosen)
    return _missing(data)


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    area = await require_office(context.session, context.actor, data["area_id"], RoleKind.KELURAHAN)
    starts = datetime.fromisoformat(data["starts"])
    arrives = await campaigns.find_arrival(context.session, area, starts)
    return {
        "title": data["title"],
        "repeat": data["repeat"],
        "starts": starts.isoformat(),
        "arrives": arrives.isoformat(),
        "zone": area.zone,
        "month_end": needs_asking(starts, Repeat(data["repeat"]), area.zone),
        "send": send_value(data),
    }


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    chosen = pick(said, {**CHANGES, send_value(data): "campaign.start"})
    if chosen == "repeat":
        change(data, repeat=None, starts=None, sure=None)
    if chosen in CHANGES:
        return chosen
    if chosen is None and not wants_to_send(data, said, context.actor.language):
        return "title"
    if (step := _missing(data)) != "preview":
        return step
    campaign = await campaigns.start_campaign(
        context.session,
        context.actor,
        kelurahan_id=data["area_id"],
        title=data["title"],
        repeat=Repeat(data["repeat"]),
        first_at=datetime.fromisoformat(data["starts"]),
        now=context.now,
    )
    screen = await campaigns.find_screen(context.session, context.actor, campaign.id)
    await context.reply("campaigns/campaign", **await campaigns.describe(context.session, screen))
    return None


CAMPAIGN = register(
    FormKind(
        "campaign",
        (
            Step("title", "campaigns/ask_title", _hear_title),
            Step("repeat", "campaigns/ask_repeat", _hear_repeat, facts=_title_facts, by_button=True),
            *when_steps(_missing, hear_when, "campaigns/ask_when", _title_facts),
            Step("preview", "campaigns/confirm", _hear_preview, facts=_preview_facts, by_button=True),
        ),
        restart=_begin_anew,
    )
)
