"""Sizes and names: a file fits a few screens, a function one, and each says what it is for."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.project.house import PACKAGES, Finding, name_of, offences, parse, python_files

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
NAMES_THAT_SAY_NOTHING = re.compile(r"^(utils?|helpers?|common|base|misc|managers?)$|_(utils?|helpers?)$")
OURS = python_files(*PACKAGES, "tests")
FROZEN = "storage/migrations/versions/"  # generated once, then history

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_functions(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                yield node.lineno, f"{node.name} has {length} lines"


def unfinished_sentences(tree: ast.Module) -> Iterator[Finding]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith("test_") and node.name.count("_") < 3:
            yield node.lineno, f"{node.name} is no sentence"


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    living = {name: lines for name, lines in lengths.items() if not name.startswith(FROZEN)}
    assert {name: lines for name, lines in living.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    assert offences(long_functions, OURS, allowed=(FROZEN,)) == []


def test_a_function_of_forty_one_lines_would_be_seen() -> None:
    body = "    x = 1\n"
    assert list(long_functions(ast.parse("def short():\n" + 39 * body))) == []
    assert list(long_functions(ast.parse("async def long():\n" + 40 * body))) == [(1, "long has 41 lines")]


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in OURS if not ast.get_docstring(parse(path))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {name_of(path): path.relative_to(path.parents[-2]).with_suffix("").parts for path in OURS}
    assert [name for name, words in parts.items() if any(map(NAMES_THAT_SAY_NOTHING.search, words))] == []


def test_names_that_say_nothing_would_be_seen() -> None:
    assert all(map(NAMES_THAT_SAY_NOTHING.search, ["utils", "helper", "common", "base", "text_utils"]))
    assert not any(map(NAMES_THAT_SAY_NOTHING.search, ["database", "utilities_bill", "baseline", "people"]))


def test_every_test_is_a_sentence() -> None:
    assert offences(unfinished_sentences, python_files("tests")) == []


def test_no_comment_puts_work_off() -> None:
    postponed = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{name_of(path)}:{token.start[0]}: {token.string}"
        for path in OURS
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        if token.type == tokenize.COMMENT and postponed.search(token.string)
    ]
    assert found == []
