"""Letter numbers: one after the other in each area and year, none twice, and a paper keeps its own."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import select

from actions.papers import access_papers, gather_invitation
from storage.areas import Area
from storage.database import Database, Session
from storage.letter_numbers import LetterKind, LetterNumber, add_number
from storage.people import RoleKind
from storage.programs import Program
from tests.people import Cast, add_officer, build_kelurahan
from tests.unit.planners import actor_of
from tests.weeks import add_meeting

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 18, tzinfo=UTC)
"""1 January 2027, 01.00 WIB."""
HEAD, LURAH = 12, 13


async def settle(database: Database) -> Cast:
    """RT 01 RW 01 and the kelurahan with their officers."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
    return cast


async def plan(database: Database, area: Area) -> int:
    async with database.transaction() as session:
        activity, _meeting = await add_meeting(session, area, datetime(2027, 1, 5, 12, tzinfo=UTC))
        return activity.id


async def ask(session: Session, activity_id: int, *, by: int = HEAD, now: datetime = NOW) -> tuple[int, int]:
    """The number and year of the letter of invitation."""
    found = await access_papers(session, await actor_of(session, by), activity_id=activity_id, now=now)
    letter = (await gather_invitation(session, found, now=now))["letter"]
    return letter["number"], letter["year"]


async def test_a_paper_keeps_its_number_and_its_date(database: Database) -> None:
    cast = await settle(database)
    first, second = [await plan(database, cast.rts[1, 1]) for _ in range(2)]
    asked = [first, second, first, second]
    for activity_id, number in zip(asked, (1, 2, 1, 2), strict=True):
        async with database.transaction() as session:
            assert await ask(session, activity_id) == (number, 2026)
    async with database.transaction() as session:
        assert await ask(session, first, now=NEW_YEAR) == (1, 2026)
    async with database.reading() as session:
        assert len(list(await session.scalars(select(LetterNumber)))) == 2


async def test_each_area_and_each_local_year_counts_from_one(database: Database) -> None:
    cast = await settle(database)
    here, whole = cast.rts[1, 1], cast.kelurahan
    made = [await plan(database, area) for area in (here, whole, here)]
    async with database.transaction() as session:
        assert await ask(session, made[0]) == (1, 2026)
        assert await ask(session, made[1], by=LURAH) == (1, 2026)
        assert await ask(session, made[2], now=NEW_YEAR) == (1, 2027)


async def test_no_number_is_given_twice_to_who_asks_at_the_same_time(database: Database) -> None:
    cast = await settle(database)
    made = [await plan(database, cast.rts[1, 1]) for _ in range(8)]

    async def ask_alone(activity_id: int) -> int:
        async with database.transaction() as session:
            return (await ask(session, activity_id))[0]

    given = await asyncio.gather(*(ask_alone(activity_id) for activity_id in [*made, *made]))
    assert sorted(given[:8]) == list(range(1, 9))
    assert given[8:] == given[:8]
    async with database.reading() as session:
        kept = await session.scalars(select(LetterNumber.number).order_by(LetterNumber.number))
        assert list(kept) == list(range(1, 9))


async def test_letters_and_records_of_an_area_share_one_count(database: Database) -> None:
    cast = await settle(database)
    activity_id, area_id = await plan(database, cast.rts[1, 1]), cast.rts[1, 1].id
    async with database.transaction() as session:
        for number, kind in enumerate(LetterKind, start=1):
            given = await add_number(session, activity_id, kind, area_id=area_id, year=2026, now=NOW)
            assert given.number == number
