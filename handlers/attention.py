"""Attention: `Atur kabar` of `Data saya`, where kinds of news are muted."""

from telegram.ext import CallbackQueryHandler

from actions.attention import change_mute, list_muted_kinds
from actions.errors import Gone
from actions.messages import News
from handlers.context import Context
from templates.buttons import MuteNews


async def on_mutes(context: Context) -> None:
    """`Atur kabar`"""
    muted = await list_muted_kinds(context.session, context.actor.person_id)
    await context.reply("attention/mutes", muted=sorted(muted))


async def on_mute_tapped(_update: object, context: Context) -> None:
    """One kind is muted, or heard again; the screen shows it."""
    kind = MuteNews.parse(context.query.data).kind
    if kind not in tuple(News):
        raise Gone
    await change_mute(context.session, context.actor.person_id, News(kind), now=context.now)
    muted = await list_muted_kinds(context.session, context.actor.person_id)
    await context.edit_tapped("attention/mutes", muted=sorted(muted))


HANDLERS = [CallbackQueryHandler(on_mute_tapped, pattern=MuteNews.pattern())]
