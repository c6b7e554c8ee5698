"""What an organiser is told before and after sending: when it arrives, where, and who hears of changes."""

from datetime import timedelta

from simulator import Phone
from storage.people import Role, RoleKind
from templates.commands import commands_for
from tests.e2e.soundness import labels_of, tap, tell
from tests.e2e.test_evaluations import person_of
from tests.weeks import add_meeting
from tests.world import WEDNESDAY, World


async def plan(world: World, head: Phone, when: str, place: str = "Balai RT") -> None:
    """Up to the preview."""
    await tell(world, head, "Buat kegiatan", "Acara", "Pentas seni", when, "betul", place)


async def test_an_invitation_that_cannot_arrive_is_not_promised(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move(hours=12)
    await plan(world, head, "besok jam 05.30")
    assert "Jam tenang baru selesai pukul 06.00 WIB, sesudah kegiatan mulai" in head.texts[-1]
    assert "Ubah waktunya, Pak?" in head.texts[-1]
    assert "saya kirim" not in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert any("undangannya tidak akan sampai" in text for text in head.texts[-2:])
    await world.move(hours=9)
    assert warga.texts == []


async def test_less_than_an_hour_before_the_start_is_said(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await plan(world, head, "hari ini jam 10.40")
    assert "saya kirim sekarang juga.\nItu kurang dari satu jam sebelum mulai" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert any("kurang dari satu jam sebelum mulai" in text for text in head.texts[-2:])


async def test_a_change_at_night_says_when_people_hear_of_it(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "29 November jam 07.00")
    await tap(world, head, "Kirim undangan")
    await tap(world, warga, "Ikut")
    await world.move(hours=12)
    opens = "Kamis, 19 November 2026, pukul 06.00 WIB"
    await tap(world, head, "Ubah jadwal")
    await tell(world, head, "29 November jam 08.00", "betul")
    assert f"1 orang yang sudah menjawab akan saya kabari {opens}, sesudah jam tenang" in head.texts[-1]
    await tap(world, head, "Kirim perubahan")
    assert any(f"saya kabari {opens}, dan" in text for text in head.texts[-2:])
    await tap(world, head, "Batalkan")
    assert f"akan saya kabari {opens}, sesudah jam tenang." in head.texts[-1]
    await tap(world, head, "Ya, batalkan")
    assert any(f"saya kabari {opens} 🙏" in text for text in head.texts[-3:])
    assert not any("PERUBAHAN" in text for text in warga.texts)


async def test_a_place_said_with_di_is_named_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 19.30", "Di  Balai RT")
    assert "Tempat: Balai RT" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert "\nTempat: Balai RT\n" in warga.texts[-1]
    card = next(text for text in head.texts if "Belum jawab: 1" in text)
    assert "pukul 19.30 WIB\nTempat: Balai RT\n" in card
    await tap(world, head, "Ubah jadwal", "Ubah tempat")
    await tell(world, head, "di Mushola")
    await tap(world, head, "Kirim perubahan")
    assert "\nTempat: Mushola\n" in warga.texts[-1]


TURNS = ("Sebelumnya", "Yang sudah lewat")


async def test_an_organiser_finds_an_activity_again_page_by_page(world: World) -> None:
    head = await world.rt_head()
    async with world.database.transaction() as session:
        for day in range(1, 9):
            await add_meeting(session, world.cast.rts[1, 2], WEDNESDAY + timedelta(days=day))
    await tell(world, head, "/bantuan")
    assert "/kegiatan" in head.texts[-1]
    await tell(world, head, "/kegiatan")
    assert len(labels_of(head)) == 7
    assert "halaman 1 dari 2" in head.texts[-1]
    await tap(world, head, "Berikutnya")
    assert "halaman 2 dari 2" in head.texts[-1]
    assert labels_of(head) == ["Sel 24 Nov, 10.00", "Rab 25 Nov, 10.00", "Kam 26 Nov, 10.00", *TURNS]
    await tap(world, head, "Kam 26 Nov, 10.00")
    assert labels_of(head)[:3] == ["Ubah jadwal", "Batalkan", "Hujan, tunda"]


async def test_an_officer_who_lives_here_finds_what_the_office_planned(world: World) -> None:
    officer = await world.resident(rt=1)
    async with world.database.transaction() as session:
        person = await person_of(world, officer)
        kelurahan = world.cast.kelurahan
        held = Role(person_id=person.id, area_id=kelurahan.id, kind=RoleKind.FACILITATOR, since=world.now())
        session.add(held)
        await add_meeting(session, kelurahan, WEDNESDAY + timedelta(days=1))
        await add_meeting(session, world.cast.rws[2], WEDNESDAY + timedelta(days=2))
        await add_meeting(session, world.cast.rts[1, 2], WEDNESDAY + timedelta(days=3))
    await tell(world, officer, "/kegiatan")
    assert labels_of(officer) == ["Kam 19 Nov, 10.00", "Yang sudah lewat"]


def test_organisers_are_shown_the_command_for_activities() -> None:
    for menu in ("rt_head", "rw_head", "kelurahan", "facilitator"):
        assert "kegiatan" in [each["command"] for each in commands_for(menu)]
