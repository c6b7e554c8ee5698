"""One person, not two: who joins by the link may be a neighbour whom their RT head wrote down before."""

from datetime import datetime
from typing import Any

from actions import invitations, planned, seats
from actions.errors import Gone
from actions.names import address, normalise_name
from actions.queues import showing_places
from storage import activities, audit, merging
from storage.activities import ActivityState
from storage.database import Session
from storage.people import Person
from storage.residencies import Asked

__all__ = ["list_doubtful", "lock_concerned", "merge_recorded"]

LARGEST_DOUBT = 4
"""Each is a button beside the two that decide."""


async def list_doubtful(session: Session, asked: Asked) -> list[dict[str, Any]]:
    """Who was written down in the house of somebody who asks to be counted, under another name."""
    found = [
        {"person": one.id, "who": address(one.salutation, one.name or "")}
        for one in await _list_recorded(session, asked)
        if not _is_same(one, asked)
    ]
    return found[:LARGEST_DOUBT]


async def lock_concerned(session: Session, asked: Asked) -> None:
    """Lock what a merge may change, before the request is decided and before anybody is locked."""
    residency, person, _house = asked
    if residency.household_id is not None:
        await planned.lock_all(
            session, await merging.list_entangled(session, residency.household_id, person.id)
        )


async def merge_recorded(
    session: Session, asked: Asked, *, actor_id: int, same_as: int | None, now: datetime
) -> None:
    """Whoever is accepted gets what was written down under their name and house, or for `same_as`.

    Gone when `same_as` is nobody who was written down in that house.
    """
    residency, person, _house = asked
    recorded = await _list_recorded(session, asked)
    if same_as is not None and same_as not in [one.id for one in recorded]:
        raise Gone
    for one in recorded:
        if one.id == same_as or (same_as is None and _is_same(one, asked)):
            both = await merging.merge_person(session, one.id, person.id)
            subject = f"residency:{residency.id}"
            audit.add_act(
                session, "merge_resident", subject, at=now, actor_id=actor_id, area_id=residency.area_id
            )
            await _show_counts(session, both, person.id, now)


async def _list_recorded(session: Session, asked: Asked) -> list[Person]:
    household_id = asked[0].household_id
    return await merging.list_recorded(session, household_id) if household_id is not None else []


def _is_same(recorded: Person, asked: Asked) -> bool:
    return normalise_name(recorded.name or "") == normalise_name(asked[1].name or "")


async def _show_counts(session: Session, activity_ids: list[int], person_id: int, now: datetime) -> None:
    """Of two who were invited to the same, only one is counted from now on."""
    for activity_id in activity_ids:
        activity = await activities.find_activity(session, activity_id)
        if activity is not None and activity.state is ActivityState.PLANNED:
            plan = await planned.plan_of(session, activity, now=now)
            async with showing_places(session, plan, now=now):
                await seats.agree(session, plan, person_id, now=now)
                await seats.offer_on(session, plan, now=now)
            await invitations.show_cards(session, plan, now=now)
