"""How people tell an idea: in two messages, in one that nobody asked for, and changed before it goes."""

from sqlalchemy import select

from simulator import Phone
from storage.proposals import Proposal
from tests.e2e.doorway import do
from tests.world import World


async def kept(world: World) -> list[str | None]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(Proposal.text).order_by(Proposal.id)))


async def write(world: World, warga: Phone, *said: str) -> None:
    for text in said:
        warga.type(text)
        await world.settle()


async def test_an_older_preview_sends_nothing_and_says_that_a_newer_one_is_below(world: World) -> None:
    warga = await world.resident()
    await write(world, warga, "Kirim usulan", "Lampu mati")
    await do(world, lambda: warga.tap("Infrastruktur"))
    older = warga.last.buttons[0][0].callback_data or ""
    await do(world, lambda: warga.tap("Ubah"), lambda: warga.type("Jalan rusak"), lambda: warga.forge(older))
    assert "Versi terbarunya ada di bawah" in warga.toasts[-1][1]
    assert await kept(world) == []
    await do(world, lambda: warga.tap("Kirim"))
    assert await kept(world) == ["Jalan rusak"]


async def test_more_words_before_the_sector_belong_to_the_idea(world: World) -> None:
    warga = await world.resident()
    await write(world, warga, "Kirim usulan", "Lampu Gang 3 mati", "kalau malam gelap sekali")
    assert warga.texts[-1].startswith("Sudah saya tambahkan ke usulannya, Pak.")
    assert warga.last.buttons[0][0].text == "Infrastruktur"
    await write(world, warga, "terima kasih", "infrastruktur", "oke")
    assert await kept(world) == ["Lampu Gang 3 mati\nkalau malam gelap sekali"]


async def test_more_words_than_a_message_carries_are_refused_and_the_rest_stays(world: World) -> None:
    warga = await world.resident()
    await write(world, warga, "Kirim usulan", "x" * 4000, "z" * 96)
    assert "4.096" in warga.texts[-1]
    await write(world, warga, "z" * 95, "Infrastruktur", "ya")
    assert await kept(world) == ["x" * 4000 + "\n" + "z" * 95]


async def test_a_voice_note_by_itself_becomes_an_idea_when_they_wish(world: World) -> None:
    warga, head = await world.resident(), await world.rt_head()
    await do(world, lambda: warga.send_voice())
    assert "Saya siapkan sebagai usulan" in warga.texts[-1]
    assert "tekan Batal" in warga.texts[-1]
    await do(world, lambda: warga.tap("Infrastruktur"), lambda: warga.tap("Kirim"))
    assert await kept(world) == [""]
    assert "voice" in [message.kind for message in head.messages]


async def test_a_photo_with_words_by_itself_can_be_given_up(world: World) -> None:
    warga = await world.resident()
    await do(world, lambda: warga.send_photo("Jalan berlubang"), lambda: warga.tap("Batal"))
    assert "tidak jadi" in warga.texts[-1]
    assert await kept(world) == []


async def test_a_photo_without_words_is_not_taken_for_an_idea(world: World) -> None:
    warga = await world.resident()
    await do(world, lambda: warga.send_photo())
    assert "usulan" not in warga.texts[-1]


async def test_an_officer_from_elsewhere_is_not_asked_for_an_idea(world: World) -> None:
    head = await world.rt_head()
    await do(world, lambda: head.send_voice())
    assert "belum paham" in head.texts[-1]
