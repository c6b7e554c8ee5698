"""Forms that are begun, tapped or answered once more: one answer, in a kind tone, and the way on."""

import pytest

from tests.e2e.soundness import tell
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
