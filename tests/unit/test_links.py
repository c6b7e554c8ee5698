"""Links: kept as a hash, an officer's is used once and expires, a resident's stays open."""

import asyncio
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.area_rows import read_area_rows
from actions.areas import find_area_by_path, import_areas
from actions.errors import LinkExpired, LinkUnknown, LinkUsed
from actions.links import (
    RoleKind,
    WrongArea,
    create_link,
    find_or_create_standing_link,
    read_link,
    use_link,
)
from storage.audit import Act
from storage.database import Database
from storage.links import Link
from storage.people import Person

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
BLITAR = "35.72.02.1002"
CSV = f"kode_kelurahan,kelurahan,rw,rt,jumlah_kk\n{BLITAR},Blitar,1,1,40\n"


async def invite(database: Database, role: RoleKind | None, path: str | None) -> str:
    async with database.transaction() as session:
        await import_areas(session, read_area_rows(CSV), now=NOW)
        area_id = (await find_area_by_path(session, path)).id if path else None
        return await create_link(session, role=role, area_id=area_id, now=NOW)


async def arrive(database: Database, payload: str, now: datetime = NOW) -> int:
    """Somebody uses the link; gives their id."""
    async with database.transaction() as session:
        person = Person(language="id", created_at=now)
        session.add(person)
        await session.flush()
        link = await read_link(session, payload, now)
        await use_link(session, link.id, person_id=person.id, now=now)
        return person.id


async def test_a_payload_fits_a_link_and_only_its_hash_is_kept(database: Database) -> None:
    payload = await invite(database, RoleKind.RT_HEAD, f"{BLITAR}/1/1")
    assert re.fullmatch("[A-Za-z0-9_-]{22}", payload)
    async with database.reading() as session:
        link = (await session.scalars(select(Link))).one()
        found = await read_link(session, payload, NOW)
    assert link.payload_hash == hashlib.sha256(payload.encode()).hexdigest()
    assert (found.id, found.role, found.expires_at) == (link.id, RoleKind.RT_HEAD, NOW + timedelta(days=7))


async def test_an_officers_link_lets_in_exactly_one(database: Database) -> None:
    payload = await invite(database, RoleKind.OPERATOR, None)
    await arrive(database, payload)
    with pytest.raises(LinkUsed):
        await arrive(database, payload)
    async with database.reading() as session:
        assert (await session.scalars(select(Link.used_at))).one() == NOW


async def test_of_two_who_read_the_same_link_only_one_gets_in(database: Database) -> None:
    payload = await invite(database, RoleKind.RW_HEAD, f"{BLITAR}/1")
    async with database.reading() as session:
        link = await read_link(session, payload, NOW)
    await arrive(database, payload)
    with pytest.raises(LinkUsed):
        async with database.transaction() as session:
            await use_link(session, link.id, person_id=1, now=NOW)


async def test_an_officers_link_ends_after_a_week(database: Database) -> None:
    payload = await invite(database, RoleKind.KELURAHAN, BLITAR)
    with pytest.raises(LinkExpired):
        await arrive(database, payload, NOW + timedelta(days=7))
    await arrive(database, payload, NOW + timedelta(days=7, seconds=-1))


async def test_a_join_link_lets_in_many_and_never_ends(database: Database) -> None:
    payload = await invite(database, None, f"{BLITAR}/1/1")
    people = {await arrive(database, payload, NOW + timedelta(days=day)) for day in (0, 1, 900)}
    assert len(people) == 3


async def test_an_unknown_link_says_so(database: Database) -> None:
    await invite(database, None, f"{BLITAR}/1/1")
    for payload in ("A" * 22, "", "\ud800", "x" * 5000):
        async with database.reading() as session:
            with pytest.raises(LinkUnknown):
                await read_link(session, payload, NOW)


@pytest.mark.parametrize(
    "role, path, words",
    [
        (RoleKind.RT_HEAD, BLITAR, "a link for rt_head is for one RT, and Kelurahan Blitar is none"),
        (RoleKind.RW_HEAD, f"{BLITAR}/1/1", "a link for rw_head is for one RW, and RT 01 RW 01 is none"),
        (
            RoleKind.FACILITATOR,
            f"{BLITAR}/1",
            "a link for facilitator is for one KELURAHAN, and RW 01 is none",
        ),
        (None, f"{BLITAR}/1", "a link for resident is for one RT, and RW 01 is none"),
        (RoleKind.KELURAHAN, None, "a link for kelurahan needs an area"),
        (RoleKind.OPERATOR, BLITAR, "an operator's link needs no area"),
    ],
)
async def test_a_role_is_only_for_its_own_kind_of_area(
    sqlite_database: Database, role: RoleKind | None, path: str | None, words: str
) -> None:
    with pytest.raises(WrongArea, match=words):
        await invite(sqlite_database, role, path)


async def test_making_and_using_a_link_is_written_down(database: Database) -> None:
    person_id = await arrive(database, await invite(database, RoleKind.RT_HEAD, f"{BLITAR}/1/1"))
    async with database.reading() as session:
        acts = (await session.scalars(select(Act).order_by(Act.id))).all()
        link_id = (await session.scalars(select(Link.id))).one()
    assert [(act.action, act.actor_id, act.at) for act in acts] == [
        ("create_link", None, NOW),
        ("use_link", person_id, NOW),
    ]
    assert {act.subject for act in acts} == {f"link:{link_id}"}
    assert acts[0].details == {"role": "rt_head"}


async def standing(database: Database, path: str) -> str:
    async with database.transaction() as session:
        rt = await find_area_by_path(session, path)
        return await find_or_create_standing_link(session, rt, now=NOW)


async def test_an_rt_has_one_standing_link_however_many_ask_for_it_at_once(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, read_area_rows(CSV), now=NOW)
    found = await asyncio.gather(*[standing(database, f"{BLITAR}/1/1") for _ in range(5)])
    assert len(set(found)) == 1
    async with database.reading() as session:
        kept = (await session.scalars(select(Link))).one()
    assert (kept.payload, kept.role, kept.expires_at) == (found[0], None, None)
    assert kept.payload_hash == hashlib.sha256(found[0].encode()).hexdigest()


async def test_a_standing_link_lets_in_as_any_join_link_does(database: Database) -> None:
    once = await invite(database, None, f"{BLITAR}/1/1")
    kept = await standing(database, f"{BLITAR}/1/1")
    assert kept != once
    assert await arrive(database, kept) != await arrive(database, kept, NOW + timedelta(days=900))


async def test_only_an_rt_has_a_standing_link(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, read_area_rows(CSV), now=NOW)
    with pytest.raises(WrongArea):
        await standing(database, BLITAR)
