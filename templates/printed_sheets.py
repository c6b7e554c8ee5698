"""Lists in spreadsheets that are printed: titles, a table with borders, an A4 page as wide as the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from templates.sheets import SAFE, Cell, add_sheet

_A4 = 9
_UPRIGHT = 115
"""Wider than so many letters wants the page turned."""
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True)
class PrintedList:
    """What stands above a table, its headings and rows, how wide its columns and how high its rows are."""

    name: str
    titles: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]
    height: int | None = None


def write_printed(shown: PrintedList, about: tuple[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A spreadsheet of a list, and of what it is about on a second sheet."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        sheet, head = book.add_worksheet(shown.name), len(shown.titles)
        _write_titles(sheet, shown, book.add_format({"bold": True, "font_size": 12}))
        _write_table(sheet, shown, book)
        _set_up_page(sheet, shown)
        sheet.freeze_panes(head + 1, 0)
        sheet.repeat_rows(head)
        add_sheet(book, *about)
    return file.getvalue()


def _write_titles(sheet: Any, shown: PrintedList, bold: Any) -> None:
    for number, title in enumerate(shown.titles):
        sheet.merge_range(number, 0, number, len(shown.columns) - 1, "", bold)
        sheet.write_string(number, 0, title, bold)


def _write_table(sheet: Any, shown: PrintedList, book: Any) -> None:
    top = book.add_format({**_CELL, "bold": True, "align": "center"})
    text, number = book.add_format(_CELL), book.add_format({**_CELL, "align": "center"})
    first = len(shown.titles)
    for column, (heading, width) in enumerate(zip(shown.columns, shown.widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(first, column, heading, top)
    for place, row in enumerate(shown.rows, start=first + 1):
        sheet.set_row(place, shown.height)
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(place, column, cell, number)
            else:
                _write_text(sheet, place, column, cell, text)


def _write_text(sheet: Any, place: int, column: int, cell: Cell, text: Any) -> None:
    if cell is None:
        sheet.write_blank(place, column, None, text)
    else:
        sheet.write_string(place, column, str(cell), text)


def _set_up_page(sheet: Any, shown: PrintedList) -> None:
    sheet.set_paper(_A4)
    if sum(shown.widths) > _UPRIGHT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
