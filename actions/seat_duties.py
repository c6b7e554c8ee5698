"""What the clock does about seats: they are confirmed or given away, offers pass on, and are over."""

from datetime import datetime, timedelta

from actions import invitations, waiting_ends
from actions.areas import next_open
from actions.invitations import REMINDER
from actions.planned import Plan, lock_plan
from actions.queues import showing_places
from actions.seat_times import day_begins, is_confirmed, offers_end, release_time
from actions.seats import OFFER, find_deadline, let_pass, list_waiting, offer_on, wait_again
from storage import agenda, answers, outbox, seats
from storage.answers import AnswerSource
from storage.database import Session
from storage.outbox import OutboxState
from storage.seats import Ending, Seat, SeatState

__all__ = ["ask_to_confirm", "lapse_due", "release_due"]

_DAY, _TO_CONFIRM = timedelta(days=1), timedelta(hours=2)


async def ask_to_confirm(session: Session, plan: Plan, *, now: datetime) -> set[int]:
    """Who is to confirm their seat this evening; what they do not goes to those who wait, and not otherwise.

    Nobody, and no seat is taken back, where that is asked too late to be answered.
    """
    arrives = await next_open(session, plan.activity.kelurahan_id, now)
    release = release_time(plan)
    if plan.activity.quota is None or arrives + _TO_CONFIRM > release:
        return set()
    plan.activity.release_at = release
    held = [one for one in await seats.list_open(session, plan.activity.id) if one.state is SeatState.HELD]
    return {one.person_id for one in held if one.person_id and not is_confirmed(plan, one)}


async def release_due(session: Session, *, now: datetime) -> bool:
    """Of the activity that is due first, offer the seats that nobody confirmed, or end what is offered.

    If the former comes so late that it is the day itself, everybody keeps theirs. False when none is due.
    """
    activity = await agenda.find_first(session, agenda.RELEASES, now)
    if activity is None:
        return False
    plan = await lock_plan(session, activity.id, now=now)
    if plan.activity.release_at is not None and plan.activity.release_at <= now:
        ends = offers_end(plan)
        plan.activity.release_at = ends if now < ends else None
        async with showing_places(session, plan, now=now):
            if now >= ends:
                await _end_offers(session, plan, now=now)
            elif now < day_begins(plan):
                await _release(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    return True


async def lapse_due(session: Session, *, now: datetime) -> bool:
    """Let the offer pass on whose time is over first; False when none is.

    Whom the offer could not reach in its time is asked once more.
    """
    found = await agenda.find_first(session, agenda.OFFERS, now)
    if found is None:
        return False
    plan = await lock_plan(session, found.activity_id, now=now)
    await session.refresh(found)
    if found.state is SeatState.OFFERED and found.offer_until is not None and found.offer_until <= now:
        async with showing_places(session, plan, now=now):
            if await _was_offered(session, plan, found):
                await let_pass(session, plan, found, Ending.LAPSED, now=now)
            else:
                wait_again(found)
            await offer_on(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    return True


async def _release(session: Session, plan: Plan, *, now: datetime) -> None:
    """Offer on as many seats as are waited for of those that were not confirmed, the last taken first.

    Who was written down by the RT head, or was not reached in time to be asked, keeps theirs.
    """
    if await find_deadline(session, plan, now=now) is None:
        return
    found = await seats.list_open(session, plan.activity.id)
    wanted = len(list_waiting(found)) - len(seats.free_chairs(found, plan.activity.quota or 0))
    counting = await answers.list_counting(session, plan.activity.id)
    noted = {one.person_id for one in counting if one.source is AnswerSource.PROXY}
    eve, latest = day_begins(plan) - _DAY, release_time(plan) - _TO_CONFIRM
    asked = await outbox.list_reached(session, plan.subject, REMINDER, since=eve, until=latest)
    loose = [
        one
        for one in reversed(found)
        if one.state is SeatState.HELD and not is_confirmed(plan, one)
        if one.person_id in asked and one.person_id not in noted
    ]
    for seat in loose[: max(wanted, 0)]:
        await let_pass(session, plan, seat, Ending.UNCONFIRMED, now=now)
    await offer_on(session, plan, now=now)


async def _was_offered(session: Session, plan: Plan, seat: Seat) -> bool:
    """Whether the message that offers a seat has left for its person, or never can."""
    if seat.person_id is None:
        return True
    newest = await outbox.find_newest(session, plan.subject, OFFER, seat.person_id)
    return newest is None or newest.state not in (*outbox.PROMISED, OutboxState.EXPIRED)


async def _end_offers(session: Session, plan: Plan, *, now: datetime) -> None:
    """Nobody is offered a seat any more; whoever waits hears how it came out."""
    for seat in await seats.list_open(session, plan.activity.id):
        if seat.state is SeatState.OFFERED:
            await let_pass(session, plan, seat, Ending.LAPSED, now=now)
    await waiting_ends.tell_waiting(session, plan, now=now)
