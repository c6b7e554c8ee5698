"""The lists of an activity as spreadsheets: names are text whatever they begin with, totals are numbers."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from templates.paper_sheets import attendance_book, participants_book
from tests.unit.paper_facts import NEXT, SATURDAY, participants, sheet

FORMULAS = (
    "=1+1",
    "+62 812",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://example.org","klik")',
)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def rows_of(book: Workbook, name: str) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_an_attendance_book_has_names_and_numbered_empty_rows() -> None:
    book = opened(attendance_book(sheet(2, empty=2)))
    assert book.sheetnames == ["Daftar hadir", "Keterangan"]
    assert rows_of(book, "Daftar hadir") == [
        ("No", "Nama", "L/P", "Alamat/RT", "Tanda tangan"),
        (1, "Warga nomor 1", None, "Gang 1", None),
        (2, "Warga nomor 2", None, "Gang 2", None),
        (3, None, None, None, None),
        (4, None, None, None, None),
    ]
    about = dict(row[:2] for row in rows_of(book, "Keterangan"))
    assert about["Acara"] == "Rembug warga RT 02 RW 01"
    assert about["Waktu"] == "Sabtu, 28 November 2026, pukul 19.30 WIB"


def test_a_participants_book_counts_each_meeting() -> None:
    facts = participants(2, meetings=[SATURDAY, NEXT], unnamed=[0, 3], totals=[2, 4], people=5)
    facts["rows"][0] |= {"came": [1, 2], "role": "organizer"}
    book = opened(participants_book(facts))
    assert rows_of(book, "Daftar peserta") == [
        ("No", "Nama", "Alamat/RT", "Sebagai", "Hadir 28/11/2026", "Hadir 05/12/2026"),
        (1, "Warga nomor 1", "Gang 1", "Panitia", 1, 1),
        (2, "Warga nomor 2", "Gang 2", "Peserta", 1, None),
        (None, "Hadir, tanpa nama", None, None, 0, 3),
        (None, "Jumlah hadir", None, None, 2, 4),
    ]
    told = rows_of(book, "Keterangan")
    assert ("Hadir seluruhnya", 5) in told


@pytest.mark.parametrize("words", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_every_cell(words: str) -> None:
    rows = [{"person": 1, "name": words, "address": words, "role": "participant", "came": [1]}]
    meant_ill: dict[str, Any] = {"rows": rows, "title": words, "place": words, "area": words}
    for content in (attendance_book(sheet(0, **meant_ill)), participants_book(participants(0, **meant_ill))):
        cells = [cell for one in opened(content) for row in one.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert sum(str(cell.value).endswith(words.strip()) for cell in cells) == 5


def test_three_hundred_names_fit_a_book() -> None:
    assert len(rows_of(opened(attendance_book(sheet(300))), "Daftar hadir")) == 311
