"""Who was not reached by news from above is told to the head of their RT, by name, and to no other."""

from datetime import UTC, datetime, timedelta

from tests.e2e.newsroom import announce, find_announced
from tests.e2e.soundness import assert_refused, assert_sound, tap, tell
from tests.world import World

EIGHT = datetime(2026, 11, 18, 13, tzinfo=UTC)
"""Wednesday, 18 November 2026, 20.00 WIB."""
NIGHT, MORNING = EIGHT + timedelta(hours=2), EIGHT + timedelta(hours=10, minutes=1)


async def test_the_digest_leads_an_rt_head_to_who_was_not_reached_by_the_kelurahan(world: World) -> None:
    lurah, head, other = await world.officer(), await world.rt_head(rt=2), await world.rt_head(rt=1)
    gone = await world.resident(rt=2, name="Warga Gang 1")
    warga, far = await world.resident(rt=2), await world.resident(rt=1, name="Warga Gang 9")
    for phone in (gone, far):
        phone.block()
    await announce(world, lurah, "Posyandu")
    await world.move_to(EIGHT)
    assert "Pengumuman Kelurahan Blitar “Posyandu” belum sampai ke 1 warga RT 02 RW 01." in head.texts[-1]
    await tap(world, head, "Posyandu")
    assert head.texts[-1].splitlines()[2].startswith("RT 02 RW 01: terkirim 2, belum terjangkau 1")
    assert "Belum terjangkau di RT 02 RW 01: Bapak Warga Gang 1." in head.texts[-1]
    assert "RT 01" not in head.texts[-1]
    await tap(world, other, "Posyandu")
    assert "Warga Gang 9" in other.texts[-1]
    assert "Warga Gang 1" not in other.texts[-1]
    number = (await find_announced(world)).id
    await tell(world, warga, "/bantuan")
    await assert_refused(world, warga, f"sent:{number}:details", f"receipts:{number}:0")
    await assert_sound(world)


async def test_what_reached_everybody_and_the_rts_own_news_bring_no_digest(world: World) -> None:
    lurah, head = await world.officer(), await world.rt_head()
    gone, _ = await world.resident(), await world.resident(rt=1)
    await announce(world, lurah, "Posyandu")
    gone.block()
    await world.settle()
    await announce(world, head, "Air mati")
    before = len(head.texts)
    await world.move_to(EIGHT)
    assert not any("belum sampai" in text for text in head.texts[before:])


async def test_who_has_erased_everything_since_is_not_listed_without_a_name(world: World) -> None:
    head, gone = await world.rt_head(), await world.resident(name="Warga Gang 1")
    await world.resident()
    await world.move_to(NIGHT)
    await announce(world, head, "Air mati")
    gone.block()
    await world.move_to(MORNING)
    gone.unblock()
    await tell(world, gone, "/hapus_data")
    await tap(world, gone, "Ya, hapus")
    await tap(world, head, "Lihat per RT")
    assert "belum terjangkau 1" in head.texts[-1]
    assert "Belum terjangkau di" not in head.texts[-1]
    await assert_sound(world)
