"""Follow-ups: what people are asked once about an activity some time after it, and their answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions import planned
from actions.access import Actor
from actions.areas import evening_slot
from actions.closing_stories import list_stories
from actions.errors import Gone, Refusal
from actions.messages import Hours, Lane, News, Post, Recipient, send
from actions.planned import Plan
from actions.times import local
from storage import activities, agenda, follow_ups, mutes
from storage.activities import ActivityKind
from storage.activity_roles import Part
from storage.database import Session
from storage.follow_ups import FollowUp, FollowUpAnswer, FollowUpKind

__all__ = ["CHOICES", "FINISHED", "LACKING", "FollowUpOver", "Question", "answer_follow_up", "ask_due"]

OPEN_FOR = timedelta(days=7)
OUTPUT, FINISHED = "output", "finished"
CHOICES = {
    OUTPUT: (FINISHED, "half", "not_begun"),
    "knowledge": ("used", "sometimes", "no_longer"),
    "business": ("running", "starting", "not_yet"),
    "condition": ("good", "needs_repair", "broken"),
    "agreement": ("done", "partly", "not_done"),
}
"""What may be answered to each question, the best first."""
LACKING = ("material", "tool", "time", "guidance")
_DAYS = {FollowUpKind.AFTER_30: 30, FollowUpKind.AFTER_90: 90}
_LATER = {
    ActivityKind.TRAINING: ("knowledge", "business"),
    ActivityKind.WORK_BEE: ("condition", "condition"),
    ActivityKind.DELIBERATION: ("agreement", "agreement"),
    ActivityKind.OUTREACH: ("knowledge", "knowledge"),
}
"""What is asked after 30 and after 90 days; other kinds of activities leave nothing to ask about."""


class FollowUpOver(Refusal):
    """The question takes no answers any more; `title` is its activity's."""


@dataclass(frozen=True)
class Question:
    """A follow-up as one of those who are asked sees it."""

    follow_up: FollowUp
    title: str
    answer: FollowUpAnswer

    def facts(self) -> dict[str, Any]:
        """What its messages need; `chosen` is the code of what they answered."""
        return {
            "follow_up": self.follow_up.id,
            "kind": self.follow_up.kind.value,
            "question": self.follow_up.question,
            "choices": list(CHOICES[self.follow_up.question]),
            "title": self.title,
            "participant": self.answer.part is Part.PARTICIPANT,
            "chosen": self.answer.choice,
            "lacking": self.answer.lacking,
        }

    @property
    def unfinished(self) -> bool:
        """Whether they may say what was missing."""
        return self.follow_up.question == OUTPUT and self.answer.choice not in (None, FINISHED)


async def plan_follow_ups(session: Session, plan: Plan, *, now: datetime) -> None:
    """Let a closed activity be asked about after 30 and 90 days, in the evening; a series is not."""
    activity = plan.activity
    questions = _LATER.get(activity.kind, ())
    if activity.series_id is not None:
        return
    for (kind, days), question in zip(_DAYS.items(), questions, strict=False):
        day = local(now, plan.area.zone).date() + timedelta(days=days)
        due = await evening_slot(session, activity.kelurahan_id, day)
        row = FollowUp(activity_id=activity.id, kind=kind, question=question, due_at=due)
        await follow_ups.add_follow_up(session, row)


async def ask_output(session: Session, plan: Plan, *, now: datetime) -> None:
    """Ask who was at a training what has become of their work; whoever was asked before is not."""
    if plan.activity.kind is not ActivityKind.TRAINING:
        return
    found = await follow_ups.find_follow_up(session, plan.activity.id, FollowUpKind.OUTPUT)
    if found is None:
        found = FollowUp(activity_id=plan.activity.id, kind=FollowUpKind.OUTPUT, question=OUTPUT)
        await follow_ups.add_follow_up(session, found)
    await _ask(session, found, plan, now=now)


async def ask_due(session: Session, *, now: datetime) -> bool:
    """Ask the follow-up whose evening has come first; False when none has."""
    found = await agenda.find_first(session, agenda.FOLLOW_UPS, now)
    if found is None:
        return False
    plan = await planned.lock_plan(session, found.activity_id, now=now)
    if await follow_ups.claim_asking(session, found):
        await _ask(session, found, plan, now=now)
    return True


async def _ask(session: Session, follow_up: FollowUp, plan: Plan, *, now: datetime) -> None:
    """Keep everybody who was there, and write to those whom Telegram reaches."""
    activity = plan.activity
    stories = await list_stories(session, plan)
    parts = {person: one.part for person, one in stories.items() if person > 0 and any(one.came)}
    if follow_up.kind is FollowUpKind.OUTPUT and Part.PARTICIPANT not in parts.values():
        return  # nobody was noted as present so far; closing asks once more
    if activity.organizer_id is not None:
        parts[activity.organizer_id] = Part.ORGANIZER
    asked = await follow_ups.add_asked(session, follow_up.id, parts.items())
    if not asked:
        return
    follow_up.closes_at = now + OPEN_FOR
    unwilling = await mutes.list_muted(session, News.EVALUATION)
    for participant in (True, False):
        persons = {one for one in asked - unwilling if (parts[one] is Part.PARTICIPANT) is participant}
        await _send(session, follow_up, plan, persons, participant=participant, now=now)


async def _send(
    session: Session,
    follow_up: FollowUp,
    plan: Plan,
    persons: Iterable[int],
    *,
    participant: bool,
    now: datetime,
) -> None:
    silent = FollowUpAnswer(part=Part.PARTICIPANT if participant else Part.ORGANIZER)
    post = Post(
        "follow_ups/question",
        Question(follow_up, plan.activity.title, silent).facts(),
        subject=f"follow_up:{follow_up.id}",
        key=f"follow_up:{follow_up.id}:{{chat}}",
        lane=Lane.BULK,
        hours=Hours.OPEN,
        expires_at=follow_up.closes_at,
        news=News.EVALUATION,
    )
    found = await follow_ups.list_chats(session, persons)
    recipients = [Recipient(chat_id, person, plan.activity.kelurahan_id) for person, chat_id in found]
    await send(session, recipients, post, now=now)


async def answer_follow_up(
    session: Session, actor: Actor, *, follow_up_id: int, choice: str, now: datetime
) -> Question:
    """Record what somebody answers; another choice takes the place of the first, silence stays silence."""
    question = await _access(session, actor, follow_up_id, now)
    if choice not in CHOICES[question.follow_up.question]:
        raise Gone
    question.answer.choice, question.answer.answered_at = choice, now
    if not question.unfinished:
        question.answer.lacking = None
    return question


async def name_lacking(
    session: Session, actor: Actor, *, follow_up_id: int, lacking: str | None, now: datetime
) -> Question:
    """Record what was missing, of who has not finished; None is that they would rather not say."""
    question = await _access(session, actor, follow_up_id, now)
    if not question.unfinished or (lacking is not None and lacking not in LACKING):
        raise Gone
    question.answer.lacking = lacking
    return question


async def _access(session: Session, actor: Actor, follow_up_id: int, now: datetime) -> Question:
    answer = await follow_ups.lock_answer(session, follow_up_id, actor.person_id)
    if answer is None:
        raise Gone
    follow_up = await follow_ups.get_follow_up(session, follow_up_id)
    activity = await activities.get_activity(session, follow_up.activity_id)
    if follow_up.closes_at is None or now >= follow_up.closes_at:
        raise FollowUpOver(title=activity.title)
    return Question(follow_up, activity.title, answer)
