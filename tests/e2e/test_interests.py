"""The interest register on phones: residents tick, the RT head counts, a training asks the eager first."""

from sqlalchemy import select

from actions.interests import Topic
from simulator import Phone
from storage.activities import Activity
from storage.interests import Interest, InterestConsent
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.world import World


async def tick(world: World, phone: Phone, *topics: str) -> None:
    await tell(world, phone, "Data saya")
    await tap(world, phone, "Minat & keahlian", "Ingin belajar", *topics, "Kembali")


async def test_a_resident_ticks_topics_in_place_and_writes_one_of_their_own(world: World) -> None:
    warga = await world.resident()
    await tell(world, warga, "Data saya")
    await tap(world, warga, "Minat & keahlian")
    assert labels_of(warga) == ["Ingin belajar", "Bisa mengajar"]
    count = len(warga.texts)
    await tap(world, warga, "Ingin belajar", "Anyaman", "Las")
    assert len(warga.texts) == count
    assert warga.texts[-1].startswith("Apa yang ingin Bapak pelajari?")
    assert labels_of(warga)[:2] == ["✓ Las", "✓ Anyaman"]
    await tap(world, warga, "✓ Las", "Berikutnya", "Tulis sendiri")
    await tell(world, warga, "merajut")
    assert "✓ merajut" in labels_of(warga)
    await tap(world, warga, "Kembali", "Bisa mengajar", "Menjahit", "Kembali")
    assert "Ingin belajar: Anyaman, merajut\nBisa mengajar: Menjahit" in warga.texts[-1]
    await tell(world, warga, "Data saya")
    assert "Ingin belajar: Anyaman, merajut\nBisa mengajar: Menjahit" in warga.texts[-1]
    assert "Nama pada minat: tidak ditampilkan" in warga.texts[-1]
    async with world.database.reading() as session:
        rows = await session.execute(select(Interest.wish, Interest.topic, Interest.words))
        kept = {tuple(row) for row in rows}
    assert kept == {("learn", "weaving", None), ("learn", "other", "merajut"), ("teach", "sewing", None)}
    await assert_sound(world)


async def test_the_name_is_asked_for_once_and_can_be_taken_back(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident(name="Warga Gang 3")
    await tick(world, warga, "Anyaman")
    assert warga.texts[-1].endswith("Boleh nama Bapak dilihat Ketua RT?")
    assert labels_of(warga)[2:] == ["Boleh", "Tanpa nama"]
    await tap(world, warga, "Boleh")
    assert "Nama Bapak bisa dilihat Ketua RT." in warga.texts[-1]
    await tell(world, head, "Warga RT")
    await tap(world, head, "Minat warga", "Lihat nama")
    assert "• Bapak Warga Gang 3, ingin belajar Anyaman" in head.texts[-1]
    named = data_of(warga, "Tanpa nama")
    warga.forge(named)
    await world.settle()
    await tell(world, head, "Warga RT")
    await tap(world, head, "Minat warga")
    assert "1. Anyaman: 1" in head.texts[-1]
    assert "Belum ada yang mengizinkan namanya dilihat." in head.texts[-1]
    assert labels_of(head) == []
    async with world.database.reading() as session:
        (consent,) = await session.scalars(select(InterestConsent))
    assert consent.named is False
    await assert_sound(world)


async def test_the_rt_head_reads_a_ranking_and_those_above_read_counts_only(world: World) -> None:
    head, rw_head, lurah = await world.rt_head(), await world.rw_head(), await world.officer()
    other_head = await world.rt_head(rt=1)
    warga = [await world.resident() for _ in range(3)]
    await tick(world, warga[0], "Anyaman", "Las")
    await tap(world, warga[0], "Boleh")
    for phone in warga[1:]:
        await tick(world, phone, "Anyaman")
    await tell(world, head, "/minat")
    assert "Minat warga RT 02 RW 01\n\nIngin belajar:\n1. Anyaman: 3\n2. Las: 1" in head.texts[-1]
    names = data_of(head, "Lihat nama")
    await tell(world, rw_head, "Ringkasan")
    await tap(world, rw_head, "Minat warga")
    await tell(world, lurah, "/minat")
    for phone, area in ((rw_head, "RW 01"), (lurah, "Kelurahan Blitar")):
        assert phone.texts[-1].startswith(f"Minat warga {area}")
        assert "1. Anyaman: 3" in phone.texts[-1]
        assert labels_of(phone) == []
    for phone in (rw_head, lurah, other_head, warga[1]):
        await tell(world, phone, "halo")
        await assert_refused(world, phone, names)
    await tell(world, other_head, "/minat")
    assert "Belum ada yang mengisi" in other_head.texts[-1]
    await assert_sound(world)


async def test_a_new_training_asks_the_interested_first_and_the_others_a_day_later(world: World) -> None:
    head, eager, calm = await world.rt_head(), await world.resident(), await world.resident()
    await tick(world, eager, "Las")
    for said in ("Buat kegiatan", "Pelatihan", "Pelatihan las", "Minggu 29 November jam 8 pagi"):
        await tell(world, head, said)
    await tap(world, head, "Betul")
    await tell(world, head, "Balai RW")
    await tap(world, head, "Tambahan", "Topik pelatihan")
    assert "• Las: 1 orang" in head.texts[-1]
    assert labels_of(head) == ["Las", "Tanpa topik", "Batal"]
    await tap(world, head, "Las")
    assert "Topik: Las.\nUntuk 1 warga yang berminat, saya kirim sekarang juga.\n" in head.texts[-1]
    assert "1 warga lain menyusul Kamis, 19 November 2026, pukul 10.0" in head.texts[-1]

    await tap(world, head, "Kirim undangan")

    sent = next(text for text in head.texts if "sedang saya kirim" in text)
    assert "Undangan untuk 1 warga yang berminat sedang saya kirim.\n" in sent
    assert "Yang lain menyusul Kamis, 19 November 2026, pukul 10.0" in sent
    assert "Pelatihan las" in eager.texts[-1]
    assert calm.texts == []
    await world.move(hours=24, minutes=1)
    assert "Pelatihan las" in calm.texts[-1]
    assert sum("Pelatihan las" in text for text in eager.texts) == 1
    async with world.database.reading() as session:
        assert (await session.scalars(select(Activity.topic))).one() is Topic.WELDING
    await assert_sound(world)


async def test_where_nothing_is_planned_the_register_is_offered_to_residents_only(world: World) -> None:
    warga, lurah = await world.resident(), await world.officer()
    await tell(world, warga, "Kegiatan")
    assert warga.texts[-1].endswith("Sambil menunggu, Bapak ingin belajar apa?")
    await tap(world, warga, "Minat & keahlian", "Ingin belajar", "Tari & musik")
    assert "✓ Tari & musik" in labels_of(warga)
    await tell(world, lurah, "/kegiatan")
    assert labels_of(lurah) == ["Yang sudah lewat"]


async def test_who_erases_everything_is_counted_no_more(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tick(world, warga, "Anyaman")
    await tell(world, warga, "/hapus_data")
    await tap(world, warga, "Ya, hapus")
    await tell(world, head, "/minat")
    assert "Belum ada yang mengisi" in head.texts[-1]
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Interest))) == []
    await assert_sound(world)
