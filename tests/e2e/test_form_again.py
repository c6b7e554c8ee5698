"""Forms that are begun, tapped or answered once more: one answer, in a kind tone, and the way on."""

import pytest

from tests.e2e.doorway import link
from tests.e2e.soundness import data_of, do, tap, tell
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
