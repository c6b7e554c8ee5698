"""The end of asking for a time: the questions say in their place that it is over, and what came of it."""

from datetime import datetime
from typing import Any

from actions.messages import Lane, Post, edit_arrived
from storage import activities, answers, areas, outbox, time_polls
from storage.cards import Arrived
from storage.database import Session
from storage.time_polls import TimePoll

__all__ = ["ENDED", "QUESTION", "end_poll", "find_outcome", "list_invited", "question_card", "tell_ended"]

QUESTION, ENDED = "times/question", "times/ended"


async def find_outcome(session: Session, poll: TimePoll) -> dict[str, Any]:
    """When it will be, if it was decided: the activity may have got another time than was asked about."""
    meetings = await activities.list_sessions(session, poll.activity_id) if poll.activity_id else []
    zone = (await areas.get_area(session, poll.area_id)).zone
    return {"zone": zone, "starts": meetings[0].starts_at.isoformat() if meetings else None}


async def tell_ended(session: Session, poll: TimePoll, *, now: datetime) -> None:
    """Let every question that is in a chat say what became of it, without buttons."""
    facts = {"title": poll.title, "kind": poll.kind.value, **await find_outcome(session, poll)}
    invited = await list_invited(session, poll)

    def say(one: Arrived) -> Post:
        told = {**facts, "invited": one.person_id in invited}
        return Post(ENDED, told, subject=f"times:{poll.id}", lane=Lane.BULK)

    await edit_arrived(session, question_card(poll.id), say, now=now)


def question_card(poll_id: int) -> str:
    """The name of the question in each chat: "times:12:question"."""
    return f"times:{poll_id}:question"


async def end_poll(session: Session, poll: TimePoll, *, now: datetime) -> None:
    """Take no more answers, and let the questions say so; nothing when it had ended already."""
    if await time_polls.claim_close(session, poll):
        await outbox.cancel(session, f"times:{poll.id}", [QUESTION], now)
        await tell_ended(session, poll, now=now)


async def list_invited(session: Session, poll: TimePoll) -> set[int]:
    """Who is invited to what the poll has become; nobody before that."""
    return await answers.list_invited(session, poll.activity_id) if poll.activity_id else set()
