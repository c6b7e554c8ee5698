"""An announcement that is taken back disappears, or says so, and what waits never comes."""

from datetime import UTC, datetime

import pytest

from storage.announcements import AnnouncementState
from tests.e2e.newsroom import (
    announce,
    card_of,
    find_announced,
    recall,
)
from tests.e2e.soundness import assert_sound, data_of, labels_of, tap, tell
from tests.world import World

NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 23, 1, tzinfo=UTC)


async def requests(world: World, method: str) -> int:
    return sum(made == method for _, made, _, _ in world.telegram.requests)


async def test_a_young_announcement_disappears_when_it_is_taken_back(world: World) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(3)]
    await announce(world, head, "Air mati", reads=True)
    button = data_of(warga[0], "Sudah baca")
    await tap(world, head, "Tarik")
    assert labels_of(head) == ["Hapus", "Ganti kata-katanya", "Tidak jadi"]
    await tap(world, head, "Hapus")
    assert [phone.texts for phone in warga] == [[], [], []]
    assert head.texts[-1].startswith("Pengumuman sudah ditarik, Pak.\n3 pesan sedang saya hapus.")
    assert card_of(head).startswith("📢 Pengumuman untuk RT 02 RW 01 sudah ditarik.")
    await tell(world, warga[0], "Pengumuman")
    assert "Belum ada pengumuman" in warga[0].texts[-1]
    warga[0].forge(button)
    await world.settle()
    assert warga[0].toasts[-1][1].startswith("Pengumuman ini sudah ditarik pengirimnya")
    assert (await find_announced(world)).state is AnnouncementState.WITHDRAWN
    await world.move(minutes=2)
    assert await requests(world, "deleteMessage") == 3
    await assert_sound(world)


@pytest.mark.parametrize("kind", ["text", "photo"])
async def test_an_old_one_says_that_it_was_taken_back(world: World, kind: str) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    if kind == "photo":
        head.send_photo("Posyandu")
        await world.settle()
    else:
        await tell(world, head, "Posyandu")
    await tap(world, head, "Pakai Sudah baca", "Kirim")
    await world.move(hours=49)
    await recall(world, head)
    assert [(message.kind, message.words, message.buttons) for message in warga.messages] == [
        (kind, "Pengumuman ini sudah ditarik.", [])
    ]
    await assert_sound(world)


async def test_what_waits_for_the_morning_never_comes_once_it_is_taken_back(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    await announce(world, head, "Air mati")
    await recall(world, head)
    assert "Belum ada yang sempat menerimanya." in head.texts[-1]
    await world.move_to(MORNING)
    assert warga.texts == []


async def test_taking_back_can_be_thought_over(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati Senin")
    await tap(world, head, "Tarik", "Tidak jadi")
    assert head.texts[-1] == "Baik, Pak. Pengumumannya tetap seperti semula."
    await tap(world, head, "Tarik", "Ganti kata-katanya")
    await tell(world, head, "Air mati Selasa")
    await tap(world, head, "Kirim")
    assert ["Selasa" in text for text in warga.texts] == [True]


async def test_a_reminder_that_waits_for_the_morning_can_be_stopped(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati", reads=True)
    await world.move_to(NIGHT)
    await tap(world, head, "Ingatkan yang belum")
    assert "Hentikan" in labels_of(head)
    await tap(world, head, "Hentikan")
    assert head.toasts[-1][1] == "Pengingatnya saya hentikan, Pak. Pengumumannya tetap ada di semua HP."
    await world.move_to(MORNING)
    assert len(warga.texts) == 1
    assert card_of(head).startswith("📢 Pengumuman untuk RT 02 RW 01 sudah selesai dikirim.")
    assert "Hentikan" not in labels_of(head)
    assert (await find_announced(world)).state is AnnouncementState.PUBLISHED
