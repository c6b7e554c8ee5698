"""An announcement is corrected where it is, taken back, or stopped half-way, for everybody who got it."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from simulator import Phone
from storage.announcements import AnnouncementRevision, AnnouncementState
from storage.audit import Act
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from tests.e2e.newsroom import (
    HEADED,
    announce,
    at_telegrams_pace,
    card_of,
    correct,
    find_announced,
    kelurahan_and_rw_head,
    let_through,
    link_group,
    recall,
)
from tests.e2e.soundness import assert_refused, assert_sound, labels_of, tap, tell
from tests.world import World

NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 23, 1, tzinfo=UTC)
MARK = "\n\nRalat, Rabu, 18 November 2026, pukul 10."


async def test_a_correction_changes_the_message_where_it_is_and_is_marked(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(3)]
    await announce(world, head, "Kerja bakti Sabtu")
    await tap(world, head, "Ralat")
    assert "\nKerja bakti Sabtu\n" in head.texts[-1]
    await tell(world, head, "Kerja bakti Minggu")
    assert head.texts[-2].startswith(f"{HEADED}Kerja bakti Minggu{MARK}")
    await tap(world, head, "Kirim")
    assert head.texts[-1].startswith("Ralatnya sedang dikirim, Pak: 3 pesan diganti di tempatnya.")
    for phone in warga:
        assert len(phone.texts) == 1
        assert phone.texts[0].startswith(f"{HEADED}Kerja bakti Minggu{MARK}")
    assert "Diralat Rabu, 18 November 2026" in card_of(head)
    async with world.database.reading() as session:
        (old,) = list(await session.scalars(select(AnnouncementRevision)))
        acts = list(await session.scalars(select(Act.action)))
    assert (old.number, old.text) == (1, "Kerja bakti Sabtu")
    assert "correct_announcement" in acts
    await assert_sound(world)


async def test_who_has_not_got_it_yet_never_sees_the_old_words(world: World) -> None:
    head, early, late = await world.rt_head(), await world.resident(), await world.resident()
    await world.move_to(NIGHT)
    await announce(world, head, "Kerja bakti Sabtu")
    await let_through(world, early)
    assert (len(early.texts), len(late.texts)) == (1, 0)
    await correct(world, head, "Kerja bakti Minggu")
    assert "Kerja bakti Minggu" in early.texts[0]
    assert late.texts == []
    await world.move_to(MORNING)
    assert [("Minggu" in text, "Sabtu" in text) for text in late.texts] == [(True, False)]
    assert len(early.texts) == 1


async def test_under_a_photo_the_words_change_and_the_photo_stays(world: World) -> None:
    head, early, late = await world.rt_head(), await world.resident(), await world.resident()
    await world.move_to(NIGHT)
    await tell(world, head, "Umumkan")
    head.send_photo("Posyandu Jumat")
    await world.settle()
    await tap(world, head, "Kirim")
    await let_through(world, early)
    picture = early.messages[-1].file
    await tap(world, head, "Ralat")
    assert "berkasnya tetap" in head.texts[-1]
    head.send_photo("Bukan ini")
    await world.settle()
    await tell(world, head, "x" * 901)
    assert "900" in head.texts[-1]
    await tell(world, head, "Posyandu Kamis")
    await tap(world, head, "Kirim")
    await world.move_to(MORNING)
    for phone in (early, late):
        (message,) = phone.messages
        assert (message.kind, message.file) == ("photo", picture)
        assert message.caption.startswith(f"{HEADED}Posyandu Kamis\n\nRalat, Rabu")
    await assert_sound(world)


async def test_groups_and_what_was_opened_again_change_as_well(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    group = await link_group(world, head, warga)
    await tell(world, head, "Umumkan", "Air mati Senin")
    await tap(world, head, "Pilihan lain", "Grup dan pribadi", "Kirim")
    await tell(world, warga, "Pengumuman")
    await tap(world, warga, *labels_of(warga)[:1])
    await correct(world, head, "Air mati Selasa")
    assert ["Selasa" in text for text in group.texts] == [True]
    assert ["Selasa" in text for text in warga.texts if text.startswith(HEADED)] == [True, True]
    assert ["Senin" in text for text in (*group.texts, *warga.texts)].count(True) <= 1  # its list
    await recall(world, head)
    assert [text for text in (*group.texts, *warga.texts) if text.startswith(HEADED)] == []


async def test_a_message_that_somebody_deleted_is_not_sent_anew(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin")
    world.telegram.chats[warga.user_id].messages.clear()
    await correct(world, head, "Air mati Selasa")
    assert warga.texts == []
    await recall(world, head)
    await assert_sound(world)


async def test_the_same_words_are_no_correction(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati")
    await correct(world, head, "Air mati")
    assert "masih sama" in head.toasts[-1][1]
    await tap(world, head, "Ubah")
    await tell(world, head, "Air mati Senin")
    await tap(world, head, "Kirim")
    assert ["Senin" in text for text in warga.texts] == [True]


async def test_the_newest_of_two_corrections_stands_and_both_older_ones_are_kept(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "satu")
    await correct(world, head, "dua")
    await correct(world, head, "tiga")
    assert ["tiga" in text for text in warga.texts] == [True]
    async with world.database.reading() as session:
        query = select(AnnouncementRevision.number, AnnouncementRevision.text)
        rows = list(await session.execute(query.order_by(AnnouncementRevision.number)))
    assert [tuple(row) for row in rows] == [(1, "satu"), (2, "dua")]


async def test_who_comes_later_reads_the_new_words(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin")
    await correct(world, head, "Air mati Selasa")
    new = await world.resident()
    await tell(world, new, "Pengumuman")
    assert "Air mati Selasa" in new.texts[-1]
    await tap(world, new, *labels_of(new)[:1])
    assert new.texts[-1].startswith(f"{HEADED}Air mati Selasa{MARK}")


async def test_stopping_in_the_middle_stops_within_a_second(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(90)]
    at_telegrams_pace(world)
    await tell(world, head, "Umumkan", "Air mati Senin")
    head.tap("Kirim")
    while sum(len(phone.texts) for phone in warga) < 10:
        await world.telegram.bell.wait(1)
    while "Hentikan" not in labels_of(head):
        await world.telegram.bell.wait(1)
    head.tap("Hentikan")
    await asyncio.sleep(1)
    reached = sum(len(phone.texts) for phone in warga)
    await asyncio.sleep(1)
    await world.settle()
    assert 10 <= sum(len(phone.texts) for phone in warga) == reached < 85
    assert card_of(head).startswith("📢 Pengumuman untuk RT 02 RW 01 dihentikan di tengah jalan.")
    await world.move(minutes=1)
    assert f"Penerima: 90\nTerkirim: {reached}\nTidak dikirim: {90 - reached}" in card_of(head)
    assert (await find_announced(world)).state is AnnouncementState.STOPPED
    await correct(world, head, "Air mati Selasa")
    assert [text for phone in warga for text in phone.texts if "Selasa" not in text] == []
    assert sum(len(phone.texts) for phone in warga) == reached


async def test_what_has_arrived_everywhere_cannot_be_stopped(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati")
    number = (await find_announced(world)).id
    head.forge(f"sent:{number}:stop")
    await world.settle()
    assert head.toasts[-1][1].startswith("Semuanya sudah terkirim, Pak.")
    assert len(warga.texts) == 1


@pytest.mark.parametrize("act", ["correct", "recall"])
async def test_a_restart_in_the_middle_loses_nothing_and_doubles_nothing(world: World, act: str) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(60)]
    await announce(world, head, "Air mati Senin")
    at_telegrams_pace(world)
    if act == "correct":
        await tap(world, head, "Ralat")
        await tell(world, head, "Air mati Selasa")
        head.tap("Kirim")
    else:
        await tap(world, head, "Tarik")
        head.tap("Hapus")
    while not 5 <= _changed(warga) < 50:
        await world.telegram.bell.wait(1)
    await world.restart()
    assert _changed(warga) < 60
    await world.settle()
    texts = [phone.texts for phone in warga]
    assert all(len(text) == 1 and "Selasa" in text[0] for text in texts) or texts == [[]] * 60
    await assert_sound(world)


def _changed(warga: list[Phone]) -> int:
    return sum("Air mati Senin" not in "".join(phone.texts) for phone in warga)


async def test_nobody_but_the_office_that_spoke_changes_its_words(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    lurah, rw_head = await kelurahan_and_rw_head(world)
    other = await world.rt_head(rt=1)
    await announce(world, head, "Air mati")
    number = (await find_announced(world)).id
    for phone in (warga, lurah, rw_head, other):
        await tell(world, phone, "/bantuan")
        forged = [
            f"sent:{number}:{verb}" for verb in ("correct", "recall", "delete", "keep", "stop", "nudge")
        ]
        await assert_refused(world, phone, *forged)
    assert len([text for text in warga.texts if text.endswith("Air mati")]) == 1


async def test_another_office_of_the_same_area_looks_but_has_no_buttons_to_change_it(world: World) -> None:
    lurah, _ = await world.officer(RoleKind.KELURAHAN), await world.resident()
    companion = await world.officer(RoleKind.FACILITATOR)
    await announce(world, lurah, "Posyandu")
    await tell(world, companion, "/terkirim")
    assert companion.texts[-1] == "Belum ada pengumuman yang dikirim, Pak."
    companion.forge(f"sent:{(await find_announced(world)).id}:show")
    await world.settle()
    assert labels_of(companion) == ["Lihat per RT", "Salin untuk WhatsApp", "Cetak"]


async def test_a_correction_that_is_half_written_sends_nothing_once_it_was_taken_back(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin")
    await tap(world, head, "Ralat")
    await tell(world, head, "Air mati Selasa")
    await recall(world, head)
    await tap(world, head, "Kirim")
    assert "sudah ditarik" in head.toasts[-1][1]
    assert warga.texts == []
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count(AnnouncementRevision.id))) == 0


async def test_a_card_far_up_opens_anew_below(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin")
    await tell(world, head, "Bantuan", "Umumkan")
    await tap(world, head, "Yang terkirim")
    await tap(world, head, labels_of(head)[0])
    assert head.texts[-1].startswith("📢 Pengumuman untuk RT 02 RW 01 sudah selesai dikirim.")
    assert labels_of(head) == ["Lihat per RT", "Ralat", "Tarik", "Salin untuk WhatsApp", "Cetak"]
    below = head.last.message_id
    await recall(world, head)
    await world.move(minutes=1)
    (card,) = [message for message in head.messages if message.message_id == below]
    assert card.words.startswith("📢 Pengumuman untuk RT 02 RW 01 sudah ditarik.")
    assert [button.text for row in card.buttons for button in row] == ["Lihat per RT"]


async def test_an_emergency_in_other_words_keeps_how_people_are(world: World) -> None:
    head, calm, silent = await world.rt_head(), await world.resident(), await world.resident()
    await tell(world, head, "/darurat", "Air naik di Gang 1")
    await tap(world, head, "Lanjut", "Ya, kirim darurat")
    await tap(world, calm, "Saya aman")
    await correct(world, head, "Air naik di Gang 2")
    for phone in (calm, silent):
        assert all("Gang 2" in text for text in phone.texts[-2:])
        assert phone.texts[-1].startswith("🚨 RALAT DARURAT")
    assert "Jawaban Bapak: Saya aman." in calm.texts[-2]
    assert "Jawaban" not in silent.texts[-2]
    async with world.database.reading() as session:
        states = set(await session.scalars(select(OutboxRow.state)))
    assert states == {OutboxState.SENT}
