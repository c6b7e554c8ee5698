"""Backups: consistent while somebody writes, complete or not there, readable by their owner only."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.backup import BackupFailed, back_up
from bot.settings import Settings
from storage import memory, schema
from storage.database import Database
from tests.postgres import installed_binaries


def settings_of(url: str) -> Settings:
    return Settings(_env_file=None, database_url=url)


async def remember(database: Database, value: str) -> None:
    async with database.transaction() as session:
        await memory.remember(session, "bot_username", value)


def recall(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT value FROM memories").fetchall()


async def test_a_copy_holds_what_was_committed_and_nothing_unfinished(
    sqlite_database: Database, tmp_path: Path
) -> None:
    target = tmp_path / "copies" / "rembug.backup"
    target.parent.mkdir()
    await remember(sqlite_database, "committed")
    async with sqlite_database.transaction() as session:
        await memory.remember(session, "bot_username", "unfinished")
        size = back_up(settings_of(sqlite_database.url), target)
    assert recall(target) == [("committed",)]
    assert size == target.stat().st_size > 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["rembug.backup"]


async def test_a_copy_can_take_the_place_of_its_original(sqlite_database: Database, tmp_path: Path) -> None:
    await remember(sqlite_database, "before")
    target = tmp_path / "copy.db"
    back_up(settings_of(sqlite_database.url), target)
    await remember(sqlite_database, "after")
    restored = Database(f"sqlite+aiosqlite:///{target}")
    async with restored.transaction() as session:
        assert await memory.recall(session, "bot_username") == "before"
        await memory.remember(session, "bot_username", "and on")
    await restored.close()
    assert schema.current(restored.url) == schema.newest()


async def test_a_newer_copy_replaces_an_older_one(sqlite_database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    for value in ("monday", "tuesday"):
        await remember(sqlite_database, value)
        back_up(settings_of(sqlite_database.url), target)
        assert recall(target) == [(value,)]


def test_a_database_that_is_not_sound_leaves_the_older_copy(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_of(sqlite_url)
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    target.write_bytes(b"the older copy")
    assert settings.sqlite_file is not None
    damaged = bytearray(settings.sqlite_file.read_bytes())
    damaged[4096 * 3 : 4096 * 9] = b"\x7f" * 4096 * 6
    settings.sqlite_file.write_bytes(damaged)
    with pytest.raises(BackupFailed):
        back_up(settings, target)
    assert [(path.name, path.read_bytes()) for path in target.parent.iterdir()] == [
        ("copy.db", b"the older copy")
    ]


def test_a_copy_onto_the_database_or_into_nowhere_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_of(sqlite_url)
    assert settings.sqlite_file is not None
    before = settings.sqlite_file.read_bytes()
    for target in (settings.sqlite_file, tmp_path, tmp_path / "no" / "such" / "folder"):
        with pytest.raises(BackupFailed):
            back_up(settings, target)
    with pytest.raises(BackupFailed, match="there is no database"):
        back_up(settings_of(f"sqlite:///{tmp_path}/none.db"), tmp_path / "copy.db")
    assert settings.sqlite_file.read_bytes() == before
    assert not (tmp_path / "none.db").exists()


def test_postgresql_without_pg_dump_is_refused_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(BackupFailed, match="pg_dump is not installed"):
        back_up(settings_of("postgresql://u:p@127.0.0.1:9/d"), tmp_path / "copy.dump")
    assert list(tmp_path.iterdir()) == []


def test_pg_dump_is_given_the_password_in_a_file_and_not_as_an_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def record(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        passfile = Path(command[-1].partition("passfile=")[2].replace("%2F", "/"))
        assert passfile.read_text() == "*:*:*:*:hu\\:s\\\\h\n"
        assert passfile.stat().st_mode & 0o777 == 0o600
        return subprocess.CompletedProcess(command, 1, "", "server version mismatch\nmore")

    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/pg_dump")
    monkeypatch.setattr(subprocess, "run", record)
    with pytest.raises(BackupFailed, match=r"^pg_dump says: server version mismatch$"):
        back_up(settings_of("postgresql://u:hu%3As%5Ch@127.0.0.1:9/d"), tmp_path / "copy.dump")
    assert seen[0][:3] == ["/usr/bin/pg_dump", "--format=custom", "--no-password"]
    assert seen[0][-1].startswith("--dbname=postgresql://u@127.0.0.1:9/d?passfile=")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
async def test_postgresql_is_dumped_by_pg_dump(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = installed_binaries() / "pg_dump"
    if not program.exists():
        pytest.skip("this PostgreSQL brings no pg_dump")
    monkeypatch.setattr(shutil, "which", lambda _name: str(program))
    opened = Database(postgres_url)
    async with opened.transaction() as session:
        await session.execute(text("SELECT 1"))
    await opened.close()
    target = tmp_path / "copy.dump"
    back_up(settings_of(postgres_url), target)
    assert target.read_bytes().startswith(b"PGDMP")
    assert target.stat().st_mode & 0o777 == 0o600
