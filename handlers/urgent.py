"""Urgent announcements: `Darurat`, asked twice, and the two answers under it."""

from telegram.ext import CallbackQueryHandler

from actions.announcements import post_of
from actions.urgent import answer_urgent, list_answered
from handlers import urgent_forms
from handlers.context import Context
from templates.buttons import React, ShowAnswers


async def on_urgent(context: Context) -> None:
    """`Darurat`"""
    await urgent_forms.begin(context)


async def on_answer_tapped(_update: object, context: Context) -> None:
    """`Saya aman` or `Butuh bantuan`: the tapped message shows it, and can be changed there.

    A stranger reads whom to call, instead of being led to join.
    """
    tap = React.parse(context.query.data)
    found, told = await answer_urgent(
        context.session, context.unit.actor, announcement_id=tap.announcement, kind=tap.kind, now=context.now
    )
    context.toast("announcements/urgent_toast", kind=tap.kind, told=told)
    if context.is_private:
        facts = {**(await post_of(context.session, found)).facts, "kind": tap.kind, "told": told}
        await context.edit_tapped("announcements/urgent_answered", subject=f"reaction:{found.id}", **facts)


async def on_answers(context: Context, announcement_id: int) -> None:
    """`Lihat semua`: everybody who answered."""
    facts = await list_answered(context.session, context.actor, announcement_id=announcement_id, page=0)
    await context.reply("announcements/urgent_answers", **facts)


async def on_answers_page_tapped(_update: object, context: Context) -> None:
    """Another page of them, in the same message."""
    tap = ShowAnswers.parse(context.query.data)
    facts = await list_answered(
        context.session, context.actor, announcement_id=tap.announcement, page=tap.page
    )
    await context.edit_tapped("announcements/urgent_answers", **facts)


VERBS = {"answers": on_answers}

HANDLERS = [
    CallbackQueryHandler(on_answer_tapped, pattern=r"^react:[0-9]+:(safe|need_help)$"),
    CallbackQueryHandler(on_answers_page_tapped, pattern=ShowAnswers.pattern()),
]
