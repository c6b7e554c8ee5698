"""Who has read an announcement is told by a button, RT by RT; who has not is reminded once."""

from datetime import UTC, datetime

from sqlalchemy import func, select, update

from storage.announcements import Reaction
from storage.areas import Area
from storage.outbox import OutboxRow
from storage.people import Residency, RoleKind
from tests.e2e.newsroom import (
    HEADED,
    announce,
    card_of,
    correct,
    find_announced,
    kelurahan_and_rw_head,
    let_through,
    link_group,
)
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.world import World

NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 23, 1, tzinfo=UTC)


async def count_reactions(world: World) -> int:
    async with world.database.reading() as session:
        return await session.scalar(select(func.count(Reaction.id))) or 0


async def test_reading_is_one_tap_that_the_button_and_the_card_show(world: World) -> None:
    head, first, second = await world.rt_head(), await world.resident(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await tap(world, first, "Sudah baca")
    assert first.toasts[-1][1:] == ("Terima kasih, sudah dibaca 🙏", False)
    assert first.texts == [f"{HEADED}Air mati"]
    assert (labels_of(first), labels_of(second)) == (["✓ Sudah baca"], ["Sudah baca"])
    await world.move(minutes=1)
    assert "Penerima: 2\nTerkirim: 2\nSudah baca: 1" in card_of(head)
    await tap(world, first, "✓ Sudah baca")
    assert first.toasts[-1][1] == "Terima kasih, sudah dibaca 🙏"
    assert await count_reactions(world) == 1
    await assert_sound(world)


async def test_the_button_of_a_photo_works_as_well(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    head.send_photo("Posyandu")
    await world.settle()
    await tap(world, head, "Pakai Sudah baca", "Kirim")
    await tap(world, warga, "Sudah baca")
    (message,) = warga.messages
    assert (message.kind, message.caption) == ("photo", f"{HEADED}Posyandu")
    assert labels_of(warga) == ["✓ Sudah baca"]
    await assert_sound(world)


async def test_many_taps_are_few_changes_of_the_card(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(12)]
    await announce(world, head, "Air mati", reads=True)
    await world.move(minutes=1)
    for phone in warga:
        phone.tap("Sudah baca")
    await world.settle()
    await world.move(minutes=1)
    assert "Sudah baca: 12" in card_of(head)
    async with world.database.reading() as session:
        cards = select(func.count(OutboxRow.id)).where(OutboxRow.template == "announcements/progress")
        assert (await session.scalar(cards) or 0) <= 4


async def test_in_the_preview_the_button_is_only_shown(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan", "Air mati")
    await tap(world, head, "Pakai Sudah baca", "Sudah baca")
    assert head.toasts[-1][1:] == (
        "Ini baru contoh, Pak. Tombolnya berfungsi setelah pengumuman dikirim.",
        False,
    )
    await tell(world, head, "/batal", "/darurat", "Air naik")
    await tap(world, head, "Saya aman")
    assert head.toasts[-1][1].startswith("Ini baru contoh")


async def test_an_old_message_can_still_be_read_also_by_whoever_moved_away(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await world.move(days=40)
    async with world.database.transaction() as session:
        await session.execute(update(Residency).values(until=world.now()))
    await tap(world, warga, "Sudah baca")
    assert labels_of(warga) == ["✓ Sudah baca"]
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Reaction.area_id))) == [world.cast.rts[1, 2].id]


async def test_whoever_came_later_reads_it_in_the_list(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    new = await world.resident()
    await tell(world, new, "Pengumuman")
    await tap(world, new, *labels_of(new)[:1])
    await tap(world, new, "Sudah baca")
    assert labels_of(new) == ["✓ Sudah baca"]
    assert await count_reactions(world) == 1


async def test_strangers_and_other_rt_have_nothing_to_tap(world: World) -> None:
    head, warga, other = await world.rt_head(), await world.resident(), await world.resident(rt=1)
    await announce(world, head, "Air mati", reads=True)
    number = (await find_announced(world)).id
    await tell(world, other, "/bantuan")
    await assert_refused(world, other, f"react:{number}:read")
    await assert_refused(world, warga, *(f"react:{number}:{kind}" for kind in ("clear", "safe", "x")))
    await assert_refused(world, warga, "react:999:read", "react:0:read")


async def test_in_a_group_a_tap_counts_for_the_person_and_changes_nothing_there(world: World) -> None:
    head, first, second = await world.rt_head(), await world.resident(), await world.resident()
    group = await link_group(world, head, first, second)
    await tell(world, head, "Umumkan", "Air mati")
    await tap(world, head, "Pilihan lain", "Pakai Sudah baca", "Pilihan lain", "Lewat grup", "Kirim")
    for phone in (first, second, first):
        phone.tap_in(group, "Sudah baca")
        await world.settle()
    assert first.toasts[-1][1] == "Terima kasih, sudah dibaca 🙏"
    assert [button.text for row in group.last.buttons for button in row] == ["Sudah baca"]
    assert await count_reactions(world) == 2
    await tap(world, head, "Lihat per RT")
    assert "Di grup: terkirim 1" in head.texts[-1]
    assert "RT 02 RW 01: lewat grup, sudah baca 2" in head.texts[-1]


async def test_who_has_not_read_is_reminded_once_and_only_they(world: World) -> None:
    head, reader, silent = await world.rt_head(), await world.resident(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await tap(world, reader, "Sudah baca")
    await world.move(minutes=1)
    number = (await find_announced(world)).id
    await tap(world, head, "Ingatkan yang belum")
    assert head.toasts[-1][1] == "Baik, Pak. 1 warga yang belum baca saya ingatkan satu kali ini."
    assert len(reader.texts) == 1
    assert silent.texts[-1] == "Sekadar mengingatkan, Pak 🙏\nKetua RT 02 RW 01\n\nAir mati"
    assert "Yang belum baca sudah diingatkan Rabu, 18 November 2026" in card_of(head)
    head.forge(f"sent:{number}:nudge")
    await world.settle()
    assert head.toasts[-1][1].startswith(
        "Yang belum baca sudah saya ingatkan Rabu, 18 November 2026, pukul 10."
    )
    assert len(silent.texts) == 2
    await tap(world, silent, "Sudah baca")
    assert labels_of(silent) == ["✓ Sudah baca"]
    await world.move(minutes=1)
    assert "Penerima: 2\nTerkirim: 2\nSudah baca: 2" in card_of(head)
    await assert_sound(world)


async def test_nobody_is_reminded_where_all_have_read_or_none_was_asked(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await world.move(minutes=1)
    button = data_of(head, "Ingatkan yang belum")
    await tap(world, warga, "Sudah baca")
    await world.move(minutes=1)
    assert "Ingatkan yang belum" not in labels_of(head)
    await assert_refused(world, head, button)
    assert "sudah membacanya" in head.toasts[-1][1]
    await announce(world, head, "Air hidup")
    await assert_refused(world, head, f"sent:{(await find_announced(world)).id}:nudge")


async def test_who_reads_before_the_reminder_comes_is_not_reminded(world: World) -> None:
    head, reader, silent = await world.rt_head(), await world.resident(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await world.move_to(NIGHT)
    await tap(world, head, "Ingatkan yang belum")
    await tap(world, reader, "Sudah baca")
    await world.move_to(MORNING)
    assert (len(reader.texts), len(silent.texts)) == (1, 2)


async def test_after_a_correction_reading_starts_anew(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin", reads=True)
    await world.move(minutes=1)
    await tap(world, head, "Ingatkan yang belum")
    await tap(world, warga, "Sudah baca")
    await tap(world, head, "Ralat")
    await tell(world, head, "Air mati Selasa")
    assert "Hitungan Sudah baca mulai dari awal" in head.texts[-1]
    await tap(world, head, "Kirim")
    assert ["Selasa" in text for text in warga.texts] == [True, True]
    assert labels_of(warga) == ["Sudah baca"]
    await world.move(minutes=1)
    assert "Sudah baca: 0" in card_of(head)
    await tap(world, head, "Ingatkan yang belum")
    assert len(warga.texts) == 3
    await tap(world, warga, "Sudah baca")
    assert await count_reactions(world) == 1


async def test_the_kelurahan_sees_what_became_of_it_rt_by_rt(world: World) -> None:
    lurah = await world.officer(RoleKind.KELURAHAN)
    readers = [await world.resident(rt=2) for _ in range(2)]
    other, gone, away = [await world.resident(rt=1) for _ in range(3)]
    async with world.database.transaction() as session:
        one = Area.id == world.cast.rts[1, 2].id
        await session.execute(update(Area).where(one).values(estimated_households=29))
    away.block()
    await world.settle()
    await world.move_to(NIGHT)
    await announce(world, lurah, "Posyandu", reads=True)
    gone.block()
    await let_through(world, readers[0])
    await tap(world, readers[0], "Sudah baca")
    await tap(world, lurah, "Lihat per RT")
    assert (
        "RT 02 RW 01: terkirim 1, menunggu 1, sudah baca 1, belum terjangkau 0, rumah belum bergabung 27"
        in lurah.texts[-1]
    )
    await world.move_to(MORNING)
    await tap(world, lurah, "Lihat per RT")
    assert lurah.texts[-1].splitlines() == [
        "Pengumuman untuk Kelurahan Blitar, per RT:",
        "",
        "RT 01 RW 01: terkirim 1, sudah baca 0, belum terjangkau 2, rumah belum bergabung ?",
        "RT 02 RW 01: terkirim 2, sudah baca 1, belum terjangkau 0, rumah belum bergabung 27",
        "RT 01 RW 02: terkirim 0, sudah baca 0, belum terjangkau 0, rumah belum bergabung ?",
        "RT 02 RW 02: terkirim 0, sudah baca 0, belum terjangkau 0, rumah belum bergabung ?",
    ]
    assert len(other.texts) == 1


async def test_only_the_rts_own_head_learns_who_was_not_reached(world: World) -> None:
    head, lurah_and_rw = await world.rt_head(), await kelurahan_and_rw_head(world)
    gone, away = await world.resident(name="Warga Gang 1"), await world.resident(name="Warga Gang 2")
    warga = await world.resident(name="Warga Gang 3")
    away.block()
    await world.settle()
    await world.move_to(NIGHT)
    await announce(world, head, "Air mati")
    gone.block()
    await world.move_to(MORNING)
    await tap(world, head, "Lihat per RT")
    assert "terkirim 1, belum terjangkau 2" in head.texts[-1]
    assert "Belum terjangkau di RT 02 RW 01: Bapak Warga Gang 1, Bapak Warga Gang 2." in head.texts[-1]
    number = (await find_announced(world)).id
    for phone in lurah_and_rw:
        await tell(world, phone, "/bantuan")
        phone.forge(f"sent:{number}:details")
        await world.settle()
        assert "belum terjangkau 2" in phone.texts[-1]
        assert "Warga Gang" not in phone.texts[-1]
    await tell(world, warga, "/bantuan")
    await assert_refused(world, warga, f"sent:{number}:details", f"receipts:{number}:0")


async def test_many_rt_are_told_page_by_page(world: World) -> None:
    lurah, _ = await world.officer(RoleKind.KELURAHAN), await world.resident()
    async with world.database.transaction() as session:
        holder = world.cast.rts[2, 1]
        for number in range(3, 13):
            session.add(
                Area(
                    parent_id=holder.parent_id,
                    kelurahan_id=holder.kelurahan_id,
                    kind=holder.kind,
                    number=number,
                    name=f"RT {number:02} RW 02",
                    zone=holder.zone,
                    valid_from=holder.valid_from,
                )
            )
    await announce(world, lurah, "Posyandu")
    await tap(world, lurah, "Lihat per RT")
    assert lurah.texts[-1].count("terkirim") == 12
    await tap(world, lurah, "Berikutnya")
    assert lurah.texts[-1].count("terkirim") == 2
    assert "RT 12 RW 02" in lurah.texts[-1]
    await tap(world, lurah, "Sebelumnya")
    assert lurah.texts[-1].count("terkirim") == 12


async def test_a_correction_of_a_read_photo_brings_its_button_back(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    head.send_photo("Posyandu Jumat")
    await world.settle()
    await tap(world, head, "Pakai Sudah baca", "Kirim")
    await tap(world, warga, "Sudah baca")
    await correct(world, head, "Posyandu Kamis")
    assert labels_of(warga) == ["Sudah baca"]
    assert "Kamis" in warga.messages[-1].caption
