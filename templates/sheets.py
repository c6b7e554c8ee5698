"""Sheets: facts in, XLSX bytes out; what people wrote stays text, whatever it begins with."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from templates.formats import say_moment, say_span
from templates.labels import label

_HOME = Path(__file__).parent
SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDEST = 48
_LONGEST_CELL = 32_767

Cell = str | int | float | datetime | None
Facts = Mapping[str, Any]


@cache
def words(language: str = "id") -> dict[str, Any]:
    """The words of the spreadsheet by section and name."""
    return tomllib.loads((_HOME / language / "summaries" / "sheets.toml").read_text(encoding="utf-8"))


def week_sheet(facts: Facts) -> bytes:
    """The spreadsheet of a week; `facts` are those that `actions.figures` gathers."""
    return write_book(_sheets(facts))


def write_book(sheets: Iterable[tuple[str, list[list[Cell]]]]) -> bytes:
    """A spreadsheet of these sheets: each has a name and its rows, headings first."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        for name, rows in sheets:
            add_sheet(book, name, rows)
    return file.getvalue()


def add_sheet(book: Any, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """A sheet of these rows, headings first."""
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm", "align": "left"})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        _write_row(sheet, number, row, bold if number == 0 else None, day)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_widths(rows)):
        sheet.set_column(column, column, width)


def _write_row(sheet: Any, number: int, row: Sequence[Cell], bold: Any, day: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, datetime):
            sheet.write_datetime(number, column, cell, day)
        elif isinstance(cell, str):
            sheet.write_string(number, column, cell[:_LONGEST_CELL], bold)
        elif cell is not None:
            sheet.write_number(number, column, cell)


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    return [
        min(_WIDEST, 2 + max((len(str(row[column])) for row in rows if len(row) > column), default=0))
        for column in range(max(map(len, rows)))
    ]


def _sheets(facts: Facts) -> Iterable[tuple[str, list[list[Cell]]]]:
    """Each sheet's name and its rows, headings first."""
    said = words()
    yield said["summary"]["title"], _summary(facts, said["summary"])
    yield said["proposals"]["title"], _proposals(facts, said["proposals"])
    yield said["activities"]["title"], _activities(facts, said["activities"])
    yield said["attendance"]["title"], _attendance(facts, said["attendance"])
    yield said["evaluations"]["title"], _evaluations(facts, said["evaluations"])
    yield said["rts"]["title"], _rts(facts, said["rts"])


_COUNTS = (
    "new_residents",
    "residents",
    "waiting",
    "proposals",
    "activities",
    "attended",
    "evaluations",
    "too_few",
    "active_rts",
)


def _summary(facts: Facts, said: Mapping[str, str]) -> list[list[Cell]]:
    until = facts["until"]
    counted = {"activities", "evaluations"}
    return [
        [said["area"], facts["area"]],
        [said["week"], say_span(facts["week"], facts["last_day"])],
        *([[said["until"], say_moment(until, facts["zone"])]] if until else []),
        *([said[name], len(facts[name]) if name in counted else facts[name]] for name in _COUNTS),
        [said["all_rts"], len(facts["rts"])],
    ]


def _proposals(facts: Facts, said: Mapping[str, str]) -> list[list[Cell]]:
    labels = [sector["label"] for sector in facts["sectors"]]
    return [
        [said["rt"], *labels, said["total"]],
        *([rt["name"], *rt["by_sector"], rt["proposals"]] for rt in facts["rts"]),
        [said["total"], *(sector["count"] for sector in facts["sectors"]), facts["proposals"]],
    ]


def _activities(facts: Facts, said: Mapping[str, Any]) -> list[list[Cell]]:
    return [
        list(said["columns"]),
        *(
            [
                one["title"],
                label(f"kind.{one['kind']}"),
                one["area"],
                _local(one["starts"], facts["zone"]),
                one["invited"],
                one["yes"],
                one["answered"],
            ]
            for one in facts["activities"]
        ),
    ]


def _attendance(facts: Facts, said: Mapping[str, Any]) -> list[list[Cell]]:
    return [
        list(said["columns"]),
        *(
            [held["title"], _local(held["starts"], facts["zone"]), row["area"], row["people"]]
            for held in facts["attendance"]
            for row in held["rows"]
        ),
        [said["total"], None, None, facts["attended"]],
    ]


def _evaluations(facts: Facts, said: Mapping[str, Any]) -> list[list[Cell]]:
    return [
        list(said["columns"]),
        *(
            [one["title"], one["area"], result["short"], result["n"], *_judged(result, said)]
            for one in facts["evaluations"]
            for result in one["results"]
        ),
    ]


def _judged(result: Facts, said: Mapping[str, str]) -> list[Cell]:
    """The residents' side and the officers' side of a result."""
    if result["percent"] is None and result["counts"] is None:
        return [None, said["too_few"], said["officers"]]
    chosen = ", ".join(f"{choice} {count}" for choice, count in result["counts"] or [])
    return [result["percent"], chosen or None, said["officers"]]


def _rts(facts: Facts, said: Mapping[str, Any]) -> list[list[Cell]]:
    names = ("name", "new_residents", "proposals", "activities", "attended")
    return [list(said["columns"]), *([rt[name] for name in names] for rt in facts["rts"])]


def _local(moment: str, zone: str) -> datetime:
    """A moment on local clocks, without a zone, as spreadsheets have it."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
