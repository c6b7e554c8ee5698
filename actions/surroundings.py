"""What a time for an activity is measured against: closed hours, holidays, and what else is there."""

from datetime import datetime, timedelta

from actions.areas import closed_windows
from actions.audience import list_subtree_ids
from actions.cautions import Day, Surroundings, Taken
from actions.times import local
from storage import activities, areas, holidays
from storage.activities import ActivityKind
from storage.database import Session
from storage.holidays import HolidayKind

_AHEAD = timedelta(weeks=5)
"""How far better times are looked for."""


async def look_around(
    session: Session,
    *,
    area_id: int,
    starts_at: datetime,
    kind: ActivityKind | None = None,
    without: int | None = None,
) -> Surroundings:
    """What there is from a moment on where an activity would be, in what holds that area and what it holds.

    `without` is the activity itself, when it is moved.
    """
    area = await areas.get_area(session, area_id)
    above = [found for found in (area.parent_id, area.kelurahan_id) if found]
    around = [*above, *await list_subtree_ids(session, area)]
    until = starts_at + _AHEAD
    days = await holidays.list_between(
        session, local(starts_at, area.zone).date(), local(until, area.zone).date()
    )
    taken = await activities.list_between(session, around, starts_at, until, without=without)
    return Surroundings(
        zone=area.zone,
        windows=await closed_windows(session, area.kelurahan_id or area.id),
        holidays=[Day(day.day, day.name, day.kind is HolidayKind.FEAST, day.estimated) for day in days],
        taken=[Taken(one.starts_at, one.ends_at, activity.title) for activity, one in taken],
        at_night=kind is ActivityKind.PATROL,
    )
