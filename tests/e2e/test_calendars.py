"""One's own activities stand first and go into the calendar of one's phone, as a file."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar
from sqlalchemy import func, select

from actions.access import find_actor
from actions.activities import create_activity
from simulator import Phone
from storage.activities import ActivityKind, ActivitySession
from storage.files import File
from tests.e2e.soundness import assert_refused, assert_sound, labels_of, tap, tell
from tests.world import World


async def plan(world: World, head: Phone, *titles: str, rt: tuple[int, int] = (1, 2)) -> None:
    """Activities of an RT, one a day."""
    async with world.database.transaction() as session:
        actor = await find_actor(session, head.user_id)
        assert actor is not None
        for day, title in enumerate(titles, 3):
            await create_activity(
                session,
                actor,
                area_id=world.cast.rts[rt].id,
                kind=ActivityKind.EVENT,
                title=title,
                place="Balai, RW 01",
                starts_at=world.now() + timedelta(days=day),
                now=world.now(),
            )
    await world.settle()


def events_of(phone: Phone) -> list[Any]:
    """The events of the file in the newest message."""
    stored = phone.last.file
    assert stored is not None
    return list(Calendar.from_ical(stored.data).walk("VEVENT"))


async def test_ones_own_come_first_and_the_next_ten_take_one_turn(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, *(f"Acara {number}" for number in range(1, 11)))
    warga.forge("answer:9:yes")
    await world.settle()
    await tell(world, warga, "Kegiatan")
    lines = warga.texts[-1].splitlines()
    assert lines[0] == "Kegiatan Bapak (halaman 1 dari 2):"
    assert lines[1].startswith("• Acara 9")
    assert lines[1].endswith("(Ikut)")
    assert lines[2] == "Lainnya di sekitar kita:"
    assert [line.split(",")[0] for line in lines[3:7]] == [f"• Acara {number}" for number in (1, 2, 3, 4)]
    assert labels_of(warga)[-2:] == ["Simpan ke kalender", "Berikutnya"]
    await tap(world, warga, "Berikutnya")
    lines = warga.texts[-1].splitlines()
    assert lines[0] == "Kegiatan terdekat kita, Pak (halaman 2 dari 2):"
    assert [line.split(",")[0] for line in lines[1:6]] == [f"• Acara {number}" for number in (5, 6, 7, 8, 10)]
    assert "Simpan ke kalender" not in labels_of(warga)
    await assert_sound(world)


async def test_all_that_is_mine_is_kept_in_one_file_without_what_is_not(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "Kerja bakti", "Rapat", "Pentas")
    for data in ("answer:1:yes", "answer:2:no", "answer:3:maybe"):
        warga.forge(data)
        await world.settle()
    await tell(world, warga, "Kegiatan")
    await tap(world, warga, "Simpan ke kalender")
    assert warga.last.kind == "document"
    assert "Ini 2 kegiatan Bapak." in warga.texts[-1]
    events = events_of(warga)
    assert [str(event["summary"]) for event in events] == ["Kerja bakti", "Pentas"]
    assert str(events[0]["location"]) == "Balai, RW 01"
    async with world.database.reading() as session:
        starts = list(await session.scalars(select(ActivitySession.starts_at).order_by(ActivitySession.id)))
    assert [event["dtstart"].dt for event in events] == [
        starts[0].replace(microsecond=0),
        starts[2].replace(microsecond=0),
    ]
    await tell(world, head, "/kegiatan")
    await tap(world, head, "Simpan ke kalender")
    assert len(events_of(head)) == 3
    await assert_sound(world)


async def test_one_activity_is_kept_and_a_change_of_it_has_the_same_name(world: World) -> None:
    head, warga, neighbour = await world.rt_head(), await world.resident(), await world.resident()
    elsewhere = await world.resident(rt=1, rw=2)
    await plan(world, head, "Kerja bakti")
    for phone in (warga, neighbour):
        phone.forge("answer:1:yes")
        await world.settle()
        await tell(world, phone, "Kegiatan")
        await tap(world, phone, labels_of(phone)[0], "Simpan ke kalender")
    (before,) = events_of(warga)
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(File)) == 1
    await tell(world, head, "/kegiatan")
    await tap(world, head, labels_of(head)[0], "Hujan, tunda", "Ya, tunda")
    warga.forge("activity:1:calendar")
    await world.settle()
    assert "sedang tidak jadi" in warga.texts[-1]
    (after,) = events_of(warga)
    assert (after["status"], str(after["uid"])) == ("CANCELLED", str(before["uid"]))
    assert after["sequence"] > before["sequence"]
    await tell(world, elsewhere, "halo")
    await assert_refused(world, elsewhere, "activity:1:calendar", "menu:calendar")


async def test_another_title_reaches_who_answered_once_and_every_calendar(world: World) -> None:
    head, warga, silent = await world.rt_head(), await world.resident(), await world.resident()
    await plan(world, head, "Kerja bakti")
    warga.forge("answer:1:yes")
    await world.settle()
    await tell(world, warga, "Kegiatan")
    await tap(world, warga, labels_of(warga)[0], "Simpan ke kalender")
    (before,) = events_of(warga)
    count = len(silent.texts)
    await tell(world, head, "/kegiatan")
    await tap(world, head, labels_of(head)[0], "Ubah jadwal", "Ubah judul")
    assert "Sekarang judulnya Kerja bakti" in head.texts[-1]
    await tell(world, head, "Bersih selokan")
    assert "Judul: Kerja bakti → Bersih selokan" in head.texts[-1]
    await tap(world, head, "Kirim perubahan")
    assert warga.texts[-1].startswith("PERUBAHAN: Kerja bakti\nJudul: Kerja bakti → Bersih selokan")
    assert len(silent.texts) == count
    assert any(text.startswith("Bersih selokan") for text in silent.texts)
    warga.forge("activity:1:calendar")
    await world.settle()
    (after,) = events_of(warga)
    assert (str(after["summary"]), str(after["uid"])) == ("Bersih selokan", str(before["uid"]))
    assert after["sequence"] > before["sequence"]
    head.forge("paper:1:invitation:0")
    await world.settle()
    assert head.last.words.startswith("Surat undangan Bersih selokan")
    await assert_sound(world)
