"""Answers to invitations, tapped or typed."""

from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import answers, forms
from actions.answers import SAID, Answered, AnswerKind
from actions.errors import ContainsIdNumber
from actions.invitations import place_facts
from actions.names import contains_id_number
from actions.replies import read_courtesy, read_reply
from handlers.context import Context
from templates.buttons import AnswerInvitation, ReadAnswer
from templates.taps import BadTap


async def on_answer_tapped(_update: object, context: Context) -> None:
    """`Ikut`, `Belum bisa`, `Bantu cara lain`, `Tetap ikut`, `Berhalangan`: that very message shows it."""
    tap = AnswerInvitation.parse(context.query.data)
    await _record_tap(context, tap.activity, tap.answer, None)


async def on_meant_tapped(_update: object, context: Context) -> None:
    """Which of several invitations a typed answer was meant for."""
    tap = ReadAnswer.parse(context.query.data)
    await _record_tap(context, tap.activity, tap.answer, tap.party if tap.party > 1 else None)


async def on_typed(context: Context, text: str) -> bool:
    """Take a text for an answer to the only open invitation, or ask which; False when it is none."""
    if contains_id_number(text):
        raise ContainsIdNumber
    reply = read_reply(text)
    if reply is None:
        return False
    answer, party = AnswerKind(reply.answer), reply.party
    found = await answers.list_answerable(context.session, context.actor, now=context.now)
    if not found:
        unfinished = await forms.find_unfinished(context.session, context.chat_id)
        if unfinished is not None or read_courtesy(text) is not None:
            return False
        await context.reply("activities/no_open")
    elif len(found) > 1:
        options = [plan.facts() for plan in found]
        zone = options[0]["zone"]
        await context.reply("activities/which", options=options, zone=zone, answer=answer.value, party=party)
    else:
        await _record_typed(context, found[0].activity.id, answer, party)
    return True


async def _record_typed(context: Context, activity_id: int, answer: AnswerKind, party: int) -> None:
    outcome = await answers.answer_invitation(
        context.session,
        context.actor,
        activity_id=activity_id,
        answer=answer,
        party=party if party > 1 else None,
        now=context.now,
    )
    await context.reply("activities/noted", **await _shown(context, outcome))


async def _record_tap(context: Context, activity_id: int, answer: str, party: int | None) -> None:
    if answer not in SAID:
        raise BadTap(answer)
    if not context.is_private:
        context.actor.require_resident()
    outcome = await answers.answer_invitation(
        context.session,
        context.actor,
        activity_id=activity_id,
        answer=AnswerKind(answer),
        party=party,
        tapped=context.tapped_message_id,
        now=context.now,
    )
    shown = await _shown(context, outcome)
    await context.edit_tapped("activities/answered", subject=outcome.plan.subject, **shown)
    context.toast("activities/toast", changed=outcome.changed, **shown)


async def _shown(context: Context, outcome: Answered) -> dict[str, Any]:
    facts = await place_facts(context.session, outcome.plan, outcome.answer)
    return facts | {"alone": outcome.alone}


HANDLERS = [
    CallbackQueryHandler(on_answer_tapped, pattern=AnswerInvitation.pattern()),
    CallbackQueryHandler(on_meant_tapped, pattern=ReadAnswer.pattern()),
]
