"""The rows of a kelurahan's archive of trainings: who came from where, as numbers without names (R5)."""

import re
from dataclasses import dataclass

from actions.area_rows import read_name, read_unit
from actions.csv_rows import BadRows, LineReader, read_csv

COLUMNS = ("kegiatan", "tahun_sumber_arsip", "rw", "rt", "jumlah_peserta")
MOST_PEOPLE = 99_999


@dataclass(frozen=True)
class ArchiveRow:
    """How many came to a training from an RT, or from an RW where the archive names no RT."""

    line: int
    title: str
    year: int
    rw: int | None
    rt: int | None
    people: int


def read_archive_rows(text: str) -> list[ArchiveRow]:
    """The rows of a CSV with commas or semicolons; or BadRows."""
    rows, problems = read_csv(text, _read_line, needed=COLUMNS)
    seen: dict[tuple[str, int, int | None, int | None], int] = {}
    for row in rows:
        before = seen.setdefault((row.title, row.year, row.rw, row.rt), row.line)
        if before != row.line:
            problems.append(f"line {row.line}: the same training and area stand in line {before} already")
    if problems:
        raise BadRows(problems)
    return rows


def _read_line(line: LineReader) -> ArchiveRow | None:
    title, year = line.read("kegiatan", read_name), line.read("tahun_sumber_arsip", _year)
    rw, rt = line.read("rw", read_unit), line.read("rt", read_unit)
    people = line.read("jumlah_peserta", _people)
    if title is None or year is None or people is None:
        return None
    return ArchiveRow(line.line, title, year, rw, rt, people)


def _year(text: str) -> int:
    if not re.fullmatch("(19|20)[0-9]{2}", text):
        raise ValueError(f"{text!r} is not a year")
    return int(text)


def _people(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text):
        raise ValueError(f"{text!r} is not a number of people from 0 to {MOST_PEOPLE}")
    return int(text)
