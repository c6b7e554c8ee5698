"""Activities: the list of what comes, one of them opened, and the organiser's buttons under its card."""

from functools import partial
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import activities, calendars, coming, invitations, nudges, own_answers
from actions.activity_changes import cancel_activity
from actions.attendance_windows import may_note
from actions.postponing import Reason, is_near, postpone_activity
from actions.proxies import find_headed_rt
from actions.series_ends import find_repeat
from actions.sharing import heads_inside
from handlers import answers as answering
from handlers import attendance, closing_photos, closings, papers, sharing
from handlers.activity_forms import on_create_activity
from handlers.activity_moves import start_moving, telling_facts
from handlers.context import Context
from handlers.paging import on_page
from handlers.proxy_forms import on_note, on_to_tell
from handlers.quota_forms import on_quota
from handlers.series import on_series, on_series_ended, on_series_kept
from templates.activity_buttons import ManageActivity
from templates.taps import BadTap

__all__ = ["HANDLERS", "on_activities", "on_create_activity", "on_typed"]


async def on_typed(context: Context, text: str) -> bool:
    """Take a text for `Hadir` while doors are open, else for an answer; False when it is neither."""
    return await attendance.on_said_here(context, text) or await answering.on_typed(context, text)


async def on_activities(context: Context) -> None:
    """`Kegiatan`: what is planned next, with one's own answer."""
    await context.reply("activities/list", **await _list_facts(context, 0))


async def _list_facts(context: Context, page: int) -> dict[str, Any]:
    found = await coming.list_coming(context.session, context.actor, now=context.now, page=page)
    own = await coming.list_own(context.session, context.actor)
    shown = [
        {
            **plan.facts(),
            "answer": said.answer.value if said else None,
            "postponed": plan.postponed,
            "mine": plan.activity.id in own,
        }
        for plan, said in found.items
    ]
    return {
        "activities": shown,
        "page": found.number,
        "pages": found.pages,
        "past": context.actor.role(*activities.ORGANIZERS) is not None,
        "offers": context.actor.accepted,
    }


async def on_activity_tapped(_update: object, context: Context) -> None:
    """A button that looks at, moves or calls off one activity."""
    tap = ManageActivity.parse(context.query.data)
    if tap.verb not in _VERBS:
        raise BadTap(tap.verb)
    await _VERBS[tap.verb](context, tap.activity)


async def _show(context: Context, activity_id: int) -> None:
    view = await activities.access_activity(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    if not view.invited or (view.manages and view.plan.postponed):
        await _manage(context, activity_id)
        return
    view.plan.require_open(context.now)
    here = view.plan.here(context.now)
    passes_on = not view.manages and here is None
    shares = passes_on and await heads_inside(context.session, context.actor, view.plan.area)
    attends = here is not None and await may_note(context.session, context.actor, view.plan)
    rt = None if view.manages else await find_headed_rt(context.session, context.actor, view.plan.area)
    offered: dict[str, Any] = {"manages": view.manages, "shares": shares, "notes": rt is not None}
    offered |= {"attends": attends, "here": None if attends else here}
    if view.answer is None:
        await context.reply("activities/invitation", **view.plan.facts(), **offered)
    else:
        facts = await own_answers.place_facts(context.session, view.plan, view.answer, now=context.now)
        comes = facts["answer"] in ("yes", "maybe")
        await context.reply("activities/answered", **facts | offered, calendar=comes)


async def _manage(context: Context, activity_id: int) -> None:
    plan = await activities.access_card(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    notes = await find_headed_rt(context.session, context.actor, plan.area) is not None
    await context.send(await invitations.organizer_card(context.session, plan, notes=notes, now=context.now))


async def _change(context: Context, activity_id: int) -> None:
    """`Ubah atau tunda`: what the card offers before the day, once the day has come."""
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    repeat = await find_repeat(context.session, plan)
    phase = plan.phase(context.now)
    await context.reply("activities/change", **plan.facts(), repeat=repeat, phase=phase)


async def _ask_to_cancel(context: Context, activity_id: int) -> None:
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.reply("activities/ask_cancel", **plan.facts(), **await telling_facts(context, plan))


async def _cancel(context: Context, activity_id: int) -> None:
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    telling = await telling_facts(context, plan)
    await cancel_activity(context.session, context.actor, activity_id=activity_id, now=context.now)
    await context.edit_tapped("activities/cancel_done", **plan.facts(), **telling)


async def _keep(context: Context, activity_id: int) -> None:
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.edit_tapped("activities/kept", **plan.facts())


async def _postpone(context: Context, activity_id: int, *, reason: Reason) -> None:
    """`Hujan, tunda` and `Lelayu, tunda`: the card shows it, so that the tap itself says what was done.

    Long before, or where there is more to come, that would be a slip of the thumb that everybody hears of.
    """
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    if not plan.postponed and not is_near(plan, context.now):
        telling = await telling_facts(context, plan)
        several = len(plan.coming) > 1
        facts = {**plan.facts(), **telling, "reason": reason.value, "several": several}
        await context.reply("activities/ask_postpone", **facts)
        return
    done = await postpone_activity(
        context.session, context.actor, activity_id=activity_id, reason=reason, now=context.now
    )
    context.toast("activities/postponed_toast", told=done.told)


async def _postpone_surely(context: Context, activity_id: int, *, reason: Reason) -> None:
    """`Ya, tunda`"""
    done = await postpone_activity(
        context.session, context.actor, activity_id=activity_id, reason=reason, now=context.now
    )
    await context.edit_tapped("activities/postpone_done", **done.plan.facts(), told=done.told)


async def _nudge(context: Context, activity_id: int) -> None:
    """`Ingatkan` under the recap"""
    done = await nudges.nudge_silent(context.session, context.actor, activity_id=activity_id, now=context.now)
    at = done.at.isoformat() if done.at > context.now else None
    await context.edit_tapped("activities/nudged", **done.plan.facts(), houses=done.houses, at=at)


async def _leave(context: Context, activity_id: int) -> None:
    """`Tidak usah` under the recap"""
    plan = await activities.access_managed(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.edit_tapped("activities/left", **plan.facts())


async def on_calendar(context: Context) -> None:
    """`Simpan ke kalender` under the list: all that is one's own."""
    await context.send(await calendars.show_all(context.session, context.actor, now=context.now))


async def _show_calendar(context: Context, activity_id: int) -> None:
    """`Simpan ke kalender` under one activity."""
    await context.send(
        await calendars.show_one(context.session, context.actor, activity_id=activity_id, now=context.now)
    )


_VERBS: dict[str, Any] = {
    "show": _show,
    "manage": _manage,
    "change": _change,
    "move": start_moving,
    "quota": on_quota,
    "cancel": _ask_to_cancel,
    "cancel_yes": _cancel,
    "keep": _keep,
    "series": on_series,
    "series_end": on_series_ended,
    "series_keep": on_series_kept,
    "rain": partial(_postpone, reason=Reason.RAIN),
    "mourning": partial(_postpone, reason=Reason.MOURNING),
    "rain_yes": partial(_postpone_surely, reason=Reason.RAIN),
    "mourning_yes": partial(_postpone_surely, reason=Reason.MOURNING),
    "share": sharing.on_share_activity,
    "copy": sharing.on_copy_activity,
    "print": sharing.on_print_activity,
    "papers": papers.on_papers,
    "note": on_note,
    "to_tell": on_to_tell,
    "close": closings.on_close,
    "closed": closings.on_close,
    "close_yes": closings.on_close_confirmed,
    "photo_event": closing_photos.start_event,
    "photo_list": closing_photos.start_list,
    "pictures": closings.on_pictures,
    "results": closings.on_results,
    "attend": attendance.on_attend,
    "nudge": _nudge,
    "leave": _leave,
    "calendar": _show_calendar,
}
HANDLERS = [
    on_page("activities", "activities/list", _list_facts),
    CallbackQueryHandler(on_activity_tapped, pattern=ManageActivity.pattern()),
    *papers.HANDLERS,
    *answering.HANDLERS,
    *closings.HANDLERS,
    *attendance.HANDLERS,
]
