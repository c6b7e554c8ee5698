"""Joining decided by the rules: who is asked, who may decide, once, and what the rows say afterwards."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.errors import Gone, LinkUsed, NotYours
from actions.joining import (
    Requested,
    Standing,
    ask_to_be_counted,
    find_standing,
    give_consent,
    read_invitation,
    take_office,
)
from actions.links import create_link
from actions.people import change_name, change_salutation
from actions.requests import Decided, decide
from storage.audit import Act
from storage.database import Database, Session
from storage.households import Household
from storage.outbox import Hours, OutboxRow, OutboxState
from storage.people import Consent, Person, Residency, ResidencyState, Role, RoleKind
from tests.people import add_officer, build_kelurahan, find_cast

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
NEWCOMER, OTHER, RT_HEAD, RW_HEAD, LURAH, ELSEWHERE = 11, 12, 21, 22, 23, 24


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


@pytest.fixture
async def place(database: Database) -> Database:
    """RW 01 and 02 with two RT each; heads of RT 01 RW 01 and RT 01 RW 02, of RW 01, and the kelurahan."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], RT_HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[2, 1], ELSEWHERE, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RW_HEAD, cast.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
    return database


async def ask(
    database: Database, telegram_id: int, *, rw: int = 1, rt: int = 1, label: str | None = "Gang 3 no. 12"
) -> Requested:
    """Somebody new (or known) asks to be counted."""
    async with database.transaction() as session:
        cast = await find_cast(session)
        actor = await find_actor(session, telegram_id)
        if actor is None:
            actor = await give_consent(session, telegram_id, update_id=500, now=NOW)
            await change_salutation(session, actor, "bu")
            await change_name(session, actor, "Bu Warga")
            actor = await actor_of(session, telegram_id)
        return await ask_to_be_counted(session, actor, area_id=cast.rts[rw, rt].id, label=label, now=NOW)


async def newest(database: Database) -> Residency:
    async with database.reading() as session:
        found = await session.scalars(select(Residency).order_by(Residency.id.desc()).limit(1))
        return found.one()


async def settle_by(
    database: Database, telegram_id: int, *, accept: bool = True, residency: int | None = None
) -> Decided:
    wanted = residency or (await newest(database)).id
    async with database.transaction() as session:
        return await decide(session, await actor_of(session, telegram_id), wanted, accept=accept, now=LATER)


async def posts(database: Database, template: str) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == template).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def test_consent_keeps_who_said_yes_to_which_words_in_which_update(place: Database) -> None:
    await ask(place, NEWCOMER)
    async with place.reading() as session:
        actor = await actor_of(session, NEWCOMER)
        consent = (await session.scalars(select(Consent).where(Consent.person_id == actor.person_id))).one()
    assert (consent.version, consent.update_id, consent.at) == ("1", 500, NOW)
    assert (actor.name, actor.salutation, actor.accepted) == ("Warga", "Ibu", False)


async def test_the_nearest_office_is_asked_in_waking_hours(place: Database) -> None:
    async with place.reading() as session:
        rt_head, rw_head = [(await actor_of(session, one)).person_id for one in (RT_HEAD, RW_HEAD)]
        lurah = (await actor_of(session, LURAH)).person_id
    for number, (rw, rt, office, person) in enumerate(
        ((1, 1, "rt_head", rt_head), (1, 2, "rw_head", rw_head), (2, 2, "kelurahan", lurah))
    ):
        assert (await ask(place, 100 + number, rw=rw, rt=rt)).answered_by == office
        row = (await posts(place, "people/request"))[-1]
        assert (row.person_id, row.hours) == (person, Hours.WAKING)
        assert row.facts is not None
        assert (row.facts["who"], row.facts["house"]) == ("Ibu Warga", "Gang 3 no. 12")


async def test_only_somebody_with_a_name_is_counted_and_only_in_an_rt(place: Database) -> None:
    async with place.transaction() as session:
        cast = await find_cast(session)
        nameless = await give_consent(session, OTHER, update_id=500, now=NOW)
        lurah = await actor_of(session, LURAH)
        for actor, area in ((nameless, cast.rts[1, 1]), (lurah, cast.rws[1]), (lurah, cast.kelurahan)):
            with pytest.raises(Gone):
                await ask_to_be_counted(session, actor, area_id=area.id, label=None, now=NOW)
    async with place.reading() as session:
        assert list(await session.scalars(select(Residency))) == []
    assert await posts(place, "people/request") == []


async def test_one_house_however_it_is_spelled(place: Database) -> None:
    for number, label in enumerate(("Gang 3 no. 12", "Gg. III No.12", "gang 3 12", None, "Gang 4")):
        await ask(place, 100 + number, label=label)
    async with place.reading() as session:
        houses = list(await session.scalars(select(Household).order_by(Household.id)))
        lived = list(await session.scalars(select(Residency.household_id).order_by(Residency.id)))
    assert [house.label for house in houses] == ["Gang 3 no. 12", "Gang 4"]
    assert lived == [houses[0].id] * 3 + [None, houses[1].id]


async def test_an_acceptance_is_audited_and_brings_the_menu_and_its_commands(place: Database) -> None:
    await ask(place, NEWCOMER)
    decided = await settle_by(place, RT_HEAD)
    assert (decided.fresh, decided.facts["state"], decided.facts["by"]) == (True, "accepted", None)
    residency = await newest(place)
    assert (residency.state, residency.since) == (ResidencyState.ACCEPTED, LATER)
    async with place.reading() as session:
        act = (await session.scalars(select(Act))).one()
    assert (act.action, act.subject) == ("accept_resident", f"residency:{residency.id}")
    (commands,) = await posts(place, "menu/commands")
    (said,) = await posts(place, "joining/accepted")
    assert (commands.method, commands.facts) == ("setMyCommands", {"menu": "resident"})
    assert (said.facts or {})["menu"] == "resident"
    assert said.chat_id == NEWCOMER


async def test_of_two_officers_who_decide_at_once_one_decides(place: Database) -> None:
    await ask(place, NEWCOMER)
    decided = await asyncio.gather(
        settle_by(place, RT_HEAD), settle_by(place, RW_HEAD, accept=False), settle_by(place, LURAH)
    )
    assert sorted(one.fresh for one in decided) == [False, False, True]
    assert len({one.facts["state"] for one in decided}) == 1
    async with place.reading() as session:
        assert len(list(await session.scalars(select(Act)))) == 1


async def test_no_one_without_the_office_decides(place: Database) -> None:
    await ask(place, NEWCOMER)
    for telegram_id in (NEWCOMER, ELSEWHERE):
        with pytest.raises(NotYours):
            await settle_by(place, telegram_id)
    for residency in (987_654, 2**40, -1):
        with pytest.raises(Gone):
            await settle_by(place, RT_HEAD, residency=residency)
    assert (await newest(place)).state is ResidencyState.REQUESTED


async def test_what_an_officer_has_not_got_yet_is_taken_back_when_it_is_decided(place: Database) -> None:
    await ask(place, NEWCOMER)
    await settle_by(place, LURAH)
    (request,) = await posts(place, "people/request")
    assert (request.state, request.facts) == (OutboxState.CANCELLED, None)


async def test_asking_elsewhere_withdraws_the_older_request(place: Database) -> None:
    await ask(place, NEWCOMER)
    first = await newest(place)
    await ask(place, NEWCOMER, rw=2, rt=1)
    decided = await settle_by(place, RT_HEAD, residency=first.id)
    assert (decided.fresh, decided.facts["state"]) == (False, "withdrawn")
    await settle_by(place, ELSEWHERE)
    async with place.reading() as session:
        cast, actor = await find_cast(session), await actor_of(session, NEWCOMER)
        standings = [await find_standing(session, actor, cast.rts[rw, 1]) for rw in (1, 2)]
    assert standings == [Standing.ELSEWHERE, Standing.ACCEPTED]


async def test_who_was_declined_may_ask_again(place: Database) -> None:
    await ask(place, NEWCOMER)
    await settle_by(place, RT_HEAD, accept=False)
    assert len(await posts(place, "joining/not_accepted")) == 1
    await ask(place, NEWCOMER)
    await settle_by(place, RT_HEAD)
    async with place.reading() as session:
        assert (await actor_of(session, NEWCOMER)).accepted


async def test_an_officers_link_gives_the_office_once(place: Database) -> None:
    async with place.transaction() as session:
        cast = await find_cast(session)
        payload = await create_link(session, role=RoleKind.RT_HEAD, area_id=cast.rts[1, 2].id, now=NOW)
    async with place.transaction() as session:
        invitation = await read_invitation(session, payload, now=NOW)
        first = await give_consent(session, NEWCOMER, update_id=1, now=NOW)
        other = await give_consent(session, OTHER, update_id=2, now=NOW)
        menu = await take_office(session, first, invitation.link_id, now=NOW)
        with pytest.raises(LinkUsed):
            await take_office(session, other, invitation.link_id, now=NOW)
    async with place.reading() as session:
        roles = list(await session.scalars(select(Role.person_id).where(Role.area_id == cast.rts[1, 2].id)))
    assert (menu.menu, menu.several_roles) == ("rt_head", False)
    assert roles == [first.person_id]


async def test_who_takes_an_office_gets_the_requests_that_wait_there_and_no_others(place: Database) -> None:
    await ask(place, NEWCOMER, rw=2, rt=2)
    await ask(place, OTHER, rw=1, rt=1)
    async with place.transaction() as session:
        cast = await find_cast(session)
        payload = await create_link(session, role=RoleKind.RT_HEAD, area_id=cast.rts[2, 2].id, now=NOW)
        invitation = await read_invitation(session, payload, now=NOW)
        head = await give_consent(session, 99, update_id=3, now=NOW)
        await take_office(session, head, invitation.link_id, now=NOW)
    got = [row for row in await posts(place, "people/request") if row.chat_id == 99]
    assert [(row.facts or {})["area"] for row in got] == ["RT 02 RW 02"]


async def test_a_name_loses_only_the_salutation_in_front_of_it(place: Database) -> None:
    async with place.transaction() as session:
        actor = await give_consent(session, NEWCOMER, update_id=4, now=NOW)
        for wanted, salutation in (("  PAK ", "Bapak"), ("mbak", "Mbak"), ("Kak", "Kak"), ("bapak", "Bapak")):
            assert await change_salutation(session, actor, wanted)
            assert (await session.get_one(Person, actor.person_id)).salutation == salutation
        assert not await change_salutation(session, actor, "Tuan")
        names = ("Pak Warga", "Warga  <b>&\u202e🌙", "Bapak", "H. Warga", "Ibu Warga")
        kept = ("Warga", "Warga <b>&🌙", "Bapak", "H. Warga", "Ibu Warga")
        for wanted, name in zip(names, kept, strict=True):
            assert await change_name(session, actor, wanted)
            assert (await session.get_one(Person, actor.person_id)).name == name
        assert not await change_name(session, actor, " \u202e\u200f ")
