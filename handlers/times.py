"""Finding a time: whom to ask, who must be there, the taps of those who are asked, and the decision."""

from dataclasses import asdict
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import time_answers, time_decisions, time_polls
from actions.errors import Gone
from actions.meetings import Times
from handlers.activity_forms import plan_at
from handlers.context import Context
from handlers.paging import page_facts
from templates.taps import BadTap
from templates.time_buttons import AnswerTimes, ManageTimes, PickRequired

_TAKE = "take-"


async def on_managed(_update: object, context: Context) -> None:
    """A button of whoever proposed the times."""
    tap = ManageTimes.parse(context.query.data)
    if tap.verb.startswith(_TAKE):
        await _take(context, tap.poll, tap.verb.removeprefix(_TAKE))
    elif tap.verb in _VERBS:
        await _VERBS[tap.verb](context, tap.poll)
    else:
        raise BadTap(tap.verb)


async def on_answered(_update: object, context: Context) -> None:
    """A time that somebody can come at, or not after all; the message shows it."""
    tap = AnswerTimes.parse(context.query.data)
    question = await time_answers.answer_times(
        context.session, context.actor, poll_id=tap.poll, position=tap.position, now=context.now
    )
    context.toast("forms/noted")
    await context.edit_tapped("times/question", subject=question.subject, **question.facts())


async def on_picked(_update: object, context: Context) -> None:
    """Somebody must be there, or need not; or another page of the list."""
    tap = PickRequired.parse(context.query.data)
    if tap.person:
        await time_polls.mark_required(context.session, context.actor, poll_id=tap.poll, person_id=tap.person)
    await context.edit_tapped("times/people", **await _people_facts(context, tap.poll, tap.page))


async def _people_facts(context: Context, poll_id: int, page: int) -> dict[str, Any]:
    poll = await time_polls.access_draft(context.session, context.actor, poll_id=poll_id)
    found = await time_polls.list_candidates(context.session, context.actor, poll_id=poll_id, page=page)
    items = [
        {"person": one.person_id, "salutation": one.salutation, "name": one.name, "required": one.required}
        for one in found.items
    ]
    return {"poll": poll.id, "title": poll.title, "total": found.total, **page_facts(found, items)}


async def _show_people(context: Context, poll_id: int) -> None:
    """`Tandai yang wajib`"""
    await context.edit_tapped("times/people", **await _people_facts(context, poll_id, 0))


async def _show_draft(context: Context, poll_id: int) -> None:
    """`Kembali`"""
    poll = await time_polls.access_draft(context.session, context.actor, poll_id=poll_id)
    await context.edit_tapped("times/draft", **await time_answers.card_facts(context.session, poll))


async def _ask_everybody(context: Context, poll_id: int) -> None:
    """`Semua warga`"""
    asked = await time_polls.ask_everybody(context.session, context.actor, poll_id=poll_id, now=context.now)
    await _say_asked(context, asked)


async def _ask_required(context: Context, poll_id: int) -> None:
    """`Hanya yang wajib`"""
    asked = await time_polls.ask_required(context.session, context.actor, poll_id=poll_id, now=context.now)
    await _say_asked(context, asked)


async def _say_asked(context: Context, asked: time_polls.Asked) -> None:
    opens = asked.opens.isoformat() if asked.opens > context.now else None
    await context.edit_tapped(
        "times/asked",
        title=asked.title,
        count=asked.count,
        opens=opens,
        zone=asked.zone,
        closes=asked.closes.isoformat(),
    )


async def _drop(context: Context, poll_id: int) -> None:
    """`Tidak jadi`"""
    poll = await time_polls.drop_draft(context.session, context.actor, poll_id=poll_id)
    await context.edit_tapped("times/dropped", title=poll.title)


async def _close(context: Context, poll_id: int) -> None:
    """`Tutup sekarang`: the card shows it."""
    await time_answers.close_poll(context.session, context.actor, poll_id=poll_id, now=context.now)
    context.toast("forms/noted")


async def _show_missing(context: Context, poll_id: int) -> None:
    """`Siapa belum bisa`"""
    zone, slot, missing = await time_answers.list_missing(context.session, context.actor, poll_id=poll_id)
    items = [asdict(one) for one in missing]
    await context.reply("times/missing", starts=slot.starts_at.isoformat(), zone=zone, items=items)


async def _take(context: Context, poll_id: int, position: str) -> None:
    """`Pakai waktu 2`: the form of an activity goes on from there, the same one after a second tap."""
    if not position.isascii() or not position.isdigit() or len(position) > 1:
        raise Gone
    poll, slot = await time_decisions.take_time(
        context.session, context.actor, poll_id=poll_id, position=int(position)
    )
    times = Times(slot.starts_at, slot.ends_at, slot.said)
    taken = (poll.id, slot.position)
    await plan_at(context, taken, area_id=poll.area_id, kind=poll.kind, title=poll.title, times=times)


_VERBS: dict[str, Any] = {
    "draft": _show_draft,
    "people": _show_people,
    "everybody": _ask_everybody,
    "required": _ask_required,
    "cancel": _drop,
    "close": _close,
    "missing": _show_missing,
}
HANDLERS = [
    CallbackQueryHandler(on_managed, pattern=ManageTimes.pattern()),
    CallbackQueryHandler(on_answered, pattern=AnswerTimes.pattern()),
    CallbackQueryHandler(on_picked, pattern=PickRequired.pattern()),
]
