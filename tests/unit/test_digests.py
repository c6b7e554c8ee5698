"""An RT head hears once a day what came in, never twice the same, and nothing when nothing came in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.access import find_actor
from actions.digests import digest_due
from actions.evaluations import answer_question, open_due
from actions.summaries import show_summary
from storage.answers import AnswerKind
from storage.database import Database
from storage.duties import Duty, DutyKind
from storage.outbox import Hours, Lane, OutboxRow
from storage.people import Residency, ResidencyState, Role
from storage.programs import Question, Sector
from storage.proposals import Proposal
from templates import render
from tests.people import add_resident
from tests.weeks import Held, hold_work_bee, leave_duties, say

EIGHT = datetime(2026, 11, 22, 13, tzinfo=UTC)
"""Sunday, 22 November 2026, 20.00 WIB."""
YESTERDAY, TOMORROW = EIGHT - timedelta(days=1), EIGHT + timedelta(days=1)
HEAD, KELURAHAN = 12, 13
CAME = (21, 22, 23)


@pytest.fixture
async def held(database: Database) -> Held:
    """A work bee that is held tomorrow, answered days ago, and the digest of its RT, due at 20.00."""
    due = TOMORROW + timedelta(hours=8)
    held = await hold_work_bee(database, head=HEAD, kelurahan=KELURAHAN, coming=CAME, away=(31,), due=due)
    async with database.transaction() as session:
        await leave_duties(session, (DutyKind.DIGEST, held.cast.rts[1, 1], EIGHT), since=YESTERDAY)
    return held


async def look(database: Database, now: datetime = EIGHT) -> int:
    async with database.transaction() as session:
        return await digest_due(session, now=now)


async def digests_of(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow).where(OutboxRow.template == "summaries/digest")))


async def due_of(database: Database) -> tuple[datetime, datetime]:
    async with database.reading() as session:
        duty = (await session.scalars(select(Duty))).one()
        return duty.due_at, duty.done_through


async def asked_now(database: Database, now: datetime) -> str:
    """What `Ringkasan` says to the RT head."""
    async with database.reading() as session:
        actor = await find_actor(session, HEAD)
        assert actor is not None
        (post,) = await show_summary(session, actor, now=now)
    return render(post.template, **post.facts)


async def bring_in(database: Database, held: Held, at: datetime) -> None:
    """One who waits, one who was accepted, six ideas and two answers."""
    rt = held.cast.rts[1, 1]
    async with database.transaction() as session:
        await add_resident(session, rt, 51, now=at)
        waiting = await add_resident(session, rt, 52, now=at)
        await session.execute(
            update(Residency)
            .where(Residency.person_id == waiting.id)
            .values(state=ResidencyState.REQUESTED, since=None, decided_at=None)
        )
        sector_id = (await session.scalars(select(Sector.id).limit(1))).one()
        session.add_all(
            Proposal(
                kelurahan_id=held.cast.kelurahan.id,
                area_id=rt.id,
                number=number,
                sector_id=sector_id,
                text="Lampu jalan <Gang 3> mati" if number > 1 else "",
                created_at=at,
            )
            for number in range(1, 7)
        )
        await say(session, held.activity, held.coming[0], AnswerKind.MAYBE, at=at)
        await say(session, held.activity, held.coming[1], AnswerKind.YES, at=at, party=3)
        await say(session, held.activity, held.coming[1], AnswerKind.HELP, at=at)


async def test_what_came_in_since_the_last_digest_is_told_once(database: Database, held: Held) -> None:
    await bring_in(database, held, EIGHT - timedelta(hours=3))
    async with database.transaction() as session:
        await add_resident(session, held.cast.rts[1, 1], None, now=EIGHT - timedelta(hours=1))  # written down
    assert await look(database, EIGHT - timedelta(seconds=1)) == 0
    assert await look(database) == 1
    assert await look(database) == 0
    (row,) = await digests_of(database)
    assert (row.chat_id, row.lane, row.hours, row.expires_at) == (HEAD, Lane.NOTICE, Hours.OPEN, TOMORROW)
    said = render(row.template, salutation="Bapak", **(row.facts or {}))
    assert said.startswith("Kabar RT 01 RW 01 sejak Sabtu, 21 November 2026, pukul 20.00 WIB, Pak.\n")
    for line in (
        "• 1 warga sudah diterima",
        "• 1 warga menunggu persetujuan",
        "<b>Usulan baru: 6</b>",
        "• U-001 (pesan suara)",
        "• U-002 “Lampu jalan &lt;Gang 3&gt; mati”",
        "• dan 1 usulan lain",
        "2 jawaban baru. Ikut: 1, Mungkin: 1, Belum bisa: 1, Bantu: 1, Belum jawab: 0",
    ):
        assert line in said
    assert await due_of(database) == (TOMORROW, EIGHT)
    assert await look(database, TOMORROW) == 1
    assert len(await digests_of(database)) == 1


async def test_when_nothing_came_in_nothing_is_said(database: Database, held: Held) -> None:
    assert await look(database) == 1
    assert await digests_of(database) == []
    assert await due_of(database) == (TOMORROW, EIGHT)


async def test_an_rt_without_a_head_is_skipped(database: Database, held: Held) -> None:
    await bring_in(database, held, EIGHT)
    async with database.transaction() as session:
        await session.execute(update(Role).values(until=EIGHT))
    assert await look(database) == 1
    assert await digests_of(database) == []


async def test_after_days_of_silence_one_digest_tells_all(database: Database, held: Held) -> None:
    await bring_in(database, held, EIGHT - timedelta(hours=3))
    late = TOMORROW + timedelta(hours=5)
    assert await look(database, late) == 1
    (row,) = await digests_of(database)
    assert (row.facts or {})["proposal_count"] == 6
    assert await due_of(database) == (TOMORROW + timedelta(days=1), late)


async def test_answers_to_an_evaluation_are_counted_without_names(database: Database, held: Held) -> None:
    opens = TOMORROW + timedelta(hours=8)
    async with database.transaction() as session:
        await open_due(session, now=opens)
        question = (await session.scalars(select(Question).where(Question.code == "GR1").limit(1))).one()
        for chat in CAME[:2]:
            actor = await find_actor(session, chat)
            assert actor is not None
            for choice in ("good", "poor"):
                await answer_question(
                    session, actor, evaluation_id=1, question_id=question.id, choice=choice, now=opens
                )
    assert await look(database, opens) == 1
    (row,) = await digests_of(database)
    said = render(row.template, **(row.facts or {}))
    assert "2 jawaban baru. Jumlahnya 2 dari 3 peserta." in said


async def test_ringkasan_tells_it_at_once_and_moves_no_mark(database: Database, held: Held) -> None:
    quiet = await asked_now(database, EIGHT - timedelta(hours=4))
    assert quiet.startswith("Belum ada kabar baru di RT 01 RW 01 sejak Sabtu, 21 November 2026")
    await bring_in(database, held, EIGHT - timedelta(hours=3))
    said = await asked_now(database, EIGHT - timedelta(hours=2))
    assert "<b>Usulan baru: 6</b>" in said
    assert said.endswith("Minggu ini, 16 sampai 22 November 2026: 1 warga baru, 6 usulan, 0 kegiatan.")
    assert await due_of(database) == (EIGHT, YESTERDAY)
    assert await look(database) == 1
    assert len(await digests_of(database)) == 1
