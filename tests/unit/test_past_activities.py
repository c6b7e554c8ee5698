"""What was held is listed for an office, newest first; what was called off or only told of is not."""

from datetime import UTC, datetime, timedelta

import pytest

from actions.archive_rows import read_archive_rows
from actions.archives import import_archive
from actions.closings import access_closing
from actions.coming import list_over
from actions.errors import Gone, NotYours
from storage.activities import ActivitySession, ActivityState
from storage.areas import Area
from storage.database import Database
from tests.people import CODE
from tests.trainings import ELSEWHERE, FIRST, HEAD, KELURAHAN, Held, actor_of, close, hold
from tests.weeks import add_meeting

ENDS = datetime(2026, 11, 22, 3, tzinfo=UTC)
NOW = ENDS + timedelta(days=2)
HEADER = "kegiatan,tahun_sumber_arsip,rw,rt,jumlah_peserta\n"


@pytest.fixture
async def held(database: Database) -> Held:
    return await hold(database, ENDS, residents=1)


async def titles(database: Database, who: int, page: int = 0) -> list[str]:
    async with database.reading() as session:
        found = await list_over(session, await actor_of(session, who), now=NOW, page=page)
        return [plan.activity.title for plan in found.items]


async def add(
    database: Database, area: Area, title: str, ended: timedelta, state: ActivityState = ActivityState.PLANNED
) -> int:
    async with database.transaction() as session:
        starts = NOW - ended - timedelta(hours=2)
        activity, _ = await add_meeting(session, area, starts, title=title)
        activity.state = state
        return activity.id


async def test_the_newest_stands_first_and_only_what_is_over_and_was_held(
    database: Database, held: Held
) -> None:
    rt = held.cast.rts[1, 1]
    await add(database, rt, "Kemarin", timedelta(days=1))
    await add(database, rt, "Besok", timedelta(days=-1))
    await add(database, rt, "Batal", timedelta(days=1), ActivityState.CANCELLED)
    await add(database, rt, "Ditunda", timedelta(days=1), ActivityState.POSTPONED)
    await add(database, held.cast.rts[2, 2], "RT lain", timedelta(hours=1))
    going_on = await add(database, rt, "Masih", timedelta(days=1))
    async with database.transaction() as session:
        session.add(
            ActivitySession(
                activity_id=going_on,
                position=2,
                starts_at=NOW + timedelta(days=3),
                ends_at=NOW + timedelta(days=3, hours=2),
            )
        )
    await close(database, held, now=NOW)
    assert await titles(database, HEAD) == ["Kemarin", "Pelatihan las"]
    assert await titles(database, KELURAHAN) == ["RT lain", "Kemarin", "Pelatihan las"]
    assert await titles(database, ELSEWHERE) == ["RT lain"]


async def test_the_list_has_pages_of_six(database: Database, held: Held) -> None:
    for day in range(1, 9):
        await add(database, held.cast.rts[1, 1], f"Hari {day}", timedelta(days=day + 5))
    assert await titles(database, HEAD) == ["Pelatihan las", *(f"Hari {day}" for day in range(1, 6))]
    assert await titles(database, HEAD, page=1) == ["Hari 6", "Hari 7", "Hari 8"]


async def test_residents_have_no_such_list(database: Database, held: Held) -> None:
    with pytest.raises(NotYours):
        await titles(database, FIRST)


async def test_what_only_an_archive_tells_of_is_not_listed_and_has_no_report(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        rows = read_archive_rows(HEADER + "Pelatihan kipas,2024,01,,25\n")
        await import_archive(session, rows, code=CODE, now=NOW)
    assert await titles(database, KELURAHAN) == ["Pelatihan las"]
    async with database.transaction() as session:
        kelurahan = await actor_of(session, KELURAHAN)
        with pytest.raises(Gone):
            await access_closing(session, kelurahan, activity_id=held.activity.id + 1, now=NOW)
