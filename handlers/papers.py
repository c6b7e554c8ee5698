"""`Surat & berkas`: the letter, lists and records of an activity, as PDF to print and as spreadsheet."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import minutes, papers
from actions.messages import Lane, Post
from actions.paging import cut
from actions.papers import find_meeting
from actions.planned import Plan
from handlers.context import Context
from handlers.minutes_forms import start_changing, start_noting
from handlers.paging import page_facts
from templates.activity_buttons import PrintPaper, ShowMeetings
from templates.taps import BadTap

_MEETINGS_A_PAGE = 6

Facts = dict[str, Any]


async def on_papers(context: Context, activity_id: int) -> None:
    """`Surat & berkas` of an activity: which of its papers."""
    found = await papers.list_choices(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    about = {"activity": activity_id, "title": found.plan.activity.title}
    await context.reply("papers/choose", **about, attended=found.attended, invites=found.invites)


async def on_paper_tapped(_update: object, context: Context) -> None:
    """One of the papers; of several meetings, which one is asked first where that matters."""
    tap = PrintPaper.parse(context.query.data)
    plan = await _access(context, tap.activity)
    if tap.paper in _OF_A_MEETING:
        if tap.position == 0 and len(plan.meetings) > 1:
            await context.reply("papers/which_meeting", **_meetings(plan, tap.paper, 0))
            return
        await _print(context, tap.paper, await _OF_A_MEETING[tap.paper](context, plan, tap.position))
    elif tap.paper in _OF_ALL:
        await _print(context, tap.paper, await _OF_ALL[tap.paper](context.session, plan, now=context.now))
    elif tap.paper in _NOTING:
        await _NOTING[tap.paper](context, plan)
    else:
        raise BadTap(tap.paper)


async def on_meetings_turned(_update: object, context: Context) -> None:
    """Another page of the meetings that a paper may be for."""
    tap = ShowMeetings.parse(context.query.data)
    if tap.paper not in _OF_A_MEETING:
        raise BadTap(tap.paper)
    plan = await _access(context, tap.activity)
    await context.edit_tapped("papers/which_meeting", **_meetings(plan, tap.paper, tap.page))


async def _access(context: Context, activity_id: int) -> Plan:
    return await papers.access_papers(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )


def _meetings(plan: Plan, paper: str, page: int) -> Facts:
    found = cut(plan.meetings, page, _MEETINGS_A_PAGE)
    items = [{"starts": one.starts_at.isoformat(), "position": one.position} for one in found.items]
    about = {"activity": plan.activity.id, "title": plan.activity.title, "zone": plan.area.zone}
    return {**about, "paper": paper, **page_facts(found, items)}


async def _sheet(context: Context, plan: Plan, position: int) -> Facts:
    return await papers.gather_sheet(context.session, plan, find_meeting(plan, position), now=context.now)


async def _blank(context: Context, plan: Plan, position: int) -> Facts:
    return await papers.gather_blank_sheet(context.session, plan, find_meeting(plan, position))


async def _minutes(context: Context, plan: Plan) -> None:
    """`Notulen`: what is noted, or the first question while nothing is."""
    noted = await minutes.find_notes(context.session, plan)
    if noted is None:
        await start_noting(context, plan)
    else:
        about = {"activity": plan.activity.id, "title": plan.activity.title}
        await context.reply("minutes/card", **about, **noted.notes.facts())


async def _print(context: Context, paper: str, facts: Facts) -> None:
    await context.send(
        Post(
            "papers/paper",
            {**facts, "paper": paper},
            subject=f"papers:{facts['activity']}",
            method="sendDocument",
            file=f"draw:{_DRAWINGS[paper]}",
            lane=Lane.REPLY,
        )
    )


_OF_A_MEETING: dict[str, Callable[[Context, Plan, int], Awaitable[Facts]]] = {
    "sheet": _sheet,
    "sheet_book": _sheet,
    "blank": _blank,
}
_OF_ALL: dict[str, Callable[..., Awaitable[Facts]]] = {
    "invitation": papers.gather_invitation,
    "spj": papers.gather_participants,
    "spj_book": papers.gather_participants,
    "print_minutes": papers.gather_minutes,
    "record": papers.gather_record,
}
_NOTING: dict[str, Callable[[Context, Plan], Awaitable[None]]] = {
    "minutes": _minutes,
    "change_minutes": start_changing,
}
_DRAWINGS = {
    "invitation": "invitation_letter",
    "sheet": "attendance_sheet",
    "sheet_book": "attendance_book",
    "blank": "blank_sheet",
    "spj": "participants_list",
    "spj_book": "participants_book",
    "print_minutes": "minutes_paper",
    "record": "official_record",
}
HANDLERS = [
    CallbackQueryHandler(on_paper_tapped, pattern=PrintPaper.pattern()),
    CallbackQueryHandler(on_meetings_turned, pattern=ShowMeetings.pattern()),
]
