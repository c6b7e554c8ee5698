"""A code that is scanned: on the organiser's phone a new one every minute, on paper one for the meeting."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from actions.attendance_codes import make_payload
from simulator import Phone
from storage.attendance_codes import CodeScreen
from storage.attendances import Attendance
from tests.e2e.gate import open_room, plan_and_wait, plan_tomorrow, present, session_id
from tests.e2e.soundness import assert_refused, assert_sound, labels_of
from tests.e2e.test_activities import tap
from tests.world import World

HERE = "Tercatat hadir, Bapak. Terima kasih sudah datang 🙏"


async def payload_of(world: World, moment: datetime | None) -> str:
    """What the code of a minute says, or that on paper."""
    meeting = await session_id(world)
    async with world.database.transaction() as session:
        return await make_payload(session, meeting, moment)


async def scan(world: World, phone: Phone, moment: datetime | None) -> str:
    """Somebody points their phone at it; gives what they are told."""
    phone.start(await payload_of(world, moment))
    await world.settle()
    return phone.texts[-1]


async def test_the_picture_changes_every_minute_for_half_an_hour_and_can_be_shown_again(world: World) -> None:
    head = await world.rt_head()
    await plan_and_wait(world, head)
    await open_room(world, head, "Tunjukkan kode")
    shown = head.last
    assert "Silakan dipindai" in shown.words
    pictures = [shown.file]
    for _minute in range(2):
        await world.move(minutes=1)
        pictures.append(head.last.file)
    await world.restart()
    await world.move(minutes=1)
    pictures.append(head.last.file)
    assert len({picture.file_id for picture in pictures if picture}) == 4
    assert head.last.message_id == shown.message_id
    await world.move(minutes=30)
    assert head.last.message_id == shown.message_id
    assert "Kode ini sudah selesai, Pak." in head.texts[-1]
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(CodeScreen)) == 0
    await tap(world, head, "Tunjukkan lagi")
    assert head.last.message_id > shown.message_id
    assert "Silakan dipindai" in head.texts[-1]
    await open_room(world, head, "Tunjukkan kode")
    await world.move(minutes=1)
    assert [("selesai" in text) for text in head.texts if "Kode" in text][-2:] == [True, False]
    await assert_sound(world)


async def test_a_neighbour_who_scans_is_there_at_once_and_only_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga A")
    late, neighbour = await world.resident(name="Warga B"), await world.resident(rt=1, rw=2, name="Warga C")
    await plan_and_wait(world, head)
    now = world.now()
    for phone in (warga, warga, neighbour):
        assert await scan(world, phone, now) == HERE
    assert await scan(world, late, now - timedelta(minutes=2)) == HERE
    assert await scan(world, warga, None) == HERE
    assert await present(world) == [
        ("Warga A", "present", "qr", 1), ("Warga C", "present", "qr", 1), ("Warga B", "present", "qr", 1)
    ]  # fmt: skip
    await open_room(world, head, "Centang nama")
    assert labels_of(head)[:3] == ["✓ Pak Warga A", "✓ Pak Warga B", "✓ Pak Warga C"]
    await assert_sound(world)


async def test_old_forged_and_foreign_codes_record_nothing(world: World) -> None:
    head, warga, stranger = await world.rt_head(), await world.resident(), world.stranger()
    await plan_tomorrow(world, head)
    assert "baru dibuka Kamis, 19 November 2026, pukul 06.30 WIB" in await scan(world, warga, None)
    await world.move(hours=21)
    now = world.now()
    assert "sudah berganti" in await scan(world, warga, now - timedelta(minutes=10))
    assert "sudah berganti" in await scan(world, warga, now + timedelta(minutes=3))
    genuine, paper = await payload_of(world, now), await payload_of(world, None)
    turn = genuine.split("-")[2]
    forged = (genuine[:-1] + ("A" if genuine[-1] != "A" else "B"), paper.replace("paper", turn))
    for payload in (*forged, genuine.replace("hadir-", "hadir-9")):
        warga.start(payload)
        await world.settle()
        assert "belum bisa saya baca" in warga.texts[-1]
    assert "minta tautan kepada Ketua RT" in await scan(world, stranger, now)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Attendance))) == []
    await world.move(days=1)
    assert "(Kamis, 19 November 2026) sudah ditutup" in await scan(world, warga, None)
    await assert_refused(world, warga)


async def test_a_page_to_hang_up_is_printed(world: World) -> None:
    head = await world.rt_head()
    await plan_and_wait(world, head)
    await open_room(world, head, "Cetak kode")
    assert "Kode hadir untuk Kerja bakti RT 02, siap dicetak" in head.texts[-1]
    assert head.last.file is not None
    assert head.last.file.name == "kode-hadir-rt-02-rw-01.pdf"
    assert head.last.file.data.startswith(b"%PDF-")
