"""An announcement on its way: the very message, who gets it and when, and the card that follows it."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from simulator import Phone
from storage.announcements import Announcement
from storage.outbox import OutboxRow
from storage.people import RoleKind
from tests.world import World


async def write(world: World, head: Phone, text: str) -> None:
    for said in ("Umumkan", text):
        head.type(said)
        await world.settle()


async def tap(world: World, phone: Phone, label: str) -> None:
    phone.tap(label)
    await world.settle()


async def test_people_get_exactly_what_the_preview_showed(world: World) -> None:
    head = await world.rt_head()
    warga = [await world.resident() for _ in range(3)]
    other = await world.resident(rt=1)
    await write(world, head, "Air <mati> & gelap\nnanti malam 🌙")
    seen, question = head.texts[-2:]
    assert seen == "📢 Ketua RT 02 RW 01\n\nAir <mati> & gelap\nnanti malam 🌙"
    assert "Penerima: 3 warga" in question
    assert question.endswith("\nKirim sekarang?")
    await tap(world, head, "Kirim")
    assert [phone.texts for phone in warga] == [[seen]] * 3
    assert other.texts == []
    await world.move(minutes=1)
    assert head.texts[-1].endswith("sudah selesai dikirim.\n\nPenerima: 3\nTerkirim: 3")


async def test_a_photo_goes_out_with_its_words(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    head.type("Umumkan")
    await world.settle()
    head.send_photo("Posyandu\n" + "x" * 900)
    await world.settle()
    assert "900" in head.texts[-1]
    head.send_photo("Posyandu")
    await world.settle()
    await tap(world, head, "Kirim")
    assert [(message.kind, message.words) for message in warga.messages] == [
        ("photo", "📢 Ketua RT 02 RW 01\n\nPosyandu")
    ]


async def test_a_text_that_leaves_no_room_is_refused_with_its_limit(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await write(world, head, "🌙" * 1751)
    assert "3.500" in head.texts[-1]
    head.type("🌙" * 1750)
    await world.settle()
    await tap(world, head, "Kirim")
    assert warga.texts[-1].endswith("🌙" * 1750)


async def test_at_night_it_waits_for_the_morning_and_says_so(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await write(world, head, "Kerja bakti besok")
    assert head.texts[-1].endswith("Akan dikirim Kamis, 19 November 2026, pukul 06.00 WIB.\nSudah pas, Pak?")
    await tap(world, head, "Kirim")
    assert "menunggu jam tenang selesai.\nMulai dikirim Kamis, 19 November 2026" in head.texts[-1]
    assert "sedang dikirim" not in head.texts[-1]
    assert warga.texts == []
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert len(warga.texts) == 1
    await world.move(minutes=2)
    assert any("Terkirim: 1" in text for text in head.texts)


async def test_sending_twice_announces_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await write(world, head, "Air mati")
    head.tap("Kirim")
    head.tap("Kirim")
    await world.settle()
    assert len(warga.texts) == 1
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Announcement)) == 1


async def test_who_blocks_the_bot_meanwhile_is_counted_and_disturbs_nobody(world: World) -> None:
    head, gone, warga = await world.rt_head(), await world.resident(), await world.resident()
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await write(world, head, "Air mati")
    await tap(world, head, "Kirim")
    gone.block()
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    await world.move(minutes=2)
    assert (len(gone.texts), len(warga.texts)) == (0, 1)
    assert any(text.endswith("Penerima: 2\nTerkirim: 1\nBelum terjangkau: 1") for text in head.texts)


async def test_changing_it_shows_the_new_words_first(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await write(world, head, "Air mati")
    await tap(world, head, "Ubah")
    head.type("Listrik mati")
    await world.settle()
    assert head.texts[-2].endswith("Listrik mati")
    await tap(world, head, "Kirim")
    assert [text.splitlines()[-1] for text in warga.texts] == ["Listrik mati"]


async def test_a_resident_cannot_announce(world: World) -> None:
    warga, other = await world.resident(), await world.resident()
    await write(world, warga, "Air mati")
    assert other.texts == []
    async with world.database.reading() as session:
        query = select(func.count()).select_from(OutboxRow)
        query = query.where(OutboxRow.template == "announcements/announcement")
        assert await session.scalar(query) == 0


async def test_the_kelurahan_reaches_every_rt(world: World) -> None:
    lurah = await world.officer(RoleKind.KELURAHAN)
    warga = [await world.resident(rt=rt, rw=rw) for rw in (1, 2) for rt in (1, 2)]
    await write(world, lurah, "Posyandu hari Jumat")
    await tap(world, lurah, "Kirim")
    assert {phone.texts[-1] for phone in warga} == {"📢 Kelurahan Blitar\n\nPosyandu hari Jumat"}


async def test_an_older_preview_sends_nothing_and_says_that_a_newer_one_is_below(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await write(world, head, "Air mati")
    older = head.last.buttons[0][0].callback_data or ""
    await tap(world, head, "Ubah")
    head.type("Listrik mati")
    await world.settle()
    head.forge(older)
    await world.settle()
    assert "Versi terbarunya ada di bawah" in head.toasts[-1][1]
    assert warga.texts == []
    head.type("ya")
    await world.settle()
    assert [text.splitlines()[-1] for text in warga.texts] == ["Listrik mati"]


async def test_kirim_sends_what_stands_above_it_while_a_change_was_only_begun(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await write(world, head, "Air mati")
    await tap(world, head, "Ubah")
    await tap(world, head, "Kirim")
    assert [text.splitlines()[-1] for text in warga.texts] == ["Air mati"]
