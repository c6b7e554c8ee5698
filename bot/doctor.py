"""The doctor: looks at everything that Rembug needs, and says how it is, one line each."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from bot.console import reason_of, schema_problem
from bot.settings import BadSettings, Settings, load_settings
from bot.whoami import Myself, TelegramSilent, ask_telegram

State = Literal["ok", "warn", "fail"]
ONE_MEGABYTE = 1_000_000
LITTLE_SPACE, TOO_LITTLE_SPACE = 1_000 * ONE_MEGABYTE, 100 * ONE_MEGABYTE
SKEW_SECONDS, TOO_MUCH_SKEW_SECONDS = 5, 60
_SOUND_SQLITE = (3, 51, 3)
_BACKPORTED_SQLITE = ((3, 50, 7), (3, 44, 6))


@dataclass(frozen=True)
class Finding:
    """How one thing is: ok, warn or fail, and why in plain words."""

    state: State
    name: str
    words: str


def examine(now: datetime) -> Iterator[Finding]:
    """Every finding, in the order in which they matter; without usable settings only those."""
    try:
        settings = load_settings(need_token=True)
        yield Finding("ok", "settings", f"complete; data in {settings.data_dir}")
    except BadSettings as error:
        yield from (Finding("fail", "settings", problem) for problem in error.problems)
        try:
            settings = load_settings(need_token=False)
        except BadSettings:
            return
    yield from _examine_database(settings)
    yield from _examine_telegram(settings, now)
    yield _examine_disk(settings.data_dir)
    yield examine_sqlite(sqlite3.sqlite_version_info) if settings.sqlite_file else _postgres_needs_no_sqlite()


def _examine_database(settings: Settings) -> Iterator[Finding]:
    try:
        problem = schema_problem(settings)
    except (SQLAlchemyError, OSError) as error:
        yield Finding("fail", "database", f"does not answer: {reason_of(error, settings)}")
        yield Finding("fail", "migrations", "not known, because the database does not answer")
        return
    missing = settings.sqlite_file is not None and not settings.sqlite_file.exists()
    where = f"SQLite, {settings.sqlite_file}" if settings.sqlite_file else "PostgreSQL"
    if missing:
        yield Finding("fail", "database", f"there is none yet ({where})")
    else:
        yield Finding("ok", "database", f"answers ({where})")
    yield (
        Finding("fail", "migrations", problem)
        if problem
        else Finding("ok", "migrations", "the newest schema")
    )


def _examine_telegram(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        myself = ask_telegram(settings)
    except TelegramSilent as error:
        yield Finding("fail", "telegram", str(error))
        yield Finding("warn", "clock", "not compared, because Telegram did not answer")
        return
    yield Finding("ok", "telegram", f"{settings.bot_api_url} knows @{myself.username}")
    yield examine_clock(myself, now)


def examine_clock(myself: Myself, now: datetime) -> Finding:
    """Compare our clock with Telegram's, which is told in whole seconds."""
    if myself.telegram_time is None:
        return Finding("warn", "clock", "not compared, because Telegram did not tell the time")
    skew = (now - myself.telegram_time).total_seconds()
    if abs(skew) <= SKEW_SECONDS:
        return Finding("ok", "clock", "agrees with Telegram's")
    side = "ahead of" if skew > 0 else "behind"
    words = (
        f"{abs(skew):.0f} seconds {side} Telegram's; switch on time synchronisation (timedatectl set-ntp 1)"
    )
    return Finding("fail" if abs(skew) > TOO_MUCH_SKEW_SECONDS else "warn", "clock", words)


def _examine_disk(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    state: State = "fail" if free < TOO_LITTLE_SPACE else "warn" if free < LITTLE_SPACE else "ok"
    return Finding(state, "disk", f"{free // ONE_MEGABYTE:,} MB free at {existing}")


def examine_sqlite(version: tuple[int, ...]) -> Finding:
    """Whether the linked SQLite has the WAL-reset fault, and what follows."""
    name = ".".join(map(str, version[:3]))
    backported = any(version[:2] == fixed[:2] and version >= fixed for fixed in _BACKPORTED_SQLITE)
    if version >= _SOUND_SQLITE or backported:
        return Finding("ok", "sqlite", name)
    words = (
        f"{name} can damage its log when several connections tidy it at once (mended in 3.51.3, 3.50.7 and "
        "3.44.6); what follows: only one process runs the bot, readers never checkpoint; Rembug sees to both"
    )
    return Finding("warn", "sqlite", words)


def _postgres_needs_no_sqlite() -> Finding:
    return Finding("ok", "sqlite", "not used")
