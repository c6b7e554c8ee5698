"""Rain, or a death in the neighbourhood: one tap postpones, and the new time brings everybody back (C12)."""

from sqlalchemy import select

from storage.activities import Activity, ActivityState
from tests.e2e.test_activities import choices, plan, tap, tell
from tests.world import World


async def test_rain_postpones_a_work_bee_until_its_new_time(world: World) -> None:
    head, comes, silent = await world.rt_head(), await world.resident(), await world.resident()
    await plan(world, head)
    await tap(world, comes, "Ikut")
    passed_on = ["Bagikan", "Catat warga lain"]
    assert choices(head) == ["Ubah jadwal", "Batalkan", "Hujan, tunda", "Lelayu, tunda", *passed_on]
    card = head.last.message_id
    await tap(world, head, "Hujan, tunda", "Ya, tunda")
    assert "ditunda dulu karena hujan" in comes.texts[-1]
    assert len(comes.texts) == 2
    assert len(silent.texts) == 1
    assert "ditunda dulu karena hujan" in silent.texts[-1]
    for verb in ("share", "copy", "print"):
        head.forge(f"activity:{await activity_id(world)}:{verb}", card)
        await world.settle()
        assert "sedang ditunda" in head.toasts[-1][1]
    assert not any("wa.me" in str(message.buttons) for message in head.messages)
    head.forge(f"activity:{await activity_id(world)}:rain", card)
    await world.settle()
    assert "memang sedang ditunda" in head.toasts[-1][1]
    assert len(comes.texts) == 2

    silent.forge(f"answer:{await activity_id(world)}:yes")
    await world.settle()
    assert "sedang ditunda" in silent.toasts[-1][1]
    await tell(world, silent, "Kegiatan")
    assert "(ditunda)" in silent.texts[-1]

    await tap(world, head, "Ubah jadwal")
    await tell(world, head, "6 Desember jam setengah tujuh pagi")
    await tap(world, head, "Betul", "Kirim perubahan")
    assert "29 November 2026, pukul 06.30 WIB → Minggu, 6 Desember 2026" in comes.texts[-1]
    assert "bisa ikut?" in silent.messages[0].words
    async with world.database.reading() as session:
        assert (await session.scalars(select(Activity.state))).one() is ActivityState.PLANNED
    await tap(world, comes, "Ikut")
    assert "Jawaban Bapak: Ikut" in comes.texts[-1]


async def test_long_before_it_is_asked_whether_to_postpone(world: World) -> None:
    head, comes = await world.rt_head(), await world.resident()
    await plan(world, head)
    await tap(world, comes, "Ikut")
    card = head.last.message_id
    await tap(world, head, "Hujan, tunda")
    assert head.texts[-1] == (
        "Tunda Kerja bakti RT 02, Minggu, 29 November 2026, pukul 06.30 WIB, karena hujan, Pak?\n"
        "1 orang yang sudah menjawab akan saya kabari."
    )
    await tap(world, head, "Tidak jadi")
    assert "tetap berjalan seperti rencana" in head.texts[-1]
    assert len(comes.texts) == 1
    await tap(world, head, "Hujan, tunda", "Ya, tunda")
    assert head.texts[-1] == (
        "Sudah saya tunda, Pak: Kerja bakti RT 02.\n"
        "1 orang yang sudah menjawab saya kabari.\n"
        "Waktu barunya lewat Ubah jadwal."
    )
    shown = next(message for message in head.messages if message.message_id == card)
    assert "Ditunda. Waktu barunya lewat Ubah jadwal." in shown.words
    assert [button.text for row in shown.buttons for button in row] == ["Ubah jadwal", "Batalkan"]
    assert "ditunda dulu karena hujan" in comes.texts[-1]


async def test_the_day_before_one_tap_postpones(world: World) -> None:
    head, comes = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 9 pagi")
    await tap(world, comes, "Ikut")
    await tap(world, head, "Hujan, tunda")
    assert head.toasts[-1][1].startswith("Sudah saya tunda, Pak. 1 orang")
    assert "Ditunda. Waktu barunya lewat Ubah jadwal." in head.texts[-1]
    assert choices(head) == ["Ubah jadwal", "Batalkan"]
    assert "ditunda dulu karena hujan" in comes.texts[-1]


async def test_lelayu_is_told_with_respect_and_can_end_in_a_cancellation(world: World) -> None:
    head, comes = await world.rt_head(), await world.resident()
    await plan(world, head)
    await tap(world, comes, "Ikut")
    await tap(world, head, "Lelayu, tunda")
    assert "karena ada lelayu, Pak?" in head.texts[-1]
    await tap(world, head, "Ya, tunda")
    assert "karena ada lelayu di lingkungan kita. Kita ikut berbelasungkawa." in comes.texts[-1]
    await world.move(days=20)
    assert not any("Penilaian" in text or "menilai" in text for text in comes.texts)
    await tap(world, head, "Batalkan", "Ya, batalkan")
    await world.settle()
    assert "dibatalkan" in comes.texts[-1]


async def activity_id(world: World) -> int:
    async with world.database.reading() as session:
        return (await session.scalars(select(Activity.id))).one()
