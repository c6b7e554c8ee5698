"""Answers to invitations, tapped or typed."""

from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import answers, forms
from actions.answers import SAID, Answered, AnswerKind, Way
from actions.errors import ContainsIdNumber
from actions.names import contains_id_number
from actions.own_answers import place_facts
from actions.replies import Reply, read_courtesy, read_reply
from handlers.context import Context
from templates.activity_buttons import AnswerInvitation, BringAlong, ChooseWay, ReadAnswer
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
        await _record_typed(context, found[0].activity.id, reply)
    return True


async def _record_typed(context: Context, activity_id: int, reply: Reply) -> None:
    outcome = await answers.answer_invitation(
        context.session,
        context.actor,
        activity_id=activity_id,
        answer=AnswerKind(reply.answer),
        party=reply.party if reply.party > 1 else None,
        way=reply.way,
        now=context.now,
    )
    await context.reply("activities/noted", **await _shown(context, outcome, offers=reply.way is None))


async def on_way_tapped(_update: object, context: Context) -> None:
    """How somebody helps; `Lain kali saja` leaves what they answered as it is."""
    tap = ChooseWay.parse(context.query.data)
    if tap.way == "none":
        await _leave_it(context, tap.activity)
        return
    if tap.way not in {*Way, "any"}:
        raise BadTap(tap.way)
    way = Way(tap.way) if tap.way in set(Way) else None
    await _record_tap(context, tap.activity, AnswerKind.HELP.value, None, way=way, offers=False)


async def _leave_it(context: Context, activity_id: int) -> None:
    outcome = await answers.look_at_own(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    shown = await _shown(context, outcome, offers=False)
    await context.edit_tapped("activities/answered", subject=outcome.plan.subject, **shown)
    context.toast("activities/toast", changed=False, **shown)


async def on_along_tapped(_update: object, context: Context) -> None:
    """`Datang bersama`: how many come in all, the one who taps included."""
    tap = BringAlong.parse(context.query.data)
    if tap.party > 0:
        await _record_tap(context, tap.activity, AnswerKind.YES.value, tap.party)
        return
    plan = await answers.access_open(
        context.session, context.actor, activity_id=tap.activity, now=context.now
    )
    await context.edit_tapped("activities/ask_along", subject=plan.subject, **plan.facts())


async def _record_tap(
    context: Context,
    activity_id: int,
    answer: str,
    party: int | None,
    *,
    way: Way | None = None,
    offers: bool = True,
) -> None:
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
        way=way,
        tapped=context.tapped_message_id,
        now=context.now,
    )
    shown = await _shown(context, outcome, offers=offers)
    await context.edit_tapped("activities/answered", subject=outcome.plan.subject, **shown)
    context.toast("activities/toast", changed=outcome.changed, **shown)


async def _shown(context: Context, outcome: Answered, *, offers: bool) -> dict[str, Any]:
    """The answer as the message shows it to whoever gave it just now; ways of helping only then."""
    facts = await place_facts(context.session, outcome.plan, outcome.answer, now=context.now)
    more = {"offers": offers and outcome.offers, "housemates": outcome.housemates, "alone": outcome.alone}
    return facts | more


HANDLERS = [
    CallbackQueryHandler(on_answer_tapped, pattern=AnswerInvitation.pattern()),
    CallbackQueryHandler(on_meant_tapped, pattern=ReadAnswer.pattern()),
    CallbackQueryHandler(on_way_tapped, pattern=ChooseWay.pattern()),
    CallbackQueryHandler(on_along_tapped, pattern=BringAlong.pattern()),
]
