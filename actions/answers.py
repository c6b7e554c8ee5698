"""Answers to invitations: one more row each time; the newest own one counts."""

from dataclasses import dataclass
from datetime import datetime

from actions import activities, invitations, planned, seats
from actions.access import Actor
from actions.errors import Gone, Refusal
from actions.messages import Recipient
from actions.planned import Plan
from actions.replies import LARGEST_PARTY
from storage import activities as activity_rows
from storage import answers
from storage.answers import SAID, Answer, AnswerKind, AnswerSource
from storage.database import Session

__all__ = ["SAID", "AnswerKind", "Answered", "TooManyPeople", "answer_invitation"]

CHOICES = 6
_COMING = (AnswerKind.YES, AnswerKind.MAYBE)


class TooManyPeople(Refusal):
    """More people at once than a household brings; `limit` is how many it may."""


@dataclass(frozen=True)
class Answered:
    """The answer that counts now, and whether it is a new one.

    `alone` when it counts for fewer than was said, because each seat is one person's.
    """

    plan: Plan
    answer: Answer
    changed: bool
    alone: bool = False


async def answer_invitation(
    session: Session,
    actor: Actor,
    *,
    activity_id: int,
    answer: AnswerKind,
    now: datetime,
    party: int | None = None,
    tapped: int | None = None,
) -> Answered:
    """Record somebody's own answer; the same answer again adds nothing.

    `party` is how many come in all; without it the number stays what it was. `tapped` is the message that
    will show the answer itself, so that the invitation need only be changed when it is another one.
    """
    plan = await planned.lock_plan(session, activity_id, now=now)
    if not await activities.is_invited(session, actor, plan):
        raise Gone
    plan.require_open(now)
    counting = await answers.find_counting(session, activity_id, actor.person_id)
    size = read_party(answer, party, counting) if plan.activity.quota is None else 1
    answer = await seats.settle_answer(session, plan, actor.person_id, answer, now=now)
    changed = not _is_same(counting, answer, size)
    if changed or counting is None:
        counting = Answer(activity_id=activity_id, answer=answer, party=size, at=now)
        await _add_own(session, actor, counting)
        await seats.offer_on(session, plan, now=now)
        await invitations.show_cards(session, plan, now=now)
    recipient = Recipient(actor.chat_id, actor.person_id)
    await invitations.refresh_invitation(session, recipient, plan, counting, tapped=tapped, now=now)
    return Answered(plan, counting, changed, alone=size < (party or 1))


async def list_answerable(session: Session, actor: Actor, *, now: datetime) -> list[Plan]:
    """What a typed answer may be meant for, soonest first, six at most.

    That is what they were invited to, and what was planned where they live before they came.
    """
    invited = await answers.list_open_invitations(session, actor.person_id, now, CHOICES)
    area_ids = await activities.list_areas_of(session, actor)
    around = await activity_rows.list_next(session, area_ids, now, CHOICES)
    found = {activity.id: (meeting.starts_at, activity) for activity, meeting in [*invited, *around]}
    soonest = sorted(found.values(), key=lambda each: (each[0], each[1].id))[:CHOICES]
    return [await planned.plan_of(session, activity, now=now) for _starts, activity in soonest]


async def _add_own(session: Session, actor: Actor, answer: Answer) -> None:
    answer.person_id = answer.recorded_by_id = actor.person_id
    answer.household_id, answer.source = actor.household_id, AnswerSource.SELF
    invited = [(actor.person_id, actor.household_id)]
    await answers.add_invitations(session, answer.activity_id, invited, answer.at)
    session.add(answer)
    await session.flush()


def read_party(answer: AnswerKind, party: int | None, counting: Answer | None) -> int:
    """How many an answer stands for; TooManyPeople for more than a household brings."""
    if answer not in _COMING:
        return 1
    if party is None:
        return counting.party if counting is not None and counting.answer in _COMING else 1
    if party > LARGEST_PARTY:
        raise TooManyPeople(limit=LARGEST_PARTY)
    return max(party, 1)


def _is_same(counting: Answer | None, answer: AnswerKind, party: int) -> bool:
    return (
        counting is not None
        and counting.source is AnswerSource.SELF
        and (counting.answer, counting.party) == (answer, party)
    )
