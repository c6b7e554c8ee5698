"""Reactions: the buttons under an announcement."""

from telegram.ext import CallbackQueryHandler

from actions import reactions
from actions.errors import Gone
from actions.reactions import ReactionKind
from handlers.context import Context
from templates.buttons import React


async def on_react_tapped(_update: object, context: Context) -> None:
    """`Sudah baca`, `Sudah jelas` or `Belum jelas`; under a preview it only says what it will be."""
    tap = React.parse(context.query.data)
    if tap.kind not in tuple(ReactionKind):
        raise Gone
    if tap.announcement == 0:
        context.toast("reactions/preview")
        return
    kind = ReactionKind(tap.kind)
    await reactions.react(
        context.session, context.actor, announcement_id=tap.announcement, kind=kind, now=context.now
    )
    context.toast("reactions/toast", kind=kind.value)


HANDLERS = [CallbackQueryHandler(on_react_tapped, pattern=React.pattern())]
