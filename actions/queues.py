"""The queue for seats as people see it: whose place changed, or who is offered a seat, sees so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from actions.messages import Lane, Post, edit_arrived
from actions.own_answers import answer_facts
from actions.planned import Plan
from storage import answers, seats
from storage.cards import Arrived
from storage.database import Session
from storage.seats import Place

_REST = timedelta(minutes=1)
"""Those who leave one after the other within this time move those behind them once."""


@asynccontextmanager
async def showing_places(session: Session, plan: Plan, *, now: datetime) -> AsyncIterator[None]:
    """Let the invitations of those show it whose place in the queue becomes another meanwhile.

    Who comes, leaves or takes a seat meanwhile is answered or told on their own.
    """
    if plan.activity.quota is None or plan.postponed:
        yield
        return
    before = await seats.list_places(session, plan.activity.id)
    yield
    after = await seats.list_places(session, plan.activity.id)
    moved = {person: place for person, place in after.items() if before.get(person, place) != place}
    if moved:
        await _show(session, plan, moved, now=now)


async def _show(session: Session, plan: Plan, moved: dict[int, Place], *, now: datetime) -> None:
    mine = {
        answer.person_id: answer
        for answer in await answers.list_counting(session, plan.activity.id, person_ids=moved)
        if answer.person_id is not None
    }

    def say(one: Arrived) -> Post:
        person_id = one.person_id or 0
        place = moved[person_id]
        facts = answer_facts(plan, mine[person_id], place, now=now)
        at = now if place.offer_until else now + _REST
        return Post("activities/answered", facts, subject=plan.subject, lane=Lane.BULK, not_before=at)

    await edit_arrived(session, plan.card, say, now=now, persons=mine)
