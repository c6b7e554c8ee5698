"""Nobody is disturbed in the quiet hours of their kelurahan, which its officers see and change (R46)."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from actions.times import local, utc
from storage.activities import ActivitySession
from storage.areas import ClosedWindow
from storage.audit import Act
from storage.database import Database
from storage.people import RoleKind
from tests.e2e.test_activities import choices, plan, tap, tell
from tests.people import BLITAR, MAKASSAR, Place
from tests.world import World, living_world

REMINDERS = ("Tiga hari lagi", "Sekadar mengingatkan", "Hari ini", "Nanti malam")
CARD = """Jam tenang Kelurahan Blitar
Malam: 21.00 sampai 06.00
Maghrib sampai Isya: 17.15 sampai 19.30
Jumat: 11.00 sampai 13.00
Ramadan: belum dipakai

Di jam-jam itu pesan biasa menunggu dulu. Mau ubah yang mana, Pak?"""


async def story_of_a_reminder(world: World, zone: str, day: date, due: time, opens: time) -> None:
    """Due in a closed window, it is not there a minute before the window ends, and there when it does."""
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, f"{day.day} November jam 20.30")
    await tap(world, warga, "Ikut")
    await world.move_to(utc(day, due, zone))
    await world.move_to(utc(day, opens, zone) - timedelta(minutes=1))
    assert not any(said in text for text in warga.texts for said in REMINDERS)
    await world.move_to(utc(day, opens, zone))
    assert warga.texts[-1].startswith("Nanti malam pukul 20.30")
    assert local(warga.messages[-1].date, zone).time() >= opens


@pytest.mark.parametrize(
    "place, day, due, opens",
    [
        (BLITAR, date(2026, 11, 19), time(18, 5), time(19, 30)),
        (BLITAR, date(2026, 11, 20), time(11, 45), time(13)),
        (MAKASSAR, date(2026, 11, 19), time(18, 5), time(19, 45)),
        (MAKASSAR, date(2026, 11, 20), time(11, 45), time(13)),
    ],
)
async def test_a_reminder_waits_for_the_end_of_a_closed_window(
    sqlite_database: Database, place: Place, day: date, due: time, opens: time
) -> None:
    async with living_world(sqlite_database, place=place) as world:
        await story_of_a_reminder(world, place.zone, day, due, opens)


async def test_in_ramadan_a_reminder_waits_until_tarawih_is_over(world: World) -> None:
    kelurahan, head, warga = await world.officer(), await world.rt_head(), await world.resident()
    await tell(world, kelurahan, "/jam_tenang")
    await tap(world, kelurahan, "Pakai Ramadan")
    assert "Tarawih" in kelurahan.toasts[-1][1]
    await world.move_to(utc(date(2027, 2, 9), time(10), BLITAR.zone))
    await plan(world, head, "20 Februari jam setengah lima sore")
    await tap(world, warga, "Ikut")
    async with world.database.reading() as session:
        slot = (await session.scalars(select(ActivitySession.remind_at))).one()
    assert slot == utc(date(2027, 2, 17), time(20, 30), BLITAR.zone)
    day = date(2027, 2, 19)
    await world.move_to(utc(day, time(20, 29), BLITAR.zone))
    assert not any(said in text for text in warga.texts for said in REMINDERS)
    await world.move_to(utc(day, time(20, 30), BLITAR.zone))
    assert "Sekadar mengingatkan" in warga.texts[-1]


async def test_the_kelurahan_sees_and_changes_its_night(world: World) -> None:
    kelurahan = await world.officer()
    await tell(world, kelurahan, "/jam_tenang")
    assert kelurahan.texts[-1] == CARD
    assert choices(kelurahan) == [
        "Ubah malam", "Ubah Maghrib–Isya", "Ubah Jumat", "Tanggal Ramadan", "Pakai Ramadan"
    ]  # fmt: skip
    await tap(world, kelurahan, "Ubah malam")
    assert "sekarang 21.00 sampai 06.00" in kelurahan.texts[-1]
    await tell(world, kelurahan, "14.00 sampai 12.00")
    assert "kurang dari 6 jam" in kelurahan.texts[-1]
    assert "Misalnya “21.00 sampai 06.00”" in kelurahan.texts[-1]
    await tell(world, kelurahan, "jam 10 malam sampai 5 pagi")
    assert kelurahan.texts[-1] == "Malam: 22.00 sampai 05.00. Betul?"
    async with world.database.reading() as session:
        assert await session.scalar(select(Act.id).where(Act.action == "change_quiet_hours")) is None
    await tap(world, kelurahan, "Betul")
    assert kelurahan.texts[-1].startswith("Sudah saya simpan, Pak. Terima kasih.")
    assert "Malam: 22.00 sampai 05.00" in kelurahan.texts[-1]
    async with world.database.reading() as session:
        assert await session.scalar(select(Act.action).where(Act.action == "change_quiet_hours"))


async def test_the_kelurahan_corrects_ramadan_after_isbat(world: World) -> None:
    kelurahan = await world.officer()
    await tell(world, kelurahan, "jam tenang")
    await tap(world, kelurahan, "Pakai Ramadan")
    shown = "Ramadan (perkiraan): 8 Februari sampai 9 Maret 2027, malam hari sampai 20.30"
    assert shown in kelurahan.texts[-1]
    await tap(world, kelurahan, "Tanggal Ramadan")
    await tell(world, kelurahan, "9 Februari")
    assert choices(kelurahan) == ["Sel 9 Mar", "Rab 10 Mar", "Batal"]
    await tell(world, kelurahan, "1 April 2027")
    assert "29 atau 30 hari" in kelurahan.texts[-1]
    await tap(world, kelurahan, "Rab 10 Mar", "Betul")
    assert "Ramadan: 9 Februari sampai 10 Maret 2027, malam hari sampai 20.30" in kelurahan.texts[-1]
    await tap(world, kelurahan, "Matikan Ramadan")
    assert "Ramadan: belum dipakai" in kelurahan.texts[-1]
    async with world.database.reading() as session:
        assert len(list(await session.scalars(select(ClosedWindow)))) == 3


async def test_an_older_echo_does_not_confirm_newer_hours(world: World) -> None:
    kelurahan = await world.officer()
    await tell(world, kelurahan, "/jam_tenang")
    await tap(world, kelurahan, "Ubah Jumat")
    await tell(world, kelurahan, "11-12")
    old = kelurahan.last.message_id
    await tap(world, kelurahan, "Ubah")
    await tell(world, kelurahan, "11-1")
    kelurahan.tap("Betul", old)
    await world.settle()
    assert "Versi terbarunya ada di bawah" in kelurahan.toasts[-1][1]
    await tell(world, kelurahan, "ya")
    assert "Jumat: 11.00 sampai 13.00" in kelurahan.texts[-1]


async def test_who_is_not_of_the_kelurahan_may_not_look(world: World) -> None:
    for phone in (await world.rt_head(), await world.officer(RoleKind.FACILITATOR), await world.resident()):
        await tell(world, phone, "/jam_tenang")
        assert "hanya untuk pengurus" in phone.texts[-1]
        phone.forge("quiet:ramadan_on")
        await world.settle()
        assert "hanya untuk pengurus" in phone.toasts[-1][1]
    async with world.database.reading() as session:
        assert len(list(await session.scalars(select(ClosedWindow)))) == 3
