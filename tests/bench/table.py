"""The comparison as a table of Markdown, and its place in the documents."""

import os
import platform
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tests.bench.comparison import Compared
from tests.bench.figures import Latency, Outcome

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
PER_SECOND = 30
_PLACE = re.compile(r"(?<=<!-- measured: broadcast -->\n).*(?=<!-- end -->)", re.DOTALL)


def draw(found: Sequence[Compared], sizes: tuple[int, int], today: date, load: float) -> str:
    """The table; in front the sizes (timed, killed), the machine, its load before the run, and the date."""
    people, killed = sizes
    rows: list[tuple[str, Callable[[Compared], str]]] = [
        ("seconds", lambda each: f"{each.timed.seconds:.1f}"),
        ("ratio to N/30", lambda each: f"{each.timed.seconds / (people / PER_SECOND):.3f}"),
        ("429s", lambda each: f"{each.timed.refused}"),
        ("people whom it never reached", lambda each: f"{each.timed.missing}"),
        ("taps meanwhile", lambda each: f"{each.timed.taps}"),
        ("tap answered, p50 / p99", lambda each: _milliseconds(each.timed.answered)),
        ("message changed, p50 / p99", lambda each: _milliseconds(each.timed.shown)),
        ("had it when killed", lambda each: f"{each.killed.had_it}"),
        ("only restarted", lambda each: _outcome(each.killed.alone)),
        ("told to send once more", lambda each: _outcome(each.killed.ordered_again)),
    ]
    lines = [["", *(each.title for each in found)], ["---", *("---:" for _ in found)]]
    lines += [[name, *(show(each) for each in found)] for name, show in rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    few = "" if killed == people else f" (kill -9 among {killed:,})"
    return (
        f"N = {people:,} people{few}; {_machine()}, load {load:.1f} before; {today.isoformat()}.\n\n{table}\n"
    )


def write(table: str) -> None:
    """Put the table into docs/benchmarks.md, in the place of the one before."""
    page = PAGE.read_text(encoding="utf-8")
    written, places = _PLACE.subn(lambda _: f"\n{table}\n", page)
    assert places == 1
    PAGE.write_text(written, encoding="utf-8")


def _milliseconds(wait: Latency) -> str:
    never = f" ({wait.never} never)" if wait.never else ""
    return f"{wait.p50 * 1000:.0f} / {wait.p99 * 1000:.0f} ms{never}"


def _outcome(outcome: Outcome | None) -> str:
    return "not needed" if outcome is None else f"{outcome.lost} lost, {outcome.doubled} doubled"


def _machine() -> str:
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.+)", told.read_text(encoding="utf-8")) if told.exists() else []
    processor = names[0].strip() if names else platform.machine()
    return f"{os.cpu_count()} cores of {processor}, {platform.system()}, Python {platform.python_version()}"
