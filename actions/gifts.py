"""What is given without a name: counted as help, said in the RT head's words, and nobody's (R32)."""

from datetime import datetime

from actions import invitations
from actions.access import Actor
from actions.activities import require_words
from actions.proxies import RtPlan
from storage import answers, audit
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.database import Session
from storage.ways import Way

__all__ = ["LONGEST_GIFT", "NAMELESS_WAYS", "record_gift"]

LONGEST_GIFT = 100
NAMELESS_WAYS = (Way.FOOD, Way.TOOLS, Way.FREELY)
"""Whoever sends somebody else is known by who comes."""


async def record_gift(
    session: Session, actor: Actor, plan: RtPlan, *, way: Way, gift: str, now: datetime
) -> Answer:
    """Write down what somebody gives who is not to be named; NotUnderstood without words, TextTooLong."""
    noted = Answer(
        activity_id=plan.activity.id,
        answer=AnswerKind.HELP,
        party=1,
        way=way,
        gift=require_words(" ".join(gift.split()), LONGEST_GIFT),
        source=AnswerSource.PROXY,
        recorded_by_id=actor.person_id,
        at=now,
    )
    await answers.add_answer(session, noted)
    audit.add_act(session, "record_gift", plan.subject, at=now, actor_id=actor.person_id, area_id=plan.rt.id)
    await invitations.show_cards(session, plan, now=now)
    return noted
