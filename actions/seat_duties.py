"""What the clock does about seats: who did not confirm gives way, offers pass on, and in the end are over."""

from datetime import datetime

from actions import invitations, waiting_ends
from actions.planned import Plan, lock_plan
from actions.seat_times import offers_end
from actions.seats import let_pass, offer_on
from storage import agenda, seats
from storage.database import Session
from storage.seats import Ending, SeatState

__all__ = ["lapse_due", "release_due"]


async def release_due(session: Session, *, now: datetime) -> bool:
    """Of the activity that is due first, offer the seats that nobody confirmed, or end what is offered.

    False when none is due.
    """
    activity = await agenda.find_first(session, agenda.RELEASES, now)
    if activity is None:
        return False
    plan = await lock_plan(session, activity.id, now=now)
    if plan.activity.release_at is not None and plan.activity.release_at <= now:
        ends = offers_end(plan)
        plan.activity.release_at = ends if now < ends else None
        if now < ends:
            await offer_on(session, plan, now=now, release=True)
        else:
            await _end_offers(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    return True


async def lapse_due(session: Session, *, now: datetime) -> bool:
    """Let the offer pass on whose time is over first; False when none is."""
    found = await agenda.find_first(session, agenda.OFFERS, now)
    if found is None:
        return False
    plan = await lock_plan(session, found.activity_id, now=now)
    await session.refresh(found)
    if found.state is SeatState.OFFERED and found.offer_until is not None and found.offer_until <= now:
        await let_pass(session, plan, found, Ending.LAPSED, now=now)
        await offer_on(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    return True


async def _end_offers(session: Session, plan: Plan, *, now: datetime) -> None:
    """Nobody is offered a seat any more; whoever waits hears how it came out."""
    for seat in await seats.list_open(session, plan.activity.id):
        if seat.state is SeatState.OFFERED:
            await let_pass(session, plan, seat, Ending.LAPSED, now=now)
    await waiting_ends.tell_waiting(session, plan, now=now)
