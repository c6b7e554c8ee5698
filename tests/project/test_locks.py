"""The lock files: every download is pinned and hashed, and nothing says where to fetch it."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.house import ROOT

BENCH = "requirements-bench.lock"
HOUSE = ("requirements.lock", "requirements-dev.lock")
LOCKS = (*HOUSE, BENCH)
ADDRESS = re.compile(r"https?:|file:|//|\s@\s|\.whl|^\s*/|^\s*-(?!-hash=sha256:)")


def entries(lock: str) -> dict[str, str]:
    """Each requirement of a lock file: name -> version and hashes, as written."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = (re.match(r"([A-Za-z0-9._-]+)==(.+)", line) for line in lines)
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def versions(lock: str) -> dict[str, str]:
    return {name: rest.split()[0] for name, rest in entries(lock).items()}


def project() -> dict[str, list[str]]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = told["project"]["optional-dependencies"]
    runtime = [*told["project"]["dependencies"], *extras["build"]]
    everything = [*runtime, *extras["dev"]]
    return {HOUSE[0]: runtime, HOUSE[1]: everything, BENCH: told["dependency-groups"]["bench"]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_hashes(lock: str) -> None:
    locked = entries(lock)
    assert len(locked) >= len(project()[lock])
    assert [name for name, rest in locked.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_file_carries_an_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locked_versions_are_what_pyproject_asks_for(lock: str) -> None:
    locked = versions(lock)
    asked = [Requirement(line) for line in project()[lock]]
    wrong = [
        str(each)
        for each in asked
        if not each.specifier.contains(locked.get(canonicalize_name(each.name), "0"), prereleases=True)
        or canonicalize_name(each.name) not in locked
    ]
    assert wrong == []


def test_both_lock_files_of_the_house_agree() -> None:
    runtime, everything = map(versions, HOUSE)
    assert {name: everything.get(name) for name in runtime} == runtime


def test_the_bot_that_rembug_is_measured_against_has_the_same_library() -> None:
    ours, theirs = versions(HOUSE[0]), versions(BENCH)
    assert theirs["python-telegram-bot"] == ours["python-telegram-bot"]
