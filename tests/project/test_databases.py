"""The databases of the tests: migrated, one for each test, and gone when their owner is."""

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from alembic import command
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from storage import schema
from storage.activities import Activity, ActivitySession
from storage.database import Database
from tests.people import build_kelurahan
from tests.project.house import ROOT

AREA = (
    "INSERT INTO areas (id, kind, name, zone, valid_from) "
    "VALUES (:id, :kind, 'Kelurahan Blitar', 'Asia/Jakarta', '2026-01-01')"
)
ANNOUNCED = (
    "INSERT INTO announcements (id, kelurahan_id, area_id, recipients, published_at) "
    "VALUES (:id, 1, :area, 3, '2026-11-18 03:00:00')"
)
PLANNED = (
    "INSERT INTO activities (id, kelurahan_id, area_id, kind, title, place, state, revision, created_at) "
    "VALUES (:id, 1, 1, 'work_bee', 'Gotong royong', 'Balai', 'planned', 1, '2026-11-18 03:00:00+00:00')"
)
MEETING = (
    "INSERT INTO activity_sessions (id, activity_id, position, starts_at, ends_at, remind_at, organizer_at) "
    "VALUES (:id, :id, 1, '2026-11-28 23:30:00+00:00', '2026-11-29 01:30:00+00:00', :remind, :card)"
)
OWNER = "from tests.postgres import PrivatePostgres; s = PrivatePostgres(); print(s.url, flush=True); input()"


def test_a_fresh_database_has_the_newest_schema(database_url: str) -> None:
    assert schema.current(database_url) == schema.newest()


def test_the_migrations_make_the_tables_that_the_code_declares(database_url: str) -> None:
    schema.check(database_url)


def test_what_was_announced_before_the_second_schema_speaks_for_its_office(database_url: str) -> None:
    config = schema._config(database_url)
    command.downgrade(config, "0001")
    engine = create_engine(schema.sync_url(database_url))
    with engine.begin() as connection:
        connection.execute(text(AREA), [{"id": 1, "kind": "kelurahan"}, {"id": 2, "kind": "rt"}])
        connection.execute(text(ANNOUNCED), [{"id": 1, "area": 1}, {"id": 2, "area": 2}])
    command.upgrade(config, "head")
    with engine.connect() as connection:
        query = "SELECT office, state, route, asks_read, revision FROM announcements ORDER BY id"
        kept = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    assert kept == [(office, "published", "private", False, 1) for office in ("kelurahan", "rt_head")]


def test_what_was_planned_before_there_were_recaps_gets_one(database_url: str) -> None:
    config = schema._config(database_url)
    command.downgrade(config, "0010")
    engine = create_engine(schema.sync_url(database_url))
    reminded = "2026-11-28 12:30:00+00:00"
    with engine.begin() as connection:
        connection.execute(text(AREA), [{"id": 1, "kind": "kelurahan"}])
        connection.execute(text(PLANNED), [{"id": one} for one in (1, 2, 3)])
        meetings = [(1, reminded, None), (2, None, None), (3, reminded, "2026-11-28 23:30:00+00:00")]
        rows = [{"id": one, "remind": remind, "card": card} for one, remind, card in meetings]
        connection.execute(text(MEETING), rows)
    command.upgrade(config, "head")
    with engine.connect() as connection:
        recaps = select(Activity.recap_at).order_by(Activity.id)
        cards = select(ActivitySession.organizer_at).order_by(ActivitySession.id)
        found = [list(connection.execute(query).scalars()) for query in (recaps, cards)]
    engine.dispose()
    noon = datetime(2026, 11, 27, 5, tzinfo=UTC)
    morning = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
    assert found == [[noon, None, None], [morning, None, morning + timedelta(minutes=30)]]


@pytest.mark.parametrize("turn", [1, 2])
async def test_each_test_has_a_database_of_its_own(database: Database, turn: int) -> None:
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE left_behind (turn INTEGER)"))
        await session.execute(text("INSERT INTO left_behind VALUES (:turn)"), {"turn": turn})
    async with database.reading() as session:
        assert (await session.execute(text("SELECT turn FROM left_behind"))).scalars().all() == [turn]


@pytest.mark.parametrize("turn", [1, 2])
async def test_no_row_and_no_number_is_left_for_the_next_test(database: Database, turn: int) -> None:
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
    assert (turn, cast.kelurahan.id) == (turn, 1)


@pytest.mark.postgres
async def test_the_server_of_the_tests_is_a_real_postgresql(postgres_url: str) -> None:
    opened = Database(postgres_url)
    async with opened.reading() as session:
        words = (await session.execute(text("SELECT version()"))).scalar_one()
    await opened.close()
    assert words.startswith("PostgreSQL ")


@pytest.mark.postgres
def test_a_private_server_ends_when_its_owner_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        url = make_url(owner.stdout.readline().strip()).set(drivername="postgresql")
        conninfo = url.render_as_string(hide_password=False)
        psycopg.connect(conninfo).close()
        owner.send_signal(signal.SIGKILL)

    assert gone(conninfo), "the server outlived its owner"


def gone(conninfo: str, seconds: float = 20) -> bool:
    """Whether the server stops answering within so many seconds."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        try:
            psycopg.connect(conninfo, connect_timeout=2).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.1)
    return False
