"""Who came and stands in no list is written down: by name, as one who registered, or as a guest."""

from sqlalchemy import select

from storage.attendances import Attendance
from storage.audit import Act
from storage.people import Person
from tests.e2e.gate import (
    SEVEN,
    open_room,
    person_id,
    plan_and_wait,
    plan_tomorrow,
    present,
)
from tests.e2e.soundness import assert_sound, labels_of
from tests.e2e.test_activities import tap, tell
from tests.world import World


async def test_who_stands_in_no_list_is_written_down_and_may_have_come_for_another(
    world: World,
) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    await plan_tomorrow(world, head)
    await tap(world, warga, "Ikut")
    await world.move_to(SEVEN)
    await open_room(world, head, "Catat yang datang")
    await tell(world, head, "Bu Warga Gang Tiga", "Gang 3 no. 12")
    assert "Dicatat hadir: Ibu Warga Gang Tiga (Gang 3 no. 12)." in head.texts[-1]
    await tap(world, head, "Menggantikan siapa?")
    assert labels_of(head) == ["Pak Warga A", "Kembali"]
    await tap(world, head, "Pak Warga A")
    assert "Ibu Warga Gang Tiga datang menggantikan Bapak Warga A." in head.texts[-1]
    assert await present(world) == [("Warga Gang Tiga", "present", "tick", 1)]
    async with world.database.reading() as session:
        instead = (await session.scalars(select(Attendance.instead_of_id))).one()
        assert (await session.get_one(Person, instead)).name == "Warga A"
    await tap(world, head, "Kembali", "Catat wakil")
    assert "Belum ada yang dicatat hadir" in head.texts[-1]
    await assert_sound(world)


async def test_in_a_wider_area_the_rt_is_asked_and_must_be_there(world: World) -> None:
    rw = await world.rw_head()
    await plan_and_wait(world, rw)
    await open_room(world, rw, "Catat yang datang")
    await tell(world, rw, "Pak Warga Baru")
    assert "Dari RT berapa di RW 01?" in rw.texts[-1]
    await tell(world, rw, "RT 9")
    assert "belum tahu RT yang mana di RW 01" in rw.texts[-1]
    await tell(world, rw, "RT 01", "Pojok mushola")
    assert "Dicatat hadir: Bapak Warga Baru" in rw.texts[-1]
    await tap(world, rw, "Catat lagi")
    await tell(world, rw, "Bu Warga Lama, RT 2", "Gang 4")
    async with world.database.reading() as session:
        rts = list(await session.scalars(select(Attendance.area_id).order_by(Attendance.id)))
    assert rts == [world.cast.rts[1, 1].id, world.cast.rts[1, 2].id]


async def test_an_rt_in_place_of_a_house_is_no_house_and_a_guest_can_be_chosen_there(world: World) -> None:
    head = await world.rt_head()
    await plan_and_wait(world, head)
    await open_room(world, head, "Catat yang datang")
    await tell(world, head, "Bu Warga Lima", "RT 05 RW 01")
    assert "belum tahu RT yang mana di RT 02" in head.texts[-1]
    await tell(world, head, "dari RT 02")
    assert "Rumahnya yang mana?" in head.texts[-1]
    assert await present(world) == []
    await tap(world, head, "Tamu dari luar")
    assert "satu tamu dari luar RT 02" in head.texts[-1]
    await assert_sound(world)


async def test_who_is_called_like_one_who_registered_is_asked_about(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A", house="Gang 1")
    await plan_tomorrow(world, head)
    await tap(world, warga, "Ikut")
    await world.move_to(SEVEN)
    await open_room(world, head, "Catat yang datang")
    await tell(world, head, "Pak Warga A", "Gang 9")
    assert head.texts[-1] == "Bapak Warga A yang sudah mendaftar, Pak?"
    await tap(world, head, "Ya, orang yang sama")
    assert await present(world) == [("Warga A", "present", "tick", 1)]
    await tap(world, head, "Catat lagi")
    await tell(world, head, "Pak Warga A", "Gang 9")
    await tap(world, head, "Bukan, orang lain")
    assert len(await present(world)) == 2
    await assert_sound(world)


async def test_a_guest_from_elsewhere_is_counted_without_a_name_and_can_be_taken_back(world: World) -> None:
    head = await world.rt_head()
    await plan_and_wait(world, head)
    await open_room(world, head, "Catat yang datang")
    await tell(world, head, "Bu Warga Seberang, RT 01")
    assert "belum tahu RT yang mana di RT 02" in head.texts[-1]
    await tap(world, head, "Tamu dari luar")
    assert "satu tamu dari luar RT 02" in head.texts[-1]
    assert "Namanya tidak saya simpan" in head.texts[-1]
    head.tap("Tamu dari luar")
    await world.settle()
    async with world.database.reading() as session:
        (guest,) = await session.scalars(select(Attendance))
    assert (guest.person_id, guest.area_id, guest.recorded_by_id) == (
        None,
        None,
        await person_id(world, head),
    )
    await tap(world, head, "Batal catat tamu")
    assert head.texts[-1].endswith("Hadir: 0")
    await tap(world, head, "Catat yang datang")
    await tell(world, head, "tamu dari luar")
    await tap(world, head, "Kembali")
    assert head.texts[-1].endswith("Hadir: 1")
    async with world.database.reading() as session:
        names = list(await session.scalars(select(Person.name)))
        assert not any("Seberang" in (name or "") for name in names)
        acts = list(await session.scalars(select(Act.action).where(Act.action.like("%attendance"))))
    assert acts == ["remove_attendance"]
    await assert_sound(world)
