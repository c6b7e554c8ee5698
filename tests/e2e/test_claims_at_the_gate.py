"""Who says that they are there reaches whoever notes presence, without a new message."""

from simulator import Phone
from tests.e2e.gate import open_room, plan_and_wait, present, show_card
from tests.e2e.soundness import assert_sound, labels_of
from tests.e2e.test_activities import tap, tell
from tests.world import World


async def say_here(world: World, *phones: Phone) -> None:
    """`Hadir` under the activity, opened from `Kegiatan`."""
    for phone in phones:
        await tell(world, phone, "Kegiatan")
        await tap(world, phone, "Kam 19 Nov, 07.30", "Hadir")
    await world.move(minutes=1)


async def test_a_claim_is_seen_in_the_open_room_and_on_the_card_and_makes_no_sound(world: World) -> None:
    head = await world.rt_head()
    first, second = await world.resident(name="Warga A"), await world.resident(name="Warga B")
    await plan_and_wait(world, head)
    await show_card(world, head)
    await tap(world, head, "Catat hadir")
    said = len(head.texts)
    await say_here(world, first)
    assert len(head.texts) == said
    assert "Menunggu dicocokkan: 1" in head.texts[-1]
    assert "Bilang datang, menunggu dicocokkan: 1" in head.texts[-2]
    await tap(world, head, "Centang nama")
    await say_here(world, second)
    assert "Pak Warga A" in labels_of(head)
    assert "menunggu dicocokkan: 2" in head.texts[-2]
    await tap(world, head, "Kembali", "Cocokkan (2)", "Pak Warga A")
    await world.move(minutes=1)
    assert "menunggu dicocokkan: 1" in head.texts[-2]
    await tap(world, head, "Kembali", "Centang nama", "Pak Warga B")
    await world.move(minutes=1)
    assert "dicocokkan" not in head.texts[-2]
    assert [each[1] for each in await present(world)] == ["present", "present"]
    await assert_sound(world)


async def test_only_the_newest_room_follows_what_is_claimed(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    await plan_and_wait(world, head)
    await open_room(world, head)
    older = len(head.texts) - 1
    await open_room(world, head)
    await say_here(world, warga)
    assert "Menunggu dicocokkan: 1" in head.texts[-1]
    assert "dicocokkan" not in head.texts[older]
