"""A rembug from the invitation to its official record: letter, attendance sheet, minutes, all on a phone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from simulator import Phone
from storage.activities import ActivitySession, list_sessions
from storage.attendances import Attendance
from storage.letter_numbers import LetterKind, LetterNumber
from storage.minutes import Decision, Minutes
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.e2e.test_evaluations import person_of
from tests.world import World

EVENING = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
"""Saturday, 28 November 2026, 19.30 WIB."""
AFTERWARDS = EVENING + timedelta(hours=1, minutes=30)
PAPERS = ["Undangan", "Daftar hadir", "Daftar kosong", "Notulen", "Berita acara"]


async def plan_a_rembug(world: World, head: Phone) -> None:
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Rembug warga", "Pakai judul ini")
    await tell(world, head, "28 November ba'da Isya")
    await tap(world, head, "Betul")
    await tell(world, head, "Balai RT 02")
    await tap(world, head, "Kirim undangan")


async def open_papers(world: World, head: Phone) -> None:
    """From the organiser's card to the screen of its papers."""
    head.forge("activity:1:papers")
    await world.settle()


async def come(world: World, *phones: Phone) -> None:
    """These are noted as present."""
    async with world.database.transaction() as session:
        (meeting,) = await list_sessions(session, 1)
        for phone in phones:
            person = await person_of(world, phone)
            session.add(
                Attendance(session_id=meeting.id, person_id=person.id, role="participant", at=world.now())
            )


async def note(world: World, head: Phone) -> None:
    """Through all the questions about the meeting."""
    await tap(world, head, "Notulen")
    await tap(world, head, "Ketua RT 02")
    await tell(world, head, "Sekretaris RT 02", "Lampu jalan Gang 3.\nIuran kebersihan.")
    await tell(world, head, "Pasang dua lampu / Seksi pembangunan / 5 Desember", "Iuran tetap")
    await tap(world, head, "Selesai")
    await tell(world, head, "Sabtu, 12 Desember")


async def test_a_rembug_goes_from_its_letter_to_its_official_record(world: World) -> None:
    head, one, other = await world.rt_head(), await world.resident(), await world.resident()
    await plan_a_rembug(world, head)
    await tap(world, one, "Ikut")
    await tap(world, other, "Ikut")
    head.tap("Bagikan")
    await world.settle()
    assert labels_of(head) == ["Salin untuk WhatsApp", "Cetak", "Surat & berkas"]
    await tap(world, head, "Surat & berkas")
    assert labels_of(head) == PAPERS
    await tap(world, head, "Undangan")
    assert head.last.kind == "document"
    await tap(world, head, "Daftar hadir")
    assert "Daftar hadir Rembug warga RT 02 RW 01, Pak: 2 nama" in head.last.words
    assert labels_of(head) == ["Versi Excel"]
    await tap(world, head, "Versi Excel")
    assert "untuk Excel, Pak: 2 nama" in head.last.words

    await world.move_to(AFTERWARDS)
    await open_papers(world, head)
    await tap(world, head, "Berita acara")
    assert head.toasts[-1][1] == (
        "Berita acara belum bisa dibuat, masih kurang: catatan siapa yang hadir, pimpinan rapat, "
        "notulis, jalannya rapat, keputusan. Isi dulu lewat Catat hadir dan Notulen, ya."
    )
    await come(world, one, other)
    await note(world, head)
    assert "1. Pasang dua lampu / Seksi pembangunan / 5 Desember\n2. Iuran tetap\n" in head.texts[-1]
    await tap(world, head, "Simpan", "Berita acara")
    assert "dengan 2 orang hadir" in head.last.words
    async with world.database.reading() as session:
        kept = (await session.scalars(select(Minutes))).one()
        decided = [one.text for one in await session.scalars(select(Decision).order_by(Decision.position))]
        numbers = {one.kind: one.number for one in await session.scalars(select(LetterNumber))}
    assert (kept.chair, kept.secretary, kept.next_meeting) == (
        "Ketua RT 02", "Sekretaris RT 02", "Sabtu, 12 Desember",
    )  # fmt: skip
    assert decided == ["Pasang dua lampu", "Iuran tetap"]
    assert numbers == {LetterKind.INVITATION: 1, LetterKind.OFFICIAL_RECORD: 2}
    await assert_sound(world)


async def test_the_spj_list_is_offered_once_somebody_attended_also_when_all_is_over(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan_a_rembug(world, head)
    await open_papers(world, head)
    assert labels_of(head) == PAPERS
    await assert_refused(world, head, "paper:1:spj:0", "paper:1:print_minutes:0", "paper:1:record:0")
    await world.move_to(AFTERWARDS)
    await come(world, warga)
    await world.move(days=3)
    head.forge("activity:1:manage")
    await world.settle()
    assert labels_of(head) == ["Catat hadir", "Surat & berkas", "Tutup kegiatan"]
    await tap(world, head, "Surat & berkas")
    assert labels_of(head) == [*PAPERS[1:3], "Daftar SPJ", *PAPERS[3:]]
    await assert_refused(world, head, "paper:1:invitation:0")
    assert head.toasts[-1][1] == (
        "“Rembug warga RT 02 RW 01” sudah dimulai, Pak, jadi surat undangannya tidak diperlukan lagi."
    )
    async with world.database.reading() as session:
        assert (await session.scalars(select(LetterNumber))).all() == []
    await tap(world, head, "Daftar SPJ")
    assert "untuk SPJ, Pak: 1 nama" in head.last.words
    await tap(world, head, "Versi Excel")
    assert "untuk Excel, Pak: 1 nama" in head.last.words
    await assert_sound(world)


async def test_minutes_survive_a_restart_and_are_changed_part_by_part(world: World) -> None:
    head = await world.rt_head()
    await plan_a_rembug(world, head)
    await world.move_to(AFTERWARDS)
    await open_papers(world, head)
    await tap(world, head, "Notulen")
    await tell(world, head, "Ketua RT 02")
    await world.restart()
    await tap(world, head, "Lewati")
    await tell(world, head, "Iuran kebersihan")
    await tell(world, head, "Iuran naik", "Iuran tetap")
    await tap(world, head, "Hapus yang terakhir", "Selesai", "Lewati")
    assert "Notulis: belum diisi" in head.texts[-1]
    old_preview = head.last.message_id
    await tap(world, head, "Notulis")
    await tell(world, head, "Sekretaris RT 02")
    head.tap("Simpan", old_preview)
    await world.settle()
    assert "Versi terbarunya ada di bawah" in head.toasts[-1][1]
    await tap(world, head, "Simpan")
    await open_papers(world, head)
    await tap(world, head, "Notulen")
    assert labels_of(head) == ["Cetak notulen", "Ubah notulen", "Berita acara"]
    await tap(world, head, "Ubah notulen", "Keputusan")
    await tell(world, head, "Kas dilaporkan tiap bulan")
    await tap(world, head, "Selesai", "Simpan", "Cetak notulen")
    assert head.last.kind == "document"
    async with world.database.reading() as session:
        kept = (await session.scalars(select(Minutes))).one()
        decided = [one.text for one in await session.scalars(select(Decision).order_by(Decision.position))]
    assert (kept.chair, kept.secretary, kept.course) == (
        "Ketua RT 02",
        "Sekretaris RT 02",
        "Iuran kebersihan",
    )
    assert decided == ["Iuran naik", "Kas dilaporkan tiap bulan"]
    await assert_sound(world)


async def test_of_several_meetings_each_has_a_sheet_of_its_own(world: World) -> None:
    head = await world.rt_head()
    await plan_a_rembug(world, head)
    async with world.database.transaction() as session:
        for position in range(2, 9):
            starts = EVENING + timedelta(weeks=position - 1)
            further = ActivitySession(activity_id=1, position=position, starts_at=starts)
            further.ends_at = starts + timedelta(hours=2)
            session.add(further)
    await open_papers(world, head)
    await tap(world, head, "Daftar hadir")
    assert labels_of(head)[0] == "Sab 28 Nov, 19.30"
    assert labels_of(head)[5:] == ["Sab 2 Jan, 19.30", "Berikutnya"]
    await tap(world, head, "Berikutnya")
    assert labels_of(head) == ["Sab 9 Jan, 19.30", "Sab 16 Jan, 19.30", "Sebelumnya"]
    await tap(world, head, "Sab 9 Jan, 19.30")
    assert head.last.kind == "document"
    assert labels_of(head) == ["Versi Excel"]
    assert data_of(head, "Versi Excel") == "paper:1:sheet_book:7"
    await tap(world, head, "Versi Excel")
    assert "untuk Excel" in head.last.words
    await assert_sound(world)


async def test_papers_are_for_an_office_over_the_area_alone(world: World) -> None:
    head, warga, elsewhere = await world.rt_head(), await world.resident(), await world.rt_head(rt=1)
    await plan_a_rembug(world, head)
    papers = ("invitation", "sheet", "blank", "minutes", "change_minutes", "record")
    for phone in (warga, elsewhere):
        await tell(world, phone, "/bantuan")
        await assert_refused(world, phone, "activity:1:papers", *(f"paper:1:{one}:0" for one in papers))
    await tell(world, head, "/bantuan")
    wrong = ("paper:1:sheet:7", "paper:1:sheet:-1", "paper:1:other:0", "meetings:1:record:0")
    await assert_refused(world, head, *wrong)


async def test_what_was_called_off_or_postponed_has_no_papers(world: World) -> None:
    head = await world.rt_head()
    await plan_a_rembug(world, head)
    await tap(world, head, "Lelayu, tunda", "Ya, tunda")
    await assert_refused(world, head, "activity:1:papers", "paper:1:sheet:0")
    await tap(world, head, "Batalkan", "Ya, batalkan")
    await assert_refused(world, head, "activity:1:papers", "paper:1:invitation:0")
    assert not any("paper:" in data_of(head, label) for label in labels_of(head))
