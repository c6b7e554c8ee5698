"""An organiser adds what a plan needs: meetings, seats, a mentor, a point on the map, what to bring."""

from sqlalchemy import select

from simulator import Phone
from storage.activities import Activity, ActivityKind, ActivitySession
from storage.activity_roles import ActivityRole, Part
from storage.people import Person
from storage.seats import Seat
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.world import World

SUNDAY = "Minggu, 29 November 2026, pukul 08.00 WIB"
PLACE = ("Balai RW", "Minggu 29 November jam 8 pagi")


async def begin(world: World, head: Phone, kind: str, title: str, when: str, place: str) -> None:
    """Through the short form, up to the preview."""
    await tell(world, head, "Buat kegiatan", kind, title, when, "betul", place)


async def find_activity(world: World) -> Activity:
    async with world.database.reading() as session:
        return (await session.scalars(select(Activity))).one()


async def meetings_of(world: World) -> list[str]:
    async with world.database.reading() as session:
        found = await session.scalars(select(ActivitySession).order_by(ActivitySession.starts_at))
        return [f"{one.starts_at:%d.%m. %H.%M}" for one in found]


async def parts_of(world: World) -> list[tuple[str | None, Part]]:
    async with world.database.reading() as session:
        query = select(Person.name, ActivityRole.part).join(ActivityRole).order_by(ActivityRole.id)
        return [(name, part) for name, part in await session.execute(query)]


async def plan_training(world: World, head: Phone) -> None:
    """Four Sundays, twenty seats, up to the preview."""
    await begin(world, head, "Pelatihan", "Pelatihan las", "Minggu 29 November jam 8 pagi", "Balai RW")
    assert labels_of(head) == [
        "Kirim undangan",
        "Ubah",
        "Tambah pertemuan",
        "Jumlah kursi",
        "Tambahan",
        "Batal",
    ]
    await tap(world, head, "Tambah pertemuan")
    assert head.texts[-1].startswith(
        "1 pertemuan: Minggu 29 November, pukul 08.00 WIB.\nKapan pertemuan berikutnya, Pak?"
    )
    await tell(world, head, "6 Desember")
    assert head.texts[-1].startswith(
        "2 pertemuan: Minggu 29 November dan Minggu 6 Desember, pukul 08.00 WIB.\nMau tambah lagi"
    )
    await tap(world, head, "Hapus yang terakhir")
    await tell(world, head, "setiap Minggu 4 kali")
    assert "4 pertemuan: Minggu 29 November, Minggu 6 Desember, Minggu 13 Desember dan" in head.texts[-1]
    await tap(world, head, "Cukup", "Jumlah kursi")
    await tell(world, head, "dua puluh orang")
    assert "Tempat: Balai RW (20 kursi)" in head.texts[-1]


async def test_a_training_of_four_meetings_with_twenty_seats_and_a_mentor(world: World) -> None:
    head, mentor = await world.rt_head(), await world.resident(name="Warga Gang 1")
    warga = await world.resident(name="Warga Gang 2")
    await plan_training(world, head)
    await tap(world, head, "Tambahan", "Panitia dan mentor")
    assert "1. Bapak Ketua RT 02\n2. Bapak Warga Gang 1\n3. Bapak Warga Gang 2" in head.texts[-1]
    await tell(world, head, "gang 1")
    assert labels_of(head) == ["1. Bapak Warga Gang…", "Kembali", "Batal"]
    await tap(world, head, "1. Bapak Warga Gang…", "Mentor", "Kembali")
    assert "Mentor: Bapak Warga Gang 1." in head.texts[-1]

    await tap(world, head, "Kirim undangan")

    assert "4 pertemuan: Minggu 29 November, Minggu 6 Desember," in warga.texts[0]
    assert await meetings_of(world) == ["29.11. 01.00", "06.12. 01.00", "13.12. 01.00", "20.12. 01.00"]
    assert (await find_activity(world)).quota == 20
    assert await parts_of(world) == [("Warga Gang 1", Part.MENTOR)]
    for phone in (mentor, warga):
        await tap(world, phone, "Ikut")
    await world.move(minutes=1)
    card = next(text for text in head.texts if "Belum jawab" in text)
    assert "Ikut: 1 dari 20 kursi" in card
    assert "Mentor 1: Bapak Warga Gang 1" in card
    assert "Belum jawab: 0" in card
    await assert_sound(world)


async def test_one_meeting_of_several_is_moved(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await begin(world, head, "Pelatihan", "Pelatihan las", "Minggu 29 November jam 8 pagi", "Balai RW")
    await tap(world, head, "Tambah pertemuan")
    await tell(world, head, "6 Desember\n13 Desember jam 9 pagi", "cukup", "ya")
    await tap(world, warga, "Ikut")
    await tap(world, head, "Ubah jadwal")
    assert "pertemuan yang mana" in head.texts[-1]
    assert labels_of(head) == ["Min 29 Nov, 08.00", "Min 6 Des, 08.00", "Min 13 Des, 09.00", "Batal"]
    await tap(world, head, "Min 6 Des, 08.00")
    await tell(world, head, "Minggu 20 Desember jam 8 pagi", "betul")
    await tap(world, head, "Kirim perubahan")

    assert "Minggu, 6 Desember 2026, pukul 08.00 WIB → Minggu, 20 Desember 2026" in warga.texts[-1]
    assert (
        "3 pertemuan: Minggu 29 November, pukul 08.00 WIB; Minggu 13 Desember, pukul 09.00 WIB; Minggu 20 "
        in warga.texts[0]
    )
    assert warga.texts[0].splitlines()[1] == f"{SUNDAY}."
    assert await meetings_of(world) == ["29.11. 01.00", "13.12. 02.00", "20.12. 01.00"]
    await assert_sound(world)


async def test_a_location_is_the_point_and_the_landmark_is_asked(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Buat kegiatan", "Acara", "Pentas seni", "besok jam 19.30", "betul")
    head.send_location(-8.0955, 112.1609)
    await world.settle()
    assert head.texts[-1].startswith("Titiknya sudah saya simpan. Patokannya apa, Pak?")
    await tell(world, head, "Depan mushola")
    await tap(world, head, "Tambahan", "Yang dibawa")
    await tell(world, head, "Tikar")
    assert "Bawa: Tikar" in head.texts[-1]
    await tap(world, head, "Kirim undangan")

    assert labels_of(warga) == ["Ikut", "Belum bisa", "Bantu cara lain", "Lihat peta"]
    assert warga.last.buttons[-1][0].url == "https://maps.google.com/?q=-8.0955,112.1609"
    assert "Tempat: Depan mushola\nBawa: Tikar" in warga.texts[0]
    found = await find_activity(world)
    assert (found.latitude, found.longitude, found.bring) == (-8.0955, 112.1609, "Tikar")

    await tap(world, warga, "Ikut")
    await tap(world, head, "Ubah jadwal", "Yang dibawa", "Tidak perlu bawa", "Ubah tempat")
    await tell(world, head, "Balai RW")
    await tap(world, head, "Kirim perubahan")
    assert "Tempat: Depan mushola → Balai RW" in warga.texts[-1]
    assert "Yang dibawa: tidak perlu bawa apa-apa" in warga.texts[-1]
    found = await find_activity(world)
    assert (found.latitude, found.bring) == (None, None)
    assert "Lihat peta" not in [button.text for row in warga.messages[0].buttons for button in row]
    await assert_sound(world)


async def test_a_meeting_and_a_patrol_are_kinds_of_their_own_without_questions(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Lainnya")
    assert labels_of(head) == ["Rapat", "Ronda", "Kembali", "Batal"]
    await tap(world, head, "Kembali", "Lainnya", "Ronda", "Pakai judul ini")
    await tell(world, head, "besok jam 10 malam")
    assert head.texts[-1] == "Kamis, 19 November 2026, pukul 22.00 WIB. Betul?"
    await tell(world, head, "betul", "Pos ronda", "ya")
    assert warga.texts[0].startswith("Ronda RT 02 RW 01 🔦\n")
    await tap(world, warga, "Ikut")
    await world.move(days=3)
    assert not any("penilaian" in text.lower() or "pertanyaan" in text for text in warga.texts)
    assert (await find_activity(world)).kind is ActivityKind.PATROL
    await assert_sound(world)


async def test_names_of_residents_are_for_their_own_head_only(world: World) -> None:
    lurah = await world.officer()
    await world.rt_head()
    await world.resident(name="Warga Gang 9")
    await begin(world, lurah, "Sosialisasi", "Sosialisasi", "besok jam 19.30", "Aula")
    await tap(world, lurah, "Tambahan", "Panitia dan mentor")
    assert "Bapak Ketua RT 02" in lurah.texts[-1]
    assert "Gang 9" not in lurah.texts[-1]
    async with world.database.reading() as session:
        people = {person.name: person.id for person in await session.scalars(select(Person))}
    form = data_of(lurah, "Kembali").split(":")[1]
    await assert_refused(world, lurah, f"form:{form}:who:person-{people['Warga Gang 9']}")
    await tap(world, lurah, "1. Bapak Kelurahan", "Panitia")
    assert "1. Bapak Kelurahan (panitia)" in lurah.texts[-1]
    await assert_sound(world)


async def test_what_cannot_be_used_is_asked_again_kindly(world: World) -> None:
    head = await world.rt_head()
    await begin(world, head, "Pelatihan", "Pelatihan las", "Minggu 29 November jam 8 pagi", "Balai RW")
    await tap(world, head, "Jumlah kursi")
    for said, answered in (("banyak", "belum paham"), ("5000", "antara 1 dan 1000"), ("0", "antara 1 dan")):
        await tell(world, head, said)
        assert answered in head.texts[-1]
    await tap(world, head, "Tanpa batas", "Tambah pertemuan")
    for said, answered in (
        ("kapan-kapan", "belum paham harinya"),
        ("kemarin", "sudah lewat"),
        ("29 November jam 8 pagi", "tepat di waktu itu"),
        ("setiap minggu 40 kali", "Paling banyak 12 pertemuan"),
        ("setiap Sabtu 4 kali", "belum paham harinya"),
    ):
        await tell(world, head, said)
        assert answered in head.texts[-1], said
    await tap(world, head, "Cukup", "Tambahan", "Titik peta")
    await tell(world, head, "di sana")
    assert "belum paham" in head.texts[-1]
    await tap(world, head, "Tanpa titik peta")
    assert head.texts[-1].startswith("Undangannya akan tampil begini")
    await assert_sound(world)


async def test_forged_and_old_taps_on_any_extra_break_nothing(world: World) -> None:
    head = await world.rt_head()
    await begin(world, head, "Pelatihan", "Pelatihan las", "Minggu 29 November jam 8 pagi", "Balai RW")
    for way in (["Tambah pertemuan"], ["Jumlah kursi"], ["Tambahan", "Titik peta"], ["Tambahan", "Berulang"]):
        await tap(world, head, *way)
    await tap(world, head, "Sekali saja", "Tambahan", "Yang dibawa", "Tidak perlu bawa", "Tambahan")
    await tap(
        world, head, "Panitia dan mentor", "1. Bapak Ketua RT 02", "Panitia", "Kembali", "Ubah", "Waktu"
    )
    await tell(world, head, "Sabtu")
    form = data_of(head, "Batal").split(":")[1]
    values = (
        "none",
        "preview",
        "drop",
        "once",
        "weekly",
        "mentor-0",
        "person-1",
        "page-9",
        "further",
        "x",
        "",
    )
    for step in ("extras", "bring", "point", "further", "quota", "repeat", "who", "part", "more", "meeting"):
        for value in values:
            count = len(head.toasts)
            head.forge(f"form:{form}:{step}:{value}")
            await world.settle()
            assert len(head.toasts) == count + 1
    await assert_sound(world)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Activity.id))) == []


async def test_what_had_room_for_all_is_limited_later_and_nobody_is_sent_away(world: World) -> None:
    head = await world.rt_head()
    family, single, late = [await world.resident() for _ in range(3)]
    await begin(world, head, "Gotong royong", "Kerja bakti", "Minggu 29 November jam 8 pagi", "Balai RW")
    await tap(world, head, "Kirim undangan")
    await tell(world, family, "ikut 2 orang")
    await tap(world, single, "Ikut")
    await tap(world, head, "Ubah jadwal", "Jumlah kursi")
    assert "belum dibatasi, yang bilang ikut 3 orang" in head.texts[-1]
    await tell(world, head, "2")
    assert "Sudah 3 orang yang bilang ikut" in head.texts[-1]
    await tell(world, head, "tiga")
    assert "sekarang 3 kursi" in head.texts[-1]
    assert "langsung dapat kursi: 2" in head.texts[-1]
    assert "Satu kursi sudah atas nama Bapak" in family.texts[-1]
    assert "Satu kursi" not in single.texts[-1]
    await tap(world, late, "Ikut")
    await tell(world, family, "ikut")
    later = await world.resident()
    await tell(world, later, "Kegiatan")
    await tap(world, later, labels_of(later)[0], "Ikut")
    assert "Bapak di urutan 1" in later.texts[-1]
    async with world.database.reading() as session:
        states = list(await session.scalars(select(Seat.state).order_by(Seat.id)))
    assert [state.value for state in states] == ["held", "held", "held", "waiting"]
    await assert_sound(world)
