"""`Jumlah kursi`: an organiser gives an activity seats, more of them, or fewer."""

from dataclasses import asdict
from typing import Any

from actions.activities import access_managed
from actions.activity_changes import set_quota
from actions.errors import Gone, NotUnderstood
from actions.first_seats import count_coming
from actions.forms import Form
from actions.numbers import read_count
from actions.seats import count_open
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.said import Said

Data = dict[str, Any]
_LONGEST = 40


async def on_quota(context: Context, activity_id: int) -> None:
    """`Jumlah kursi` under what can be changed."""
    await access_managed(context.session, context.actor, activity_id=activity_id, now=context.now)
    await start_anew(context, QUOTA, {"activity": activity_id})


async def _facts(context: Context, _form: Form, data: Data) -> Data:
    plan = await access_managed(context.session, context.actor, activity_id=data["activity"], now=context.now)
    count = await count_open(context.session, plan.activity.id)
    coming = await count_coming(context.session, plan)
    return {"title": plan.activity.title, "quota": plan.activity.quota, "coming": coming, **asdict(count)}


async def _hear(context: Context, _form: Form, data: Data, said: Said) -> None:
    quota = read_count(said.text)
    if quota is None:
        raise NotUnderstood
    activity = data["activity"]
    plan = await access_managed(context.session, context.actor, activity_id=activity, now=context.now)
    told = {"title": plan.activity.title, "quota": quota, "first": plan.activity.quota is None}
    count = await set_quota(
        context.session, context.actor, activity_id=activity, quota=quota, now=context.now
    )
    await context.reply("activities/quota_changed", **told, held=count.held, offered=count.offered)


async def _again(_context: Context) -> None:
    """It begins at its activity, never at a form that was left."""
    raise Gone


QUOTA = register(
    FormKind(
        "quota",
        (Step("quota", "activities/ask_quota", _hear, longest=_LONGEST, facts=_facts),),
        restart=_again,
    )
)
