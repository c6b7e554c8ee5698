"""After the last meeting: the organiser is reminded to close the activity, participants are asked once."""

from datetime import datetime

from actions import follow_ups, invitations, planned
from actions.access import list_officers_for
from actions.closings import WRAP_UP, sum_up
from actions.messages import Hours, Post, send_to_person
from actions.planned import Plan
from storage import agenda, closings, people
from storage.activities import ActivityState
from storage.database import Session


async def wrap_up_due(session: Session, *, now: datetime) -> bool:
    """Wrap up after the meeting that is due first; False when none is."""
    meeting = await agenda.find_first(session, agenda.WRAP_UPS, now)
    if meeting is None:
        return False
    due_at = meeting.wrap_up_at
    plan = await planned.lock_plan(session, meeting.activity_id, now=now)
    if await closings.claim_wrap_up(session, meeting.id, due_at):
        await _wrap_up(session, plan, now=now)
    return True


async def _wrap_up(session: Session, plan: Plan, *, now: datetime) -> None:
    if plan.activity.state is not ActivityState.PLANNED or plan.meeting.ends_at > now:
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
    await invitations.show_cards(session, plan, now=now)
    for person_id in await _list_organizers(session, plan):
        await send_to_person(session, person_id, post, kelurahan_id=plan.activity.kelurahan_id, now=now)


async def _list_organizers(session: Session, plan: Plan) -> list[int]:
    """Who planned it; when they cannot be reached any more, who answers for the area."""
    organizer_id = plan.activity.organizer_id
    if organizer_id is not None and await people.find_chat_id(session, organizer_id):
        return [organizer_id]
    return [officer.id for officer in await list_officers_for(session, plan.area)]
