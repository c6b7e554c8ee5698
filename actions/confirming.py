"""Confirming seats: it is asked for the day before, and at 20.00 what nobody confirmed goes to who waits."""

from datetime import datetime, time, timedelta

from actions import invitations, seats
from actions.areas import next_open
from actions.planned import Plan, lock_plan
from actions.times import local, utc
from storage import agenda, answers
from storage.answers import AnswerSource
from storage.database import Session
from storage.seats import Ending, Seat, SeatState, free_chairs, list_open

_RELEASE_CLOCK = time(20)
_CONFIRM_DAYS = 3
_TO_CONFIRM = timedelta(hours=2)


def release_time(plan: Plan) -> datetime:
    """When seats that nobody confirmed go to those who wait: 20.00 the evening before the first meeting."""
    return _on_day(plan, -1, _RELEASE_CLOCK)


def is_confirmed(plan: Plan, seat: Seat) -> bool:
    """Whether its holder said yes within the last three days before the first meeting."""
    return seat.confirmed_at is not None and seat.confirmed_at >= _on_day(plan, -_CONFIRM_DAYS)


async def ask_to_confirm(session: Session, plan: Plan, *, now: datetime) -> set[int]:
    """Who is to confirm their seat this evening; what they do not goes to those who wait, and not otherwise.

    Nobody, and no seat is taken back, where that is asked too late to be answered.
    """
    arrives = await next_open(session, plan.activity.kelurahan_id, now)
    release = release_time(plan)
    if plan.activity.quota is None or arrives + _TO_CONFIRM > release:
        return set()
    plan.activity.release_at = release
    held = [one for one in await list_open(session, plan.activity.id) if one.state is SeatState.HELD]
    return {one.person_id for one in held if one.person_id and not is_confirmed(plan, one)}


async def release_due(session: Session, *, now: datetime) -> bool:
    """Offer the seats that nobody confirmed of the activity that is due first; False when none is.

    If that comes so late that it is the day itself, everybody keeps theirs.
    """
    activity = await agenda.find_first(session, agenda.RELEASES, now)
    if activity is None:
        return False
    plan = await lock_plan(session, activity.id, now=now)
    if plan.activity.release_at is not None and plan.activity.release_at <= now:
        plan.activity.release_at = None
        if now < _on_day(plan, 0):
            await _release(session, plan, now=now)
        await seats.offer_on(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    return True


async def _release(session: Session, plan: Plan, *, now: datetime) -> None:
    """Take back as many seats as are waited for of those that were not confirmed, the last taken first.

    Who was written down by the RT head, or cannot be asked, keeps theirs.
    """
    if await seats.find_deadline(session, plan, now=now) is None:
        return
    found = await list_open(session, plan.activity.id)
    wanted = len(seats.list_waiting(found)) - len(free_chairs(found, plan.activity.quota or 0))
    counting = await answers.list_counting(session, plan.activity.id)
    noted = {one.person_id for one in counting if one.source is AnswerSource.PROXY}
    asked = {person_id for person_id, _chat_id in await answers.list_answerers(session, plan.activity.id)}
    loose = [
        one
        for one in reversed(found)
        if one.state is SeatState.HELD and not is_confirmed(plan, one)
        if one.person_id in asked and one.person_id not in noted
    ]
    for seat in loose[: max(wanted, 0)]:
        await seats.let_pass(session, plan, seat, Ending.UNCONFIRMED, now=now)


def _on_day(plan: Plan, days: int, clock: time = time(0)) -> datetime:
    """A moment so many days from the day of the first meeting."""
    first = local(plan.meetings[0].starts_at, plan.area.zone).date()
    return utc(first + timedelta(days=days), clock, plan.area.zone)
