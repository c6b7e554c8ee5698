"""Quiet hours: what a kelurahan keeps, and the buttons that change it."""

from telegram.ext import CallbackQueryHandler

from actions import quiet_hours
from actions.quiet_hours import Part
from handlers.context import Context
from handlers.quiet_hours_forms import ask_hours, ask_ramadan, show
from templates.buttons import ChangeQuietHours
from templates.taps import BadTap

__all__ = ["HANDLERS", "on_quiet_hours"]


async def on_quiet_hours(context: Context) -> None:
    """/jam_tenang"""
    await show(context)


async def on_change_tapped(_update: object, context: Context) -> None:
    """One of the buttons under the quiet hours."""
    what = ChangeQuietHours.parse(context.query.data).what
    if what in tuple(Part):
        await ask_hours(context, Part(what))
    elif what == "ramadan":
        await ask_ramadan(context)
    elif what == "ramadan_on":
        await _switch_on(context)
    elif what == "ramadan_off":
        await quiet_hours.end_ramadan(context.session, context.actor, now=context.now)
        await _show_in_place(context, on=False)
    else:
        raise BadTap(what)


async def _switch_on(context: Context) -> None:
    if await quiet_hours.begin_ramadan(context.session, context.actor, now=context.now):
        await _show_in_place(context, on=True)
    else:
        await ask_ramadan(context)


async def _show_in_place(context: Context, *, on: bool) -> None:
    quiet = await quiet_hours.access_quiet_hours(context.session, context.actor, now=context.now)
    await context.edit_tapped("quiet_hours/card", **quiet.facts())
    context.toast("quiet_hours/toast", on=on)


HANDLERS = [CallbackQueryHandler(on_change_tapped, pattern=ChangeQuietHours.pattern())]
