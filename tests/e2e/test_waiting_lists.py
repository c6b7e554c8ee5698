"""Who waits for a seat keeps the place that they read, and hears how it came out."""

from datetime import timedelta

from simulator import Phone
from tests.e2e.soundness import assert_refused, assert_sound, labels_of, tap, tell
from tests.e2e.test_training import STARTS, plan_training
from tests.world import World


def shown(phone: Phone, words: str) -> str:
    """What the newest message with these words says now."""
    return next(message.text for message in reversed(phone.messages) if words in message.text)


async def test_who_waits_keeps_the_place_and_hears_once_how_it_came_out(world: World) -> None:
    head = await world.rt_head()
    first, second, third = [await world.resident(name=f"Warga {number}") for number in range(3)]
    await plan_training(world, head, seats=1)
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


async def test_who_waits_is_told_of_a_change_as_one_who_waits(world: World) -> None:
    head = await world.rt_head()
    first, second, third = [await world.resident(name=f"Warga {number}") for number in range(3)]
    await plan_training(world, head, seats=1)
    for phone in (first, second, third):
        await tap(world, phone, "Ikut")
    await tap(world, head, "Catat warga lain", "Nama baru")
    await tell(world, head, "Bu Warga Gang Tiga", "Gang 3 no. 12")
    await tap(world, head, "Ikut")
    assert head.texts[-1].startswith(
        "Dicatat RT: Ibu Warga Gang Tiga (Gang 3 no. 12): Daftar tunggu.\n"
        "Kursinya sedang penuh; Ibu Warga Gang Tiga di urutan 3. Begitu ada kursi, saya kabari 🙏\n"
    )

    await tap(world, second, "Keluar dari daftar")
    await world.move(minutes=2)
    assert "di urutan 1; begitu ada kursi" in third.messages[0].words
    assert len(third.texts) == 1

    await tap(world, head, "Jumlah kursi")
    await tell(world, head, "1")
    await tell(world, head, "/batal")
    await tap(world, head, "Ubah atau tunda", "Ubah jadwal")
    await tell(world, head, "Minggu 29 November jam 10 pagi")
    await tap(world, head, "Betul", "Kirim perubahan")
    assert third.texts[-1].endswith("Bapak tetap di daftar tunggu; begitu ada kursi, saya kabari 🙏")
    assert labels_of(third) == ["Keluar dari daftar"]
    assert first.texts[-1].endswith("Bapak bisa ikut?")
    asked = next(text for text in head.texts if "tidak memakai Telegram" in text)
    assert asked.startswith("Pelatihan anyaman sekarang Minggu, 29 November 2026, pukul 10.00 WIB, tempat: ")
    assert "1 warga yang Bapak catat tidak memakai Telegram. Mohon dikabari langsung" in asked
    await tap(world, head, "Siapa saja")
    assert "Ibu Warga Gang Tiga" in head.texts[-1]
    await assert_refused(world, third, "activity:1:to_tell")

    await tap(world, first, "Belum bisa")
    assert shown(third, "Ada kursi untuk Bapak, saya simpankan sampai Rabu, 18 November 2026")
    await tap(world, third, "Ambil kursinya")
    await assert_sound(world)
