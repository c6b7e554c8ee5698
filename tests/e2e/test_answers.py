"""A resident answers an invitation: with a tap, with a few words, after a reminder."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.answers import Answer, AnswerKind
from storage.programs import Program
from tests.e2e.test_activities import plan, tap, tell
from tests.world import World

EVENING_BEFORE = datetime(2026, 11, 28, 12, 31, tzinfo=UTC)
"""Saturday, 28 November 2026, 19.31 WIB."""


@pytest.fixture
async def invited(world: World) -> tuple[World, Phone, Phone]:
    """The world, the head of RT 02 who planned a work bee on Sunday, and a resident who is invited."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head)
    return world, head, warga


async def answers_of(world: World) -> list[tuple[AnswerKind, int]]:
    async with world.database.reading() as session:
        rows = await session.scalars(select(Answer).order_by(Answer.id))
        return [(row.answer, row.party) for row in rows]


def card(head: Phone) -> str:
    return next(text for text in head.texts if "Belum jawab:" in text)


async def test_a_tap_shows_on_the_invitation_itself_and_on_the_card(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, head, warga = invited

    await tap(world, warga, "Ikut")

    assert len(warga.texts) == 1
    assert "Jawaban Bapak: Ikut." in warga.texts[0]
    assert [button.text for row in warga.last.buttons for button in row] == [
        "Ikut",
        "Belum bisa",
        "Bantu cara lain",
        "Datang bersama",
    ]
    assert warga.toasts[-1][1] == "Tercatat: Ikut. Terima kasih, Pak."
    cards = [text for text in head.texts if "Belum jawab:" in text]
    assert len(cards) == 1
    assert "Ikut: 1\nMungkin: 0\nBelum bisa: 0\nBantu: 0\nBelum jawab: 0" in cards[0]


async def test_a_change_of_mind_is_one_tap_and_the_same_again_says_so(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, head, warga = invited

    await tap(world, warga, "Ikut", "Belum bisa", "Belum bisa", "Bantu cara lain")

    assert await answers_of(world) == [(AnswerKind.YES, 1), (AnswerKind.NO, 1), (AnswerKind.HELP, 1)]
    assert "Sudah tercatat: Belum bisa." in warga.toasts[2][1]
    assert len(warga.texts) == 1
    assert "Bantu: 1" in card(head)


async def test_a_no_is_received_with_thanks(invited: tuple[World, Phone, Phone]) -> None:
    world, _head, warga = invited

    await tap(world, warga, "Belum bisa")

    assert "Tidak apa-apa, Bapak. Terima kasih sudah mengabari" in warga.texts[0]


@pytest.mark.parametrize(
    "said, kept, counted",
    [
        ("ikut", (AnswerKind.YES, 1), "Ikut: 1"),
        ("insyaallah", (AnswerKind.MAYBE, 1), "Mungkin: 1"),
        ("ga bisa pak", (AnswerKind.NO, 1), "Belum bisa: 1"),
        ("ikut 3 orang", (AnswerKind.YES, 3), "Ikut: 3"),
    ],
)
async def test_typing_answers_the_only_open_invitation(
    invited: tuple[World, Phone, Phone], said: str, kept: tuple[AnswerKind, int], counted: str
) -> None:
    world, head, warga = invited

    await tell(world, warga, said)

    assert await answers_of(world) == [kept]
    assert "Saya catat" in warga.texts[-1]
    assert "Minggu, 29 November 2026, pukul 06.30 WIB" in warga.texts[-1]
    assert "Jawaban Bapak:" in warga.texts[0]
    assert counted in card(head)


async def test_with_two_open_invitations_typing_asks_which(invited: tuple[World, Phone, Phone]) -> None:
    world, head, warga = invited
    await plan(world, head, "Sabtu 5 Desember ba'da Isya")

    await tell(world, warga, "ikut 3 orang")

    assert "untuk kegiatan yang mana?" in warga.texts[-1]
    assert await answers_of(world) == []
    await tap(world, warga, "Sab 5 Des, 19.30")
    assert await answers_of(world) == [(AnswerKind.YES, 3)]
    assert "Jawaban Bapak: Ikut (3 orang)." in warga.texts[-1]
    assert "Jawaban Bapak: Ikut (3 orang)." in warga.texts[1]
    assert "Jawaban" not in warga.texts[0]


async def test_more_people_than_one_answer_may_bring_are_told_of(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, _head, warga = invited

    await tell(world, warga, "ikut 60 orang")

    assert "sampai 20 orang" in warga.texts[-1]
    assert await answers_of(world) == []


async def test_typing_without_an_open_invitation_says_so(world: World) -> None:
    warga = await world.resident()

    await tell(world, warga, "ikut")

    assert "belum ada undangan kegiatan" in warga.texts[-1]


async def test_the_list_shows_what_comes_and_opens_it(invited: tuple[World, Phone, Phone]) -> None:
    world, _head, warga = invited
    await tap(world, warga, "Ikut")

    await tell(world, warga, "Kegiatan")

    assert "Kerja bakti RT 02, Minggu, 29 November 2026, pukul 06.30 WIB (Ikut)" in warga.texts[-1]
    await tap(world, warga, "Min 29 Nov, 06.30")
    assert "Jawaban Bapak: Ikut." in warga.texts[-1]
    await tap(world, warga, "Belum bisa")
    assert all("Jawaban Bapak: Belum bisa." in text for text in (warga.texts[0], warga.texts[-1]))


async def test_the_evening_before_reminds_those_who_come_and_may_come(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, head, warga = invited
    unsure, away = await world.resident(), await world.resident()
    for phone, said in ((warga, "ikut 2 orang"), (unsure, "insyaallah"), (away, "ga bisa pak")):
        await tell(world, phone, "Kegiatan")
        await tap(world, phone, "Min 29 Nov, 06.30")
        await tell(world, phone, said)
    before = len(away.texts)

    await world.move_to(EVENING_BEFORE)

    assert "Sekadar mengingatkan, Bapak: Kerja bakti RT 02." in warga.texts[-1]
    assert "Jadi bisa ikut?" in unsure.texts[-1]
    assert len(away.texts) == before
    await tap(world, warga, "Tetap ikut")
    await tap(world, unsure, "Belum bisa")
    assert "Jawaban Bapak: Ikut (2 orang)." in warga.texts[-1]
    assert "Jawaban Bapak: Belum bisa." in unsure.texts[-1]
    assert "Ikut: 2\nMungkin: 0\nBelum bisa: 2" in card(head)


async def test_what_is_over_says_so_and_keeps_the_answer(invited: tuple[World, Phone, Phone]) -> None:
    world, _head, warga = invited
    await world.move(days=12)

    await tap(world, warga, "Ikut")

    assert "sudah selesai" in warga.toasts[-1][1]
    assert await answers_of(world) == []


async def test_a_forged_answer_changes_nothing(invited: tuple[World, Phone, Phone]) -> None:
    world, head, _warga = invited
    stranger = await world.resident(rt=1)
    await tell(world, stranger, "/kegiatan")
    for data in ("answer:1:yes", "answer:99:yes", "meant:1:yes:3", "answer:1:always", "answer:1"):
        stranger.forge(data)
        await world.settle()

    assert len(stranger.toasts) == 5
    assert all(text for _query, text, _alert in stranger.toasts)
    assert await answers_of(world) == []
    assert "Belum jawab: 1" in card(head)
