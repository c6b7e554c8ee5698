"""An organiser finds a time together with six who must be there, on phones, and makes an activity of it."""

from datetime import timedelta

from sqlalchemy import select

from simulator import Phone
from storage.activities import Activity, ActivitySession
from storage.time_polls import PollState, TimePoll
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.world import World

SATURDAY, SUNDAY, MONDAY = "Sab 21 Nov, 19.30", "Min 22 Nov, 18.00", "Sen 23 Nov, 19.30"


async def propose(world: World, head: Phone) -> None:
    """Three times for a meeting, the second of them at Maghrib."""
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Rembug warga", "Pakai judul ini", "Cari waktu")
    await tell(world, head, "Sabtu jam 19.30")
    await tap(world, head, "Betul", "Tambah waktu")
    await tell(world, head, "Minggu jam 18.00")
    await tap(world, head, "Betul")
    await tell(world, head, "Senin jam 19.30")
    await tap(world, head, "Betul")


async def poll_of(world: World) -> TimePoll:
    async with world.database.reading() as session:
        return (await session.scalars(select(TimePoll))).one()


def card(head: Phone) -> str:
    """The newest state of the organiser's card."""
    return next(text for text in reversed(head.texts) if "Sudah menjawab" in text)


def labels_of_card(head: Phone) -> list[str]:
    """The buttons under the organiser's newest card."""
    shown = next(one for one in reversed(head.messages) if "Sudah menjawab" in one.text)
    return [button.text for row in shown.buttons for button in row]


async def mark_six_and_ask(world: World, head: Phone) -> None:
    """Six of the neighbours must be there; all are asked."""
    await tap(world, head, "Lanjut")
    assert "Yang wajib hadir: belum ditandai." in head.texts[-1]
    assert labels_of(head) == ["Tandai yang wajib", "Semua warga", "Tidak jadi"]
    await tap(world, head, "Tandai yang wajib")
    for place, letter in enumerate("ABCDEF", 1):
        await tap(world, head, f"{place}. Pak Warga {letter}")
    assert labels_of(head)[5] == "✓ 6. Pak Warga F"
    await tap(world, head, "Kembali")
    assert "Yang wajib hadir: 6 orang." in head.texts[-1]
    await tap(world, head, "Semua warga")


async def answer(world: World, warga: list[Phone]) -> None:
    """Four of the six can on Sunday, two and the one who need not on Saturday, the sixth at no time."""
    for phone in warga:
        question = phone.texts[-1].splitlines()[-1]
        assert question.endswith("lebih dari satu, sampai Kamis, 19 November 2026, pukul 11.00 WIB.")
        assert labels_of(phone) == [SATURDAY, SUNDAY, MONDAY, "Belum bisa semua"]
    for phone in warga[:4]:
        await tap(world, phone, SUNDAY)
    for phone in (*warga[3:5], warga[6]):
        await tap(world, phone, SATURDAY)
    await tap(world, warga[5], "Belum bisa semua")
    assert labels_of(warga[3])[:2] == [f"✓ {SATURDAY}", f"✓ {SUNDAY}"]
    assert "• Minggu, 22 November 2026, pukul 18.00 WIB: 4 bisa" in warga[6].texts[-1]
    assert "Tidak apa-apa" in warga[5].texts[-1]
    assert not any("Pak Warga" in text or "Bapak Warga" in text for phone in warga for text in phone.texts)


async def test_six_must_be_there_and_the_best_time_is_named_with_its_warning(world: World) -> None:
    head = await world.rt_head()
    warga = [await world.resident(name=f"Warga {letter}") for letter in "ABCDEFG"]
    await propose(world, head)
    assert "2. Minggu, 22 November 2026, pukul 18.00 WIB (⚠️ kena waktu Maghrib–Isya)" in head.texts[-1]
    await mark_six_and_ask(world, head)
    assert "Belum ada yang menjawab." in card(head)
    await answer(world, warga)

    best = "Paling cocok: Minggu, 22 November 2026, pukul 18.00 WIB. Tetapi kena waktu Maghrib–Isya"
    assert "Sudah menjawab: 7 dari 7" in card(head)
    assert "4 dari 6 yang wajib bisa; semua: 4. ⚠️ Kena waktu Maghrib–Isya" in card(head)
    assert best in card(head)
    assert [line[:2] for line in card(head).splitlines() if line[:1].isdigit() and line[1] == "."] == [
        "1.", "2.", "3.",
    ]  # fmt: skip
    offered = ["Pakai waktu 1", "⭐ Pakai waktu 2", "Pakai waktu 3", "Siapa belum bisa", "Tutup sekarang"]
    assert labels_of_card(head) == offered
    await tap(world, head, "Siapa belum bisa")
    missing = ["• Pak Warga E: belum bisa", "• Pak Warga F: belum bisa"]
    assert head.texts[-1].splitlines()[1:3] == missing
    await assert_sound(world)


async def test_a_time_that_was_found_becomes_one_activity_however_often_it_is_tapped(world: World) -> None:
    head, warga, other = await world.rt_head(), await world.resident(), await world.resident()
    await propose(world, head)
    await tap(world, head, "Lanjut", "Semua warga")
    await tap(world, warga, SATURDAY)
    take, another = data_of(head, "⭐ Pakai waktu 1"), data_of(head, "Pakai waktu 2")
    for _ in range(2):
        head.forge(take)
        await world.settle()
    assert sum("Di mana tempatnya" in text for text in head.texts) == 1
    assert "Tinggal menjawab pertanyaan di bawah" in head.toasts[-1][1]
    await tell(world, head, "Balai RW")
    assert "Sabtu, 21 November 2026, pukul 19.30 WIB" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert warga.texts[-1].endswith("Ini waktu yang Bapak pilih.\nBapak bisa ikut?")
    assert "pilih" not in other.texts[-1]

    assert card(head).endswith("Sudah jadi kegiatan: Sabtu, 21 November 2026, pukul 19.30 WIB.")
    assert labels_of_card(head) == ["Kelola"]
    invited = [len(phone.texts) for phone in (warga, other)]
    for again in (take, another):
        head.forge(again)
        await world.settle()
        assert "Sudah jadi kegiatan, Pak: Sabtu, 21 November 2026, pukul 19.30 WIB." in head.toasts[-1][1]
    assert [len(phone.texts) for phone in (warga, other)] == invited
    async with world.database.reading() as session:
        query = select(Activity.id, Activity.title, ActivitySession.starts_at).join(ActivitySession)
        (kept,) = (await session.execute(query)).all()
    assert (kept.title, f"{kept.starts_at:%d.%m. %H.%M}") == ("Rembug warga RT 02 RW 01", "21.11. 12.30")
    found = await poll_of(world)
    assert (found.state, found.activity_id) == (PollState.CLOSED, kept.id)
    head.forge(data_of(head, "Kelola"))
    await world.settle()
    assert "Ubah jadwal" in labels_of(head)
    await assert_sound(world)


async def test_choosing_a_time_and_leaving_the_form_ends_nothing(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await propose(world, head)
    await tap(world, head, "Lanjut", "Semua warga")
    head.forge(data_of(head, "Pakai waktu 2"))
    await world.settle()
    await tap(world, head, "Batal")
    await tap(world, warga, SATURDAY)
    assert "Sudah menjawab: 1 dari 1" in card(head)
    assert "Jawaban ditunggu sampai" in card(head)
    assert (await poll_of(world)).state is PollState.OPEN


async def test_what_speaks_against_a_time_is_said_while_it_is_named(world: World) -> None:
    head = await world.rt_head()
    for said in ("Buat kegiatan", "Rembug warga", "Pakai judul ini", "Cari waktu", "besok jam 9 pagi"):
        await tell(world, head, said)
    assert "Kebanyakan warga bekerja di jam itu." in head.texts[-1]
    await tap(world, head, "Betul")
    assert "1. Kamis, 19 November 2026, pukul 09.00 WIB" in head.texts[-1]


async def test_the_question_says_in_its_place_that_it_is_over_and_then_which_time_it_is(world: World) -> None:
    head, warga, late = await world.rt_head(), await world.resident(), await world.resident()
    await propose(world, head)
    await tap(world, head, "Lanjut", "Semua warga")
    await tap(world, warga, SATURDAY)
    old = data_of(late, SATURDAY)
    await tap(world, head, "Tutup sekarang")
    for phone in (warga, late):
        assert phone.texts[-1].splitlines()[1:] == [
            "Jawaban sudah dikumpulkan, terima kasih.",
            "Kalau jadi, undangannya saya kirim.",
        ]
        assert labels_of(phone) == []
    late.forge(old)
    await world.settle()
    assert late.toasts[-1][1].startswith("Jawaban sudah dikumpulkan, Pak.")

    await tap(world, head, "⭐ Pakai waktu 1")
    await tell(world, head, "Balai RW")
    await tap(world, head, "Kirim undangan")
    chosen = "Waktunya sudah dipilih: Sabtu, 21 November 2026, pukul 19.30 WIB."
    for phone in (warga, late):
        question = next(text for text in phone.texts if chosen in text)
        assert question.endswith("Undangannya saya kirim di pesan tersendiri.")
    late.forge(old)
    await world.settle()
    assert "sudah dipilih, Pak: Sabtu, 21 November 2026, pukul 19.30 WIB." in late.toasts[-1][1]
    await assert_sound(world)


async def test_the_deadline_ends_it_and_a_late_tap_is_answered_kindly(world: World) -> None:
    head, warga, late = await world.rt_head(), await world.resident(), await world.resident()
    await propose(world, head)
    await tap(world, head, "Lanjut", "Semua warga")
    await tap(world, warga, MONDAY)
    old = data_of(late, SATURDAY)
    await world.move(hours=25)
    assert sum("Sudah menjawab" in text for text in head.texts) == 2
    assert head.texts[-1].endswith("Jawaban sudah dikumpulkan. Mau pakai waktu yang mana, Pak?")
    assert "Paling cocok: Senin, 23 November 2026, pukul 19.30 WIB." in head.texts[-1]
    assert labels_of(head) == ["Pakai waktu 1", "Pakai waktu 2", "⭐ Pakai waktu 3"]
    late.forge(old)
    await world.settle()
    assert "sudah dikumpulkan" in late.toasts[-1][1]
    await tap(world, head, "⭐ Pakai waktu 3")
    assert "Di mana tempatnya" in head.texts[-1]
    await assert_sound(world)


async def test_only_the_required_are_asked_and_others_cannot_tap_or_look(world: World) -> None:
    head, rw_head = await world.rt_head(), await world.rw_head()
    warga, other, elsewhere = (
        await world.resident(name="Warga A"),
        await world.resident(),
        await world.resident(rt=1),
    )
    await propose(world, head)
    await tap(world, head, "Lanjut", "Tandai yang wajib", "2. Pak Warga A", "Kembali", "Hanya yang wajib")
    assert "ke 1 orang" in next(text for text in reversed(head.texts) if "saya tanyakan" in text)
    assert labels_of(warga)[0] == SATURDAY
    assert other.texts == elsewhere.texts == []
    verbs = ("draft", "people", "everybody", "required", "cancel", "close", "missing", "take-1")
    for phone in (other, elsewhere, rw_head):
        await tell(world, phone, "halo")
        await assert_refused(
            world, phone, "can:1:1", "can:1:0", "must:1:0:1", *(f"times:1:{verb}" for verb in verbs)
        )
    await tap(world, warga, SATURDAY)
    await tap(world, head, "Tutup sekarang")
    assert card(head).endswith("Mau pakai waktu yang mana, Pak?")
    assert "1 dari 1 yang wajib bisa" in card(head)


async def test_a_time_can_be_left_out_again_and_the_search_given_up(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await propose(world, head)
    await tap(world, head, "Hapus terakhir")
    assert "Senin" not in head.texts[-1]
    await tap(world, head, "Lanjut", "Tidak jadi")
    assert "tidak jadi ditanyakan" in head.texts[-1]
    await world.move(hours=30)
    assert warga.texts == []
    assert (await poll_of(world)).state is PollState.CANCELLED
    await assert_sound(world)


async def test_what_is_asked_at_night_is_heard_in_the_morning_and_waits_a_day_from_then(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move(hours=12)
    await propose(world, head)
    await tap(world, head, "Lanjut", "Semua warga")
    assert any("Kamis, 19 November 2026, pukul 06.00 WIB" in text for text in head.texts)
    assert warga.texts == []
    await world.move(hours=8, minutes=1)
    assert warga.texts[-1].endswith("sampai Jumat, 20 November 2026, pukul 06.00 WIB.")
    assert (await poll_of(world)).closes_at == world.now().replace(
        hour=23, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
