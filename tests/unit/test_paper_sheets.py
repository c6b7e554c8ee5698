"""The lists of an activity as spreadsheets: names are text whatever they begin with, totals are numbers."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from actions.closing_figures import Figures
from templates.paper_sheets import attendance_book, participants_book
from tests.unit.paper_facts import NEXT, SATURDAY, participants, sheet

HEAD = 3
"""So many lines stand above a table."""
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
    assert [row[0] for row in rows_of(book, "Daftar hadir")[:HEAD]] == [
        "Daftar hadir",
        "Rembug warga RT 02 RW 01",
        "Sabtu, 28 November 2026, pukul 19.30 WIB, Balai RT 02",
    ]
    assert rows_of(book, "Daftar hadir")[HEAD:] == [
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
    figures = Figures(registered=2, attended=1, absent=1, walk_ins=1, organizers=1)
    facts["figures"] = {**asdict(figures), "counted": 2, "later": 0}
    facts["rows"][0] |= {"came": [1, 2], "role": "organizer"}
    book = opened(participants_book(facts))
    assert rows_of(book, "Daftar peserta")[2][0] == "Balai RT 02"
    assert rows_of(book, "Daftar peserta")[HEAD:] == [
        ("No", "Nama", "Alamat/RT", "Sebagai", "Hadir 28/11/2026", "Hadir 05/12/2026"),
        (1, "Warga nomor 1", "Gang 1", "Panitia", 1, 1),
        (2, "Warga nomor 2", "Gang 2", "Peserta", 1, None),
        (None, "Hadir, tanpa nama", None, None, 0, 3),
        (None, "Jumlah hadir", None, None, 2, 4),
    ]
    told = rows_of(book, "Keterangan")
    assert told[told.index(("Terdaftar", 2)) :] == [
        ("Terdaftar", 2),
        ("Terkonfirmasi", 0),
        ("Hadir, yang terdaftar", 1),
        ("Digantikan", 0),
        ("Berhalangan", 0),
        ("Tidak hadir", 1),
        ("Datang tanpa mendaftar", 1),
        ("Panitia", 1),
        ("Dihitung di tempat", 2),
        ("Hadir seluruhnya", 5),
    ]


def test_a_book_says_nothing_of_nameless_people_where_there_are_none() -> None:
    names = [row[1] for row in rows_of(opened(participants_book(participants(2))), "Daftar peserta")]
    assert "Jumlah hadir" in names
    assert "Hadir, tanpa nama" not in names


@pytest.mark.parametrize("meetings, orientation", [(1, "portrait"), (2, "portrait"), (12, "landscape")])
def test_a_list_is_printed_on_a4_as_wide_as_its_table_with_its_head_on_every_page(
    meetings: int, orientation: str
) -> None:
    facts = participants(60, meetings=[NEXT] * meetings, unnamed=[0] * meetings, totals=[1] * meetings)
    for content in (participants_book(facts), attendance_book(sheet(60))):
        page = opened(content).worksheets[0]
        assert page.page_setup.paperSize == int(page.PAPERSIZE_A4)
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows == "$4:$4"
        assert page.freeze_panes == "A5"
    listed = opened(participants_book(facts)).worksheets[0]
    assert (listed.page_setup.orientation or "portrait") == orientation


def test_every_cell_of_a_table_has_a_border_and_room_to_sign() -> None:
    page = opened(attendance_book(sheet(2, empty=2))).worksheets[0]
    for row in page.iter_rows(min_row=HEAD + 1, max_row=HEAD + 5):
        for cell in row:
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert [side.style for side in sides] == ["thin"] * 4
            assert cell.alignment.wrap_text
    assert {page.row_dimensions[number].height for number in range(HEAD + 2, HEAD + 6)} == {30}
    assert "A1:E1" in {str(one) for one in page.merged_cells.ranges}


@pytest.mark.parametrize("words", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_every_cell(words: str) -> None:
    rows = [{"person": 1, "name": words, "address": words, "role": "participant", "came": [1]}]
    meant_ill: dict[str, Any] = {"rows": rows, "title": words, "place": words, "area": words}
    for content in (attendance_book(sheet(0, **meant_ill)), participants_book(participants(0, **meant_ill))):
        cells = [cell for one in opened(content) for row in one.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
        assert sum(str(cell.value).endswith(words.strip()) for cell in cells) == 7


def test_three_hundred_names_fit_a_book() -> None:
    assert len(rows_of(opened(attendance_book(sheet(300))), "Daftar hadir")) == HEAD + 311
