"""What the echo of a time says against it, and the better times it offers; whoever plans may insist."""

from typing import Any

from actions.activities import ActivityKind
from actions.cautions import MOST, Reason, better_times, find_cautions
from actions.forms import Form
from actions.surroundings import look_around
from handlers.activity_times import moments, stamp
from handlers.context import Context

Data = dict[str, Any]


async def caution_facts(context: Context, form: Form, data: Data) -> Data:
    """The facts `cautions` and `better`; the better times are kept in the form, to be heard when tapped."""
    starts_at, ends_at = moments(data)
    kind = ActivityKind(data["kind"]) if data.get("kind") else None
    around = await look_around(
        context.session,
        area_id=data["area_id"],
        starts_at=starts_at,
        kind=kind,
        without=data.get("activity"),
    )
    found = find_cautions(starts_at, around, ends_at=ends_at)[:MOST]
    lasts = ends_at - starts_at if ends_at else None
    works = any(one.reason is Reason.WORK for one in found)
    better = [
        {
            "value": stamp(moment.isoformat()),
            "starts": moment.isoformat(),
            "ends": (moment + lasts).isoformat() if lasts else None,
        }
        for moment in (sorted(better_times(starts_at, around)) if works else ())
    ]
    form.data = {**(form.data or {}), "better": better}
    return {"cautions": [one.facts() for one in found], "better": better}
