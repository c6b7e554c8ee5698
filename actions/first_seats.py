"""Seats for what had room for everybody: who said Ikut has one each, in the order in which they said so."""

from datetime import datetime

from actions import meetings
from actions.errors import Refusal
from actions.messages import Hours, Post, send_to_person
from actions.planned import Plan
from actions.seats import ALONE, note_outcome
from storage import activity_roles, answers
from storage import seats as seat_rows
from storage.answers import Answer, AnswerKind
from storage.database import Session
from storage.seats import Seat, SeatState

__all__ = ["TooManyComing", "count_coming", "give_seats"]


class TooManyComing(Refusal):
    """More people said that they come than there would be seats; `coming` is how many they are."""


async def count_coming(session: Session, plan: Plan) -> int:
    """How many said that they come, with everybody whom they bring."""
    return sum(one.party for one in await _list_coming(session, plan))


async def give_seats(session: Session, plan: Plan, quota: int, *, now: datetime) -> None:
    """Let there be so many seats from now on; TooManyComing when they are not enough for who comes already.

    A seat is one person's: who brings others has one, and is told that the others ask for their own.
    """
    coming = await _list_coming(session, plan)
    if (heads := sum(one.party for one in coming)) > quota:
        raise TooManyComing(coming=heads)
    plan.activity.quota = quota
    await _leave_out_erased(session, plan)
    for chair, said in enumerate(coming, start=1):
        seat = Seat(activity_id=plan.activity.id, person_id=said.person_id, state=SeatState.HELD, chair=chair)
        seat.at = seat.confirmed_at = said.at
        await seat_rows.add_seat(session, seat)
        if said.party > 1:
            await note_outcome(session, seat, AnswerKind.YES, now)
            await _tell_alone(session, plan, said, now=now)
    await meetings.expect_confirmations(session, plan, now=now)


async def _list_coming(session: Session, plan: Plan) -> list[Answer]:
    """The yes of each who takes part, in the order in which they said so."""
    parts = {*await activity_roles.list_parts(session, plan.activity.id), plan.activity.organizer_id}
    return [
        one
        for one in await answers.list_counting(session, plan.activity.id)
        if one.answer is AnswerKind.YES and one.person_id is not None and one.person_id not in parts
    ]


async def _leave_out_erased(session: Session, plan: Plan) -> None:
    """Who has erased themselves since is nobody who could sit anywhere, nor counted with those who do."""
    for one in await answers.list_counting(session, plan.activity.id):
        if one.answer is AnswerKind.YES and one.person_id is None:
            one.answer = AnswerKind.PASSED


async def _tell_alone(session: Session, plan: Plan, said: Answer, *, now: datetime) -> None:
    post = Post(
        ALONE,
        plan.facts(),
        subject=plan.subject,
        key=f"seat-alone:{said.id}:{{chat}}",
        hours=Hours.OPEN,
        expires_at=plan.meeting.starts_at,
    )
    assert said.person_id is not None
    await send_to_person(session, said.person_id, post, kelurahan_id=plan.activity.kelurahan_id, now=now)
