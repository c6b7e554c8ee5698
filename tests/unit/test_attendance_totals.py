"""Who came, as totals without names."""

import pytest

from actions.attendance import BadCount, record_attendance_totals
from actions.errors import NotYours
from storage import attendances
from storage.database import Database
from tests.people import build_kelurahan, find_cast
from tests.unit.neighbours import HEAD, NOW, OTHER_HEAD, actor_of, plan_work_bee, settle_neighbours

TRAINED_PER_RW = (25, 25, 29, 26)
"""How many came to the welding training from RW 01 to 04 of Kelurahan Blitar; 105 in all."""


@pytest.fixture
async def activity(database: Database) -> int:
    """The id of a planned work bee to which three residents are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def test_totals_without_names_are_kept_once_per_area(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        cast = await build_kelurahan(session, rws=4, code="35.72.02.1001")
        rows = [(cast.rws[rw].id, people) for rw, people in enumerate(TRAINED_PER_RW, 1)]
        for _twice in range(2):
            total = await record_attendance_totals(
                session, None, activity_id=activity, rows=rows, source="Tabel 2", now=NOW
            )

    assert total == 105
    async with database.reading() as session:
        kept = await attendances.list_totals(session, activity)
    assert [(area.name, people) for area, people in kept] == [
        ("RW 01", 25),
        ("RW 02", 25),
        ("RW 03", 29),
        ("RW 04", 26),
    ]


async def test_only_an_office_over_the_area_writes_totals_down(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        area_id = (await find_cast(session)).rts[1, 2].id
        stranger, head = await actor_of(session, OTHER_HEAD), await actor_of(session, HEAD)
        with pytest.raises(NotYours):
            await record_attendance_totals(
                session, stranger, activity_id=activity, rows=[(area_id, 1)], source="daftar", now=NOW
            )
        with pytest.raises(BadCount):
            await record_attendance_totals(
                session, head, activity_id=activity, rows=[(area_id, -1)], source="daftar", now=NOW
            )
        await record_attendance_totals(
            session, head, activity_id=activity, rows=[(area_id, 21)], source="daftar", now=NOW
        )

    async with database.reading() as session:
        assert [people for _area, people in await attendances.list_totals(session, activity)] == [21]
