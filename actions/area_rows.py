"""The rows of an operator's CSV of areas: text in, checked rows out, mistakes named by line and column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.area_codes import NONE_SIGNS, is_village, read_rt_rw, tidy_code
from actions.csv_rows import BadRows, LineReader, read_csv
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
    rows, problems = read_csv(text, _read_line, needed=NEEDED, optional=OPTIONAL)
    problems += _contradictions(rows)
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


def _read_line(line: LineReader) -> AreaRow | None:
    code, name = line.read("kode_kelurahan", _code), line.read("kelurahan", read_name)
    rw, rt = line.read("rw", read_unit), line.read("rt", _rt)
    households = line.read("jumlah_kk", _households)
    district, city = line.read("kecamatan", _optional_name), line.read("kota", _optional_name)
    zone = line.read("zona_waktu", _zone)
    if code is None or name is None or rt is None or households is None:
        return None
    return AreaRow(
        line=line.line,
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


def read_name(text: str) -> str:
    """A name without needless spaces; ValueError for none, and for one that cannot be shown."""
    if not text:
        raise ValueError("the name is missing")
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"the name has more than {_LONGEST_NAME} characters, or some that cannot be printed")
    return " ".join(text.split())


def _optional_name(text: str) -> str | None:
    return read_name(text) if text else None


def _zone(text: str) -> str | None:
    return zone_of(text) if text else None


def _titled(column: str, title: str, name: str) -> str:
    return f"{title} {_PREFIX[column].sub('', name, count=1) if _PREFIX[column].match(name) else name}"
