"""What an invitation shows once it was answered: the answer, and where one stands in the queue for a seat."""

from datetime import datetime
from typing import Any

from actions.planned import Plan
from storage import seats
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.database import Session
from storage.seats import Place

__all__ = ["answer_facts", "place_facts"]

_NOWHERE = Place()


def answer_facts(plan: Plan, answer: Answer, place: Place | None = None, *, now: datetime) -> dict[str, Any]:
    """What an invitation needs that shows the recorded answer; `noted` when the RT head wrote it down.

    `together` where one may say how many come along: where seats are counted, each has their own. Who waits
    for a seat reads their place in the queue, or until when one is kept for them. Who comes, or may, finds
    `here` while doors are open: the meeting at which they may say that they are there.
    """
    comes = answer.answer in (AnswerKind.YES, AnswerKind.MAYBE)
    queue, offer_until = place or _NOWHERE
    return {
        **plan.facts(),
        "answer": answer.answer.value,
        "way": answer.way.value if answer.way else None,
        "party": answer.party,
        "noted": answer.source is AnswerSource.PROXY,
        "together": answer.answer is AnswerKind.YES and plan.activity.quota is None,
        "queue": queue,
        "deadline": offer_until.isoformat() if offer_until else None,
        "here": plan.here(now) if comes else None,
    }


async def place_facts(session: Session, plan: Plan, answer: Answer, *, now: datetime) -> dict[str, Any]:
    """The same as things stand now."""
    waits = answer.answer is AnswerKind.WAIT and answer.person_id is not None
    places = await seats.list_places(session, plan.activity.id) if waits else {}
    return answer_facts(plan, answer, places.get(answer.person_id or 0), now=now)
