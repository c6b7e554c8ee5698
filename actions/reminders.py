"""Reminders: three days before, the day before, in the morning; to those concerned, each claimed once.

Of reminders that were missed only the one whose words are still true is sent.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from actions import planned
from actions.areas import closed_windows
from actions.invitations import REMINDER
from actions.meetings import calls_of
from actions.messages import Hours, Post, Recipient, send
from actions.planned import Plan
from actions.reminder_times import Call, Calling, find_current, find_next, part_of_day
from actions.seat_duties import ask_to_confirm
from storage import activities, activity_roles, agenda, concerned
from storage.activities import ActivityState
from storage.answers import AnswerKind
from storage.concerned import Concerned
from storage.database import Session

_JUST_ANSWERED = timedelta(days=1)
_HEARS = {
    Calling.EARLY: (AnswerKind.YES,),
    Calling.EVE: (AnswerKind.YES, AnswerKind.MAYBE, AnswerKind.HELP),
    Calling.DAY: (AnswerKind.YES,),
}
"""Who hears what: a Mungkin is asked once more, a promised help is called to mind, both the day before."""


async def remind_due(session: Session, *, now: datetime) -> bool:
    """Remind of the meeting that is due first; False when none is."""
    meeting = await agenda.find_first(session, agenda.REMINDERS, now)
    if meeting is None:
        return False
    due_at = meeting.remind_at
    plan = await planned.lock_plan(session, meeting.activity_id, now=now)
    calls = calls_of(plan, meeting, await closed_windows(session, plan.activity.kelurahan_id))
    following, current = find_next(calls, now), find_current(calls, now)
    next_at = following.at if following else None
    claimed = await activities.claim_reminder(session, meeting.id, due_at, next_at=next_at)
    if claimed and current is not None and plan.activity.state is ActivityState.PLANNED:
        await _remind(session, replace(plan, meeting=meeting), current, now=now)
    return True


async def _remind(session: Session, plan: Plan, call: Call, *, now: datetime) -> None:
    found = await concerned.list_concerned(session, plan.activity.id)
    hears = [one for one in found if one.answer in _HEARS[call.calling]]
    if call.calling is Calling.EARLY:
        hears = [one for one in hears if one.since <= now - _JUST_ANSWERED]
    else:
        hears += await _list_silent_parts(session, plan, {one.person_id for one in found})
    loose = await ask_to_confirm(session, plan, now=now) if call.calling is Calling.EVE else set()

    def said(one: Concerned) -> tuple[str, str, bool]:
        return one.answer.value, one.way.value if one.way else "", one.person_id in loose

    for (answer, way, to_confirm), alike in groupby(sorted(hears, key=said), key=said):
        told = {"answer": answer, "way": way or None, "seats": to_confirm}
        await _send(session, plan, call, {**_facts(plan, call), **told}, alike, now=now)


async def _list_silent_parts(session: Session, plan: Plan, spoke: set[int]) -> list[Concerned]:
    """Who organises or teaches is expected without having answered."""
    parts = await activity_roles.list_chats(session, plan.activity.id)
    since = plan.activity.created_at
    return [
        Concerned(person_id, chat_id, AnswerKind.YES, None, since)
        for person_id, chat_id in parts
        if person_id not in spoke
    ]


def _facts(plan: Plan, call: Call) -> dict[str, Any]:
    part = part_of_day(plan.meeting.starts_at, plan.area.zone)
    here = plan.meeting.id if call.calling is Calling.DAY else None
    return {**plan.facts(), "calling": call.calling.value, "part": part, "here": here}


async def _send(
    session: Session,
    plan: Plan,
    call: Call,
    facts: dict[str, Any],
    hears: Iterable[Concerned],
    *,
    now: datetime,
) -> None:
    """Only the first of the three makes no sound: it asks for nothing yet."""
    post = Post(
        REMINDER,
        facts,
        subject=plan.subject,
        key=f"reminder:{plan.activity.id}:{plan.meeting.starts_at.isoformat()}:{{chat}}",
        hours=Hours.OPEN,
        expires_at=min(call.until, plan.meeting.starts_at),
        silent=call.calling is Calling.EARLY,
    )
    kelurahan_id = plan.activity.kelurahan_id
    recipients = [Recipient(one.chat_id, one.person_id, kelurahan_id) for one in hears]
    await send(session, recipients, post, now=now)
