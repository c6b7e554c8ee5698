"""Fixtures that every test may ask for: databases of both kinds, migrated once, and new for each test."""

import functools
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import metadata, upgrade
from tests.postgres import Databases, PrivatePostgres
from tests.world import World, living_world

POSTGRES_URL = "TEST_POSTGRES_URL"
_started = pytest.StashKey[PrivatePostgres]()


def pytest_configure(config: pytest.Config) -> None:
    """One private server for all workers of a parallel run: the one who hands out the work starts it."""
    hands_out_work = bool(getattr(config.option, "tx", None)) and not hasattr(config, "workerinput")
    if hands_out_work and not os.environ.get(POSTGRES_URL):
        config.stash[_started] = server = PrivatePostgres()
        os.environ[POSTGRES_URL] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that this run started, and no other."""
    if server := config.stash.get(_started, None):
        os.environ.pop(POSTGRES_URL, None)
        server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: no worker is left with it at the end, and a young process forks fast."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests recorded of themselves (crash points, kills, losses), one line each."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.user_properties:
            found = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"{report.nodeid.partition('::')[2]}: {found}")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server whose role may create databases."""
    if named := os.environ.get(POSTGRES_URL):
        yield named
        return
    server = PrivatePostgres()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Databases:
    """Makes and drops databases on the tests' server."""
    return Databases(postgres_server)


@pytest.fixture(scope="session")
def migrated_postgres(postgres_databases: Databases) -> Iterator[str]:
    """A migrated PostgreSQL database, in which one test after the other leaves what it likes."""
    url = postgres_databases.create()
    upgrade(url)
    yield url
    postgres_databases.drop(url)


@pytest.fixture
def postgres_url(postgres_databases: Databases, migrated_postgres: str) -> str:
    """The migrated PostgreSQL database, emptied for one test."""
    postgres_databases.empty(migrated_postgres, [table.name for table in reversed(metadata().sorted_tables)])
    return migrated_postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, complete without its write-ahead log."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    upgrade(f"sqlite+aiosqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """A fresh, migrated SQLite database for one test."""
    path = sqlite_template.with_name("rembug.sqlite3")
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    shutil.copyfile(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


_at = functools.cache(Database)
"""The fresh databases of a run have the same addresses: SQL that one test compiled is ready for the next."""


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    try:
        yield _at(url)
    finally:
        await _at(url).close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An opened `storage.database.Database`, on SQLite and on PostgreSQL."""
    async with _opened(database_url) as opened:
        yield opened


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """The same on SQLite only, for tests that no database can tell apart."""
    async with _opened(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    """The same on PostgreSQL only."""
    async with _opened(postgres_url) as opened:
        yield opened


@pytest.fixture
async def world(sqlite_database: Database) -> AsyncIterator[World]:
    """The bot on SQLite, running, with the simulator's phones."""
    async with living_world(sqlite_database) as living:
        yield living


@pytest.fixture
async def world_on_postgres(postgres_database: Database) -> AsyncIterator[World]:
    """The same on PostgreSQL."""
    async with living_world(postgres_database) as living:
        yield living
