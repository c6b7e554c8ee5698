"""What every command of the command line shares: settings, the database, and failing in plain words."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any, NoReturn

import typer
from alembic.util import CommandError
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from bot.lock import AnotherProcess, single_process
from bot.settings import BadSettings, Settings, load_settings
from bot.telemetry import redactor, set_up_logging
from storage import schema
from storage.database import Database

WRONG_SETTINGS = 2
MIGRATE = "Run `rembug migrate`."
_EXPECTED = (SQLAlchemyError, CommandError, OSError)


def fail(*lines: str, code: int = 1) -> NoReturn:
    """Say what is wrong, one line each, and end with this exit code."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code)


def need_settings(*, need_token: bool = False, quiet: bool = True) -> Settings:
    """The settings, with logging set up after them; wrong ones end the command with code 2."""
    try:
        settings = load_settings(need_token=need_token)
    except BadSettings as error:
        words = "Rembug cannot start with these settings:"
        fail(words, *(f"- {problem}" for problem in error.problems), code=WRONG_SETTINGS)
    level = "WARNING" if quiet and settings.log_level in ("DEBUG", "INFO") else settings.log_level
    set_up_logging(level, settings.log_format, settings.secrets)
    return settings


@contextmanager
def plain_words(settings: Settings) -> Iterator[None]:
    """Turn what a database or a file system may say into one line without secrets."""
    try:
        yield
    except AnotherProcess as error:
        fail(str(error))
    except (*_EXPECTED, ExceptionGroup) as error:
        leaf = _first_leaf(error)
        if not isinstance(leaf, _EXPECTED):
            raise
        fail(f"That did not work ({type(leaf).__name__}): {reason_of(leaf, settings)}")


def reason_of(error: BaseException, settings: Settings) -> str:
    """The first line of what a database or a file system said, without secrets."""
    said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return redactor(settings.secrets)(said)


def _first_leaf(error: BaseException) -> BaseException:
    return _first_leaf(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the SQLite file for the length of the block; PostgreSQL is made for sharing."""
    file = settings.sqlite_file
    with single_process(file) if file else nullcontext():
        yield


def schema_problem(settings: Settings) -> str | None:
    """Why this database cannot be worked with yet; None when its schema is the newest."""
    file, newest = settings.sqlite_file, schema.newest()
    if file is not None and not file.exists():
        return f"There is no database yet at {file}. {MIGRATE}"
    found = schema.current(settings.database_url)
    if found is None:
        return f"The database is empty. {MIGRATE}"
    if found != newest:
        return f"The database has schema {found}, and this rembug needs {newest}. {MIGRATE}"
    return None


@asynccontextmanager
async def visiting(settings: Settings) -> AsyncIterator[Database]:
    """The database, for a command that may run beside the bot: its connections never checkpoint the WAL."""
    if problem := schema_problem(settings):
        fail(problem)
    database = Database(settings.database_url)
    if database.is_sqlite:
        event.listen(database.engine.sync_engine, "connect", _never_checkpoint)
    try:
        yield database
    finally:
        await database.close()


def _never_checkpoint(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA wal_autocheckpoint=0")
    cursor.close()
