"""Holidays: what ships is loaded once, what an operator imports takes its place, mistakes are named."""

from datetime import date

import pytest

from actions.holidays import BadRows, HolidayKind, HolidayRow, import_holidays, read_rows
from bot.presets import load_presets
from storage.database import Database
from storage.holidays import list_between, list_years

HEADER = "tanggal,nama,jenis\n"
MARCH = (date(2027, 3, 8), date(2027, 3, 31))


async def named(database: Database, first: date, last: date) -> list[tuple[str, str, bool]]:
    async with database.reading() as session:
        found = await list_between(session, first, last)
        return [(f"{one.day:%d.%m.} {one.name}", one.kind.value, one.estimated) for one in found]


async def test_what_ships_has_two_years_with_feasts_and_estimates(database: Database) -> None:
    for _ in range(2):
        async with database.transaction() as session:
            await load_presets(session)
    async with database.reading() as session:
        assert await list_years(session) == {2026, 2027}
    assert await named(database, *MARCH) == [
        ("08.03. Hari Suci Nyepi", "feast", False),
        ("09.03. Cuti Bersama Hari Raya Idul Fitri", "joint_leave", False),
        ("10.03. Hari Raya Idul Fitri", "feast", True),
        ("11.03. Hari kedua dari Hari Raya Idul Fitri", "feast", True),
        ("12.03. Cuti Bersama Hari Raya Idul Fitri", "joint_leave", False),
        ("15.03. Cuti Bersama Hari Raya Idul Fitri", "joint_leave", False),
        ("25.03. Cuti Bersama Wafat Yesus Kristus", "joint_leave", False),
        ("26.03. Wafat Yesus Kristus", "feast", False),
        ("28.03. Kebangkitan Yesus Kristus", "feast", False),
    ]


async def test_an_import_replaces_its_years_and_stays_when_presets_are_loaded_again(
    database: Database,
) -> None:
    rows = read_rows(f"{HEADER}2027-03-11,Hari Raya Idul Fitri,hari_raya\n")
    async with database.transaction() as session:
        await load_presets(session)
    async with database.transaction() as session:
        assert await import_holidays(session, rows) == [2027]
    async with database.transaction() as session:
        await load_presets(session)
    whole = (date(2027, 1, 1), date(2027, 12, 31))
    assert await named(database, *whole) == [("11.03. Hari Raya Idul Fitri", "feast", False)]
    assert len(await named(database, date(2026, 1, 1), date(2026, 12, 31))) == 25


def test_semicolons_a_mark_at_the_beginning_and_doubles_are_no_mistake() -> None:
    text = (
        "\ufefftanggal;nama;jenis\n"
        "2027-05-17;Hari Raya Idul Adha (perkiraan);hari_raya\n\n"
        "2027-05-17;Hari Raya Idul Adha;HARI_RAYA\n"
    )
    assert read_rows(text) == [HolidayRow(date(2027, 5, 17), "Hari Raya Idul Adha", HolidayKind.FEAST)]


@pytest.mark.parametrize(
    "text, problems",
    [
        ("", ["the file is empty"]),
        (HEADER, ["the file has no rows below its header"]),
        (
            f"{HEADER}17-08-2027,Merdeka,libur_nasional\n",
            ["line 2, column tanggal: a date looks like 2027-03-10"],
        ),
        (
            f"{HEADER}2027-08-17,,libur_nasional\n2027-08-17,Merdeka\n",
            ["line 2, column nama: a name has", "line 3, column jenis: it is one of hari_raya"],
        ),
        (f"{HEADER}2027-08-17,Merdeka,libur\n", ["line 2, column jenis: it is one of hari_raya"]),
    ],
)
def test_mistakes_are_named_by_their_line(text: str, problems: list[str]) -> None:
    with pytest.raises(BadRows) as caught:
        read_rows(text)
    assert len(caught.value.problems) == len(problems)
    for found, expected in zip(caught.value.problems, problems, strict=True):
        assert found.startswith(expected)
