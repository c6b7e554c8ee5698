"""The house as the rules see it: its folders, its Python files and their syntax trees."""

import ast
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "actions", "storage", "templates", "simulator")

Finding = tuple[int, str]
"""The line, and what is wrong with it."""


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every Python file below these folders of the project, sorted."""
    return tuple(sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")))


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git tracks, and what it would if asked."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def name_of(path: Path) -> str:
    """The path as the project writes it, such as `bot/cli.py`."""
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def offences(
    rule: Callable[[ast.Module], Iterator[Finding]], paths: tuple[Path, ...], *, allowed: tuple[str, ...] = ()
) -> list[str]:
    """What the rule finds in these files, each as `file:line: words`; `allowed` files are left out."""
    return [
        f"{name_of(path)}:{line}: {words}"
        for path in paths
        if not name_of(path).startswith(allowed)
        for line, words in rule(parse(path))
    ]


def dotted(node: ast.expr) -> str:
    """`a.b.c` for such an expression, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr}"
    return ""
