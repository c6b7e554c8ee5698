"""CSV files of operators: checked rows out, every mistake named by line and column, all of them at once."""

import csv
from collections.abc import Callable, Sequence
from typing import TypeVar

Value = TypeVar("Value")
Row = TypeVar("Row")


class BadRows(ValueError):
    """A file that cannot be used; `problems` has one line for each mistake, in plain English."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class LineReader:
    """Reads the cells of one line and notes what is wrong with each."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        """`cells` is what stands in which column."""
        self.line = line
        self._cells = cells
        self.problems: list[str] = []

    def read(self, column: str, reader: Callable[[str], Value]) -> Value | None:
        """What a cell says; a ValueError of its reader becomes a problem."""
        try:
            return reader(self._cells.get(column, "").strip())
        except ValueError as error:
            self.problems.append(f"line {self.line}, column {column}: {error}")
            return None


def read_csv(
    text: str,
    read_line: Callable[[LineReader], Row | None],
    *,
    needed: Sequence[str],
    optional: Sequence[str] = (),
) -> tuple[list[Row], list[str]]:
    """The rows of a text with commas or semicolons, with or without a byte order mark, and its problems."""
    text = text.removeprefix("\ufeff")
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    problems: list[str] = []
    rows: list[Row] = []
    try:
        header = [cell.strip().lower() for cell in next((cells for cells in lines if any(cells)), [])]
        problems += _header_problems(header, needed, optional)
        for cells in lines if not problems else ():
            if any(cell.strip() for cell in cells):
                reader = LineReader(lines.line_num, dict(zip(header, cells, strict=False)))
                found = _checked(reader, read_line, len(cells), len(header))
                rows += [] if found is None else [found]
                problems += reader.problems
    except csv.Error as error:
        problems.append(f"line {lines.line_num}: {error}")
    if not rows and not problems:
        problems.append("the file has no rows below its header")
    return rows, problems


def _checked(
    reader: LineReader, read_line: Callable[[LineReader], Row | None], width: int, expected: int
) -> Row | None:
    if width > expected:
        reader.problems.append(f"line {reader.line}: {width} cells, but the header names {expected} columns")
    row = read_line(reader)
    return None if reader.problems else row


def _header_problems(header: list[str], needed: Sequence[str], optional: Sequence[str]) -> list[str]:
    if not header:
        return ["the file is empty"]
    missing = [f"line 1: the column {name} is missing" for name in needed if name not in header]
    strange = [name for name in header if name not in (*needed, *optional)]
    known = ", ".join((*needed, *optional))
    twice = sorted({name for name in header if header.count(name) > 1 and name not in strange})
    return [
        *missing,
        *(f"line 1: the column {name!r} is not known; known are {known}" for name in strange),
        *(f"line 1: the column {name} stands there twice" for name in twice),
    ]
