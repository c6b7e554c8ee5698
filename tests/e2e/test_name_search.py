"""At the gate of a large work bee: a name is typed and ticked, wherever it stands in the list."""

from tests.e2e.gate import open_room, plan_and_wait, present, session_id
from tests.e2e.soundness import assert_refused, assert_sound, labels_of
from tests.e2e.test_activities import tap, tell
from tests.people import add_resident
from tests.world import World

STREET = 40


async def settle_street(world: World) -> None:
    """Forty neighbours without Telegram, of whom two are called nearly the same."""
    async with world.database.transaction() as session:
        for house in range(1, STREET + 1):
            name = {31: "Wati Lestari", 38: "Watini"}.get(house, f"Warga {house:02}")
            rt, now = world.cast.rts[1, 2], world.now()
            await add_resident(session, rt, None, name=name, house=f"Gang 3 no. {house}", now=now)


async def test_a_typed_name_or_house_gives_the_names_that_fit_to_be_ticked(world: World) -> None:
    head = await world.rt_head()
    await settle_street(world)
    await plan_and_wait(world, head)
    await open_room(world, head, "Centang nama")
    assert labels_of(head)[6:] == ["Cari nama", "Berikutnya", "Kembali"]
    await tap(world, head, "Cari nama")
    assert "Siapa yang dicari" in head.texts[-1]
    await tell(world, head, "bu wati")
    assert labels_of(head) == ["Pak Wati Lestari", "Pak Watini", "Cari nama", "Kembali"]
    await tap(world, head, "Pak Watini")
    assert await present(world) == [("Watini", "present", "tick", 1)]
    assert "✓ Pak Watini" in labels_of(head)
    assert "Hadir: 1" in head.texts[-1]
    assert "(halaman 7 dari 7)" in head.texts[-1]
    await tap(world, head, "✓ Pak Watini")
    assert await present(world) == []
    await tap(world, head, "Cari nama")
    await tell(world, head, "gg 3 no 7")
    await tap(world, head, "Pak Warga 07")
    assert [each[0] for each in await present(world)] == ["Warga 07"]
    await tap(world, head, "Cari nama")
    await tell(world, head, "warga")
    assert "Ada 38 yang cocok, ini 6 yang pertama" in head.texts[-1]
    assert labels_of(head)[:6] == [f"Pak Warga {number:02}" for number in range(1, 7)]
    await assert_sound(world)


async def test_whom_the_list_does_not_have_is_noted_as_who_came_besides(world: World) -> None:
    head = await world.rt_head()
    await settle_street(world)
    await plan_and_wait(world, head)
    await open_room(world, head, "Centang nama", "Cari nama")
    await tell(world, head, "Bu Warga Seberang")
    assert "“Bu Warga Seberang” belum ada di daftar ini" in head.texts[-1]
    assert labels_of(head) == ["Catat yang datang", "Batal"]
    await tell(world, head, "Bu Seberang")
    assert "“Bu Seberang” belum ada di daftar ini" in head.texts[-1]
    await tap(world, head, "Catat yang datang")
    await tell(world, head, "Bu Seberang", "Gang 4")
    assert [each[0] for each in await present(world)] == ["Seberang"]
    await assert_sound(world)


async def test_nobody_is_found_whom_the_list_does_not_show(world: World) -> None:
    rw, warga = await world.rw_head(), await world.resident(name="Warga A")
    await settle_street(world)
    await plan_and_wait(world, rw)
    meeting, forged = await session_id(world), "attend:{}:search:0"
    await tell(world, warga, "halo")
    await assert_refused(world, warga, forged.format(meeting))
    rw.forge(forged.format(meeting))
    await world.settle()
    await tell(world, rw, "Wati")
    assert "“Wati” belum ada di daftar ini" in rw.texts[-1]
    assert await present(world) == []
