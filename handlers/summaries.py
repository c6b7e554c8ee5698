"""Summaries: `Ringkasan` at once, and the weeks before."""

from telegram.ext import CallbackQueryHandler

from actions.messages import find_below
from actions.summaries import show_summary, show_week
from handlers.context import Context
from templates.buttons import ShowSummary


async def on_summary(context: Context) -> None:
    """`Ringkasan`"""
    for post in await show_summary(context.session, context.actor, now=context.now):
        await context.send(post)


async def on_week_tapped(_update: object, context: Context) -> None:
    """`Minggu lalu`, `Minggu sebelumnya`, `Minggu ini`"""
    tap = ShowSummary.parse(context.query.data)
    posts = await show_week(
        context.session, context.actor, area_id=tap.area, offset=tap.offset, now=context.now
    )
    card = posts[0].card or ""
    if await find_below(context.session, context.chat_id, card, context.tapped_message_id):
        context.toast("summaries/below")
        return
    for post in posts:
        await context.send(post)


HANDLERS = [CallbackQueryHandler(on_week_tapped, pattern=ShowSummary.pattern())]
