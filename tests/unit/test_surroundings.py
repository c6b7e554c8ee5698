"""What else is in the area at a time: in it, around it and inside it."""

from datetime import timedelta

import pytest

from actions.surroundings import look_around
from storage.database import Database
from tests.people import find_cast
from tests.unit.neighbours import SUNDAY, plan_work_bee, settle_neighbours


@pytest.mark.parametrize("where, seen", [("rt", True), ("rw", True), ("kelurahan", True), ("other", False)])
async def test_an_activity_of_an_rt_is_seen_by_all_that_hold_it(
    database: Database, where: str, seen: bool
) -> None:
    await settle_neighbours(database)
    await plan_work_bee(database)
    async with database.reading() as session:
        cast = await find_cast(session)
        areas = {
            "rt": cast.rts[1, 2],
            "rw": cast.rws[1],
            "kelurahan": cast.kelurahan,
            "other": cast.rts[1, 1],
        }
        found = await look_around(session, area_id=areas[where].id, starts_at=SUNDAY - timedelta(hours=1))
    assert [one.title for one in found.taken] == (["Gotong royong RT 02"] if seen else [])
