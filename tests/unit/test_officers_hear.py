"""Officers who live elsewhere hear what is said to everybody where they serve, once, and are counted."""

import pytest
from sqlalchemy import select

from actions.announcements import Draft, find_reach
from actions.audience import list_recipients
from actions.receipts import list_receipts
from actions.sent import access_readable, list_readable
from storage.database import Database
from storage.outbox import OutboxState
from storage.people import Account, Role, RoleKind
from tests.people import add_officer, add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    SECOND,
    THIRD,
    actor_of,
    settle_neighbours,
)
from tests.unit.newsroom import end, publish, rows_of
from tests.unit.test_calls_for_help import called
from tests.unit.test_urgent import answer, call_out

RW_HEAD, COLLEAGUE, FACILITATOR = 60, 61, 62
RESIDENTS = {FIRST, SECOND, THIRD, ELSEWHERE}
OFFICERS = {HEAD, OTHER_HEAD, RW_HEAD, COLLEAGUE}


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    """Besides the neighbours an RW head, somebody else of the kelurahan, and a facilitator."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        cast = await find_cast(session)
        for kind, area, number in (
            (RoleKind.RW_HEAD, cast.rws[1], RW_HEAD),
            (RoleKind.KELURAHAN, cast.kelurahan, COLLEAGUE),
            (RoleKind.FACILITATOR, cast.kelurahan, FACILITATOR),
        ):
            await add_officer(session, kind, area, number, name="Pengurus", now=NOW)


async def give_office(database: Database, chat: int, kind: RoleKind) -> None:
    """A second office, that of RW 01, or of the other RT of it."""
    async with database.transaction() as session:
        cast = await find_cast(session)
        area = cast.rws[1] if kind is RoleKind.RW_HEAD else cast.rts[1, 1]
        person_id = await session.scalar(select(Account.person_id).where(Account.telegram_id == chat))
        session.add(Role(person_id=person_id, area_id=area.id, kind=kind, since=NOW))


async def heard(database: Database) -> list[int | None]:
    return [row.chat_id for row in await rows_of(database)]


async def test_everybody_of_the_area_hears_it_once_residents_and_officers(database: Database) -> None:
    await give_office(database, FIRST, RoleKind.RT_HEAD)
    await give_office(database, HEAD, RoleKind.RW_HEAD)
    await publish(database, by=KELURAHAN, whole=True)
    chats = await heard(database)
    assert len(chats) == len(set(chats))
    assert set(chats) == RESIDENTS | OFFICERS


async def test_officers_of_other_places_and_above_hear_nothing(database: Database) -> None:
    await publish(database)
    assert set(await heard(database)) == {FIRST, SECOND, THIRD}


async def test_the_preview_counts_them_among_the_recipients(database: Database) -> None:
    async with database.reading() as session:
        cast, actor = await find_cast(session), await actor_of(session, KELURAHAN)
        reach = await find_reach(session, actor, Draft(RoleKind.KELURAHAN, cast.kelurahan.id, "Air mati"))
        invited = await list_recipients(session, cast.kelurahan)
    assert {one.chat_id for one in reach.listeners if one.is_officer} == OFFICERS
    assert len(reach.listeners) == len(RESIDENTS | OFFICERS)
    assert {one.kelurahan_id for one in reach.listeners} == {cast.kelurahan.id}
    assert {one.chat_id for one in invited} == RESIDENTS


async def test_a_head_counts_in_the_rt_and_the_others_where_there_is_none(database: Database) -> None:
    number = await publish(database, by=KELURAHAN, whole=True)
    await end(database, OutboxState.SENT, *RESIDENTS, *OFFICERS)
    async with database.reading() as session:
        found = await list_receipts(session, await actor_of(session, KELURAHAN), number)
    sent = {line.area: line.tally.sent for line in found.lines if line.tally.sent}
    assert sent == {"RT 02 RW 01": 4, "RT 01 RW 02": 2, None: 2}


async def test_they_read_it_again_in_the_list_also_when_they_came_later(database: Database) -> None:
    number = await publish(database, by=KELURAHAN, whole=True)
    async with database.transaction() as session:
        area = (await find_cast(session)).rts[2, 2]
        await add_officer(session, RoleKind.RT_HEAD, area, 70, name="Ketua RT 02", now=NOW)
    for chat in (HEAD, RW_HEAD, COLLEAGUE, 70):
        async with database.reading() as session:
            actor = await actor_of(session, chat)
            assert [one.id for one in (await list_readable(session, actor)).items] == [number]
            assert (await access_readable(session, actor, number)).id == number


async def test_a_head_who_needs_help_is_passed_on_with_the_rt(database: Database) -> None:
    number = await call_out(database, by=KELURAHAN, office=RoleKind.KELURAHAN)
    assert await answer(database, number, HEAD)
    assert await called(database) == [KELURAHAN, RW_HEAD]
    (row, _) = await rows_of(database, "announcements/help_wanted")
    assert (row.facts or {})["area"] == "RT 02 RW 01"


async def test_a_resident_with_an_office_elsewhere_counts_where_they_live(database: Database) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        await add_resident(session, cast.rts[1, 1], 71, name="Ketua RT 01", now=NOW)
    await give_office(database, 71, RoleKind.RW_HEAD)
    await publish(database, by=KELURAHAN, whole=True)
    (row,) = [row for row in await rows_of(database) if row.chat_id == 71]
    assert row.area_id == cast.rts[1, 1].id
