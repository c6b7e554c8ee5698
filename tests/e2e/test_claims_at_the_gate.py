"""Who says that they are there reaches whoever notes presence, without a new message."""

from sqlalchemy import select

from simulator import Phone
from storage.activities import ActivitySession
from storage.answers import Answer
from storage.attendances import Attendance
from tests.e2e.gate import SEVEN, open_room, plan_and_wait, plan_tomorrow, present, show_card
from tests.e2e.soundness import assert_sound, labels_of
from tests.e2e.test_activities import plan, tap, tell
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


async def test_hadir_typed_while_doors_are_open_is_a_claim_and_no_answer(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    other, far = await world.resident(name="Warga B"), await world.resident(rt=1, rw=2)
    await plan_tomorrow(world, head)
    await tell(world, warga, "Hadir")
    assert await answered(world) == ["yes"]
    await plan(world, head, "5 Desember jam 9 pagi")
    await world.move_to(SEVEN)
    for words in ("Hadir", "saya sudah sampai, pak"):
        await tell(world, warga, words)
        assert "Panitia mencocokkan dulu dengan daftarnya" in warga.texts[-1]
    await tell(world, far, "hadir")
    assert await present(world) == [("Warga A", "claimed", "self", 1)]
    assert await answered(world) == ["yes"]
    await tell(world, warga, "besok hadir")
    assert "untuk kegiatan yang mana" in warga.texts[-1]
    await world.move(hours=2)
    await tell(world, other, "sampun rawuh")
    assert [each[1] for each in await present(world)] == ["claimed", "claimed"]
    await world.move(hours=8)
    await tell(world, other, "Hadir")
    assert await answered(world) == ["yes", "yes"]
    await assert_sound(world)


async def test_of_two_meetings_at_once_it_is_asked_which(world: World) -> None:
    head, rw, warga = await world.rt_head(), await world.rw_head(), await world.resident(name="Warga A")
    await plan_tomorrow(world, head)
    await plan_tomorrow(world, rw)
    await world.move_to(SEVEN)
    await tell(world, warga, "sudah di lokasi")
    assert warga.texts[-1].startswith("Bapak hadir di mana?")
    assert await present(world) == []
    warga.forge(f"here:{await last_session(world)}")
    await world.settle()
    async with world.database.reading() as session:
        noted = list(await session.scalars(select(Attendance.session_id)))
    assert noted == [await last_session(world)]


async def test_who_answers_once_doors_are_open_gets_hadir_under_the_answer(world: World) -> None:
    head, early, late = await world.rt_head(), await world.resident(name="Warga A"), await world.resident()
    await plan_tomorrow(world, head)
    await tap(world, early, "Ikut")
    assert "Hadir" not in labels_of(early)
    await world.move_to(SEVEN)
    await tap(world, late, "Belum bisa")
    assert "Hadir" not in labels_of(late)
    await tap(world, late, "Ikut")
    assert "tinggal ketuk Hadir" in late.texts[-1]
    await tap(world, late, "Hadir")
    await tell(world, early, "ikut 2 orang")
    assert "tinggal ketuk Hadir" in early.texts[-1]
    await tap(world, early, "Hadir")
    assert [each[1:] for each in await present(world)] == [("claimed", "self", 1), ("claimed", "self", 2)]
    await assert_sound(world)


async def answered(world: World) -> list[str]:
    async with world.database.reading() as session:
        return [kind.value for kind in await session.scalars(select(Answer.answer))]


async def last_session(world: World) -> int:
    async with world.database.reading() as session:
        return max(await session.scalars(select(ActivitySession.id)))
