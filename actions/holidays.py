"""Holidays as an operator keeps them: a CSV file becomes rows, and a later file corrects an earlier one."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.area_rows import BadRows
from storage import holidays
from storage.database import Session
from storage.holidays import Holiday, HolidayKind

__all__ = ["BadRows", "Holiday", "HolidayKind", "HolidayRow", "import_holidays", "load_holidays", "read_rows"]

_COLUMNS = ["tanggal", "nama", "jenis"]
_KINDS = {
    "hari_raya": HolidayKind.FEAST,
    "libur_nasional": HolidayKind.HOLIDAY,
    "cuti_bersama": HolidayKind.JOINT_LEAVE,
}
_ESTIMATED = re.compile(r"\s*\(perkiraan\)\s*$", re.IGNORECASE)
_LONGEST_NAME = 80


@dataclass(frozen=True)
class HolidayRow:
    """One day of a file; its name is without the "(perkiraan)" that marks it as estimated."""

    day: date
    name: str
    kind: HolidayKind
    estimated: bool = False


def read_rows(text: str) -> list[HolidayRow]:
    """The days of a CSV with the columns tanggal, nama, jenis, by commas or semicolons; or BadRows."""
    lines = text.removeprefix("\ufeff").splitlines()
    table = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    header = [cell.strip().lower() for cell in next(table, [])]
    if header != _COLUMNS:
        raise BadRows([f"the first line must be {','.join(_COLUMNS)}"])
    rows: list[HolidayRow] = []
    problems: list[str] = []
    for cells in table:
        if any(cell.strip() for cell in cells):
            try:
                rows.append(_read_row([cell.strip() for cell in cells]))
            except ValueError as error:
                problems.append(f"line {table.line_num}: {error}")
    if not rows and not problems:
        problems.append("the file has no rows below its header")
    if problems:
        raise BadRows(problems)
    return list({(row.day, row.name): row for row in rows}.values())


async def import_holidays(session: Session, rows: Sequence[HolidayRow]) -> list[int]:
    """Let these be the holidays of the years that they name, which are returned; other years stay."""
    years = sorted({row.day.year for row in rows})
    found = [Holiday(day=row.day, name=row.name, kind=row.kind, estimated=row.estimated) for row in rows]
    await holidays.replace_years(session, years, found)
    return years


async def load_holidays(session: Session, rows: Sequence[HolidayRow]) -> list[int]:
    """Import the years of which nothing is known yet; what an operator has imported stays."""
    known = await holidays.list_years(session)
    return await import_holidays(session, [row for row in rows if row.day.year not in known])


def _read_row(cells: list[str]) -> HolidayRow:
    if len(cells) != len(_COLUMNS):
        raise ValueError(f"there are {len(cells)} cells, not {len(_COLUMNS)}")
    day, name, kind = cells
    bare = _ESTIMATED.sub("", name)
    if not 0 < len(bare) <= _LONGEST_NAME:
        raise ValueError(f"the name must have 1 to {_LONGEST_NAME} characters")
    if kind.lower() not in _KINDS:
        raise ValueError(f"jenis must be one of {', '.join(_KINDS)}, not {kind!r}")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"tanggal must look like 2027-03-10, not {day!r}") from None
    return HolidayRow(found, bare, _KINDS[kind.lower()], estimated=bare != name)
