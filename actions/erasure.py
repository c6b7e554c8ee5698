"""Erasing: a person's rows go, their words are blanked wherever they stand, and the totals stay."""

from collections.abc import Iterable
from datetime import datetime

from actions import invitations, planned, requests, seats
from actions.access import Actor
from actions.messages import Lane, Post, Recipient, send
from actions.neighbours import access_recorded
from actions.offices import list_offices
from actions.time_answers import refresh_card
from storage import (
    activities,
    activity_roles,
    answers,
    areas,
    audit,
    erasure,
    people,
    residencies,
    time_polls,
)
from storage import seats as seat_rows
from storage.database import Session

__all__ = ["erase_me", "erase_recorded"]


async def erase_me(session: Session, actor: Actor, *, now: datetime) -> None:
    """Forget who speaks. What is said to them afterwards must go to a stranger's chat."""
    offices = await list_offices(session, actor)
    asked = await residencies.list_of_person(session, actor.person_id)
    await _lock_concerned(session, actor.person_id)
    await seats.give_up_seats(session, actor.person_id, now=now)
    named = await activity_roles.list_activities(session, actor.person_id)
    polls = await time_polls.list_requiring(session, actor.person_id)
    await erasure.erase_person(session, actor.person_id, now)
    await _show_cards(session, named, now)
    for poll in polls:
        await refresh_card(session, poll, now=now)
    for residency_id, area_id in asked:
        await requests.close_card(session, residency_id, area_id, "erased", now=now)
    for office in offices:
        await requests.hand_down(session, office.area, now=now)
    post = Post("menu/commands", {"menu": "stranger"}, method="setMyCommands", lane=Lane.REPLY)
    await send(session, [Recipient(actor.chat_id)], post, now=now)


async def erase_recorded(session: Session, actor: Actor, residency_id: int, *, now: datetime) -> None:
    """Forget a neighbour without Telegram whom the RT head wrote down; Gone when they joined meanwhile.

    What they are counted for and is not over yet counts without them, and its cards say so.
    """
    residency, person, _house = await access_recorded(session, actor, residency_id)
    person_id, household_id = person.id, residency.household_id
    area = await areas.get_area(session, residency.area_id)
    await _lock_concerned(session, person_id)
    coming = await activities.lock_coming(session, area.id, now)
    await seats.give_up_seats(session, person_id, now=now)
    named = await activity_roles.list_activities(session, person_id)
    await people.lock_person(session, person_id)  # after the activities, as whoever writes an answer down
    await access_recorded(session, actor, residency_id)
    changed = await answers.take_back(session, person_id, [activity.id for activity in coming])
    await erasure.erase_person(session, person_id, now)
    subject = f"residency:{residency_id}"
    audit.add_act(session, "forget_resident", subject, at=now, actor_id=actor.person_id, area_id=area.id)
    await _show_cards(session, {*changed, *named}, now)
    await requests.refresh(session, area, household_id, now=now)


async def _lock_concerned(session: Session, person_id: int) -> None:
    """Lock what somebody planned, helps in or has a seat of before any message or person, as answers do."""
    concerned = {
        *await seat_rows.list_activities_of(session, person_id),
        *await activity_roles.list_activities(session, person_id),
        *await activities.list_planned_by(session, person_id),
    }
    await planned.lock_all(session, concerned)


async def _show_cards(session: Session, activity_ids: Iterable[int], now: datetime) -> None:
    """Let the cards of what is not over show the counts and names as they are now."""
    for activity_id in sorted(activity_ids):
        plan = await planned.lock_plan(session, activity_id, now=now)
        if plan.phase(now) != "over":
            await invitations.show_cards(session, plan, now=now)
