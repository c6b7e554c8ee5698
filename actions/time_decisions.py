"""Deciding for one of the proposed times: the poll becomes an activity, once, and who was asked sees it."""

from datetime import datetime

from actions.access import Actor
from actions.errors import Gone, Refusal
from actions.planned import Plan
from actions.time_answers import access_own, refresh_card
from actions.time_endings import end_poll, find_outcome, tell_ended
from storage import cards, time_polls
from storage.database import Session
from storage.time_polls import TimePoll, TimeSlot

__all__ = ["TimeDecided", "become", "take_time"]


class TimeDecided(Refusal):
    """The poll has become an activity already, which begins when `starts` says."""

    alarming = False


async def take_time(
    session: Session, actor: Actor, *, poll_id: int, position: int
) -> tuple[TimePoll, TimeSlot]:
    """Choose one of the times; TimeDecided once an activity was made of it. Until then answers still come."""
    poll = await access_own(session, actor, poll_id=poll_id)
    if poll.activity_id is not None:
        raise TimeDecided(**await find_outcome(session, poll))
    slots = await time_polls.list_slots(session, poll.id)
    slot = next((one for one in slots if one.position == position), None)
    if slot is None:
        raise Gone
    return poll, slot


async def become(session: Session, actor: Actor, *, poll_id: int, plan: Plan, now: datetime) -> None:
    """A poll has become this activity, which ends the asking; TimeDecided if it was another before.

    Who said that they can come at its time reads in the invitation that it is one they chose.
    """
    poll = await access_own(session, actor, poll_id=poll_id)
    if not await time_polls.claim_activity(session, poll, plan.activity.id):
        raise TimeDecided(**await find_outcome(session, poll))
    chose = await time_polls.list_who_can(session, poll.id, plan.meeting.starts_at)
    await cards.refresh_promised(session, plan.card, {**plan.facts(), "chosen": True}, chose)
    await end_poll(session, poll, now=now)
    await tell_ended(session, poll, now=now)
    await refresh_card(session, poll, now=now)
