"""The spreadsheet of a week opens, adds up, and holds no formula that somebody typed."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from templates.drawings import draw
from templates.sheets import week_sheet
from tests.figures import HOSTILE, week_facts


def opened(facts: dict[str, Any]) -> Workbook:
    return load_workbook(BytesIO(week_sheet(facts)))


def rows_of(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)]


def test_the_sheets_bear_indonesian_names() -> None:
    names = opened(week_facts()).sheetnames
    assert names == ["Ringkasan", "Usulan", "Kegiatan", "Kehadiran", "Penilaian", "RT"]


def test_ideas_stand_by_rt_and_sector_and_add_up() -> None:
    rows = rows_of(opened(week_facts()), "Usulan")
    assert rows[0] == (
        "RT",
        "Infrastruktur",
        "Kesehatan",
        "Sosial budaya",
        "Ekonomi",
        "Pendidikan",
        "Kepemudaan",
        "Jumlah",
    )
    assert rows[2] == ("RT 02 RW 01", 1, 0, 0, 0, 0, 0, 1)
    assert sum(row[-1] for row in rows[1:-1]) == rows[-1][-1] == 8


def test_activities_stand_with_their_local_hour() -> None:
    rows = rows_of(opened(week_facts()), "Kegiatan")
    assert rows[0] == ("Kegiatan", "Jenis", "Wilayah", "Mulai", "Diundang", "Ikut", "Menjawab")
    starts = datetime.fromisoformat("2026-11-22T06:30")
    assert rows[1] == ("Kerja bakti", "Gotong royong", "RT 02 RW 01", starts, 22, 12, 14)


def test_attendance_adds_up_and_every_rt_has_its_line() -> None:
    book = opened(week_facts())
    attendance, rts = rows_of(book, "Kehadiran"), rows_of(book, "RT")
    assert [row[-1] for row in attendance[1:]] == [105, 89, 194]
    assert len(rts) == 17
    assert rts[2] == ("RT 02 RW 01", 1, 1, 1, 1)


def test_hidden_results_stay_hidden_and_the_officers_side_is_named() -> None:
    rows = rows_of(opened(week_facts()), "Penilaian")
    where = ("Kerja bakti", "RT 02 RW 01")
    assert rows[1:] == [
        (*where, "Hasil terasa", 14, 57, None, "belum diisi"),
        (*where, "Kabar jelas", 4, None, "belum cukup jawaban", "belum diisi"),
        (*where, "Hari dan jam", 9, None, "Cocok 9", "belum diisi"),
    ]


@pytest.mark.parametrize("title", HOSTILE)
def test_what_people_wrote_stays_text(title: str) -> None:
    facts = week_facts()
    facts["activities"][0]["title"] = title
    cell = opened(facts)["Kegiatan"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (title, "s", None)


def test_the_file_bears_the_week() -> None:
    filename, content = draw("week_sheet", week_facts(until="2026-11-18T03:00:00+00:00"))
    assert filename == "ringkasan-2026-11-16.xlsx"
    rows = rows_of(load_workbook(BytesIO(content)), "Ringkasan")
    assert rows[1][:2] == ("Minggu", "16 sampai 22 November 2026")
    assert rows[2][:2] == ("Angka sampai", "Rabu, 18 November 2026, pukul 10.00 WIB")
