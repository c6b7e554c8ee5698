"""The part of announcing that asks who hears it, by which way, and whether it asks to be read."""

from datetime import timedelta

from actions.announcements import Route, find_reach
from actions.audience import Choice, Who
from actions.coming import list_lately
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from handlers.announcement_drafts import Data, draft_of, find_office, following
from handlers.context import Context
from handlers.forms import Step
from handlers.previews import change
from handlers.said import Said

_BY_ACTIVITY = (Who.ANSWERED, Who.SILENT, Who.HOUSES, Who.ATTENDED)
_LATELY = timedelta(days=30)


async def _who_facts(context: Context, _form: Form, data: Data) -> Data:
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY, now=context.now)
    return {"heads": office.kind.value != "rt_head", "lately": bool(lately)}


async def _hear_who(_context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "back":
        return following(data)
    if said.choice not in tuple(Who):
        raise NotUnderstood if said.choice is None else Gone
    who = Who(said.choice)
    if who in _BY_ACTIVITY:
        data["who"] = who.value
        return "activity"
    change(data, choice=Choice(who).facts())
    return following(data)


async def _activity_facts(context: Context, _form: Form, data: Data) -> Data:
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY, now=context.now)
    return {
        "who": data["who"],
        "zone": office.area.zone,
        "options": [
            {
                "value": str(plan.activity.id),
                "title": plan.activity.title,
                "starts": plan.meeting.starts_at.isoformat(),
            }
            for plan in lately
        ],
    }


async def _hear_activity(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "back":
        return "who"
    office = await find_office(context, data)
    lately = await list_lately(context.session, office.area, since=context.now - _LATELY, now=context.now)
    chosen = next((plan for plan in lately if str(plan.activity.id) == said.choice), None)
    if chosen is None or "who" not in data:
        raise NotUnderstood if said.choice is None else Gone
    change(data, choice=Choice(Who(data["who"]), chosen.activity.id).facts())
    return following(data)


async def _more_facts(context: Context, _form: Form, data: Data) -> Data:
    """How many each way reaches."""
    draft = draft_of(data, await find_office(context, data))
    reach = await find_reach(context.session, context.actor, draft)
    return {
        "asks_read": draft.asks_read,
        "ways": [
            {"way": way.value, "groups": groups, "count": count}
            for way, (groups, count) in reach.ways.items()
            if way is Route.BOTH or (groups, count) != reach.ways[Route.BOTH]
        ],
    }


async def _hear_more(_context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.choice == "read":
        change(data, asks_read=not data.get("asks_read", False))
    elif said.choice in tuple(Route):
        change(data, route=said.choice)
    elif said.choice != "back":
        raise NotUnderstood if said.choice is None else Gone
    return following(data)


WAY_STEPS = (
    Step("who", "announcements/ask_who", _hear_who, facts=_who_facts, by_button=True),
    Step("activity", "announcements/ask_activity", _hear_activity, facts=_activity_facts, by_button=True),
    Step("more", "announcements/ask_more", _hear_more, facts=_more_facts, by_button=True),
)
"""They lead back to the step "preview"."""
