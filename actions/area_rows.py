"""The rows of an operator's CSV of areas: text in, checked rows out, mistakes named by line and column."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from actions.area_codes import NONE_SIGNS, is_village, read_rt_rw, tidy_code
from actions.times import ZONES, zone_of

NEEDED = ("kode_kelurahan", "kelurahan", "rw", "rt", "jumlah_kk")
OPTIONAL = ("kecamatan", "kota", "zona_waktu")
MOST_HOUSEHOLDS = 99_999
_LONGEST_NAME = 80
_UNIT = re.compile(r"(?:r[tw])?[\s.:]*([0-9]{1,3}|[ivxl]+)", re.IGNORECASE)
_PREFIX = {
    "kelurahan": re.compile(r"(?:kelurahan|kel\.?|desa)\s+", re.IGNORECASE),
    "kecamatan": re.compile(r"(?:kecamatan|kec\.?)\s+", re.IGNORECASE),
    "kota": re.compile(r"(?:kota|kabupaten|kab\.?)\s+", re.IGNORECASE),
}
_FIRST_CITY = 71  # the second part of a code: 01 to 69 is a kabupaten, 71 to 99 a kota
_PROVINCES = {
    "WIB": (*range(11, 20), 21, *range(31, 37), 61, 62),
    "WITA": (51, 52, 53, 63, 64, 65, *range(71, 77)),
    "WIT": (81, 82, *range(91, 98)),
}
_Value = TypeVar("_Value")


class BadRows(ValueError):
    """A file that cannot be used; `problems` has one line for each mistake, in plain English."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class AreaRow:
    """One RT and what holds it, with names as people read them; `zone` is None when the file names none."""

    line: int
    code: str
    kelurahan: str
    rw: int | None
    rt: int
    households: int
    district: str | None
    city: str | None
    zone: str | None

    @property
    def is_village(self) -> bool:
        """Whether it lies in a desa."""
        return is_village(self.code)


def read_area_rows(text: str) -> list[AreaRow]:
    """The rows of a CSV with commas or semicolons, with or without a byte order mark; or BadRows."""
    text = text.removeprefix("\ufeff")
    first = text.lstrip().partition("\n")[0]
    lines = csv.reader(
        text.splitlines(keepends=True), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    problems: list[str] = []
    rows: list[AreaRow] = []
    try:
        header = [cell.strip().lower() for cell in next((cells for cells in lines if any(cells)), [])]
        problems += _header_problems(header)
        for cells in lines if not problems else ():
            if any(cell.strip() for cell in cells):
                reader = _LineReader(lines.line_num, dict(zip(header, cells, strict=False)))
                reader.check_width(len(cells), len(header))
                rows += reader.row()
                problems += reader.problems
    except csv.Error as error:
        problems.append(f"line {lines.line_num}: {error}")
    problems += _contradictions(rows)
    if not rows and not problems:
        problems.append("the file has no rows below its header")
    if problems:
        raise BadRows(problems)
    return rows


def read_unit(text: str) -> int | None:
    """The number of an RT or RW in any written form ("004", "IV", "RW 4"); None for "-", empty or zero."""
    text = text.strip()
    if text in NONE_SIGNS:
        return None
    match = _UNIT.fullmatch(text)
    found = read_rt_rw(f"RT {match[1]}") if match else None
    if found is None:
        raise ValueError(f"{text!r} is not a number of an RT or RW")
    return found[0]


def zone_of_code(code: str) -> str:
    """The time zone of the province that a code begins with; ValueError for a province that there is not."""
    for name, provinces in _PROVINCES.items():
        if int(code[:2]) in provinces:
            return ZONES[name]
    raise ValueError(f"there is no province {code[:2]}")


class _LineReader:
    """Reads the cells of one line and notes what is wrong with each."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self._line = line
        self._cells = cells
        self.problems: list[str] = []

    def check_width(self, found: int, expected: int) -> None:
        if found > expected:
            self.problems.append(f"line {self._line}: {found} cells, but the header names {expected} columns")

    def row(self) -> list[AreaRow]:
        """The row as a list of one, empty when something is wrong."""
        code = self._read("kode_kelurahan", _code)
        name = self._read("kelurahan", _name)
        rw, rt = self._read("rw", read_unit), self._read("rt", _rt)
        households = self._read("jumlah_kk", _households)
        district, city = self._read("kecamatan", _optional_name), self._read("kota", _optional_name)
        zone = self._read("zona_waktu", _zone)
        if self.problems or code is None or name is None or rt is None or households is None:
            return []
        return [
            AreaRow(
                line=self._line,
                code=code,
                kelurahan=_titled("kelurahan", "Desa" if is_village(code) else "Kelurahan", name),
                rw=rw,
                rt=rt,
                households=households,
                district=_titled("kecamatan", "Kecamatan", district) if district else None,
                city=_titled("kota", "Kota" if int(code[3:5]) >= _FIRST_CITY else "Kabupaten", city)
                if city
                else None,
                zone=zone,
            )
        ]

    def _read(self, column: str, reader: Callable[[str], _Value]) -> _Value | None:
        try:
            return reader(self._cells.get(column, "").strip())
        except ValueError as error:
            self.problems.append(f"line {self._line}, column {column}: {error}")
            return None


def _header_problems(header: list[str]) -> list[str]:
    if not header:
        return ["the file is empty"]
    missing = [f"line 1: the column {name} is missing" for name in NEEDED if name not in header]
    strange = [name for name in header if name not in (*NEEDED, *OPTIONAL)]
    known = ", ".join((*NEEDED, *OPTIONAL))
    twice = sorted({name for name in header if header.count(name) > 1 and name not in strange})
    return [
        *missing,
        *(f"line 1: the column {name!r} is not known; known are {known}" for name in strange),
        *(f"line 1: the column {name} stands there twice" for name in twice),
    ]


def _contradictions(rows: list[AreaRow]) -> Iterator[str]:
    units: dict[tuple[str, int | None, int], int] = {}
    firsts: dict[tuple[str, str], tuple[object, int]] = {}
    for row in rows:
        seen = units.setdefault((row.code, row.rw, row.rt), row.line)
        if seen != row.line:
            yield f"line {row.line}, column rt: this RT stands in line {seen} already"
        for column, key, value in (
            ("kelurahan", row.code, row.kelurahan),
            ("kecamatan", row.code[:8], row.district),
            ("kota", row.code[:5], row.city),
            ("zona_waktu", row.code, row.zone),
        ):
            before, line = firsts.setdefault((column, key), (value, row.line))
            if before != value:
                yield f"line {row.line}, column {column}: differs from line {line} for the same code"


def _code(text: str) -> str:
    code = tidy_code(text)
    zone_of_code(code)
    return code


def _rt(text: str) -> int:
    number = read_unit(text)
    if number is None:
        raise ValueError(f"{text!r} is not a number of an RT")
    return number


def _households(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text):
        raise ValueError(f"{text!r} is not a number of households from 0 to {MOST_HOUSEHOLDS}")
    return int(text)


def _name(text: str) -> str:
    if not text:
        raise ValueError("the name is missing")
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"the name has more than {_LONGEST_NAME} characters, or some that cannot be printed")
    return " ".join(text.split())


def _optional_name(text: str) -> str | None:
    return _name(text) if text else None


def _zone(text: str) -> str | None:
    return zone_of(text) if text else None


def _titled(column: str, title: str, name: str) -> str:
    return f"{title} {_PREFIX[column].sub('', name, count=1) if _PREFIX[column].match(name) else name}"
