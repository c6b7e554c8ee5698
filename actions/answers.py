"""Answers to invitations: one more row each time; the newest own one counts."""

from dataclasses import dataclass
from datetime import datetime

from actions import activities, invitations, nudges, planned, seats, waiting_ends
from actions.access import Actor
from actions.errors import Gone, Refusal
from actions.messages import Recipient
from actions.planned import Plan
from actions.queues import showing_places
from actions.replies import LARGEST_PARTY
from storage import activities as activity_rows
from storage import answers, concerned
from storage.activities import ActivityKind
from storage.answers import SAID, Answer, AnswerKind, AnswerSource
from storage.database import Session
from storage.ways import Way

__all__ = ["SAID", "AnswerKind", "Answered", "TooManyPeople", "Way", "answer_invitation"]

CHOICES = 6
_NEED_HANDS = (ActivityKind.WORK_BEE, ActivityKind.EVENT)
_COMING = (AnswerKind.YES, AnswerKind.MAYBE)


class TooManyPeople(Refusal):
    """More people at once than a household brings; `limit` is how many it may."""


@dataclass(frozen=True)
class Answered:
    """The answer that counts now, and whether it is a new one.

    `alone` when it counts for fewer than was said, because each seat is one person's. `housemates` is how
    many others of the house are to come already.
    """

    plan: Plan
    answer: Answer
    changed: bool
    alone: bool = False
    housemates: int = 0

    @property
    def offers(self) -> bool:
        """Ways of helping are offered to who helps, and to who cannot come where hands are needed."""
        said = self.answer.answer
        if said is AnswerKind.NO:
            return self.plan.activity.kind in _NEED_HANDS
        return said is AnswerKind.HELP


async def answer_invitation(
    session: Session,
    actor: Actor,
    *,
    activity_id: int,
    answer: AnswerKind,
    now: datetime,
    party: int | None = None,
    way: Way | None = None,
    tapped: int | None = None,
) -> Answered:
    """Record somebody's own answer; the same answer again adds nothing.

    `party` is how many come in all, `way` how they help; without it that stays what it was. `tapped` is the
    message that will show the answer itself, so that the invitation need only be changed when it is another.
    """
    plan = await access_open(session, actor, activity_id=activity_id, now=now)
    counting = await answers.find_counting(session, activity_id, actor.person_id)
    size = read_party(answer, party, counting) if plan.activity.quota is None else 1
    async with showing_places(session, plan, now=now):
        answer = await seats.settle_answer(session, plan, actor.person_id, answer, now=now)
        way = read_way_chosen(answer, way, counting)
        changed = not _is_same(counting, answer, size, way)
        if changed or counting is None:
            counting = Answer(activity_id=activity_id, answer=answer, party=size, way=way, at=now)
            await _add_own(session, actor, counting)
            await seats.offer_on(session, plan, now=now)
    if changed:
        await invitations.show_cards(session, plan, now=now)
    await nudges.take_back(session, plan, actor.chat_id, now=now)
    if answer is not AnswerKind.WAIT:
        await waiting_ends.take_back(session, plan, actor.chat_id, now=now)
    recipient = Recipient(actor.chat_id, actor.person_id)
    await invitations.refresh_invitation(session, recipient, plan, counting, tapped=tapped, now=now)
    housemates = await _count_housemates(session, counting)
    return Answered(plan, counting, changed, alone=size < (party or 1), housemates=housemates)


async def access_open(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that somebody is invited to and can still answer; else Gone, or why it cannot be."""
    plan = await planned.lock_plan(session, activity_id, now=now)
    if not await activities.is_invited(session, actor, plan):
        raise Gone
    plan.require_open(now)
    return plan


async def look_at_own(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Answered:
    """What somebody has answered, unchanged; Gone when they have not, or why nothing can be answered."""
    plan = await access_open(session, actor, activity_id=activity_id, now=now)
    counting = await answers.find_counting(session, activity_id, actor.person_id)
    if counting is None:
        raise Gone
    return Answered(plan, counting, changed=False)


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


def read_way_chosen(answer: AnswerKind, way: Way | None, counting: Answer | None) -> Way | None:
    """In which way somebody helps; whoever helped in one before and names none helps in the same."""
    if answer is not AnswerKind.HELP:
        return None
    return way or (counting.way if counting is not None else None)


async def _count_housemates(session: Session, answer: Answer) -> int:
    if answer.answer is not AnswerKind.YES or answer.household_id is None:
        return 0
    return await concerned.count_housemates(session, answer)


def _is_same(counting: Answer | None, answer: AnswerKind, party: int, way: Way | None) -> bool:
    return (
        counting is not None
        and counting.source is AnswerSource.SELF
        and (counting.answer, counting.party, counting.way) == (answer, party, way)
    )
