"""Holidays as an operator keeps them: a CSV file becomes rows, and a later file corrects an earlier one."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from actions.csv_rows import BadRows, LineReader, read_csv
from storage import holidays
from storage.database import Session
from storage.holidays import Holiday, HolidayKind

__all__ = ["BadRows", "Holiday", "HolidayKind", "HolidayRow", "import_holidays", "load_holidays", "read_rows"]

_COLUMNS = ("tanggal", "nama", "jenis")
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
    rows, problems = read_csv(text, _read_line, needed=_COLUMNS)
    if problems:
        raise BadRows(problems)
    return list({(row.day, row.name): row for row in rows}.values())


async def import_holidays(session: Session, rows: Sequence[HolidayRow]) -> list[int]:
    """Let these be the holidays of the years that they name, which are returned; other years stay."""
    years = sorted({row.day.year for row in rows})
    await holidays.replace_years(session, years, [asdict(row) for row in rows])
    return years


async def load_holidays(session: Session, rows: Sequence[HolidayRow]) -> list[int]:
    """Import the years of which nothing is known yet; what an operator has imported stays."""
    known = await holidays.list_years(session)
    return await import_holidays(session, [row for row in rows if row.day.year not in known])


def _read_line(line: LineReader) -> HolidayRow | None:
    day, name = line.read("tanggal", _day), line.read("nama", _name)
    kind = line.read("jenis", _kind)
    if day is None or name is None or kind is None:
        return None
    bare = _ESTIMATED.sub("", name)
    return HolidayRow(day, bare, kind, estimated=bare != name)


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"a date looks like 2027-03-10, not {cell!r}") from None


def _name(cell: str) -> str:
    if not 0 < len(_ESTIMATED.sub("", cell)) <= _LONGEST_NAME:
        raise ValueError(f"a name has 1 to {_LONGEST_NAME} characters")
    return cell


def _kind(cell: str) -> HolidayKind:
    if cell.lower() not in _KINDS:
        raise ValueError(f"it is one of {', '.join(_KINDS)}, not {cell!r}")
    return _KINDS[cell.lower()]
