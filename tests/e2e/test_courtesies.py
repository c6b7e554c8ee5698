"""Thanks and greetings are answered in kind, and who waits is told what for."""

import pytest

from tests.e2e.doorway import do, introduce, link
from tests.world import World


@pytest.mark.parametrize(
    "said, answered",
    [
        ("matur nuwun", "Sami-sami, Pak 🙏"),
        ("terima kasih", "Sama-sama, Pak 🙏"),
        ("👍", "Sama-sama, Pak 🙏"),
        ("Assalamu'alaikum", "Waalaikumsalam, Pak 🙏\nAda yang bisa saya bantu?"),
        ("malam pak", "Selamat malam, Pak 🙏\nAda yang bisa saya bantu?"),
    ],
)
async def test_a_courtesy_is_returned(world: World, said: str, answered: str) -> None:
    warga = await world.resident()
    await do(world, lambda: warga.type(said))
    assert warga.texts == [answered]


async def test_who_waits_or_was_declined_is_shown_no_buttons_that_are_not_there(world: World) -> None:
    head, warga = await world.rt_head(), world.stranger()
    await introduce(world, warga, await link(world), "Warga Baru")
    await do(world, lambda: warga.type("kapan ya diterima"))
    assert "masih menunggu jawaban Ketua RT" in warga.texts[-1]
    assert "/data_saya" in warga.texts[-1]
    await do(world, lambda: head.tap("Tolak"), lambda: warga.type("lho kok belum"))
    assert "Silakan sapa Ketua RT" in warga.texts[-1]
    assert "tombol" not in warga.texts[-1]
