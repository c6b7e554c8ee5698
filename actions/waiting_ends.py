"""When no seat is offered any more: whoever still waits hears it once, with what helps."""

from datetime import datetime, timedelta

from actions.interests import list_interested
from actions.messages import Hours, Post, Recipient, send
from actions.planned import Plan
from storage import outbox, people, seats
from storage.database import Session
from storage.seats import SeatState

WAITED = "activities/waited"
_STILL_NEWS = timedelta(days=1)
"""So long after the start it is still kind to say that no seat came free."""


async def tell_waiting(session: Session, plan: Plan, *, now: datetime) -> None:
    """Say that no seat came free, or that one is free now and goes to whoever taps first."""
    found = await seats.list_open(session, plan.activity.id)
    free = bool(seats.free_chairs(found, plan.activity.quota or 0))
    topic, starts_at = plan.activity.topic, plan.meetings[0].starts_at
    keen = await list_interested(session, plan.area, topic) if topic else set()
    persons = [seat.person_id for seat in found if seat.state is SeatState.WAITING and seat.person_id]
    for person_id in persons:
        chat_id = await people.find_chat_id(session, person_id)
        if chat_id is None:
            continue
        facts = {**plan.facts(), "free": free, "topic": topic if person_id in keen else None}
        expires_at = starts_at if free else starts_at + _STILL_NEWS
        key, hours = _key(plan, chat_id), Hours.OPEN
        post = Post(WAITED, facts, subject=plan.subject, key=key, hours=hours, expires_at=expires_at)
        await send(session, [Recipient(chat_id, person_id, plan.activity.kelurahan_id)], post, now=now)


async def take_back(session: Session, plan: Plan, chat_id: int, *, now: datetime) -> None:
    """Who does not wait any more does not hear of it."""
    if plan.activity.quota is not None:
        await outbox.cancel_key(session, _key(plan, chat_id), now)


def _key(plan: Plan, chat_id: int) -> str:
    return f"waited:{plan.activity.id}:{chat_id}"
