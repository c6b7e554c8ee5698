"""An organiser's room at a meeting: who is there, by ticking, by confirming, by naming who came instead."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import attendance, attendance_lists, attendance_rooms, walk_ins
from actions.attendance import AttendanceMethod
from actions.attendance_lists import Listed
from actions.attendance_windows import access_meeting, access_now, list_doors
from actions.errors import Gone
from actions.planned import Plan
from actions.presence_words import says_here
from handlers.attendance_codes import on_print_code, on_show_code
from handlers.context import Context
from handlers.name_search_forms import on_search
from handlers.paging import page_facts
from handlers.walk_in_forms import on_walk_in
from templates.attendance_buttons import Attend, ComeInstead, Confirm, HereIAm, TakeGuestBack, Tick
from templates.taps import BadTap

Facts = dict[str, Any]
_DOORS = 6


async def on_attend(context: Context, activity_id: int) -> None:
    """`Catat hadir` under an activity's card: the room of the meeting that is on now."""
    plan = await access_now(context.session, context.actor, activity_id=activity_id, now=context.now)
    await context.send(await attendance_rooms.room_of(context.session, plan, now=context.now))


async def on_here_tapped(_update: object, context: Context) -> None:
    """`Hadir` of somebody who is invited."""
    await _claim(context, HereIAm.parse(context.query.data).session)


async def on_said_here(context: Context, text: str) -> bool:
    """ "Hadir", "saya sudah sampai" while doors are open: the same, or where; False when it is none."""
    if not says_here(text):
        return False
    doors = await list_doors(context.session, context.actor, now=context.now)
    if len(doors) == 1:
        await _claim(context, doors[0].meeting.id)
    elif doors:
        options = [{**plan.facts(), "session": plan.meeting.id} for plan in doors[:_DOORS]]
        await context.reply("attendance/which", options=options)
    return bool(doors)


async def _claim(context: Context, session_id: int) -> None:
    confirmed = await attendance.claim_presence(
        context.session, context.actor, session_id=session_id, now=context.now
    )
    await context.reply("attendance/present" if confirmed else "attendance/claimed")


async def on_room_tapped(_update: object, context: Context) -> None:
    """A screen or a deed of the room."""
    tap = Attend.parse(context.query.data)
    if tap.verb in _DEEDS:
        await _DEEDS[tap.verb](context, tap.session)
        return
    if tap.verb not in _SCREENS:
        raise BadTap(tap.verb)
    template, tell = _SCREENS[tap.verb]
    plan = await _access(context, tap.session)
    await _show(context, template, plan, await tell(context, plan, tap.page))


async def on_tick_tapped(_update: object, context: Context) -> None:
    """A name: it is there, or not, as the button said; the same page shows it."""
    tap = Tick.parse(context.query.data)
    if tap.here not in (0, 1):
        raise BadTap(str(tap.here))
    plan, here = await _access(context, tap.session), bool(tap.here)
    found = await attendance_lists.list_people(context.session, context.actor, plan)
    if tap.person not in {one.person_id for one in found}:
        raise Gone
    await attendance.tick(
        context.session, context.actor, plan, person_id=tap.person, here=here, now=context.now
    )
    found = [replace(one, here=here) if one.person_id == tap.person else one for one in found]
    await _show(context, "attendance/tick", plan, await _page_of(context, plan, found, tap.page))


async def on_confirm_tapped(_update: object, context: Context) -> None:
    """One of those who say that they are there."""
    tap = Confirm.parse(context.query.data)
    plan, _believed = await attendance.confirm_claims(
        context.session, context.actor, session_id=tap.session, person_id=tap.person, now=context.now
    )
    await _show(context, "attendance/claims", plan, await _claims_facts(context, plan, tap.page))


async def on_instead_tapped(_update: object, context: Context) -> None:
    """Who came instead, then instead of whom."""
    tap = ComeInstead.parse(context.query.data)
    plan = await _access(context, tap.session)
    if tap.person not in {
        one.person_id for one in await attendance_lists.list_present(context.session, plan)
    }:
        raise Gone
    who = await attendance_lists.call(context.session, tap.person)
    found = await attendance_lists.list_absent(context.session, plan)
    if not tap.absent:
        page = attendance_lists.turn_page(found, tap.page)
        facts = {"person": tap.person, "who": who, **page_facts(page, [one.facts() for one in page.items])}
        await _show(context, "attendance/instead_of", plan, facts)
        return
    if tap.absent not in {one.person_id for one in found}:
        raise Gone
    absent = await attendance_lists.call(context.session, tap.absent)
    await attendance.replace_absent(
        context.session, context.actor, plan, person_id=tap.person, absent_id=tap.absent, now=context.now
    )
    await _show(context, "attendance/replaced", plan, {"who": who, "absent": absent})


async def on_guest_tapped(_update: object, context: Context) -> None:
    """A guest who was counted by mistake."""
    tap = TakeGuestBack.parse(context.query.data)
    plan = await walk_ins.take_guest_back(
        context.session, context.actor, session_id=tap.session, guest=tap.guest, now=context.now
    )
    await _show(context, "attendance/room", plan, await _room_facts(context, plan))


async def _everybody(context: Context, plan: Plan, page: int) -> Facts:
    """`Centang yang ikut`: all of a page who said so are there; once all of it are, the next is shown."""
    found = await attendance_lists.list_people(context.session, context.actor, plan)
    shown = attendance_lists.turn_page(found, page)
    new = [one.person_id for one in shown.items if one.coming and not one.here]
    await attendance.note_presence(
        context.session,
        plan,
        new,
        method=AttendanceMethod.TICK,
        actor=context.actor,
        now=context.now,
    )
    context.toast("attendance/all_toast", noted=len(new))
    found = [replace(one, here=one.here or one.person_id in new) for one in found]
    whole = all(one.here or one.coming for one in shown.items)
    return await _page_of(context, plan, found, shown.number + int(whole))


async def _tick_facts(context: Context, plan: Plan, page: int) -> Facts:
    return await _page_of(
        context, plan, await attendance_lists.list_people(context.session, context.actor, plan), page
    )


async def _page_of(context: Context, plan: Plan, found: list[Listed], page: int) -> Facts:
    shown = attendance_lists.turn_page(found, page)
    return {**await _counts(context, plan), **page_facts(shown, [one.facts() for one in shown.items])}


async def _claims_facts(context: Context, plan: Plan, page: int) -> Facts:
    found = await attendance_lists.list_claims(context.session, plan)
    shown = attendance_lists.turn_page(found, page, attendance_lists.CLAIMS_PAGE)
    return {**await _counts(context, plan), **page_facts(shown, [one.facts() for one in shown.items])}


async def _confirm_all(context: Context, plan: Plan, page: int) -> Facts:
    await attendance.confirm_claims(
        context.session, context.actor, session_id=plan.meeting.id, person_id=None, now=context.now
    )
    return await _claims_facts(context, plan, page)


async def _present_facts(context: Context, plan: Plan, page: int) -> Facts:
    shown = attendance_lists.turn_page(await attendance_lists.list_present(context.session, plan), page)
    return page_facts(shown, [one.facts() for one in shown.items])


async def _room_facts(context: Context, plan: Plan, _page: int = 0) -> Facts:
    return await attendance_rooms.room_facts(context.session, plan, now=context.now)


async def _counts(context: Context, plan: Plan) -> Facts:
    counts = await attendance_rooms.count_present(context.session, plan)
    return asdict(counts)


async def _access(context: Context, session_id: int) -> Plan:
    return await access_meeting(context.session, context.actor, session_id=session_id, now=context.now)


async def _show(context: Context, template: str, plan: Plan, facts: Facts) -> None:
    told = {"session": plan.meeting.id, "title": plan.activity.title, **facts}
    await context.edit_tapped(template, subject=plan.subject, **told)


_SCREENS: dict[str, tuple[str, Callable[[Context, Plan, int], Awaitable[Facts]]]] = {
    "room": ("attendance/room", _room_facts),
    "tick": ("attendance/tick", _tick_facts),
    "all": ("attendance/tick", _everybody),
    "claims": ("attendance/claims", _claims_facts),
    "confirm_all": ("attendance/claims", _confirm_all),
    "instead": ("attendance/who_came", _present_facts),
}
_DEEDS = {"code": on_show_code, "print": on_print_code, "walk_in": on_walk_in, "search": on_search}
HANDLERS = [
    CallbackQueryHandler(on_room_tapped, pattern=Attend.pattern()),
    CallbackQueryHandler(on_tick_tapped, pattern=Tick.pattern()),
    CallbackQueryHandler(on_guest_tapped, pattern=TakeGuestBack.pattern()),
    CallbackQueryHandler(on_confirm_tapped, pattern=Confirm.pattern()),
    CallbackQueryHandler(on_instead_tapped, pattern=ComeInstead.pattern()),
    CallbackQueryHandler(on_here_tapped, pattern=HereIAm.pattern()),
]
