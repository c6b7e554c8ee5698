"""Forms that are begun, tapped or answered once more: one answer, in a kind tone, and the way on."""

import pytest

from tests.e2e.doorway import link
from tests.e2e.soundness import data_of, do, labels_of, tap, tell
from tests.world import World


@pytest.mark.parametrize("item", ["/buat_kegiatan", "Buat kegiatan"])
async def test_a_form_that_is_begun_again_is_asked_about_once(world: World, item: str) -> None:
    head = await world.rt_head()
    await tell(world, head, "/buat_kegiatan", "Acara", "Pentas seni")
    before = len(head.texts)
    await tell(world, head, item)
    assert len(head.texts) == before + 1
    assert "Mau dilanjutkan, atau mulai baru?" in head.texts[-1]


async def test_another_items_answer_still_recalls_the_form(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "/buat_kegiatan", "Acara", "Pentas seni", "/bantuan")
    assert "rencana kegiatan yang tadi masih saya simpan" in head.texts[-1]


async def test_a_harmless_second_tap_is_a_plain_toast(world: World) -> None:
    head, warga, payload = await world.rt_head(), world.stranger(), await link(world)
    await do(world, lambda: warga.start(payload))
    await tap(world, warga, "Boleh", "Ibu")
    await tell(world, warga, "Warga Baru")
    await tap(world, warga, "Lewati", "Lewati")
    await tap(world, head, "Terima")
    head.forge("resident:1:accept")
    await world.settle()
    head.forge("resident:1:decline")
    await world.settle()
    assert [alert for _, _, alert in warga.toasts] == [False] * 4
    assert [alert for _, _, alert in head.toasts] == [False, False, True]


async def test_calling_off_twice_says_that_it_is_done(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan", "Acara", "Pentas seni", "Minggu jam 06.30", "betul", "Balai")
    await tap(world, head, "Kirim undangan", "Batalkan")
    again = data_of(head, "Ya, batalkan")
    await tap(world, head, "Ya, batalkan")
    head.forge(again)
    await world.settle()
    _, words, alert = head.toasts[-1]
    assert "memang sudah dibatalkan" in words
    assert not alert


async def test_what_a_step_cannot_use_brings_its_question_and_buttons_again(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan", "entahlah")
    before = len(head.texts)
    assert head.texts[-1].startswith("Maaf, saya belum paham.")
    assert "Mau mengadakan kegiatan apa" in head.texts[-1]
    assert labels_of(head)[0] == "Gotong royong"
    await do(world, lambda: head.send_voice())
    assert "Di sini cukup tekan salah satu tombol" in head.texts[-1]
    await tap(world, head, "Acara")
    await tell(world, head, "x" * 101)
    assert "paling banyak 100 huruf" in head.texts[-1]
    assert "Apa judul kegiatannya" in head.texts[-1]
    assert labels_of(head) == ["Pakai judul ini", "Batal"]
    assert len(head.texts) == before + 3
    await tap(world, head, "Pakai judul ini")
    assert "Kapan" in head.texts[-1]


async def test_a_yes_is_the_main_button_of_a_preview_and_kembali_leads_back(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Buat kegiatan", "Acara", "Pentas seni", "besok 19.30", "betul pak", "Balai")
    await tell(world, head, "ya tapi tempatnya diganti")
    assert "saya belum paham" in head.texts[-1]
    assert labels_of(head)[0] == "Kirim undangan"
    assert warga.texts == []
    await tap(world, head, "Ubah", "Kembali")
    assert "Undangannya akan tampil begini" in head.texts[-1]
    await tell(world, head, "nggih, kirim")
    assert "Pentas seni" in warga.texts[0]


async def test_an_old_button_of_a_left_form_brings_its_question_back(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Acara")
    await tell(world, head, "Pentas seni", "/bantuan")
    assert labels_of(head) == ["Lanjutkan", "Batal"]
    await tap(world, head, "Acara")
    assert "Kapan Pentas seni" in head.texts[-1]
    await tell(world, head, "besok 19.30")
    assert head.texts[-1].endswith("Betul?")


async def test_what_is_cancelled_is_named(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan", "/batal")
    assert head.texts[-1].startswith("Baik, Pak, rencana kegiatannya tidak jadi.")
    await tell(world, head, "Umumkan", "Air mati", "/bantuan")
    await tap(world, head, "Batal")
    assert head.texts[-1].startswith("Baik, Pak, pengumumannya tidak jadi.")
