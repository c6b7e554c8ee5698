"""What can be announced and to whom: bold words, links, files, voice notes, places; a chosen audience."""

from typing import Any

from sqlalchemy import select

from simulator import Phone
from storage.announcements import Announcement
from storage.people import Chat, ChatState, RoleKind
from tests.e2e.soundness import assert_sound, do, labels_of, tap, tell
from tests.world import World


async def send_off(world: World, head: Phone) -> None:
    await tap(world, head, "Kirim")


async def test_bold_words_and_links_arrive_as_they_were_written(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    entities: list[dict[str, Any]] = [
        {"type": "bold", "offset": 0, "length": 8},
        {"type": "text_link", "offset": 9, "length": 6, "url": "https://example.org/jadwal"},
    ]
    head.type("Posyandu jadwal <baru> & lengkap", entities=entities)
    await world.settle()
    await send_off(world, head)
    shown = warga.last
    assert shown.words == "📢 Ketua RT 02 RW 01\n\nPosyandu jadwal <baru> & lengkap"
    assert [(one["type"], one.get("url")) for one in shown.entities[1:]] == [
        ("bold", None),
        ("text_link", "https://example.org/jadwal"),
    ]


async def test_a_document_and_a_voice_note_go_out_with_their_words(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    await do(world, lambda: head.send_document("jadwal.pdf", b"%PDF-1.4", "Jadwal ronda"))
    await send_off(world, head)
    await tell(world, head, "Umumkan")
    await do(world, lambda: head.send_voice())
    await send_off(world, head)
    assert [message.kind for message in warga.messages] == ["document", "voice"]
    assert warga.texts == ["📢 Ketua RT 02 RW 01\n\nJadwal ronda", "📢 Ketua RT 02 RW 01"]
    await assert_sound(world)


async def test_a_place_becomes_a_button_that_opens_the_map(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    await do(world, lambda: head.send_location(-8.0983, 112.1681))
    assert "apa yang ingin diumumkan" in head.texts[-1]
    await tell(world, head, "Kumpul di sini")
    await send_off(world, head)
    ((button,),) = warga.last.buttons
    assert (button.text, button.url) == ("Lihat peta", "https://maps.google.com/?q=-8.0983,112.1681")


async def test_the_preview_says_who_does_not_get_it_and_why(world: World) -> None:
    head = await world.rt_head()
    for state in (ChatState.BLOCKED, ChatState.UNREACHABLE, ChatState.REACHABLE):
        warga = await world.resident()
        async with world.database.transaction() as session:
            (await session.get_one(Chat, warga.user_id)).state = state
    async with world.database.transaction() as session:
        session.add(world.cast.rts[1, 2])
        world.cast.rts[1, 2].estimated_households = 30
    await tell(world, head, "Umumkan", "Air mati")
    assert "Penerima: 1 warga." in head.texts[-1]
    left_out = (
        "Tidak sampai: 2 warga (1 memblokir, 1 tidak terjangkau) dan sekitar 27 rumah yang belum bergabung."
    )
    assert left_out in head.texts[-1]


async def test_only_those_who_have_not_answered_an_activity_are_told(world: World) -> None:
    head, spoke, silent = await world.rt_head(), await world.resident(), await world.resident()
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Gotong royong", "Pakai judul ini")
    await tell(world, head, "Minggu jam 7 pagi")
    await tap(world, head, "Betul")
    await tell(world, head, "Mushola")
    await tap(world, head, "Kirim undangan")
    await tap(world, spoke, "Ikut")
    await tell(world, head, "Umumkan", "Sapu sudah disiapkan")
    await tap(world, head, "Ganti penerima", "Belum menjawab", "Min 22 Nov, 07.00")
    assert "1 warga yang belum menjawab" in head.texts[-1]
    await send_off(world, head)
    assert any("Sapu" in text for text in silent.texts)
    assert not any("Sapu" in text for text in spoke.texts)
    async with world.database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
    assert kept.audience == {"who": "silent", "activity": 1}


async def test_the_kelurahan_may_speak_to_rt_heads_only(world: World) -> None:
    lurah, head, warga = (
        await world.officer(RoleKind.KELURAHAN),
        await world.rt_head(),
        await world.resident(),
    )
    await tell(world, lurah, "Umumkan", "Rapat koordinasi besok")
    await tap(world, lurah, "Ganti penerima", "Ketua RT saja")
    await send_off(world, lurah)
    assert "Rapat koordinasi" in head.texts[-1]
    assert warga.texts == []
    await tell(world, warga, "Pengumuman")
    assert "Rapat koordinasi" not in warga.texts[-1]


async def test_who_joins_later_reads_the_latest_ten(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    for number in range(1, 13):
        await tell(world, head, "Umumkan", f"Kabar {number}")
        await send_off(world, head)
        await world.move(hours=8)
    late = await world.resident()
    await tell(world, late, "Pengumuman")
    assert "Kabar 12" in late.texts[-1]
    assert "Kabar 8" in late.texts[-1]
    await tap(world, late, "Lebih lama")
    assert "Kabar 3" in late.texts[-1]
    assert "Kabar 2" not in late.texts[-1].replace("Kabar 12", "")
    assert labels_of(late)[-1] == "Lebih baru"
    await do(world, lambda: late.tap(labels_of(late)[0]))
    assert late.texts[-1] == "📢 Ketua RT 02 RW 01\n\nKabar 7"
