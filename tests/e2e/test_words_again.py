"""Wrong words need not be typed anew: they stand there, to be copied; a wrong place can be left out."""

from sqlalchemy import select

from storage.announcements import Announcement
from tests.e2e.newsroom import announce
from tests.e2e.soundness import assert_sound, do, labels_of, tap, tell
from tests.world import World

LONG = "Air mati Senin & Selasa, " * 20 + "di <Gang 3>"


async def test_a_correction_begins_with_the_whole_words_to_be_copied(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, LONG)
    await tap(world, head, "Ralat")
    assert head.texts[-1].startswith(f"Kata-katanya sekarang, ketuk untuk menyalin:\n{LONG}\n\nBagaimana")
    (copied,) = head.messages[-1].entities
    assert (copied["type"], copied["length"]) == ("pre", len(LONG))
    await tell(world, head, LONG.replace("Senin", "Rabu"))
    await tap(world, head, "Ubah")
    assert LONG.replace("Senin", "Rabu") in head.texts[-1]
    await tap(world, head, "Kembali", "Kirim")
    assert "Rabu" in warga.texts[-1]
    await assert_sound(world)


async def test_changing_a_draft_begins_with_its_words_and_a_file_alone_has_none(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan", "Air mati")
    await tap(world, head, "Ubah")
    assert "\nAir mati\n" in head.texts[-1]
    await do(world, lambda: head.send_photo())
    await tap(world, head, "Ubah")
    assert "menyalin" not in head.texts[-1]
    await assert_sound(world)


async def test_a_wrong_place_is_taken_out_of_a_draft(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    await do(world, lambda: head.send_location(-8.1, 112.1))
    assert "Tanpa lokasi" in labels_of(head)
    await tap(world, head, "Tanpa lokasi")
    assert head.texts[-1].startswith("Apa yang ingin diumumkan, Pak?")
    await do(world, lambda: head.send_location(-8.1, 112.1))
    await tell(world, head, "Kumpul di sini")
    await tap(world, head, "Ubah", "Tanpa lokasi", "Kirim")
    assert warga.texts == ["📢 Ketua RT 02 RW 01\n\nKumpul di sini"]
    assert labels_of(warga) == []
    async with world.database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
    assert (kept.text, kept.place) == ("Kumpul di sini", None)
    await tell(world, head, "Umumkan", "Air mati")
    await tap(world, head, "Ubah")
    assert "Tanpa lokasi" not in labels_of(head)
    await assert_sound(world)
