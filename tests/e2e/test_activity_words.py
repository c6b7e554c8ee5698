"""What an organiser is told before and after sending: when it arrives, where, and who hears of changes."""

from simulator import Phone
from tests.e2e.soundness import tap, tell
from tests.world import World


async def plan(world: World, head: Phone, when: str, place: str = "Balai RT") -> None:
    """Up to the preview."""
    await tell(world, head, "Buat kegiatan", "Acara", "Pentas seni", when, "betul", place)


async def test_an_invitation_that_cannot_arrive_is_not_promised(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move(hours=12)
    await plan(world, head, "besok jam 05.30")
    assert "Jam tenang baru selesai pukul 06.00 WIB, sesudah kegiatan mulai" in head.texts[-1]
    assert "Ubah waktunya, Pak?" in head.texts[-1]
    assert "saya kirim" not in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert any("undangannya tidak akan sampai" in text for text in head.texts[-2:])
    await world.move(hours=9)
    assert warga.texts == []


async def test_less_than_an_hour_before_the_start_is_said(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await plan(world, head, "hari ini jam 10.40")
    assert "saya kirim sekarang juga.\nItu kurang dari satu jam sebelum mulai" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert any("kurang dari satu jam sebelum mulai" in text for text in head.texts[-2:])


async def test_a_change_at_night_says_when_people_hear_of_it(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "29 November jam 07.00")
    await tap(world, head, "Kirim undangan")
    await tap(world, warga, "Ikut")
    await world.move(hours=12)
    opens = "Kamis, 19 November 2026, pukul 06.00 WIB"
    await tap(world, head, "Ubah jadwal")
    await tell(world, head, "29 November jam 08.00", "betul")
    assert f"1 orang yang sudah menjawab akan saya kabari {opens}, sesudah jam tenang" in head.texts[-1]
    await tap(world, head, "Kirim perubahan")
    assert any(f"saya kabari {opens}, dan" in text for text in head.texts[-2:])
    await tap(world, head, "Batalkan")
    assert f"akan saya kabari {opens}, sesudah jam tenang." in head.texts[-1]
    await tap(world, head, "Ya, batalkan")
    assert any(f"saya kabari {opens} 🙏" in text for text in head.texts[-3:])
    assert not any("PERUBAHAN" in text for text in warga.texts)


async def test_a_place_said_with_di_is_named_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 19.30", "Di  Balai RT")
    assert "Tempat: Balai RT" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert "\nTempat: Balai RT\n" in warga.texts[-1]
    card = next(text for text in head.texts if "Belum jawab: 1" in text)
    assert "pukul 19.30 WIB\nTempat: Balai RT\n" in card
    await tap(world, head, "Ubah jadwal", "Ubah tempat")
    await tell(world, head, "di Mushola")
    await tap(world, head, "Kirim perubahan")
    assert "\nTempat: Mushola\n" in warga.texts[-1]
