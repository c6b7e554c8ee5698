"""After a work bee its people evaluate it on their phones, and the RT head sees the result, never a name."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from simulator import Phone
from storage.evaluations import BallotAnswer, Evaluation, EvaluationState, Turnout
from storage.outbox import OutboxRow
from storage.people import Person, find_person_by_telegram
from tests.weeks import add_work_bee
from tests.world import World

DUE = datetime(2026, 11, 18, 4, tzinfo=UTC)
"""Wednesday, 18 November 2026, 11.00 WIB."""
NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
SCALE = ("Sangat baik", "Baik", "Kurang", "Tidak baik", "Tidak tahu")


async def person_of(world: World, phone: Phone) -> Person:
    async with world.database.reading() as session:
        person = await find_person_by_telegram(session, phone.user_id)
    assert person is not None
    return person


async def tap(world: World, phone: Phone, *labels: str) -> None:
    for label in labels:
        phone.tap(label)
        await world.settle()


Neighbours = tuple[World, Phone, list[Phone], Phone]


@pytest.fixture
async def neighbours(world: World) -> Neighbours:
    """The world, the head of RT 02, six who said Ikut to yesterday's work bee, and one who did not."""
    head, absent = await world.rt_head(), await world.resident()
    came = [await world.resident() for _ in range(6)]
    people = [await person_of(world, phone) for phone in came]
    organizer, away = await person_of(world, head), await person_of(world, absent)
    async with world.database.transaction() as session:
        await add_work_bee(session, world.cast.rts[1, 2], organizer, people, [away], due=DUE)
    return world, head, came, absent


def buttons_of(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


async def test_who_said_ikut_is_asked_two_hours_after_the_end(neighbours: Neighbours) -> None:
    world, _, came, absent = neighbours
    await world.move_to(DUE - timedelta(minutes=1))
    assert came[0].texts == []
    await world.move_to(DUE)
    for phone in came:
        assert "Nama Bapak tidak ditampilkan." in phone.texts[-1]
        assert buttons_of(phone) == ["Mulai", "Nanti saja"]
    assert absent.texts == []


async def test_five_questions_one_a_message_and_then_thanks(neighbours: Neighbours) -> None:
    world, _, (warga, *_), _ = neighbours
    await world.move_to(DUE)
    await tap(world, warga, "Mulai")
    assert "Pertanyaan 1 dari 5\n\nApakah hasilnya terasa manfaatnya" in warga.texts[-1]
    assert buttons_of(warga) == list(SCALE)
    await tap(world, warga, "Baik")
    assert "✅ Baik" in warga.texts[-2]
    assert warga.toasts[-1][1] == "Tercatat, terima kasih."
    await tap(world, warga, "Kurang", "Tidak tahu", "Terlalu pagi", "Kelola sampah")
    assert "Semua pertanyaan sudah terjawab" in warga.texts[-1]
    assert len(warga.texts) == 7
    async with world.database.reading() as session:
        choices = list(await session.scalars(select(BallotAnswer.choice).order_by(BallotAnswer.question_id)))
    assert set(choices) == {"good", "poor", "unknown", "too_early", "waste"}
    assert len(choices) == 5


async def test_a_change_is_one_tap_on_the_same_message(neighbours: Neighbours) -> None:
    world, _, (warga, *_), _ = neighbours
    await world.move_to(DUE)
    await tap(world, warga, "Mulai", "Baik")
    first = next(each for each in warga.messages if "Pertanyaan 1 dari 5" in each.words)
    warga.tap("Sangat baik", first.message_id)
    await world.settle()
    assert warga.toasts[-1][1] == "Jawaban sudah diganti."
    assert sum("Pertanyaan" in text for text in warga.texts) == 2
    assert "✅ Sangat baik" in next(text for text in warga.texts if "Pertanyaan 1 dari 5" in text)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(BallotAnswer.choice))) == ["very_good"]


async def test_the_same_answer_again_changes_nothing_and_says_so(neighbours: Neighbours) -> None:
    world, _, (warga, *_), _ = neighbours
    await world.move_to(DUE)
    await tap(world, warga, "Mulai", "Baik")
    first = next(each for each in warga.messages if "Pertanyaan 1 dari 5" in each.words)
    warga.tap("Baik", first.message_id)
    await world.settle()
    assert warga.toasts[-1][1] == "Sudah tercatat."
    assert sum("Pertanyaan" in text for text in warga.texts) == 2


async def test_a_second_mulai_sends_no_second_question(neighbours: Neighbours) -> None:
    world, _, (warga, *_), _ = neighbours
    await world.move_to(DUE)
    warga.tap("Mulai")
    warga.tap("Mulai")
    await world.settle()
    assert sum("Pertanyaan 1 dari 5" in text for text in warga.texts) == 1
    assert warga.toasts[-1][1] == "Pertanyaannya sudah di bawah, Pak."
    warga.type("/penilaian")
    await world.settle()
    await tap(world, warga, "Mulai")
    assert sum("Pertanyaan 1 dari 5" in text for text in warga.texts) == 2
    assert "Pertanyaan 1 dari 5" in warga.texts[-1]


async def test_it_can_be_left_and_resumed_after_a_restart(neighbours: Neighbours) -> None:
    world, _, (warga, *_), absent = neighbours
    await world.move_to(DUE)
    await tap(world, warga, "Nanti saja")
    assert "menu Penilaian" in warga.toasts[-1][1]
    await tap(world, warga, "Mulai", "Baik", "Baik")
    await world.restart()
    for phone in (warga, absent):
        phone.type("/penilaian")
    await world.settle()
    assert "Sampai pertanyaan 3 dari 5" in warga.texts[-1]
    assert buttons_of(warga) == ["Lanjutkan"]
    await tap(world, warga, "Lanjutkan")
    assert "Pertanyaan 3 dari 5" in warga.texts[-1]
    assert "Belum ada penilaian yang menunggu" in absent.texts[-1]


async def test_the_rt_head_sees_the_result_from_the_fifth_answer_on(neighbours: Neighbours) -> None:
    world, head, came, _ = neighbours
    await world.move_to(DUE)
    for phone, choice in zip(came[:4], ("Sangat baik", "Sangat baik", "Baik", "Kurang"), strict=True):
        await tap(world, phone, "Mulai", choice)
    await world.move(minutes=1)
    assert len(head.texts) == 1
    assert "belum cukup jawaban (4)" in head.texts[0]
    await tap(world, came[4], "Mulai", "Baik")
    await world.move(minutes=1)
    assert len(head.texts) == 1
    assert "Menjawab 5 dari 6 peserta (83%)" in head.texts[0]
    assert "Hasil terasa: 80% dari 5 jawaban" in head.texts[0]
    assert "Kabar jelas: belum cukup jawaban (0)" in head.texts[0]
    assert "Pengurus: belum diisi" in head.texts[0]


async def test_forged_and_foreign_taps_are_answered_and_change_nothing(neighbours: Neighbours) -> None:
    world, _, (warga, *_), absent = neighbours
    await world.move_to(DUE)
    await tap(world, warga, "Mulai")
    absent.type("/penilaian")
    await world.settle()
    for data in ("rate:1:0:start", "rate:1:1:good", "rate:999999999:0:start", "rate:x:y:z", "result:1"):
        absent.forge(data)
        await world.settle()
    warga.forge("rate:1:1:perfect")
    warga.forge("result:1")
    await world.settle()
    assert len(absent.toasts) == 5
    assert all(toast[1] for toast in (*absent.toasts, *warga.toasts[1:]))
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(BallotAnswer)) == 0


async def test_after_three_days_it_is_closed_and_nobody_leads_to_an_answer(neighbours: Neighbours) -> None:
    world, head, came, _ = neighbours
    await world.move_to(DUE)
    for phone in came:
        await tap(world, phone, "Mulai", "Baik")
    await world.move(hours=72)
    await world.move(minutes=1)
    came[0].tap("Kurang", next(e.message_id for e in came[0].messages if "Pertanyaan 1" in e.words))
    await world.settle()
    assert "sudah ditutup" in came[0].toasts[-1][1]
    (result,) = [text for text in head.texts if text.startswith("Penilaian:")]
    assert result.endswith("Sudah ditutup.")
    async with world.database.reading() as session:
        (evaluation,) = list(await session.scalars(select(Evaluation)))
        assert evaluation.state is EvaluationState.CLOSED
        assert set(await session.scalars(select(Turnout.ballot))) == {None}
        moments = {
            *await session.scalars(select(BallotAnswer.at)),
            *await session.scalars(select(Turnout.answered_at)),
        }
        assert {f"{moment:%H:%M:%S.%f}" for moment in moments if moment} == {"00:00:00.000000"}
        assert set(await session.scalars(select(BallotAnswer.choice))) == {"good"}
        assert await session.scalar(select(func.count()).where(OutboxRow.facts.is_not(None))) == 0


async def test_at_night_the_invitation_waits_for_the_morning(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    organizer, person = await person_of(world, head), await person_of(world, warga)
    async with world.database.transaction() as session:
        await add_work_bee(session, world.cast.rts[1, 2], organizer, [person], [], due=NIGHT)
    await world.move_to(NIGHT)
    assert warga.texts == []
    await world.move_to(NIGHT + timedelta(hours=8))
    assert buttons_of(warga) == ["Mulai", "Nanti saja"]
