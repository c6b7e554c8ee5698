"""Two at the same row of a PostgreSQL: who comes second sees what the first one did, and undoes nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions import forms
from actions.access import Actor, find_actor
from actions.joining import ask_to_be_counted
from actions.requests import decide, withdraw
from storage.database import Database, Session
from storage.forms import Form, FormState
from storage.outbox import OutboxRow
from storage.people import Residency, ResidencyState, RoleKind
from tests.people import Cast, add_officer, add_person, build_kelurahan

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
NEWCOMER, HEAD = 11, 21


@pytest.fixture
async def place(postgres_url: str) -> AsyncIterator[tuple[Database, Cast]]:
    """An RT with its head, and somebody who has no place there yet."""
    database = Database(postgres_url)
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], HEAD, name="Ketua RT 01", now=NOW)
        await add_person(session, NEWCOMER, name="Warga RT 01", now=NOW)
    yield database, cast
    await database.close()


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def test_a_form_that_is_finished_at_that_moment_is_not_given_up(place: tuple[Database, Cast]) -> None:
    database, _ = place
    async with database.transaction() as session:
        owner = await actor_of(session, NEWCOMER)
        form_id = (await forms.begin(session, owner, kind="propose", step="idea", data={}, now=NOW)).id
    async with database.transaction() as session:
        form = await forms.access_form(session, form_id, NEWCOMER)
        async with asyncio.timeout(5), database.transaction() as clock:
            assert not await forms.expire_forms(clock, now=TOMORROW)
        forms.finish(form, outcome="U-001")
    async with database.reading() as session:
        kept = await session.get_one(Form, form_id)
        assert (kept.state, kept.outcome) == (FormState.DONE, "U-001")
        assert list(await session.scalars(select(OutboxRow.id))) == []


async def test_a_request_that_is_accepted_at_that_moment_is_not_withdrawn(
    place: tuple[Database, Cast],
) -> None:
    database, cast = place
    async with database.transaction() as session:
        newcomer = await actor_of(session, NEWCOMER)
        rt = cast.rts[1, 1]
        await ask_to_be_counted(session, newcomer, area_id=rt.id, label=None, now=NOW)

    async def ask_elsewhere() -> None:
        async with database.transaction() as session:
            await withdraw(session, newcomer.person_id, now=TOMORROW)

    async with database.transaction() as session:
        residency_id = (await session.scalars(select(Residency.id))).one()
        await decide(session, await actor_of(session, HEAD), residency_id, accept=True, now=NOW)
        elsewhere = asyncio.create_task(ask_elsewhere())
        await asyncio.sleep(0.3)
    await elsewhere
    async with database.reading() as session:
        residency = (await session.scalars(select(Residency))).one()
        assert (residency.state, residency.until) == (ResidencyState.ACCEPTED, None)
