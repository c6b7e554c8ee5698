"""What no command, label or button claimed: unknown commands, free text, photos, edits, unknown buttons."""

from telegram.ext import filters

from actions import forms
from actions.errors import NotUnderstood, UnknownButton
from actions.replies import read_courtesy
from actions.roles import find_current
from handlers import activities, start
from handlers.context import Context
from handlers.forms import on_said
from handlers.proposal_forms import PROPOSE, begin_unasked

_PRIVATE = filters.ChatType.PRIVATE
SAID = _PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
"""What a person sent; Telegram writes into a chat, too (a pinned message, a timer)."""

EDITED = _PRIVATE & filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION)
"""Words that a person corrected; a location that is shared live is edited by the phone, every few seconds."""


async def on_message(_update: object, context: Context) -> None:
    """An answer to the open form, else to an open invitation, else something we did not understand."""
    if context.unit.actor is None:
        await start.on_stranger(context)
        return
    form = await forms.find_open(context.session, context.chat_id)
    text = context.message.text
    if form is not None:
        await on_said(context, form)
    elif not (text and (await activities.on_typed(context, text) or await _return_courtesy(context, text))):
        await _go_on(context)


async def _return_courtesy(context: Context, text: str) -> bool:
    """Thanks, a greeting or a salam is answered in kind; False when it is none."""
    courtesy = read_courtesy(text)
    if courtesy in ("thanks", "suwun"):
        await context.reply("talk/thanks", javanese=courtesy == "suwun")
    elif courtesy is not None:
        await context.reply("talk/salam", courtesy=courtesy)
    return courtesy is not None


async def _go_on(context: Context) -> None:
    """With an idea that came by itself, else with what was left unfinished."""
    unfinished = await forms.find_unfinished(context.session, context.chat_id)
    told = context.message.voice or (context.message.photo and context.message.caption)
    if told and context.actor.accepted and (unfinished is None or unfinished.kind != PROPOSE.name):
        await begin_unasked(context)
    elif unfinished is not None:
        await context.reply("forms/resume_offer", form=unfinished.id, kind=unfinished.kind)
    elif await find_current(context.session, context.actor) is None:
        await start.on_waiting(context)
    else:
        raise NotUnderstood


async def on_unknown_command(_update: object, context: Context) -> None:
    """A command that is none of ours: it beats free text, too, and an open form goes on waiting."""
    if context.unit.actor is None:
        await start.on_stranger(context)
        return
    form = await forms.find_open(context.session, context.chat_id)
    await context.reply("talk/unknown_command", filling=form is not None)


async def on_edited(_update: object, context: Context) -> None:
    """An edited message changes nothing that was kept; say how to correct it instead."""
    await context.reply("talk/edited")


async def on_unknown_button(_update: object, context: Context) -> None:
    """Button data that none of our buttons carries, however it came."""
    raise UnknownButton
