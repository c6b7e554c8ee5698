"""One RT's whole week on the phones, from the join link to Monday's summary, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from actions.links import create_link
from simulator import Phone
from storage.answers import Answer, AnswerKind
from storage.database import Database
from storage.evaluations import BallotAnswer, Turnout
from storage.outbox import OutboxRow, OutboxState
from storage.people import Residency, ResidencyState, RoleKind
from storage.proposals import Proposal
from storage.summaries import WeeklySummary
from tests.world import World, living_world

SATURDAY_EVENING = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
SUNDAY_NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SUNDAY_NIGHT = datetime(2026, 11, 22, 13, 1, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 23, 0, 1, tzinfo=UTC)


@pytest.fixture
async def neighbourhood(database: Database) -> AsyncIterator[World]:
    """The world on SQLite, and the same on PostgreSQL."""
    async with living_world(database) as world:
        yield world


async def say(world: World, phone: Phone, *said: str) -> None:
    """Tap each of these where a button says so, else type it."""
    for words in said:
        labels = [button.text for message in phone.messages for row in message.buttons for button in row]
        phone.tap(words) if words in labels else phone.type(words)
        await world.settle()


async def join(world: World, payload: str, head: Phone, house: str) -> Phone:
    """Through the RT's link to the acceptance."""
    warga = world.stranger()
    warga.start(payload)
    await world.settle()
    await say(world, warga, "Boleh", "Ibu", "Warga", house)
    assert "Menunggu persetujuan Ketua RT" in "\n".join(warga.texts)
    await say(world, head, "Terima")
    assert any("diterima" in text for text in warga.texts)
    assert warga.keyboard is not None
    assert [label for row in warga.keyboard for label in row] == [
        "Kirim usulan", "Kegiatan", "Pengumuman", "Penilaian", "Data saya", "Bantuan",
    ]  # fmt: skip
    return warga


async def test_one_rt_goes_through_a_whole_week(neighbourhood: World) -> None:
    world = neighbourhood
    head, lurah = await world.rt_head(), await world.officer(RoleKind.KELURAHAN)
    async with world.database.transaction() as session:
        rt = world.cast.rts[1, 2]
        payload = await create_link(session, role=None, area_id=rt.id, now=world.now())
    residents = [await join(world, payload, head, f"Gang 3 no. {number}") for number in range(1, 7)]
    await _send_an_idea(world, residents[0], head)
    await _invite_and_answer(world, head, residents)
    await _announce(world, head, residents)
    await _remind(world, residents)
    await _evaluate(world, head, residents)
    await _gather_and_sum_up(world, head, lurah)
    await _check_rows(world)


async def _send_an_idea(world: World, warga: Phone, head: Phone) -> None:
    await say(world, warga, "Kirim usulan", "Lampu jalan Gang 3 mati", "Infrastruktur", "Kirim")
    assert "U-001" in warga.texts[-1]
    assert any("Lampu jalan Gang 3 mati" in text for text in head.texts)


async def _invite_and_answer(world: World, head: Phone, residents: list[Phone]) -> None:
    when = "Minggu besok jam setengah 7 pagi"
    await say(world, head, "Buat kegiatan", "Gotong royong", "Kerja bakti RT 02", when)
    assert "Minggu, 22 November 2026, pukul 06.30 WIB" in head.texts[-1]
    await say(world, head, "Betul", "Depan mushola", "Kirim undangan")
    for warga in residents[:5]:
        await say(world, warga, "Ikut")
    await say(world, residents[5], "insyaallah")
    card = next(message for message in reversed(head.messages) if "Belum jawab" in message.words)
    for counted in ("Ikut: 5", "Mungkin: 1", "Belum jawab: 0"):
        assert counted in card.words


async def _announce(world: World, head: Phone, residents: list[Phone]) -> None:
    await say(world, head, "Umumkan", "Bawa sapu masing-masing, ya.", "Kirim")
    assert all("Bawa sapu masing-masing, ya." in "\n".join(warga.texts) for warga in residents)


async def _remind(world: World, residents: list[Phone]) -> None:
    await world.move_to(SATURDAY_EVENING - timedelta(minutes=1))
    assert not any("mengingatkan" in warga.texts[-1] for warga in residents)
    await world.move_to(SATURDAY_EVENING)
    assert all("mengingatkan" in warga.texts[-1] for warga in residents)
    await say(world, residents[5], "Tetap ikut")


async def _evaluate(world: World, head: Phone, residents: list[Phone]) -> None:
    await world.move_to(SUNDAY_NOON)
    for warga in residents:
        await say(world, warga, "Mulai")
        for _ in range(5):
            warga.tap(warga.last.buttons[0][0].text, warga.last.message_id)
            await world.settle()
    result = next(message for message in reversed(head.messages) if "PENILAIAN" in message.words.upper())
    assert "6 dari 6" in result.words


async def _gather_and_sum_up(world: World, head: Phone, lurah: Phone) -> None:
    before = len(head.texts)
    await world.move_to(SUNDAY_NIGHT)
    assert len(head.texts) == before + 1
    await world.move_to(MONDAY_MORNING)
    assert [message.kind for message in lurah.messages if not message.mine][-3:] == [
        "text",
        "photo",
        "document",
    ]
    summary = next(text for text in reversed(lurah.texts) if "16 sampai 22 November 2026" in text)
    assert len(summary) <= 3500


async def _check_rows(world: World) -> None:
    async with world.database.reading() as session:
        accepted = select(func.count()).where(Residency.state == ResidencyState.ACCEPTED)
        assert await session.scalar(accepted) == 6
        assert list(await session.scalars(select(Proposal.number))) == [1]
        answers = list(await session.scalars(select(Answer.answer).order_by(Answer.id)))
        assert answers == [AnswerKind.YES] * 5 + [AnswerKind.MAYBE, AnswerKind.YES]
        assert await session.scalar(select(func.count()).select_from(BallotAnswer)) == 30
        assert await session.scalar(select(func.count()).select_from(Turnout)) == 6
        assert await session.scalar(select(func.count()).select_from(WeeklySummary)) == 1
        states = set(await session.scalars(select(OutboxRow.state).distinct()))
        assert states <= {OutboxState.SENT, OutboxState.CANCELLED}
        assert await session.scalar(select(func.count()).where(OutboxRow.facts.is_not(None))) == 0
