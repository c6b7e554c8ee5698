"""Closing an activity: its figures under `Tutup kegiatan`, what was answered afterwards, and its photos."""

from typing import Any

from actions import closings
from actions.coming import list_over
from actions.follow_up_results import list_results
from actions.tallies import ENOUGH
from handlers.context import Context
from handlers.paging import on_page


async def _past_facts(context: Context, page: int) -> dict[str, Any]:
    found = await list_over(context.session, context.actor, now=context.now, page=page)
    shown = [{**plan.facts(), "closed": plan.phase(context.now) == "closed"} for plan in found.items]
    return {"activities": shown, "page": found.number, "pages": found.pages}


async def on_close(context: Context, activity_id: int) -> None:
    """`Tutup kegiatan`: how many came, and what may still be attached."""
    summary = await closings.access_closing(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.reply(
        "closings/card", **await closings.card_facts(context.session, summary, now=context.now)
    )


async def on_close_confirmed(context: Context, activity_id: int) -> None:
    """`Tutup` under the figures, which stay as they are from then on."""
    summary = await closings.close_activity(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    facts = await closings.card_facts(context.session, summary, now=context.now)
    await context.edit_tapped("closings/card", subject=summary.plan.subject, **facts)
    context.toast("closings/closed_toast")


async def on_pictures(context: Context, activity_id: int) -> None:
    """`Lihat foto`"""
    found = await closings.list_photos(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    for post in found:
        await context.send(post)
    if not found:
        context.toast("closings/no_photos")


async def on_results(context: Context, activity_id: int) -> None:
    """`Hasil`: what was answered to the questions about an activity that is over."""
    summary = await closings.access_closing(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    items = await list_results(context.session, activity_id, now=context.now)
    facts = summary.plan.facts()
    await context.reply(
        "follow_ups/results", title=facts["title"], zone=facts["zone"], items=items, enough=ENOUGH
    )


HANDLERS = [on_page("past", "closings/list", _past_facts)]
