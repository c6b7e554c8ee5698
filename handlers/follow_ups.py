"""Follow-ups: one question a message, answered and changed by tapping; and what was missing, once."""

from telegram.ext import CallbackQueryHandler

from actions.follow_ups import answer_follow_up, name_lacking
from actions.messages import Lane, Post, find_below
from handlers.context import Context
from templates.follow_up_buttons import AnswerFollowUp, NameLacking

_SKIP = "skip"


async def on_follow_up_tapped(_update: object, context: Context) -> None:
    """A choice under a question about something that was held."""
    tap = AnswerFollowUp.parse(context.query.data)
    question = await answer_follow_up(
        context.session, context.actor, follow_up_id=tap.follow_up, choice=tap.choice, now=context.now
    )
    facts, card = question.facts(), f"lacking:{tap.follow_up}"
    await context.edit_tapped("follow_ups/question", subject=f"follow_up:{tap.follow_up}", **facts)
    context.toast("follow_ups/toast")
    asked = await find_below(context.session, context.chat_id, card, context.tapped_message_id)
    if question.unfinished and not asked:
        await context.send(Post("follow_ups/ask_lacking", facts, card=card, lane=Lane.REPLY))


async def on_lacking_tapped(_update: object, context: Context) -> None:
    """What was missing, or `Lewati`."""
    tap = NameLacking.parse(context.query.data)
    lacking = None if tap.lacking == _SKIP else tap.lacking
    question = await name_lacking(
        context.session, context.actor, follow_up_id=tap.follow_up, lacking=lacking, now=context.now
    )
    await context.edit_tapped(
        "follow_ups/ask_lacking", subject=f"follow_up:{tap.follow_up}", **question.facts()
    )
    context.toast("follow_ups/toast" if lacking else "follow_ups/skipped")


HANDLERS = [
    CallbackQueryHandler(on_follow_up_tapped, pattern=AnswerFollowUp.pattern()),
    CallbackQueryHandler(on_lacking_tapped, pattern=NameLacking.pattern()),
]
