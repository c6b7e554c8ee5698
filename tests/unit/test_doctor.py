"""The doctor: one line a thing, and an exit code that tells."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.doctor import Finding, examine, examine_clock, examine_sqlite
from bot.settings import Settings
from bot.whoami import Myself
from storage import schema
from storage.database import Database
from tests.getme import TOKEN, USERNAME, telegram
from tests.quiet import restored_logging

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")
    with restored_logging():
        yield


def found(now: datetime = NOW) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(now)}


def test_a_healthy_machine_is_well_in_every_respect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    schema.upgrade(f"sqlite:///{tmp_path}/data/rembug.db")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    with telegram() as address:
        monkeypatch.setenv("BOT_API_URL", address)
        result = CliRunner().invoke(app, ["doctor"])
    lines = result.stdout.splitlines()
    assert result.exit_code == 0, result.output
    assert [line.split()[1] for line in lines] == [
        "settings:",
        "database:",
        "migrations:",
        "telegram:",
        "clock:",
        "disk:",
        "sqlite:",
    ]
    assert f"ok    telegram: {address} knows @{USERNAME}" in lines
    assert "ok    clock: agrees with Telegram's" in lines
    assert "ok    migrations: the newest schema" in lines


def test_a_bare_machine_fails_where_something_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    states = {line.split()[1]: line.split()[0] for line in result.stdout.splitlines()}
    assert (
        states["settings:"] == states["database:"] == states["migrations:"] == states["telegram:"] == "fail"
    )
    assert states["clock:"] == "warn"
    assert not (tmp_path / "data").exists()


def test_settings_that_cannot_be_used_end_the_examination(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "x")
    findings = list(examine(NOW))
    assert [finding.state for finding in findings] == ["fail"] * 3
    assert {finding.name for finding in findings} == {"settings"}


def test_an_empty_database_wants_to_be_migrated(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///empty.db")
    Path("empty.db").touch()
    assert found()["migrations"] == Finding(
        "fail", "migrations", "The database is empty. Run `rembug migrate`."
    )
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    assert found()["migrations"].state == "ok"


@pytest.mark.postgres
async def test_postgresql_is_examined_as_well(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    findings = found()
    assert (findings["database"].state, findings["migrations"].state) == ("ok", "ok")
    assert (findings["sqlite"].words == "not used") is not database.is_sqlite


def test_a_database_that_does_not_answer_fails_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush@127.0.0.1:9/d")
    findings = found()
    assert findings["database"].words.startswith("does not answer: ")
    assert findings["migrations"].state == "fail"
    assert "hush" not in str(findings)


@pytest.mark.parametrize(
    "skew, state, words",
    [
        (5, "ok", "agrees with Telegram's"),
        (-6, "warn", "6 seconds behind Telegram's; "),
        (60, "warn", "60 seconds ahead of Telegram's; "),
        (61, "fail", "61 seconds ahead of Telegram's; "),
    ],
)
def test_the_clock_is_compared_with_telegrams(skew: int, state: str, words: str) -> None:
    finding = examine_clock(Myself(USERNAME, NOW), NOW + timedelta(seconds=skew))
    assert finding.state == state
    assert finding.words.startswith(words)


def test_a_telegram_that_does_not_tell_the_time_is_no_failure() -> None:
    assert examine_clock(Myself(USERNAME, None), NOW).state == "warn"


@pytest.mark.parametrize("free, state", [(2_000_000_000, "ok"), (999_000_000, "warn"), (99_000_000, "fail")])
def test_a_disk_that_runs_full_is_told(monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    usage = shutil.disk_usage("/")._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert found()["disk"].state == state


@pytest.mark.parametrize(
    "version, state",
    [
        ((3, 40, 1), "warn"),
        ((3, 44, 5), "warn"),
        ((3, 44, 6), "ok"),
        ((3, 45, 0), "warn"),
        ((3, 50, 6), "warn"),
        ((3, 50, 7), "ok"),
        ((3, 51, 2), "warn"),
        ((3, 51, 3), "ok"),
        ((3, 52, 0), "ok"),
    ],
)
def test_a_sqlite_with_the_wal_fault_is_named_with_what_follows(version: tuple[int, ...], state: str) -> None:
    finding = examine_sqlite(version)
    assert finding.state == state
    assert ("only one process" in finding.words) is (state == "warn")
