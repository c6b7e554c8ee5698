"""What a plain bot remembers: who uses it and what they answered, in an SQLite file."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS answers (person_id INTEGER PRIMARY KEY, answer TEXT NOT NULL);
"""


class PeopleFile:
    """The file of people; opened anew by each process."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "people.sqlite3")
        self._connection.executescript(_TABLES)

    def add(self, ids: Iterable[int]) -> None:
        """Remember people; whoever is known already stays."""
        with self._connection as connection:
            connection.executemany("INSERT OR IGNORE INTO people VALUES (?)", [(each,) for each in ids])

    def list_ids(self) -> list[int]:
        """Everybody, in the order of their numbers."""
        return [each for (each,) in self._connection.execute("SELECT id FROM people ORDER BY id")]

    def save_answer(self, person_id: int, answer: str) -> None:
        """The newest answer is the one that counts."""
        with self._connection as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (person_id, answer))
