"""Reminders: the evening before, to those who come or may come; each claimed once, late ones dropped."""

from datetime import datetime

from actions import planned
from actions.invitations import REMINDER
from actions.messages import Hours, Post, Recipient, send
from actions.planned import Plan
from storage import activities, agenda, answers
from storage.activities import ActivityState
from storage.answers import AnswerKind
from storage.database import Session


async def remind_due(session: Session, *, now: datetime) -> bool:
    """Remind of the meeting that is due first; False when none is."""
    meeting = await agenda.find_first(session, agenda.REMINDERS, now)
    if meeting is None:
        return False
    plan = await planned.lock_plan(session, meeting.activity_id, now=now)
    if await activities.claim_reminder(session, meeting):
        await _remind(session, plan, now=now)
    return True


async def _remind(session: Session, plan: Plan, *, now: datetime) -> None:
    if plan.activity.state is not ActivityState.PLANNED or now >= plan.meeting.starts_at:
        return
    for kind in (AnswerKind.YES, AnswerKind.MAYBE):
        await _send(session, plan, kind, now=now)


async def _send(session: Session, plan: Plan, kind: AnswerKind, *, now: datetime) -> None:
    starts = plan.meeting.starts_at
    post = Post(
        REMINDER,
        {**plan.facts(), "maybe": kind is AnswerKind.MAYBE},
        subject=plan.subject,
        key=f"reminder:{plan.activity.id}:{starts.isoformat()}:{{chat}}",
        hours=Hours.OPEN,
        expires_at=starts,
    )
    found = await answers.list_answerers(session, plan.activity.id, [kind])
    kelurahan_id = plan.activity.kelurahan_id
    recipients = [Recipient(chat_id, person_id, kelurahan_id) for person_id, chat_id in found]
    await send(session, recipients, post, now=now)
