"""A training of twenty seats: 26 sign up, four cancel, one forgets; 17 come; the figures add up (R25)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from actions.access import find_actor
from actions.activities import Details, create_activity
from simulator import Phone
from storage.activities import ActivityKind
from storage.attendances import Attendance
from storage.outbox import OutboxRow
from storage.seats import Seat, SeatState
from tests.e2e.gate import open_room
from tests.e2e.soundness import assert_sound, labels_of
from tests.e2e.test_activities import tap, tell
from tests.e2e.test_attendance_codes import HERE, payload_of
from tests.unit.seating import Standing, standing
from tests.world import World

SEATS, PEOPLE = 20, 26
STARTS = datetime(2026, 11, 29, 2, tzinfo=UTC)
"""Sunday, 29 November 2026, 09.00 WIB."""
DAY_BEFORE = datetime(2026, 11, 28, 5, tzinfo=UTC)
"""Saturday, 12.00 WIB: the reminder of things with few seats."""
RELEASE = datetime(2026, 11, 28, 13, tzinfo=UTC)
"""Saturday, 20.00 WIB."""
MORNING = STARTS - timedelta(minutes=30)


async def plan_training(world: World, head: Phone, *, seats: int = SEATS) -> int:
    async with world.database.transaction() as session:
        actor = await find_actor(session, head.user_id)
        assert actor is not None
        created = await create_activity(
            session,
            actor,
            area_id=world.cast.rts[1, 2].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan anyaman",
            place="Balai RW",
            starts_at=STARTS,
            details=Details(quota=seats),
            now=world.now(),
        )
    await world.tick()
    return created.plan.activity.id


async def stands(world: World, activity: int, people: list[Phone]) -> tuple[list[int], list[int], list[int]]:
    """Who has a seat, is offered one, waits: as numbers of their sign-up."""
    number = {phone.user_id: place for place, phone in enumerate(people)}
    found: Standing = await standing(world.database, activity)
    return (
        sorted(number[chat] for chat in found.held),
        [number[chat] for chat in found.offered],
        [number[chat] for chat in found.waiting],
    )


async def cancel_four(world: World, activity: int, people: list[Phone]) -> None:
    """Two by day, one at night, and one whose seat the first who is offered it lets pass."""
    await tap(world, people[0], "Belum bisa")
    await tap(world, people[20], "Ambil kursinya")
    await tap(world, people[1], "Belum bisa")
    await tap(world, people[21], "Ambil kursinya")

    await world.move_to(datetime(2026, 11, 18, 16, tzinfo=UTC))  # 23.00 WIB
    said = len(people[22].texts)
    await tap(world, people[2], "Belum bisa")
    assert len(people[22].texts) == said
    await world.move_to(datetime(2026, 11, 18, 23, tzinfo=UTC))
    assert "Saya simpankan sampai Kamis, 19 November 2026, pukul 08.00 WIB." in people[22].texts[-1]
    await tap(world, people[22], "Ambil kursinya")

    await tap(world, people[3], "Belum bisa")
    assert "Ada kursi kosong" in people[23].texts[-1]
    await world.move(hours=2)
    assert "saya tawarkan dulu ke warga berikutnya" in people[23].texts[-1]
    await tap(world, people[24], "Ambil kursinya")
    assert await stands(world, activity, people) == ([*range(4, 23), 24], [], [25])


async def test_a_training_from_the_invitation_to_the_closing_figures(world: World) -> None:
    head = await world.rt_head()
    people = [await world.resident(name=f"Warga {number:02}") for number in range(PEOPLE)]
    activity = await plan_training(world, head)
    assert "(20 kursi)" in people[0].texts[-1]
    for phone in people:
        await tap(world, phone, "Ikut")
    assert "Jawaban Bapak: Ikut" in people[19].texts[-1]
    assert "Bapak di urutan 6; begitu ada kursi, saya kabari" in people[25].texts[-1]
    assert labels_of(people[25]) == ["Keluar dari daftar"]
    await cancel_four(world, activity, people)
    assert any("Ikut: 20 dari 20 kursi\nDaftar tunggu: 1" in text for text in head.texts)

    await world.move_to(DAY_BEFORE)
    coming = [*people[4:23], people[24]]
    for phone in coming[:-1]:
        await tap(world, phone, "Tetap ikut")
    await world.move_to(RELEASE)
    assert "Sampai pukul 20.00 belum ada kabar" in people[24].texts[-1]
    await tap(world, people[25], "Ambil kursinya")
    assert await stands(world, activity, people) == ([*range(4, 23), 25], [], [])

    await check_in(world, head, people)
    await close(world, head)
    await assert_sound(world)


async def check_in(world: World, head: Phone, people: list[Phone]) -> None:
    """Nine scan the code, six are ticked, two are written down."""
    await world.move_to(MORNING)
    await open_room(world, head, "Tunjukkan kode")
    for phone in people[4:13]:
        phone.start(await payload_of(world, world.now()))
        await world.settle()
        assert phone.texts[-1] == HERE
    await open_room(world, head, "Centang nama")
    for number in range(13, 19):
        name = f"Pak Warga {number:02}"
        while name not in labels_of(head):
            await tap(world, head, "Berikutnya")
        await tap(world, head, name)
    for name in ("Bu Warga Gang Satu", "Bu Warga Gang Dua"):
        await open_room(world, head, "Catat yang datang")
        await tell(world, head, name, "Gang 3")
    async with world.database.reading() as session:
        methods = select(Attendance.method, func.count()).group_by(Attendance.method)
        counted = {method.value: people for method, people in await session.execute(methods)}
    assert counted == {"qr": 9, "tick": 8}


async def close(world: World, head: Phone) -> None:
    """25 had a seat at some time: 15 of them came, five were followed by somebody, five stayed away."""
    await world.move_to(STARTS + timedelta(hours=3))
    await tap(world, head, "Tutup kegiatan")
    shown = head.texts[-1]
    assert "Peserta hadir: 17\nTerdaftar: 25" in shown
    assert "• hadir 15\n• digantikan 5\n• berhalangan 0\n• tidak hadir 5" in shown
    assert "Datang tanpa mendaftar: 2" in shown
    await tap(world, head, "Tutup")
    assert "Sudah ditutup" in head.texts[-1]
    async with world.database.reading() as session:
        held = select(func.count()).select_from(Seat).where(Seat.state == SeatState.HELD)
        assert await session.scalar(held) == SEATS
        offers = select(func.count()).where(OutboxRow.template == "activities/seat_offer")
        assert await session.scalar(offers) == 6
