"""After the last meeting: the organiser is reminded to close the activity, participants are asked once."""

from datetime import datetime, timedelta

from actions import follow_ups, invitations
from actions.access import list_officers_for
from actions.closings import WRAP_UP, sum_up
from actions.invitations import Plan
from actions.messages import Hours, Post, send_to_person
from storage import activities, agenda, closings, people
from storage.activities import ActivityState
from storage.database import Session

AFTER = timedelta(hours=1)
"""How long after the end of a meeting; where that hour is closed, in the first that is open."""


async def wrap_up_due(session: Session, *, now: datetime) -> bool:
    """Wrap up after the meeting that is due first; False when none is."""
    meeting = await agenda.find_first(session, agenda.WRAP_UPS, now)
    if meeting is None:
        return False
    plan = await invitations.lock_plan(session, meeting.activity_id)
    if await closings.claim_wrap_up(session, meeting):
        meetings = await activities.list_sessions(session, plan.activity.id)
        if all(one.ends_at <= now for one in meetings):
            await _wrap_up(session, plan, now=now)
    return True


async def _wrap_up(session: Session, plan: Plan, *, now: datetime) -> None:
    if plan.activity.state is not ActivityState.PLANNED:
        return
    await follow_ups.ask_output(session, plan, now=now)
    summary = await sum_up(session, plan, now=now)
    post = Post(
        WRAP_UP,
        summary.facts(),
        subject=plan.subject,
        key=f"wrap_up:{plan.activity.id}:{{chat}}",
        hours=Hours.OPEN,
    )
    for person_id in await _list_organizers(session, plan):
        await send_to_person(session, person_id, post, kelurahan_id=plan.activity.kelurahan_id, now=now)


async def _list_organizers(session: Session, plan: Plan) -> list[int]:
    """Who planned it; when they cannot be reached any more, who answers for the area."""
    organizer_id = plan.activity.organizer_id
    if organizer_id is not None and await people.find_chat_id(session, organizer_id):
        return [organizer_id]
    return [officer.id for officer in await list_officers_for(session, plan.area)]
