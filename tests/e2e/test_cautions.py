"""A time that does not fit is warned of, with better ones; whoever plans may insist (R38)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.activities import ActivitySession
from storage.holidays import Holiday, HolidayKind
from tests.e2e.soundness import assert_sound, labels_of, tap, tell
from tests.world import World

TUESDAY = "Selasa, 24 November 2026, pukul 09.00 WIB."
WORKING = "Kebanyakan warga bekerja di jam itu. Barangkali lebih pas salah satu waktu di bawah."


async def starts_of(world: World) -> list[str]:
    async with world.database.reading() as session:
        return [f"{one:%d.%m. %H.%M}" for one in await session.scalars(select(ActivitySession.starts_at))]


@pytest.mark.parametrize(
    "tapped, starts",
    [("Betul", "24.11. 02.00"), ("Sel 24 Nov, 19.30", "24.11. 12.30"), ("ya", "24.11. 02.00")],
)
async def test_tuesday_at_nine_is_warned_of_and_may_be_insisted_on_or_bettered(
    world: World, tapped: str, starts: str
) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Buat kegiatan", "Gotong royong", "Kerja bakti", "Selasa 24 November jam 9 pagi")
    assert head.texts[-1].splitlines() == [TUESDAY, WORKING, "Tetap di waktu itu, Pak?"]
    assert labels_of(head) == ["Betul", "Ubah", "Sel 24 Nov, 19.30", "Min 29 Nov, 06.30", "Batal"]
    await (tap if tapped in labels_of(head) else tell)(world, head, tapped)
    assert "Di mana tempatnya" in head.texts[-1]
    await tell(world, head, "Depan mushola", "ya")
    assert await starts_of(world) == [starts]
    assert len(warga.texts) == 1
    await assert_sound(world)


async def test_a_better_time_of_an_older_echo_is_gone(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan", "Gotong royong", "Kerja bakti", "Selasa 24 November jam 9 pagi")
    older = head.last.message_id
    await tell(world, head, "Rabu 25 November jam 9 pagi")
    head.tap("Sel 24 Nov, 19.30", older)
    await world.settle()
    assert "tidak ada" in head.toasts[-1][1]
    await tap(world, head, "Rab 25 Nov, 19.30")
    assert "Di mana tempatnya" in head.texts[-1]


async def test_prayer_feasts_and_other_activities_are_named(world: World) -> None:
    head, rw, lurah = await world.rt_head(), await world.rw_head(), await world.officer()
    await tell(
        world, rw, "Buat kegiatan", "Acara", "Pentas seni", "Minggu 29 November jam 8 pagi", "ya", "Balai"
    )
    await tell(world, rw, "ya")
    await tell(world, head, "Buat kegiatan", "Acara", "Lomba", "Minggu 29 November jam 9 pagi")
    assert head.texts[-1].splitlines()[1:] == ["Bersamaan dengan “Pentas seni”.", "Tetap di waktu itu, Pak?"]
    await tell(world, head, "Jumat 27 November jam 12 siang")
    assert head.texts[-1].splitlines()[1] == "Bertepatan dengan waktu salat Jumat."
    await tell(world, head, "25 Desember jam 9 pagi")
    assert head.texts[-1].splitlines()[1:] == [
        "Bertepatan dengan Hari Raya Natal.",
        "Tetap di waktu itu, Pak?",
    ]
    async with world.database.transaction() as session:
        feast = {"day": date(2026, 12, 10), "name": "Hari Raya Contoh", "kind": HolidayKind.FEAST}
        session.add(Holiday(**feast, estimated=True))
    await tell(world, head, "10 Desember jam 18.00")
    assert head.texts[-1].splitlines()[1:3] == [
        "Bertepatan dengan Hari Raya Contoh (perkiraan).",
        "Bertepatan dengan waktu Maghrib sampai Isya.",
    ]
    await tell(world, lurah, "Buat kegiatan", "Acara", "Upacara", "Minggu 29 November jam 9 pagi")
    assert lurah.texts[-1].splitlines()[1:] == ["Bersamaan dengan “Pentas seni”.", "Tetap di waktu itu, Pak?"]
    await tell(world, lurah, "Minggu 29 November jam 11 siang")
    assert lurah.texts[-1].endswith("Betul?")
    await assert_sound(world)


async def test_moving_warns_as_well_but_not_of_itself(world: World) -> None:
    head = await world.rt_head()
    await tell(
        world, head, "Buat kegiatan", "Acara", "Lomba", "Minggu 29 November jam 9 pagi", "ya", "Balai", "ya"
    )
    await tap(world, head, "Ubah jadwal")
    await tell(world, head, "Minggu 29 November jam 10 pagi")
    assert head.texts[-1] == "Minggu, 29 November 2026, pukul 10.00 WIB. Betul?"
    await tap(world, head, "Ubah")
    await tell(world, head, "Senin 30 November jam 9 pagi")
    assert WORKING in head.texts[-1]
    await tap(world, head, "Min 6 Des, 06.30", "Kirim perubahan")
    assert await starts_of(world) == ["05.12. 23.30"]
    await assert_sound(world)
