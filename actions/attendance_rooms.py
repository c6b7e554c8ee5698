"""An organiser's room at a meeting: how full it is, and who waits to be confirmed; it stays true."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from actions import invitations, planned
from actions.messages import Lane, Post, edit_showing
from actions.parts import list_team
from actions.planned import Plan
from storage import answers, attendances
from storage.attendances import AttendanceState
from storage.database import Session

__all__ = ["Counts", "count_present", "room_facts", "room_of", "show_claims"]


@dataclass(frozen=True)
class Counts:
    """Of a meeting: how many are there, say that they are, and said that they would come; persons.

    Of the `team`, who organise or teach, how many are there stands apart, as in all that counts answers.
    """

    present: int
    claimed: int
    coming: int
    team: int


async def count_present(session: Session, plan: Plan) -> Counts:
    """How full it is."""
    known = await attendances.count(session, plan.meeting.id, await list_team(session, plan.activity))
    tally = await answers.count_answers(session, plan.activity.id)
    present, team = known.get(AttendanceState.PRESENT, (0, 0))
    claimed = sum(known.get(AttendanceState.CLAIMED, (0, 0)))
    return Counts(present, claimed, tally.yes, team)


async def room_facts(session: Session, plan: Plan, *, now: datetime) -> dict[str, Any]:
    """What the room of a meeting shows; `other` is the meeting before it, which can be reached from there."""
    begun = plan.list_begun(now)
    before = begun[begun.index(plan.meeting) - 1]  # before the first comes the last: all can be reached
    other = {"session": before.id, "position": before.position} if before is not plan.meeting else None
    return {
        **plan.facts(),
        "session": plan.meeting.id,
        "other": other,
        "doors": plan.meeting in plan.list_open(now),
        **asdict(await count_present(session, plan)),
    }


async def room_of(session: Session, plan: Plan, *, now: datetime) -> Post:
    """The room as a message, which is found again when somebody says that they are there."""
    facts = await room_facts(session, plan, now=now)
    return Post("attendance/room", facts, subject=plan.subject, card=_card_of(plan), lane=Lane.REPLY)


async def show_claims(session: Session, plan: Plan, *, now: datetime) -> None:
    """Let the organiser's card and open rooms say how many wait; who reads a list there is left alone."""
    whole = await planned.plan_of(session, plan.activity, now=now)
    await invitations.show_cards(session, whole, now=now, groups=False)
    room = await room_of(session, plan, now=now)
    await edit_showing(session, _card_of(plan), room, now=now)


def _card_of(plan: Plan) -> str:
    return f"room:{plan.meeting.id}"
