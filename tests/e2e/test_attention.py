"""Attention: three pieces of news a day, together when more waits, and what is muted is not sent."""

from datetime import UTC, datetime

from sqlalchemy import select

from simulator import Phone
from storage.mutes import Mute
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from tests.e2e.soundness import assert_sound, labels_of, tap, tell
from tests.world import World

NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 23, 1, tzinfo=UTC)
"""22.00 WIB, and 06.01 WIB of the next day."""


async def announce(world: World, head: Phone, words: str) -> None:
    await tell(world, head, "Umumkan", words)
    await tap(world, head, "Kirim")


async def states(world: World, phone: Phone) -> list[OutboxState]:
    async with world.database.reading() as session:
        query = select(OutboxRow.state).where(
            OutboxRow.chat_id == phone.user_id, OutboxRow.template == "announcements/announcement"
        )
        return list(await session.scalars(query.order_by(OutboxRow.id)))


async def test_the_fourth_announcement_of_a_day_waits_for_the_next_morning(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    for number in range(1, 5):
        await announce(world, head, f"Kabar {number}")
    assert [text.splitlines()[-1] for text in warga.texts] == ["Kabar 1", "Kabar 2", "Kabar 3"]
    await world.move(minutes=1)
    assert "menunggu besok untuk sebagian warga, karena kabar mereka hari ini sudah cukup" in head.texts[-1]
    assert "Dilanjutkan Kamis, 19 November 2026, pukul 06.00 WIB" in head.texts[-1]
    await world.move_to(MORNING)
    assert warga.texts[-1].endswith("Kabar 4")
    await assert_sound(world)


async def test_what_piled_up_over_night_comes_as_one_message_and_each_can_be_opened(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    for number in range(1, 5):
        await announce(world, head, f"Kabar {number}")
    await world.move_to(MORNING)
    (bundle,) = warga.texts
    assert bundle.startswith("Ada 4 kabar untuk Bapak:\n1. RT 02 RW 01: Kabar 1\n2. RT 02 RW 01: Kabar 2")
    assert labels_of(warga) == ["Buka 1", "Buka 2", "Buka 3", "Buka 4"]
    await tap(world, warga, "Buka 3")
    assert warga.texts[-1] == "📢 Ketua RT 02 RW 01\n\nKabar 3"
    assert await states(world, warga) == [OutboxState.BUNDLED] * 4 + [OutboxState.SENT]
    await world.move(minutes=2)
    assert sum("Terkirim: 1" in text for text in head.texts) == 4


async def test_a_bundle_that_does_not_arrive_has_not_delivered_its_lines(world: World) -> None:
    head, gone = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    for number in range(1, 5):
        await announce(world, head, f"Kabar {number}")
    world.telegram.chats[gone.user_id].blocked = True
    await world.move_to(MORNING)
    assert await states(world, gone) == [OutboxState.UNREACHABLE] * 4


async def test_an_invitation_that_cannot_wait_until_tomorrow_comes_without_a_sound(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    for number in range(1, 4):
        await announce(world, head, f"Kabar {number}")
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Rembug warga", "Pakai judul ini")
    await tell(world, head, "nanti malam jam 8")
    await tap(world, head, "Betul")
    await tell(world, head, "balai RW")
    await tap(world, head, "Kirim undangan")
    assert "Rembug warga" in warga.texts[-1]
    assert [message.silent for message in warga.messages] == [False, False, False, True]


async def test_urgent_news_and_replies_are_not_counted(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    for number in range(1, 4):
        await announce(world, head, f"Kabar {number}")
    await tell(world, head, "/darurat", "Air naik")
    await tap(world, head, "Lanjut", "Ya, kirim darurat")
    assert "Air naik" in warga.texts[-1]
    await tell(world, warga, "Bantuan")
    assert "Kirim usulan" in warga.texts[-1]


async def test_a_group_has_no_day_that_is_full(world: World) -> None:
    lurah = await world.officer(RoleKind.KELURAHAN)
    warga = [await world.resident(rt=rt) for rt in (1, 2)]
    for number in range(1, 4):
        await announce(world, lurah, f"Kabar {number}")
    await world.move(days=1)
    await announce(world, lurah, "Kabar 4")
    assert [phone.texts[-1].splitlines()[-1] for phone in warga] == ["Kabar 4", "Kabar 4"]


async def test_what_somebody_muted_is_not_sent_but_can_be_read_and_the_sender_sees_why(world: World) -> None:
    head, quiet, warga = await world.rt_head(), await world.resident(), await world.resident()
    await tell(world, quiet, "Data saya")
    await tap(world, quiet, "Atur kabar", "Pengumuman")
    assert "Pengumuman: mati" in quiet.texts[-1]
    await tell(world, head, "Umumkan", "Air mati")
    assert "Tidak sampai: 1 warga (1 mematikan kabar)." in head.texts[-1]
    await tap(world, head, "Kirim")
    assert "Air mati" in warga.texts[-1]
    assert not any("Air mati" in text for text in quiet.texts)
    await tell(world, quiet, "Pengumuman")
    assert "Air mati" in quiet.texts[-1]
    await tell(world, head, "/darurat", "Air naik")
    await tap(world, head, "Lanjut", "Ya, kirim darurat")
    assert "Air naik" in quiet.texts[-1]


async def test_a_muted_kind_is_heard_again_after_a_second_tap(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, warga, "Data saya")
    await tap(world, warga, "Atur kabar", "Undangan")
    async with world.database.reading() as session:
        assert [mute.kind for mute in await session.scalars(select(Mute))] == ["invitation"]
    await tap(world, warga, "Undangan")
    assert "Undangan: nyala" in warga.texts[-1]
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Mute))) == []
    await announce(world, head, "Air mati")
    assert "Air mati" in warga.texts[-1]
