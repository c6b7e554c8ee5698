"""Time is handed in, one place commits, one place reads the environment."""

import ast
from collections.abc import Iterator

import pytest

from tests.project.house import PACKAGES, Finding, dotted, offences, python_files

CLOCKS = ("bot/clock.py", "simulator/clock.py")
TELLS_THE_TIME = {
    f"{owner}.{method}"
    for owner in ("datetime", "date", "func", "dt")
    for method in ("now", "utcnow", "today")
} | {"time.time", "time.time_ns", "func.current_timestamp"}
ENDS_A_TRANSACTION = {"commit", "rollback"}
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}


def looks_at_a_clock(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ".".join(dotted(node.func).split(".")[-2:])
            if called in TELLS_THE_TIME:
                yield node.lineno, f"{called}() instead of a `now` that was handed in"


def ends_a_transaction(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ENDS_A_TRANSACTION
        ):
            yield node.lineno, f".{node.func.attr}() outside storage/database.py"


def reads_the_environment(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and dotted(node) in {f"os.{name}" for name in ENVIRONMENT}:
            yield node.lineno, f"{dotted(node)} outside bot/settings.py"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            names = {alias.name for alias in node.names} & ENVIRONMENT
            yield from ((node.lineno, f"os.{name} outside bot/settings.py") for name in sorted(names))


def test_only_the_clocks_look_at_a_clock() -> None:
    watched = python_files(*PACKAGES, "tests/unit", "tests/property")
    assert offences(looks_at_a_clock, watched, allowed=CLOCKS) == []


def test_only_the_database_commits_and_rolls_back() -> None:
    assert offences(ends_a_transaction, python_files(*PACKAGES), allowed=("storage/database.py",)) == []


def test_only_the_settings_read_the_environment() -> None:
    assert offences(reads_the_environment, python_files(*PACKAGES), allowed=("bot/settings.py",)) == []


@pytest.mark.parametrize(
    "source",
    ["datetime.now(UTC)", "datetime.datetime.utcnow()", "dt.date.today()", "func.now()", "time.time()"],
)
def test_a_look_at_a_clock_would_be_seen(source: str) -> None:
    assert len(list(looks_at_a_clock(ast.parse(source)))) == 1


def test_asking_our_own_clock_is_no_offence() -> None:
    assert list(looks_at_a_clock(ast.parse("clock.now(); self.clock.now(); datetime(2026, 11, 29)"))) == []


@pytest.mark.parametrize("source", ["session.commit()", "await self._session.rollback()"])
def test_a_commit_elsewhere_would_be_seen(source: str) -> None:
    assert len(list(ends_a_transaction(ast.parse(source)))) == 1


@pytest.mark.parametrize("source", ["os.environ['A']", "os.getenv('A')", "from os import environ"])
def test_a_look_at_the_environment_would_be_seen(source: str) -> None:
    assert len(list(reads_the_environment(ast.parse(source)))) == 1
