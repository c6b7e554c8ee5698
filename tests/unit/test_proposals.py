"""An idea gets its number, reaches who answers for the RT, and is shown to those who may see it."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.attachments import Attachment
from actions.errors import Gone, NotJoined, NotKnown, NotYours
from actions.proposals import (
    access_proposal,
    list_incoming,
    list_my_proposals,
    list_sectors,
    submit_proposal,
)
from storage.database import Database, Session
from storage.outbox import Hours, OutboxRow
from storage.people import Residency, ResidencyState, RoleKind
from storage.programs import Program, Sector, Step
from storage.proposals import Move, Proposal
from templates import render
from tests.people import Cast, add_officer, add_person, add_resident, build_kelurahan, find_cast

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
RESIDENT, RT_HEAD, KELURAHAN, RW_HEAD, ELSEWHERE, STRANGER = 11, 12, 13, 14, 15, 16
WILD = "Lampu <mati> & gelap 🌙\u200f ‮terbalik"


@dataclass(frozen=True)
class Place:
    """A neighbourhood with a program."""

    cast: Cast
    sector_id: int


async def add_program(session: Session) -> int:
    program = Program(code="rt_keren", year=2026, name="RT Keren")
    session.add(program)
    await session.flush()
    sector = Sector(program_id=program.id, code="works", label="Infrastruktur", position=1)
    steps = [("deliberation", "Rembug warga"), ("verification", "Verifikasi kelurahan")]
    session.add(sector)
    for position, (code, words) in enumerate(steps, 1):
        session.add(Step(program_id=program.id, code=code, label=words, owner="rt_head", position=position))
    await session.flush()
    return sector.id


@pytest.fixture
async def place(database: Database) -> Place:
    """RW 01 and 02 with two RT each; a resident of RT 01 RW 01 and who is responsible for them."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_resident(session, cast.rts[1, 1], RESIDENT, name="Warga RT 01", now=NOW)
        await add_resident(session, cast.rts[2, 1], ELSEWHERE, name="Warga lain", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], RT_HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RW_HEAD, cast.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, KELURAHAN, name="Kelurahan", now=NOW)
        return Place(cast, await add_program(session))


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def send_idea(
    database: Database, place: Place, text: str, *, by: int = RESIDENT, files: tuple[Attachment, ...] = ()
) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        submitted = await submit_proposal(
            session, actor, text=text, sector_id=place.sector_id, attachments=files, now=NOW
        )
        return submitted.proposal.id


async def outbox_of(database: Database, chat_id: int) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == chat_id).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def test_ideas_are_numbered_through_the_whole_kelurahan(database: Database, place: Place) -> None:
    await send_idea(database, place, "Lampu jalan")
    await send_idea(database, place, "Saluran air", by=ELSEWHERE)
    async with database.reading() as session:
        kept = list(await session.scalars(select(Proposal).order_by(Proposal.id)))
        moves = list(await session.scalars(select(Move).order_by(Move.id)))
    assert [(one.number, one.text) for one in kept] == [(1, "Lampu jalan"), (2, "Saluran air")]
    assert [move.proposal_id for move in moves] == [one.id for one in kept]


async def test_ideas_sent_at_the_same_moment_get_different_numbers(database: Database, place: Place) -> None:
    await asyncio.gather(*(send_idea(database, place, f"Usulan {n}") for n in range(6)))
    async with database.reading() as session:
        assert sorted(await session.scalars(select(Proposal.number))) == [1, 2, 3, 4, 5, 6]


async def test_the_rt_head_reads_who_proposes_what_when_hours_allow(database: Database, place: Place) -> None:
    await send_idea(database, place, WILD)
    (notice,) = await outbox_of(database, RT_HEAD)
    assert (notice.template, notice.hours, notice.kelurahan_id) == (
        "proposals/notice",
        Hours.OPEN,
        place.cast.kelurahan.id,
    )
    said = render(notice.template, **(notice.facts or {}))
    assert "U-001" in said
    assert "Warga RT 01, RT 01 RW 01. Bidang Infrastruktur." in said
    assert "“Lampu &lt;mati&gt; &amp; gelap 🌙\u200f ‮terbalik”" in said
    assert await outbox_of(database, RW_HEAD) == []


async def test_a_photo_and_a_long_idea_arrive_whole_before_the_notice(
    database: Database, place: Place
) -> None:
    long = "<&>" * 1365
    await send_idea(database, place, long, files=(Attachment("photo-1", "photo", 5),))
    photo, text, notice = await outbox_of(database, RT_HEAD)
    assert (photo.method, photo.file) == ("sendPhoto", "photo-1")
    assert render(text.template, **(text.facts or {})) == "&lt;&amp;&gt;" * 1365
    said = render(notice.template, **(notice.facts or {}))
    assert long not in said.replace("&lt;&amp;&gt;", "<&>")
    assert "lengkapnya di pesan sebelumnya" in said


async def test_a_voice_note_needs_no_words(database: Database, place: Place) -> None:
    await send_idea(database, place, "", files=(Attachment("voice-1", "voice"),))
    voice, notice = await outbox_of(database, RT_HEAD)
    assert (voice.method, voice.file) == ("sendVoice", "voice-1")
    assert "(pesan suara)" in render(notice.template, **(notice.facts or {}))


async def test_without_an_rt_head_the_rw_head_is_told(database: Database, place: Place) -> None:
    async with database.transaction() as session:
        await add_resident(session, place.cast.rts[1, 2], 21, now=NOW)
    await send_idea(database, place, "Pos ronda", by=21)
    assert [row.template for row in await outbox_of(database, RW_HEAD)] == ["proposals/notice"]


async def test_only_accepted_residents_may_propose(database: Database, place: Place) -> None:
    async with database.transaction() as session:
        waiting = await add_person(session, STRANGER, name="Warga baru", now=NOW)
        session.add(
            Residency(
                person_id=waiting.id,
                area_id=place.cast.rts[1, 1].id,
                state=ResidencyState.REQUESTED,
                requested_at=NOW,
            )
        )
    with pytest.raises(NotJoined):
        await send_idea(database, place, "Lampu", by=STRANGER)
    with pytest.raises(NotKnown):
        await send_idea(database, place, "Lampu", by=KELURAHAN)


async def test_a_sector_of_another_program_is_not_taken(database: Database, place: Place) -> None:
    with pytest.raises(Gone):
        await send_idea(database, Place(place.cast, place.sector_id + 100), "Lampu")
    async with database.reading() as session:
        actor = await actor_of(session, RESIDENT)
        assert [one.id for one in await list_sectors(session, actor, now=NOW)] == [place.sector_id]


async def test_ones_own_ideas_are_listed_newest_first_six_a_page(database: Database, place: Place) -> None:
    for number in range(8):
        await send_idea(database, place, f"Usulan {number}")
    await send_idea(database, place, "Orang lain", by=ELSEWHERE)
    async with database.reading() as session:
        actor = await actor_of(session, RESIDENT)
        first = await list_my_proposals(session, actor, page=0)
        beyond = await list_my_proposals(session, actor, page=10**17)
    assert [one.proposal.number for one in first.items] == [8, 7, 6, 5, 4, 3]
    assert [one.proposal.number for one in beyond.items] == [2, 1]
    assert (first.total, first.pages, beyond.number) == (8, 2, 1)
    assert {one.step for one in first.items} == {"Rembug warga"}


async def test_an_office_sees_what_came_in_inside_its_area(database: Database, place: Place) -> None:
    await send_idea(database, place, "Lampu jalan")
    await send_idea(database, place, "Saluran air", by=ELSEWHERE)
    async with database.reading() as session:
        kelurahan = await list_incoming(session, await actor_of(session, KELURAHAN), page=0)
        rw = await list_incoming(session, await actor_of(session, RW_HEAD), page=0)
        with pytest.raises(NotYours):
            await list_incoming(session, await actor_of(session, RESIDENT), page=0)
    assert [(one.proposal.number, one.area) for one in kelurahan.items] == [
        (2, "RT 01 RW 02"),
        (1, "RT 01 RW 01"),
    ]
    assert kelurahan.by_area == (("RT 01 RW 01", 1), ("RT 01 RW 02", 1))
    assert [one.proposal.number for one in rw.items] == [1]


async def test_an_idea_opens_for_its_proposer_and_offices_above_only(
    database: Database, place: Place
) -> None:
    idea = await send_idea(database, place, "Lampu jalan", files=(Attachment("photo-1", "photo", 5),))
    async with database.transaction() as session:
        cast = await find_cast(session)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[2, 2], 31, name="Ketua RT lain", now=NOW)
    async with database.reading() as session:
        own = await access_proposal(session, await actor_of(session, RESIDENT), idea)
        seen = await access_proposal(session, await actor_of(session, RT_HEAD), idea)
        for other in (ELSEWHERE, 31):
            with pytest.raises(NotYours):
                await access_proposal(session, await actor_of(session, other), idea)
        with pytest.raises(Gone):
            await access_proposal(session, await actor_of(session, RESIDENT), idea + 1)
    assert (own.proposer, seen.proposer) == (None, "Bapak Warga RT 01")
    assert (own.sector, own.attachments) == ("Infrastruktur", (Attachment("photo-1", "photo", 5),))
    assert [step for step, _, _ in own.moves] == ["Rembug warga"]
