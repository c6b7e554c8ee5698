"""Planned announcements: the list of what is still to come, and the buttons under each of them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import plans
from actions.announcements import draft_of
from actions.errors import Gone
from actions.messages import Lane
from handlers import announcement_drafts, announcement_forms, announcement_times
from handlers.context import Context
from handlers.forms import FormKind, register, start_anew
from handlers.paging import on_page, page_facts
from templates.buttons import ManagePlan

OnVerb = Callable[[Context, int], Awaitable[None]]


async def on_planned(context: Context) -> None:
    """`Terjadwal`: what one's office will announce, the next one first."""
    await context.reply("plans/list", **await _list_facts(context, 0))


async def _list_facts(context: Context, page: int) -> dict[str, Any]:
    found = await plans.list_plans(context.session, context.actor, page=page)
    items = [await plans.describe(context.session, one) for one in found.items]
    return page_facts(found, items)


async def on_plan_tapped(_update: object, context: Context) -> None:
    """A button that looks at, changes, sends or calls off one plan."""
    tap = ManagePlan.parse(context.query.data)
    if tap.verb not in _VERBS:
        raise Gone
    await _VERBS[tap.verb](context, tap.plan)


async def _show(context: Context, plan_id: int) -> None:
    """The very message that people will get, and below it when."""
    plan = await plans.access_plan(context.session, context.actor, plan_id)
    await context.send(replace(await plans.post_of(context.session, plan), lane=Lane.REPLY))
    await context.reply("plans/card", **await plans.get_facts(context.session, plan))


async def _change(context: Context, plan_id: int, step: str, **changed: Any) -> None:
    """The form of a new announcement, filled in already."""
    plan = await plans.access_plan(context.session, context.actor, plan_id)
    facts = await plans.describe(context.session, plan)
    data = announcement_drafts.data_of(await draft_of(context.session, plan))
    data |= {"plan": plan.id, "zone": facts["zone"], **announcement_times.data_of(plan), **changed}
    await start_anew(context, CHANGE, data, step=step)


async def _change_words(context: Context, plan_id: int) -> None:
    await _change(context, plan_id, "words")


async def _change_timing(context: Context, plan_id: int) -> None:
    await _change(context, plan_id, "timing")


async def _send(context: Context, plan_id: int) -> None:
    await _change(context, plan_id, "preview", timing=None)


async def _ask_to_cancel(context: Context, plan_id: int) -> None:
    plan = await plans.access_plan(context.session, context.actor, plan_id)
    await context.edit_tapped("plans/ask_cancel", **await plans.get_facts(context.session, plan))


async def _cancel(context: Context, plan_id: int) -> None:
    plan = await plans.cancel_plan(context.session, context.actor, plan_id, now=context.now)
    await context.edit_tapped("plans/cancelled", **await plans.describe(context.session, plan))


async def _keep(context: Context, plan_id: int) -> None:
    plan = await plans.access_plan(context.session, context.actor, plan_id)
    await context.edit_tapped("plans/card", **await plans.get_facts(context.session, plan))


async def _change_again(_context: Context) -> None:
    """A change begins at its plan, never at a form that was left."""
    raise Gone


CHANGE = register(FormKind("change_plan", announcement_forms.STEPS, restart=_change_again))
_VERBS: dict[str, OnVerb] = {
    "show": _show,
    "words": _change_words,
    "timing": _change_timing,
    "send": _send,
    "cancel": _ask_to_cancel,
    "cancel_yes": _cancel,
    "keep": _keep,
}
HANDLERS = [
    on_page("plans", "plans/list", _list_facts),
    CallbackQueryHandler(on_plan_tapped, pattern=ManagePlan.pattern()),
]
