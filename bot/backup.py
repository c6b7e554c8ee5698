"""A consistent copy of the database while the bot runs: complete and checked under its name, or not there."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings

PG_DUMP_SECONDS = 3600


class BackupFailed(Exception):
    """No copy was made; the message says why in plain words."""


def back_up(settings: Settings, target: Path) -> int:
    """Copy the database to `target`, readable by its owner only; gives the bytes, or BackupFailed."""
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise BackupFailed(f"{target} must be a file in a folder that exists")
    source = settings.sqlite_file
    with _appearing(target) as unfinished:
        if source is None:
            _dump_postgres(settings.database_url, unfinished)
        else:
            _copy_sqlite(source, target, unfinished)
    return target.stat().st_size


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A private file beside `target` that takes its name at the end of the block, if all went well."""
    descriptor, name = tempfile.mkstemp(
        prefix=f".{target.name}.", suffix=".partial", dir=target.absolute().parent
    )
    unfinished = Path(name)
    try:
        yield unfinished
        os.fsync(descriptor)
        unfinished.replace(target)
    finally:
        os.close(descriptor)
        unfinished.unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path, unfinished: Path) -> None:
    if not source.exists():
        raise BackupFailed(f"there is no database at {source}")
    if target.exists() and target.samefile(source):
        raise BackupFailed(f"{target} is the database itself")
    try:
        with (
            closing(sqlite3.connect(source, timeout=15)) as live,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            live.execute("PRAGMA query_only=ON")
            live.execute("PRAGMA wal_autocheckpoint=0")
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as error:
        raise BackupFailed(f"SQLite says: {error}") from None
    if verdict != "ok":
        raise BackupFailed(f"the copy is not sound: {verdict}")


def _dump_postgres(database_url: str, unfinished: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupFailed("pg_dump is not installed; on Debian and Ubuntu: apt install postgresql-client")
    url = make_url(database_url)
    with tempfile.NamedTemporaryFile("w", prefix="rembug-", encoding="utf-8") as passwords:
        # A password file, because arguments can be read by everybody on the machine.
        passwords.write("*:*:*:*:" + (url.password or "").replace("\\", "\\\\").replace(":", "\\:") + "\n")
        passwords.flush()
        bare = url._replace(drivername="postgresql", password=None)  # set() would keep the password
        place = bare.update_query_dict({"passfile": passwords.name}).render_as_string()
        command = [program, "--format=custom", "--no-password", f"--file={unfinished}", f"--dbname={place}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PG_DUMP_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BackupFailed(f"pg_dump did not finish ({type(error).__name__})") from None
    if done.returncode:
        raise BackupFailed(f"pg_dump says: {done.stderr.strip().partition(chr(10))[0]}")
