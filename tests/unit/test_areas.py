"""Areas: the import plants the tree once, paths find their way, closed windows are each kelurahan's own."""

from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, select

from actions.area_rows import read_area_rows
from actions.areas import (
    AreaUnknown,
    ImportResult,
    closed_windows,
    evening_slot,
    find_area_by_path,
    import_areas,
    kelurahan_of,
    list_lines,
    next_open,
)
from actions.windows import Window
from storage.areas import Area, AreaKind, ClosedWindow, find_kelurahan, get_area
from storage.database import Database
from storage.duties import Duty, DutyKind

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # Wednesday, 10.00 WIB
HEADER = "kode_kelurahan,kelurahan,rw,rt,jumlah_kk,kecamatan,kota,zona_waktu\n"
BLITAR = HEADER + (
    "35.72.02.1002,Blitar,01,01,40,Sukorejo,Blitar,\n"
    "35.72.02.1002,Blitar,04,002,48,Sukorejo,Blitar,\n"
    "35.72.02.1002,Blitar,04,10,51,Sukorejo,Blitar,\n"
)
MAYANG = HEADER + "15.71.09.1003,Mayang Mangurai,-,12,150,,,\n"
MAKASSAR = HEADER + "73.71.09.1001,Panakkukang,2,3,90,,,\n"


async def plant(database: Database, text: str) -> ImportResult:
    async with database.transaction() as session:
        return await import_areas(session, read_area_rows(text), now=NOW)


async def count(database: Database, table: type[Area] | type[Duty] | type[ClosedWindow]) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_import_plants_the_tree_from_kota_to_rt(database: Database) -> None:
    result = await plant(database, BLITAR)

    assert (result.created, result.changed, result.unchanged) == (8, 0, 0)
    async with database.reading() as session:
        area: Area | None = await find_area_by_path(session, "35.72.02.1002/4/2")
        names = []
        while area:
            names.append(area.name)
            assert (area.zone, area.valid_from) == ("Asia/Jakarta", date(2026, 11, 25))
            area = await get_area(session, area.parent_id) if area.parent_id else None
    assert names == ["RT 02 RW 04", "RW 04", "Kelurahan Blitar", "Kecamatan Sukorejo", "Kota Blitar"]


async def test_importing_twice_changes_nothing(database: Database) -> None:
    await plant(database, BLITAR)
    before = [await count(database, table) for table in (Area, Duty, ClosedWindow)]

    result = await plant(database, BLITAR)

    assert (result.created, result.changed, result.unchanged) == (0, 0, 8)
    assert [await count(database, table) for table in (Area, Duty, ClosedWindow)] == before


async def test_a_second_import_updates_households_names_and_zone(database: Database) -> None:
    await plant(database, MAYANG)

    changed = MAYANG.replace("Mangurai", "Mengurai").replace(",150,,,", ",163,Alam Barajo,Kota Jambi,WITA")
    result = await plant(database, changed)

    assert (result.created, result.changed, result.unchanged) == (2, 2, 0)
    async with database.reading() as session:
        rt = await find_area_by_path(session, "1571091003/-/12")
        kelurahan = await kelurahan_of(session, rt)
        assert (rt.estimated_households, rt.name, rt.zone) == (163, "RT 12", "Asia/Makassar")
        assert kelurahan.name == "Kelurahan Mayang Mengurai"
        assert kelurahan.parent_id is not None
        assert (await get_area(session, kelurahan.parent_id)).name == "Kecamatan Alam Barajo"


async def test_names_and_zones_that_a_later_file_leaves_out_stay(database: Database) -> None:
    await plant(database, BLITAR.replace(",Blitar,\n", ",Blitar,WIT\n"))

    bare = "kode_kelurahan,kelurahan,rw,rt,jumlah_kk\n35.72.02.1002,Blitar,4,2,48\n"
    result = await plant(database, bare)

    assert (result.created, result.changed) == (0, 0)
    async with database.reading() as session:
        assert (await find_area_by_path(session, "35.72.02.1002")).zone == "Asia/Jayapura"


async def test_the_same_rt_number_in_two_rw_is_two_areas(database: Database) -> None:
    await plant(database, HEADER + "35.71.02.1013,Kaliombo,4,3,58,,,\n35.71.02.1013,Kaliombo,9,3,60,,,\n")
    async with database.reading() as session:
        first = await find_area_by_path(session, "35.71.02.1013/04/03")
        second = await find_area_by_path(session, "35.71.02.1013/9/3")
    assert (first.name, second.name) == ("RT 03 RW 04", "RT 03 RW 09")


async def test_new_rt_owe_a_digest_and_new_kelurahan_a_weekly_summary(database: Database) -> None:
    await plant(database, BLITAR)
    await plant(database, MAKASSAR)
    async with database.reading() as session:
        rows = await session.execute(
            select(Area.name, Duty.kind, Duty.due_at, Duty.done_through).join(Duty, Duty.area_id == Area.id)
        )
        owed = {(name, kind): (due_at, through) for name, kind, due_at, through in rows}
    assert len(owed) == 6
    assert owed["RT 02 RW 04", DutyKind.DIGEST] == (datetime(2026, 11, 25, 13, 0, tzinfo=UTC), NOW)
    assert owed["RT 03 RW 02", DutyKind.DIGEST] == (datetime(2026, 11, 25, 12, 0, tzinfo=UTC), NOW)
    assert owed["Kelurahan Blitar", DutyKind.WEEKLY_SUMMARY] == (
        datetime(2026, 11, 30, 0, 0, tzinfo=UTC),
        NOW,
    )
    assert owed["Kelurahan Panakkukang", DutyKind.WEEKLY_SUMMARY][0] == datetime(
        2026, 11, 29, 23, 0, tzinfo=UTC
    )


async def test_each_kelurahan_has_the_closed_windows_of_its_province(database: Database) -> None:
    for text in (BLITAR, MAYANG, MAKASSAR):
        await plant(database, text)
    slots = {}
    async with database.reading() as session:
        for code in ("35.72.02.1002", "15.71.09.1003", "73.71.09.1001"):
            kelurahan = await find_kelurahan(session, code)
            assert kelurahan is not None
            windows = await closed_windows(session, kelurahan.id)
            assert {Window(None, time(21), time(6)), Window(4, time(11), time(13))} <= set(windows)
            slots[code] = await evening_slot(session, kelurahan.id, date(2026, 11, 28))
    assert slots == {
        "35.72.02.1002": datetime(2026, 11, 28, 12, 30, tzinfo=UTC),  # 19.30 WIB
        "15.71.09.1003": datetime(2026, 11, 28, 12, 45, tzinfo=UTC),  # 19.45 WIB
        "73.71.09.1001": datetime(2026, 11, 28, 11, 45, tzinfo=UTC),  # 19.45 WITA
    }


@pytest.mark.parametrize(
    "moment, opens",
    [
        ("2026-11-25T11:05+00:00", "2026-11-25T12:30+00:00"),  # 18.05 WIB waits for 19.30
        ("2026-11-27T04:45+00:00", "2026-11-27T06:00+00:00"),  # Friday 11.45 waits for 13.00
        ("2026-11-25T03:00+00:00", "2026-11-25T03:00+00:00"),  # Wednesday 10.00 is open
    ],
)
async def test_a_closed_hour_waits_for_the_next_open_one(database: Database, moment: str, opens: str) -> None:
    await plant(database, BLITAR)
    async with database.reading() as session:
        kelurahan = await find_kelurahan(session, "35.72.02.1002")
        assert kelurahan is not None
        found = await next_open(session, kelurahan.id, datetime.fromisoformat(moment))
    assert found == datetime.fromisoformat(opens)


async def test_the_kelurahan_of_an_area_is_the_one_around_it(database: Database) -> None:
    await plant(database, BLITAR)
    async with database.reading() as session:
        for path in ("35.72.02.1002", "35.72.02.1002/4", "35.72.02.1002/4/2"):
            area = await find_area_by_path(session, path)
            assert (await kelurahan_of(session, area)).code == "35.72.02.1002"
        city = (await session.scalars(select(Area).where(Area.kind == AreaKind.CITY))).one()
        with pytest.raises(ValueError, match="Kota Blitar lies in no kelurahan"):
            await kelurahan_of(session, city)


@pytest.mark.parametrize(
    "path, words",
    [
        ("35.72.02.1001", "no kelurahan has the code 35.72.02.1001"),
        ("35.72.02.1002/5", "Kelurahan Blitar has no RW 05"),
        ("35.72.02.1002/4/3", "RW 04 has no RT 03"),
        ("35.72.02.1002/-/2", "Kelurahan Blitar has no RT 02"),
        ("Blitar", "'Blitar' is not a code"),
        ("35.72.02.1002/4/2/1", "more parts"),
    ],
)
async def test_a_path_that_leads_nowhere_says_where_it_ends(
    database: Database, path: str, words: str
) -> None:
    await plant(database, BLITAR)
    async with database.reading() as session:
        with pytest.raises(AreaUnknown, match=words):
            await find_area_by_path(session, path)


async def test_the_list_names_every_area_by_the_path_that_finds_it(database: Database) -> None:
    await plant(database, MAYANG)
    await plant(database, BLITAR)
    async with database.reading() as session:
        lines = await list_lines(session)
        assert [line[1] for line in lines] == [
            (await find_area_by_path(session, line[0])).name for line in lines
        ]
    assert lines == [
        ("15.71.09.1003", "Kelurahan Mayang Mangurai", 150),
        ("15.71.09.1003/-/12", "RT 12", 150),
        ("35.72.02.1002", "Kelurahan Blitar", 139),
        ("35.72.02.1002/01", "RW 01", None),
        ("35.72.02.1002/01/01", "RT 01 RW 01", 40),
        ("35.72.02.1002/04", "RW 04", None),
        ("35.72.02.1002/04/02", "RT 02 RW 04", 48),
        ("35.72.02.1002/04/10", "RT 10 RW 04", 51),
    ]
