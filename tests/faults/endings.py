"""What a run left behind, in the database and on the phones, and how that differs from what it should be."""

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from simulator import Telegram

_PASSING = {"attempts", "error", "sent_message_id", "message_id", "lease_until", "not_before"}


@dataclass(frozen=True)
class Ending:
    """Rows by table, without what may differ from run to run, and the bot's messages by (person, words)."""

    rows: dict[str, list[str]]
    messages: Counter[tuple[int, str]]


@dataclass(frozen=True)
class Difference:
    """Tables whose rows differ, promised messages that are nowhere, messages that came once too often."""

    tables: list[str]
    lost: Counter[tuple[int, str]]
    doubled: Counter[tuple[int, str]]


def look(file: Path, telegram: Telegram) -> Ending:
    """What is there now, through a connection of its own."""
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {name: _stable_rows(connection, name) for (name,) in found}
    return Ending(rows, Counter((phone.user_id, said) for phone in telegram.phones for said in phone.texts))


def fingerprint(file: Path, telegram: Telegram) -> str:
    """The same for two moments from which everything goes on alike: all that outlives a process."""
    with closing(sqlite3.connect(file)) as connection:
        kept = list(connection.iterdump())
    waiting = [update.update_id for update in telegram.updates.waiting()]
    return hashlib.sha256(repr((kept, waiting, telegram.chats, list(telegram.taps))).encode()).hexdigest()


def compare(wanted: Ending, found: Ending) -> Difference:
    """How an ending differs from the one that it should be."""
    return Difference(
        tables=[name for name, rows in wanted.rows.items() if rows != found.rows[name]],
        lost=wanted.messages - found.messages,
        doubled=found.messages - wanted.messages,
    )


def _stable_rows(connection: sqlite3.Connection, table: str) -> list[str]:
    """The rows of a table without moments, numbers of attempts and the numbers that Telegram gives."""
    kept = [
        {
            name: row[name]
            for name in row.keys()  # noqa: SIM118 # a row iterates over its values
            if name not in _PASSING and not name.endswith(("at", "since"))
        }
        for row in connection.execute(f"SELECT * FROM {table}")
    ]
    return sorted(map(repr, kept))
