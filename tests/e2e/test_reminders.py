"""Three reminders, the card of the day for the organiser, the silent reminded once if the head wants it."""

from datetime import UTC, datetime

import pytest

from actions.access import find_actor
from simulator import Phone
from storage.answers import add_invitations
from tests.e2e.test_activities import choices, plan, tap, tell
from tests.world import World

THREE_DAYS_BEFORE = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
AFTER_THE_DIGEST = datetime(2026, 11, 26, 13, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 27, 6, 1, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 27, 12, 31, tzinfo=UTC)
EVENING_BEFORE = datetime(2026, 11, 28, 12, 31, tzinfo=UTC)
MORNING = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)


async def invite_too(world: World, phone: Phone) -> None:
    """As if their invitation had been among those that went out."""
    async with world.database.transaction() as session:
        actor = await find_actor(session, phone.user_id)
        assert actor is not None
        await add_invitations(session, 1, [(actor.person_id, actor.household_id)], world.now())


@pytest.fixture
async def answered(world: World) -> tuple[World, Phone, Phone, Phone]:
    """A work bee on Sunday: one comes, one may come; the head, too."""
    head, sure, unsure = await world.rt_head(), await world.resident(), await world.resident()
    await plan(world, head)
    await tap(world, sure, "Ikut")
    await tell(world, unsure, "insyaallah")
    return world, head, sure, unsure


async def test_the_three_reminders_reach_those_concerned(
    answered: tuple[World, Phone, Phone, Phone],
) -> None:
    world, _head, sure, unsure = answered
    counts = []
    for moment, begins in (
        (THREE_DAYS_BEFORE, "Tiga hari lagi, Bapak: Kerja bakti RT 02."),
        (EVENING_BEFORE, "Sekadar mengingatkan, Bapak: Kerja bakti RT 02.\nBesok pagi: Minggu, 29 November"),
        (MORNING, "Hari ini pukul 06.30 WIB, Bapak: Kerja bakti RT 02.\nTempat: Depan mushola"),
    ):
        before = (len(sure.texts), len(unsure.texts))
        await world.move_to(moment)
        assert sure.texts[-1].startswith(begins)
        here = ["Hadir"] if moment == MORNING else []
        assert choices(sure) == ["Tetap ikut", "Berhalangan", *here]
        counts.append((len(sure.texts) - before[0], len(unsure.texts) - before[1]))
    assert counts == [(1, 0), (1, 1), (1, 0)]
    assert "Jadi bisa ikut?" in unsure.texts[-1]
    assert choices(unsure)[:2] == ["Ikut", "Belum bisa"]
    await tap(world, sure, "Hadir")
    assert "Panitia mencocokkan dulu" in sure.texts[-1]


async def test_who_cannot_come_after_all_hears_no_more(answered: tuple[World, Phone, Phone, Phone]) -> None:
    world, head, sure, _unsure = answered
    await world.move_to(THREE_DAYS_BEFORE)
    await tap(world, sure, "Berhalangan")
    assert "Jawaban Bapak: Belum bisa." in sure.texts[-1]
    before = len(sure.texts)

    await world.move_to(EVENING_BEFORE)
    await world.move_to(MORNING)

    assert len(sure.texts) == before
    assert any("Belum bisa: 1" in text for text in head.texts)


async def test_after_a_night_of_silence_only_the_morning_is_said(
    answered: tuple[World, Phone, Phone, Phone],
) -> None:
    world, _head, sure, unsure = answered
    before = (len(sure.texts), len(unsure.texts))

    await world.move_to(MORNING)

    assert (len(sure.texts), len(unsure.texts)) == (before[0] + 1, before[1])
    assert sure.texts[-1].startswith("Hari ini pukul 06.30 WIB")


async def test_in_the_morning_the_organiser_has_the_card_of_the_day(
    answered: tuple[World, Phone, Phone, Phone],
) -> None:
    world, head, _sure, _unsure = answered
    await world.move_to(EVENING_BEFORE)
    before = len(head.texts)

    await world.move_to(MORNING)

    assert len(head.texts) == before + 1
    assert "Ikut: 1\nMungkin: 1" in head.texts[-1]
    assert "Ubah atau tunda" in choices(head)


async def test_the_head_lets_the_silent_be_reminded_once(
    answered: tuple[World, Phone, Phone, Phone],
) -> None:
    world, head, sure, unsure = answered
    silent = await world.resident()
    await tell(world, head, "halo")
    invited = len(silent.texts)
    await invite_too(world, silent)

    await world.move_to(AFTER_THE_DIGEST)
    await world.move_to(NOON)
    assert "ikut 1, mungkin 1, bantu cara lain 0, belum bisa 0, belum jawab 1 rumah." in head.texts[-1]
    assert choices(head) == ["Ingatkan", "Tidak usah", "Salin untuk WhatsApp"]
    recap = head.last.message_id
    await tap(world, head, "Ingatkan")
    assert head.texts[-1] == (
        "Baik, Pak. Untuk Kerja bakti RT 02, 1 rumah yang belum jawab saya ingatkan sekali, "
        "Jumat, 27 November 2026, pukul 19.30 WIB 🙏"
    )
    others = (len(sure.texts), len(unsure.texts))

    await world.move_to(FRIDAY_EVENING)

    assert len(silent.texts) == invited + 1
    assert silent.texts[-1].startswith("Sekadar mengingatkan, Pak 🙏\nKerja bakti RT 02")
    assert choices(silent) == ["Ikut", "Belum bisa", "Bantu cara lain"]
    assert (len(sure.texts), len(unsure.texts)) == others
    head.forge("activity:1:nudge", recap)
    await world.settle()
    assert "Cukup sekali supaya tidak mengganggu" in head.toasts[-1][1]
    await tap(world, silent, "Ikut")
    assert "Jawaban Bapak: Ikut." in silent.texts[-1]


async def test_the_head_may_leave_it(answered: tuple[World, Phone, Phone, Phone]) -> None:
    world, head, _sure, _unsure = answered
    silent = await world.resident()
    await invite_too(world, silent)
    await world.move_to(AFTER_THE_DIGEST)
    await world.move_to(NOON)

    await tap(world, head, "Tidak usah")

    assert head.texts[-1] == "Baik, Pak. Yang belum jawab untuk Kerja bakti RT 02 tidak saya ingatkan lagi."
    await world.move_to(FRIDAY_EVENING)
    assert silent.texts == []
