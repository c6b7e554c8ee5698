"""The only place that begins, commits and rolls back; SQLite and PostgreSQL behind one door."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, MetaData, Update, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

Session = AsyncSession
"""What actions and queries are handed; they never begin, commit or roll back."""

_BUSY_SECONDS = 15
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "options": "-c statement_timeout=60000 -c lock_timeout=30000",
}
"""A PostgreSQL that vanished without a word is noticed within seconds, and no statement waits for ever."""


class Table(DeclarativeBase):
    """The ancestor of every table; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One database: `transaction()` to change it, `reading()` to look at it.

    On SQLite there is one writing connection, begun IMMEDIATE (a deferred BEGIN fails under load), and a
    small read-only pool that never checkpoints. PostgreSQL uses one pool for both.
    """

    def __init__(self, url: str) -> None:
        """Connect to nothing before the first transaction. `url` is SQLAlchemy's async form."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._writer = _sqlite_writer(url) if self.is_sqlite else _postgres(url)
        self._reader = _sqlite_reader(url) if self.is_sqlite else self._writer
        self._writing = async_sessionmaker(self._writer, expire_on_commit=False)
        self._looking = async_sessionmaker(self._reader, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One transaction that commits at the end of the block, or, on any exception, not at all."""
        async with self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """A session for looking; whatever it changes is refused (SQLite) or rolled back."""
        async with self._looking() as session:
            yield session

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations and for tests that count or break statements."""
        return self._writer

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()


def _postgres(url: str) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=10, pool_pre_ping=True, hide_parameters=True, connect_args=_PATIENCE
    )


def _sqlite_writer(url: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,  # what people wrote does not belong into error messages
        connect_args={"timeout": _BUSY_SECONDS},
    )
    _on_connect(engine, ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"])

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sqlite_reader(url: str) -> AsyncEngine:
    connecting = {"timeout": _BUSY_SECONDS}
    engine = create_async_engine(url, pool_size=4, hide_parameters=True, connect_args=connecting)
    _on_connect(engine, ["query_only=ON", "wal_autocheckpoint=0", "foreign_keys=ON"])

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _on_connect(engine: AsyncEngine, pragmas: Sequence[str]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def insert(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


async def changes_one(session: Session, change: Update) -> bool:
    """Change a row if it is still as `change` expects: True for exactly one caller, whoever else asks.

    What the session has read of that row stays as it was until it is refreshed.
    """
    done = await session.execute(change.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    return done.rowcount == 1
