"""The kelurahan explains its rules: a series from the first word to what each RT has read of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from simulator import Phone
from storage.mutes import Mute
from storage.outbox import News, OutboxRow
from storage.people import Account, RoleKind
from tests.world import World

MONDAY = datetime(2026, 11, 23, 2, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
DANA = "📘 Dana setiap RT (aturan 2026)\n\nSetiap RT mendapat Rp 50 juta setahun."


def labels_of(phone: Phone) -> set[str]:
    """What the buttons under the last message say."""
    last = phone.last if phone.texts else None
    return {button.text for row in last.buttons for button in row} if last else set()


async def say(world: World, phone: Phone, *said: str) -> None:
    """Type each of these, or tap it where the last message has a button of that name."""
    for words in said:
        if words in labels_of(phone):
            phone.tap(words)
        else:
            phone.type(words)
        await world.settle()


async def begin(world: World, lurah: Phone) -> None:
    await say(world, lurah, "/sosialisasi", "Seri baru", "Aturan RT Keren", "Setiap minggu")
    await say(world, lurah, "Senin jam 09.00", "Betul", "Mulai seri")


async def add(world: World, lurah: Phone, title: str, words: str, *more: str) -> None:
    await say(world, lurah, "Tambah kartu", title, words, *more, "Simpan kartu")


@pytest.fixture
async def lurah(world: World) -> Phone:
    """An officer whose series of three begins next Monday at nine."""
    lurah = await world.officer(RoleKind.KELURAHAN)
    await begin(world, lurah)
    await add(world, lurah, "Dana setiap RT", "Setiap RT mendapat Rp 50 juta setahun.")
    await add(world, lurah, "Dua bidang", "Dana untuk kegiatan fisik dan non-fisik.", "Tanya sudah jelas")
    await add(world, lurah, "Pasar Jaranan", "Pasar Jaranan digelar tiga bulan sekali.")
    return lurah


async def test_a_series_of_three_goes_out_week_by_week_also_over_a_restart(
    world: World, lurah: Phone
) -> None:
    warga = [await world.resident(rt=rt, rw=rw) for rt, rw in ((1, 1), (2, 1), (1, 2))]
    assert "Satu kartu setiap minggu. Berikutnya Senin, 23 November 2026, pukul 09.00 WIB." in lurah.texts[-1]
    assert "1. Dana setiap RT (2026): menunggu" in lurah.texts[-1]
    await world.move_to(MONDAY - timedelta(hours=1))
    assert warga[0].texts == []
    await world.move_to(MONDAY)
    assert [phone.texts for phone in warga] == [[DANA]] * 3
    await world.restart()
    await world.tick()
    await world.move_to(MONDAY + WEEK)
    await world.restart()
    await world.move(hours=1)
    assert [len(phone.texts) for phone in warga] == [2] * 3
    assert warga[0].texts[-1].endswith("Sudah jelas, Pak?")
    await world.move_to(MONDAY + 2 * WEEK)
    await world.move_to(MONDAY + 4 * WEEK)
    assert [len(phone.texts) for phone in warga] == [3] * 3
    await say(world, lurah, "/sosialisasi")
    assert "Sekarang menunggu kartu baru." in lurah.texts[-1]
    assert lurah.texts[-1].count("berlaku") == 3
    async with world.database.reading() as session:
        sent = select(OutboxRow.chat_id, OutboxRow.subject, func.count()).where(
            OutboxRow.news == News.RULE_CARD
        )
        counted = await session.execute(sent.group_by(OutboxRow.chat_id, OutboxRow.subject))
        assert [count for _, _, count in counted] == [1] * 9


async def test_the_preview_is_the_very_card_and_its_buttons_only_show(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await say(world, lurah, "Tambah kartu", "Jadwal", "Satu. Dua. Tiga. Empat.")
    assert "paling banyak 3 kalimat" in lurah.texts[-1]
    await say(world, lurah, "Usulan ditutup bulan Maret.", "Ganti tahun", "2027")
    seen = lurah.messages[-2]
    assert seen.words == "📘 Jadwal (aturan 2027)\n\nUsulan ditutup bulan Maret."
    assert "Sekarang 1 warga di Kelurahan Blitar bisa menerimanya." in lurah.texts[-1]
    lurah.tap("Sudah baca")
    await world.settle()
    assert "contoh" in lurah.toasts[-1][1]
    await say(world, lurah, "Batal")
    assert warga.texts == []


async def test_what_residents_tap_is_counted_per_rt_and_told_the_rt_head(world: World, lurah: Phone) -> None:
    head = await world.rt_head()
    first, second = await world.resident(), await world.resident()
    other, gone = await world.resident(rt=1, rw=2), await world.resident()
    gone.block()
    await world.settle()
    await world.move_to(MONDAY)
    first.tap("Sudah baca")
    await world.settle()
    assert "Terima kasih, sudah dibaca" in first.toasts[-1][1]
    assert labels_of(first) == {"✓ Sudah baca"}
    await say(world, lurah, "/sosialisasi", "Lihat kartu", "1. Dana setiap RT")
    assert "Dibaca 1 dari 3 warga." in lurah.texts[-1]
    assert "RT 02 RW 01: dibaca 1 dari 2\nterkirim 2, belum terjangkau 1" in lurah.texts[-1]
    assert lurah.texts[-1].endswith("RT 01 RW 02: dibaca 0 dari 1\nterkirim 1")
    await world.move_to(MONDAY + timedelta(hours=11))
    assert "Kartu aturan “Dana setiap RT”: dibaca 1 dari 2 warga RT 02 RW 01." in head.texts[-1]
    await world.move_to(MONDAY + WEEK)
    for phone, label in ((second, "Belum jelas"), (other, "Sudah jelas")):
        phone.tap(label)
        await world.settle()
    await say(world, lurah, "/sosialisasi", "Lihat kartu")
    assert "1. Dana setiap RT (2026)" in lurah.texts[-1]
    await say(world, lurah, "2. Dua bidang")
    assert "Dibaca 2 dari 3 warga, 1 belum jelas." in lurah.texts[-1]


async def test_the_card_of_the_new_year_marks_the_old_one(world: World, lurah: Phone) -> None:
    first, second = await world.resident(), await world.resident()
    await world.move_to(MONDAY)
    old = first.last.buttons[0][0].callback_data or ""
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama")
    await say(world, lurah, "Setiap RT mendapat Rp 60 juta setahun.")
    assert "Begitu terbit, kartu Dana setiap RT (2026) ditandai tidak berlaku lagi." in lurah.texts[-1]
    await say(world, lurah, "Terbitkan sekarang")
    for phone in (first, second):
        assert phone.texts == [
            f"TIDAK BERLAKU LAGI sejak 2027\n{DANA}",
            "📘 Dana setiap RT (aturan 2027)\n\nSetiap RT mendapat Rp 60 juta setahun.",
        ]
    assert any("1. Dana setiap RT (2026): tidak berlaku" in text for text in lurah.texts[-2:])
    first.forge(old)
    await world.settle()
    assert "tidak berlaku lagi sejak 2027" in first.toasts[-1][1]
    first.tap("Lihat yang baru")
    await world.settle()
    assert "aturan 2027" in first.texts[-1]
    await say(world, second, "Pengumuman")
    assert "Dana setiap RT (tidak berlaku)" in second.texts[-1]


async def test_a_new_years_card_taken_back_gives_the_old_one_its_place_again(
    world: World, lurah: Phone
) -> None:
    warga = await world.resident()
    await world.move_to(MONDAY)
    for words in ("Rp 60 juta.", "Rp 70 juta."):
        await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama", words)
        await say(world, lurah, "Terbitkan sekarang")
    assert [text.splitlines()[0] for text in warga.texts] == [
        "TIDAK BERLAKU LAGI sejak 2027",
        "TIDAK BERLAKU LAGI sejak 2028",
        "📘 Dana setiap RT (aturan 2028)",
    ]
    oldest = warga.messages[0].buttons[0][0].callback_data or ""
    lurah.forge("sent:3:recall")
    await world.settle()
    assert "Kalau dihapus, kartu Dana setiap RT (2027) berlaku lagi." in lurah.texts[-1]
    lurah.tap("Hapus")
    await world.settle()
    assert [text.splitlines()[0] for text in warga.texts] == [
        "TIDAK BERLAKU LAGI sejak 2027",
        "📘 Dana setiap RT (aturan 2027)",
    ]
    warga.forge(oldest)
    await world.settle()
    assert warga.texts[-1] == "📘 Dana setiap RT (aturan 2027)\n\nRp 60 juta."


async def test_a_card_that_is_corrected_stays_a_card_of_three_sentences(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await world.move_to(MONDAY)
    lurah.forge("sent:1:correct")
    await world.settle()
    assert "Paling banyak tiga kalimat." in lurah.texts[-1]
    await say(world, lurah, "Satu. Dua. Tiga. Empat.")
    assert "paling banyak 3 kalimat" in lurah.texts[-1]
    await say(world, lurah, "kata " * 150)
    assert "600" in lurah.texts[-1]
    await say(world, lurah, "Setiap RT mendapat Rp 55 juta setahun.", "Kirim")
    (text,) = warga.texts
    assert text.startswith(DANA.replace("50", "55"))


async def test_who_joins_late_gets_one_card_a_day_and_who_muted_gets_none(world: World, lurah: Phone) -> None:
    deaf = await world.resident()
    async with world.database.transaction() as session:
        person = select(Account.person_id).where(Account.telegram_id == deaf.user_id)
        muted = (await session.scalars(person)).one()
        session.add(Mute(person_id=muted, kind=News.RULE_CARD, at=world.now()))
    for week in range(3):
        await world.move_to(MONDAY + week * WEEK)
    late = await world.resident()
    had = []
    for day in range(1, 5):
        await world.move_to(MONDAY + 2 * WEEK + timedelta(days=day))
        had.append(len(late.texts))
    assert had == [1, 2, 3, 3]
    assert [text.splitlines()[0] for text in late.texts] == [
        "📘 Dana setiap RT (aturan 2026)",
        "📘 Dua bidang (aturan 2026)",
        "📘 Pasar Jaranan (aturan 2026)",
    ]
    assert deaf.texts == []


async def test_a_series_rests_goes_on_and_ends(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await say(world, lurah, "Jeda")
    assert "sedang jeda" in lurah.texts[-1]
    await world.move_to(MONDAY)
    assert warga.texts == []
    await say(world, lurah, "/sosialisasi", "Lanjutkan")
    await world.move_to(MONDAY + WEEK)
    assert len(warga.texts) == 1
    await say(world, lurah, "/sosialisasi", "Akhiri seri", "Ya, akhiri")
    assert "Seri ini sudah selesai." in lurah.texts[-1]
    await world.move_to(MONDAY + 3 * WEEK)
    assert len(warga.texts) == 1


async def test_a_series_that_ended_leaves_no_button_that_leads_nowhere(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await world.move_to(MONDAY)
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama")
    await say(world, lurah, "Setiap RT mendapat Rp 60 juta setahun.", "Sesuai giliran")
    assert "Kartu tahun baru" not in labels_of(lurah)
    await say(world, lurah, "Akhiri seri")
    assert "Kartu yang menunggu ikut dihapus." in lurah.texts[-1]
    await say(world, lurah, "Ya, akhiri")
    assert "1. Dana setiap RT (2026): berlaku" in lurah.texts[-1]
    assert "menunggu" not in lurah.texts[-1]
    await say(world, lurah, "Kartu tahun baru", "Judul yang sama", "Rp 60 juta.", "Terbitkan sekarang")
    assert warga.texts[0].startswith("TIDAK BERLAKU LAGI sejak 2027")


async def test_nobody_else_finds_or_forges_the_way_in(world: World, lurah: Phone) -> None:
    head, helper = await world.rt_head(), await world.officer(RoleKind.FACILITATOR)
    for phone in (head, helper):
        await say(world, phone, "Umumkan")
        assert "Sosialisasi" not in labels_of(phone)
        for forged in ("campaign:1:pause", "campaign:1:add", "cards:1:0", "reach:1:0", "page:campaigns:0"):
            phone.forge(forged)
            await world.settle()
            assert "pengurus" in phone.toasts[-1][1] or "sudah tidak ada" in phone.toasts[-1][1], forged
    await say(world, lurah, "Umumkan", "Sosialisasi")
    assert "Aturan RT Keren" in lurah.texts[-1] or "Aturan RT Keren" in lurah.texts[-2]


async def test_a_picture_comes_with_its_words_and_is_marked_as_well(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await say(world, lurah, "/sosialisasi", "Seri baru", "Gambar", "Setiap bulan")
    await say(world, lurah, "Senin jam 09.00", "Betul", "Mulai seri", "Tambah kartu", "Alur usulan")
    lurah.send_photo("Usulan dibahas di musyawarah RT.")
    await world.settle()
    await say(world, lurah, "Simpan kartu")
    await world.move_to(MONDAY)
    pictures = [message for message in warga.messages if message.kind == "photo"]
    assert [one.words for one in pictures] == [
        "📘 Alur usulan (aturan 2026)\n\nUsulan dibahas di musyawarah RT."
    ]
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama", "Ada alur baru.")
    await say(world, lurah, "Terbitkan sekarang")
    pictures = [message for message in warga.messages if message.kind == "photo"]
    assert pictures[0].words.startswith("TIDAK BERLAKU LAGI sejak 2027\n📘 Alur usulan (aturan 2026)")


async def test_the_whole_way_holds_on_postgresql(world_on_postgres: World) -> None:
    world = world_on_postgres
    lurah, warga = await world.officer(RoleKind.KELURAHAN), await world.resident()
    await begin(world, lurah)
    await add(world, lurah, "Dana setiap RT", "Setiap RT mendapat Rp 50 juta setahun.")
    await world.move_to(MONDAY)
    await world.tick()
    assert warga.texts == [DANA]
    warga.tap("Sudah baca")
    await world.settle()
    await say(world, lurah, "/sosialisasi", "Lihat kartu")
    assert "Dibaca 1 dari 1 warga." in lurah.texts[-1]
