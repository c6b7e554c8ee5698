"""The column types keep their promises, read back through a second session, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from storage.columns import Sealed
from storage.database import Database
from storage.people import Person

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
NASTY = "Ibu <b>&amp; \u202eRT 02\u202c 🙏 '; DROP TABLE people; --\x00"


async def _store(database: Database, person: Person) -> Person:
    async with database.transaction() as session:
        session.add(person)
    async with database.reading() as session:
        return (await session.scalars(select(Person).where(Person.id == person.id))).one()


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="a moment needs a time zone"):
        await _store(database, Person(created_at=datetime(2026, 11, 18, 12, 0)))  # noqa: DTZ001


async def test_a_moment_comes_back_in_utc(database: Database) -> None:
    wib = timezone(timedelta(hours=7))
    found = await _store(database, Person(created_at=NOON.astimezone(wib)))
    assert found.created_at == NOON
    assert found.created_at.utcoffset() == timedelta(0)


async def test_sealed_text_comes_back_as_it_was_but_for_nul(database: Database) -> None:
    found = await _store(database, Person(name=NASTY, created_at=NOON))
    assert found.name == NASTY.replace("\x00", "")


async def test_sealed_text_is_unreadable_in_the_table_once_a_key_is_set(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sealed, "cipher", Fernet(Fernet.generate_key()))
    found = await _store(database, Person(name="Warga RT 02", created_at=NOON))
    assert found.name == "Warga RT 02"
    async with database.reading() as session:
        raw = await session.scalar(text("SELECT name FROM people"))
    assert "Warga" not in raw


@pytest.mark.parametrize(
    "searching", [lambda c: c == "x", lambda c: c.like("x%"), lambda c: c.desc(), lambda c: c < "x"]
)
def test_no_sql_sorts_or_searches_by_sealed_text(searching) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TypeError, match="sealed text"):
        searching(Person.name)


def test_whether_there_is_any_sealed_text_may_be_asked() -> None:
    assert "IS NULL" in str(Person.name.is_(None))
