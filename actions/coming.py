"""What is planned next and what was held, page by page: around residents, and where an office reaches."""

from datetime import datetime

from actions.access import Actor
from actions.activities import ORGANIZERS, list_areas_of, require_organizer
from actions.audience import list_subtree_ids
from actions.paging import Page, turn_to
from actions.planned import Plan, plan_of
from storage import activities, answers, calendars, closings
from storage.answers import Answer
from storage.areas import Area
from storage.database import Session

PAGE, LATELY = 5, 6
"""Beside five there is room for one more choice on a screen."""


Coming = tuple[Plan, Answer | None]
"""Something planned, with one's own answer."""


async def list_coming(session: Session, actor: Actor, *, now: datetime, page: int = 0) -> Page[Coming]:
    """What is planned around the actor, their own first, soonest first."""
    area_ids = await _list_area_ids(session, actor)
    own = await calendars.list_own_ids(session, actor.person_id)
    total = await activities.count_next(session, area_ids, now, postponed=True, own=own)
    number, pages = turn_to(page, total, PAGE)
    rows = await activities.list_next(
        session, area_ids, now, PAGE, offset=number * PAGE, postponed=True, own=own
    )
    items = [
        (
            await plan_of(session, activity, now=now),
            await answers.find_counting(session, activity.id, actor.person_id),
        )
        for activity, _meeting in rows
    ]
    return Page(tuple(items), number * PAGE, total, number, pages)


async def list_own(session: Session, actor: Actor) -> set[int]:
    """The ids of what somebody takes part in, organises or teaches in."""
    return await calendars.list_own_ids(session, actor.person_id)


async def _list_area_ids(session: Session, actor: Actor) -> list[int]:
    """Where they live, and the area of their office; all of it for an officer who lives nowhere here."""
    area_ids = await list_areas_of(session, actor)
    if not actor.role(*ORGANIZERS):
        if not area_ids:
            actor.require_resident()
        return area_ids
    office = (await require_organizer(session, actor)).area
    if not area_ids:
        return await list_subtree_ids(session, office)
    return list(dict.fromkeys([*area_ids, office.id]))


async def list_over(session: Session, actor: Actor, *, now: datetime, page: int = 0) -> Page[Plan]:
    """What was held where an organiser's office reaches, newest first."""
    office = await require_organizer(session, actor)
    area_ids = await list_subtree_ids(session, office.area)
    total = await closings.count_over(session, area_ids, now)
    number, pages = turn_to(page, total, LATELY)
    rows = await closings.list_over(session, area_ids, now, LATELY, offset=number * LATELY)
    items = [await plan_of(session, activity, now=now) for activity in rows]
    return Page(tuple(items), number * LATELY, total, number, pages)


async def list_lately(session: Session, area: Area, *, since: datetime, now: datetime) -> list[Plan]:
    """What was or is planned in an area and in those inside it, newest first, as many as fit on a screen."""
    area_ids = await list_subtree_ids(session, area)
    rows = await activities.list_lately(session, area_ids, since, LATELY)
    return [await plan_of(session, activity, now=now) for activity, _meeting in rows]
