"""On the day its organiser ticks names, and believes who says that they are there."""

from datetime import timedelta

from sqlalchemy import select

from storage.activities import ActivitySession
from storage.activity_roles import Part, set_part
from storage.attendances import Attendance, AttendanceState
from storage.audit import Act
from tests.e2e.gate import (
    SEVEN,
    open_room,
    person_id,
    plan_and_wait,
    plan_tomorrow,
    present,
    session_id,
    show_card,
)
from tests.e2e.soundness import assert_refused, assert_sound, labels_of
from tests.e2e.test_activities import tap, tell
from tests.people import add_resident
from tests.world import World


async def test_who_comes_is_listed_first_and_ticked_with_one_tap(world: World) -> None:
    head = await world.rt_head()
    warga = [await world.resident(name=f"Warga {sign}") for sign in "ABC"]
    await plan_tomorrow(world, head)
    warga[2].type("ikut 3 orang")
    await world.settle()
    await world.move_to(SEVEN)
    await open_room(world, head)
    assert "Hadir: 0 (yang bilang ikut: 3)" in head.texts[-1]
    assert labels_of(head) == [
        "Centang nama", "Tunjukkan kode", "Cetak kode", "Catat yang datang", "Catat wakil",
    ]  # fmt: skip
    await tap(world, head, "Centang nama")
    assert labels_of(head) == ["Pak Warga C", "Pak Warga A", "Pak Warga B", "Centang yang ikut", "Kembali"]
    await tap(world, head, "Pak Warga C")
    assert labels_of(head)[:3] == ["✓ Pak Warga C", "Pak Warga A", "Pak Warga B"]
    assert "Hadir: 3 (yang bilang ikut: 3)" in head.texts[-1]
    assert await present(world) == [("Warga C", "present", "tick", 3)]
    await tap(world, head, "✓ Pak Warga C")
    assert labels_of(head)[:3] == ["Pak Warga C", "Pak Warga A", "Pak Warga B"]
    assert await present(world) == []
    await tap(world, head, "Centang yang ikut")
    assert head.toasts[-1][1] == "1 nama dicatat hadir."
    assert labels_of(head) == ["✓ Pak Warga C", "Pak Warga A", "Pak Warga B", "Kembali"]
    await tap(world, head, "Pak Warga B")
    assert [each[0] for each in await present(world)] == ["Warga C", "Warga B"]
    async with world.database.reading() as session:
        noted = (await session.scalars(select(Attendance).limit(1))).one()
    assert noted.recorded_by_id == await person_id(world, head)
    assert (noted.role, noted.area_id) == ("participant", world.cast.rts[1, 2].id)
    await assert_sound(world)


async def test_two_organisers_who_tick_at_once_do_not_undo_each_other(world: World) -> None:
    head, rw = await world.rt_head(), await world.rw_head()
    warga, _silent = await world.resident(name="Warga A"), await world.resident(name="Warga B")
    await plan_tomorrow(world, head)
    await tap(world, warga, "Ikut")
    await world.move_to(SEVEN)
    for phone in (head, rw):
        await open_room(world, phone, "Centang nama")
    head.tap("Pak Warga A")
    rw.tap("Pak Warga A")
    await world.settle()
    assert [each[:2] for each in await present(world)] == [("Warga A", "present")]
    assert labels_of(head) == ["✓ Pak Warga A", "Pak Warga B", "Kembali"]
    assert labels_of(rw) == ["✓ Pak Warga A", "Kembali"]


async def test_no_name_shifts_under_a_thumb_while_others_answer(world: World) -> None:
    head, first = await world.rt_head(), await world.resident(name="Warga A")
    late = await world.resident(name="Warga Z")
    await plan_tomorrow(world, head)
    await tap(world, first, "Ikut")
    await world.move_to(SEVEN)
    await open_room(world, head, "Centang nama")
    before = labels_of(head)
    late.type("ikut")
    async with world.database.transaction() as session:
        await add_resident(session, world.cast.rts[1, 2], None, name="Baru", now=world.now())
    await world.settle()
    await tap(world, head, "Pak Warga A")
    assert labels_of(head) == ["✓ Pak Warga A", before[1], "Pak Baru", "Centang yang ikut", "Kembali"]


async def test_the_list_of_an_earlier_meeting_is_still_reached_from_the_card(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    await plan_tomorrow(world, head)
    await tap(world, warga, "Ikut")
    async with world.database.transaction() as session:
        first = await session.get_one(ActivitySession, await session_id(world))
        starts, ends = first.starts_at + timedelta(days=7), first.ends_at + timedelta(days=7)
        session.add(ActivitySession(activity_id=1, position=2, starts_at=starts, ends_at=ends))
    await world.move_to(SEVEN + timedelta(days=1))
    await open_room(world, head)
    assert labels_of(head) == ["Centang nama", "Catat yang datang", "Catat wakil"]
    await world.move_to(SEVEN + timedelta(days=7))
    await open_room(world, head, "Pertemuan 1", "Centang nama", "Pak Warga A")
    async with world.database.reading() as session:
        assert await session.scalar(select(Attendance.session_id)) == first.id


async def test_whoever_answers_late_is_listed_at_the_end_also_for_a_wider_area(world: World) -> None:
    rw = await world.rw_head()
    early, late = await world.resident(name="Warga Z"), await world.resident(name="Warga A")
    await plan_tomorrow(world, rw)
    await tap(world, early, "Ikut")
    await world.move_to(SEVEN)
    await tap(world, late, "Ikut")
    await open_room(world, rw, "Centang nama")
    assert "Hadir: 0 (yang bilang ikut: 2)" in rw.texts[-1]
    assert labels_of(rw)[:2] == ["Pak Warga Z", "Pak Warga A"]


async def test_hadir_of_a_resident_counts_once_the_organiser_confirms_it(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    other = await world.resident(name="Warga B")
    await plan_and_wait(world, head)
    for phone in (warga, other):
        await tell(world, phone, "Kegiatan")
        phone.tap("Kam 19 Nov, 07.30")
        await world.settle()
        await tap(world, phone, "Hadir", "Hadir")
        assert "Panitia mencocokkan dulu dengan daftarnya" in phone.texts[-1]
    assert [each[1:3] for each in await present(world)] == [("claimed", "self")] * 2
    await open_room(world, head)
    assert "Hadir: 0\n" in head.texts[-1]
    await tap(world, head, "Cocokkan (2)")
    assert labels_of(head) == ["Pak Warga A", "Pak Warga B", "Cocokkan semua", "Kembali"]
    await tap(world, head, "Pak Warga B")
    assert labels_of(head) == ["Pak Warga A", "✓ Pak Warga B", "Cocokkan semua", "Kembali"]
    assert [each[1] for each in await present(world)] == ["claimed", "present"]
    await tap(world, head, "Cocokkan semua")
    assert "sudah dicocokkan" in head.texts[-1]
    async with world.database.reading() as session:
        rows = list(await session.scalars(select(Attendance)))
    assert {row.state for row in rows} == {AttendanceState.PRESENT}
    assert {row.recorded_by_id for row in rows} == {await person_id(world, head)}
    await tap(world, warga, "Hadir")
    assert warga.texts[-1] == "Tercatat hadir, Bapak. Terima kasih sudah datang 🙏"
    await assert_sound(world)


async def test_the_room_opens_an_hour_before_and_the_code_ends_with_the_day(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan_tomorrow(world, head)
    meeting, room = await session_id(world), "attend:{}:all:0"
    head.forge("activity:1:attend")
    await world.settle()
    assert "baru dibuka Kamis, 19 November 2026, pukul 06.30 WIB" in head.toasts[-1][1]
    await assert_refused(world, head, f"tick:{meeting}:1:0:1", room.format(meeting))
    await world.move(days=2)
    await open_room(world, head)
    assert "daftar hadir" in head.texts[-1]
    await assert_refused(world, head, f"attend:{meeting}:code:0", f"attend:{meeting}:print:0")
    assert "sudah ditutup" in head.toasts[-1][1]
    await assert_refused(world, warga, f"here:{meeting}")


async def test_nobody_else_can_note_presence(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    elsewhere, far = await world.rt_head(rt=1), await world.resident(rt=1, rw=2)
    await plan_and_wait(world, head)
    meeting, whose = await session_id(world), await person_id(world, warga)
    verbs = (
        "room",
        "tick",
        "all",
        "code",
        "print",
        "walk_in",
        "search",
        "claims",
        "confirm_all",
        "instead",
        "x",
    )
    forged = [f"attend:{meeting}:{verb}:0" for verb in verbs]
    forged += [
        f"tick:{meeting}:{whose}:0:1",
        f"confirm:{meeting}:{whose}:0",
        f"instead:{meeting}:{whose}:0:0",
        f"guest:{meeting}:1",
    ]
    for phone in (warga, elsewhere, far):
        await tell(world, phone, "halo")
        await assert_refused(world, phone, *forged, "activity:1:attend")
    await assert_refused(world, far, f"here:{meeting}")
    await show_card(world, head)
    stranger = await person_id(world, far)
    await assert_refused(
        world, head, f"tick:{meeting}:{stranger}:0:1", f"tick:{meeting}:{whose}:0:2",
        f"instead:{meeting}:{whose}:{whose}:0", f"instead:{meeting}:{whose}:999:0", "attend:99:room:0",
        f"guest:{meeting}:1", "guest:99:1",
    )  # fmt: skip


async def test_a_neighbour_who_helps_ticks_who_said_that_they_come_and_sees_no_other_names(
    world: World,
) -> None:
    head, helper = await world.rt_head(), await world.resident(name="Warga Panitia")
    warga, _silent = await world.resident(name="Warga A"), await world.resident(name="Warga B")
    await plan_tomorrow(world, head)
    await tap(world, warga, "Ikut")
    whose = await person_id(world, helper)
    async with world.database.transaction() as session:
        await set_part(session, 1, whose, Part.ORGANIZER)
    await world.move_to(SEVEN)
    await tell(world, helper, "Kegiatan")
    await tap(world, helper, "Kam 19 Nov, 07.30", "Catat hadir", "Centang nama", "Pak Warga A")
    assert labels_of(helper) == ["✓ Pak Warga A", "Kembali"]
    await tap(world, helper, "Kembali", "Catat yang datang")
    await tell(world, helper, "Bu Warga Baru", "Gang 9")
    assert "Dicatat hadir: Ibu Warga Baru (Gang 9)." in helper.texts[-1]
    assert [each[:2] for each in await present(world)] == [("Warga A", "present"), ("Warga Baru", "present")]
    async with world.database.reading() as session:
        acts = await session.scalars(select(Act).where(Act.action == "record_resident"))
        assert [(one.actor_id, one.area_id) for one in acts] == [(whose, world.cast.rts[1, 2].id)]
    await tap(world, helper, "Kembali", "Centang nama")
    assert labels_of(helper) == ["✓ Pak Warga A", "✓ Bu Warga Baru", "Kembali"]
    await assert_sound(world)
