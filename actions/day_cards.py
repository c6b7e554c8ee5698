"""The card of the day: in the morning of a meeting its organiser has at hand what the day needs."""

from dataclasses import replace
from datetime import datetime

from actions import invitations, planned
from actions.areas import closed_windows
from actions.messages import send
from actions.planned import Plan
from actions.windows import is_open
from storage import activities, agenda
from storage.activities import ActivityState
from storage.database import Session


async def day_card_due(session: Session, *, now: datetime) -> bool:
    """Send the card of the meeting that is due first; False when none is."""
    meeting = await agenda.find_first(session, agenda.DAY_CARDS, now)
    if meeting is None:
        return False
    due_at = meeting.organizer_at
    plan = await planned.lock_plan(session, meeting.activity_id, now=now)
    if await activities.claim_day(session, meeting.id, due_at):
        await _send(session, replace(plan, meeting=meeting), now=now)
    return True


async def _send(session: Session, plan: Plan, *, now: datetime) -> None:
    """A new message, so that it stands below; without a sound where the hour is closed."""
    if plan.activity.state is not ActivityState.PLANNED or now >= plan.meeting.ends_at:
        return
    closed = await closed_windows(session, plan.activity.kelurahan_id)
    card = await invitations.organizer_card(session, plan, notes=False, now=now)
    card = replace(card, expires_at=plan.meeting.ends_at, silent=not is_open(now, plan.area.zone, closed))
    for one in await invitations.list_watchers(session, plan):
        post = replace(card, facts={**card.facts, "notes": one.is_head})
        await send(session, [one.recipient], post, now=now)
