"""Reactions: `Sudah baca`, `Sudah jelas` and `Belum jelas` under an announcement."""

from telegram.ext import CallbackQueryHandler

from actions import reactions
from actions.sharing import passes_on
from handlers.context import Context
from templates.buttons import React


async def on_reaction_tapped(_update: object, context: Context) -> None:
    """Thanks on the tap; in one's own chat the button shows it, in a group nothing changes for the others."""
    tap = React.parse(context.query.data)
    found = await reactions.react(
        context.session, context.actor, announcement_id=tap.announcement, kind=tap.kind, now=context.now
    )
    context.toast("announcements/read_toast", kind=tap.kind)
    if context.is_private and context.tapped_message_id is not None:
        await reactions.show_reaction(
            context.session,
            context.recipient,
            found,
            kind=tap.kind,
            message_id=context.tapped_message_id,
            passes_on=await passes_on(context.session, context.actor, found),
            now=context.now,
        )


HANDLERS = [CallbackQueryHandler(on_reaction_tapped, pattern=r"^react:(0:|[0-9]+:(read|clear|unclear)$)")]
