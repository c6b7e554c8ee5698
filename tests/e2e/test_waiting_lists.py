"""Who waits for a seat keeps the place that they read, and hears how it came out."""

from datetime import UTC, datetime, timedelta

from actions.access import find_actor
from actions.activities import Details, create_activity
from simulator import Phone
from storage.activities import ActivityKind
from tests.e2e.soundness import assert_sound, labels_of, tap, tell
from tests.world import World

STARTS = datetime(2026, 11, 29, 2, tzinfo=UTC)
"""Sunday, 29 November 2026, 09.00 WIB."""


async def plan_training(world: World, head: Phone, seats: int) -> None:
    async with world.database.transaction() as session:
        actor = await find_actor(session, head.user_id)
        assert actor is not None
        await create_activity(
            session,
            actor,
            area_id=world.cast.rts[1, 2].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan anyaman",
            place="Balai RW",
            starts_at=STARTS,
            details=Details(quota=seats),
            now=world.now(),
        )
    await world.tick()


def shown(phone: Phone, words: str) -> str:
    """What the newest message with these words says now."""
    return next(message.text for message in reversed(phone.messages) if words in message.text)


async def test_who_waits_keeps_the_place_and_hears_once_how_it_came_out(world: World) -> None:
    head = await world.rt_head()
    first, second, third = [await world.resident(name=f"Warga {number}") for number in range(3)]
    await plan_training(world, head, 1)
    for phone in (first, second, third):
        await tap(world, phone, "Ikut")
    assert "di urutan 2; begitu ada kursi" in shown(third, "Kursinya sedang penuh")

    await tap(world, head, "Ubah atau tunda", "Ubah jadwal", "Yang dibawa")
    await tell(world, head, "Gunting")
    await tap(world, head, "Kirim perubahan")
    assert "Bawa: Gunting" in shown(third, "Kursinya sedang penuh")
    assert "di urutan 2; begitu ada kursi" in shown(third, "Kursinya sedang penuh")

    await world.move_to(STARTS - timedelta(hours=20))
    await tap(world, first, "Tetap ikut")
    await tap(world, second, "Keluar dari daftar")
    await world.move_to(STARTS - timedelta(minutes=31))
    assert not any("belum ada kursi kosong" in text for text in third.texts)
    await world.move_to(STARTS - timedelta(minutes=30))
    await world.restart()
    await world.move_to(STARTS)
    heard = [phone.texts for phone in (first, second, third)]
    assert [sum("belum ada kursi kosong" in text for text in texts) for texts in heard] == [0, 0, 1]
    assert third.texts[-1] == (
        "Mohon maaf, Bapak, kali ini belum ada kursi kosong di Pelatihan anyaman, "
        "Minggu, 29 November 2026, pukul 09.00 WIB.\n"
        "Terima kasih sudah bersedia menunggu 🙏\n"
        "Kalau minatnya dicatat di sini, pelatihan berikutnya yang sesuai saya kabarkan lebih dulu."
    )
    assert labels_of(third) == ["Minat & keahlian"]
    await tap(world, third, "Minat & keahlian")
    assert "Ingin belajar" in labels_of(third)
    await assert_sound(world)
