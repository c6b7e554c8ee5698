"""A training is held, closed with its photos, and asked about: after a day, after 30 and after 90 days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.access import find_actor
from actions.activities import create_activity
from simulator import Phone
from storage.activities import Activity, ActivityKind, ActivityState
from storage.closings import ActivityFile, ActivityFileKind, Closing
from storage.follow_ups import FollowUpAnswer
from tests.e2e.gate import open_room
from tests.e2e.soundness import assert_refused, assert_sound, data_of, tap, tell
from tests.e2e.test_albums import send_album
from tests.world import World

STARTS = datetime(2026, 11, 22, 3, tzinfo=UTC)
"""Sunday, 22 November 2026, 10.00 WIB; it ends at 12.00."""
DUE = STARTS + timedelta(hours=3)
LOCAL_EVENING = timedelta(hours=12, minutes=30)
"""19.30 WIB, counted from midnight in UTC."""
SIGNS = "ABCDEFGHI"
OUTPUTS = ("Selesai", "Selesai", "Setengah jadi", "Setengah jadi", "Belum mulai")

Trained = tuple[World, Phone, list[Phone]]


def buttons_of(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


@pytest.fixture
async def trained(world: World) -> Trained:
    """Eight said Ikut to Sunday's training; six of them and a ninth came, and its head has ticked them."""
    head, people = await world.rt_head(), [await world.resident(name=f"Warga {sign}") for sign in SIGNS]
    async with world.database.transaction() as session:
        actor = await find_actor(session, head.user_id)
        assert actor is not None
        await create_activity(
            session,
            actor,
            area_id=world.cast.rts[1, 2].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan las",
            place="Balai RW",
            starts_at=STARTS,
            now=world.now(),
        )
    await world.tick()
    for phone in people[:8]:
        await tap(world, phone, "Ikut")
    await tap(world, people[7], "Belum bisa")
    await world.move_to(STARTS)
    await open_room(world, head, "Centang nama")
    for sign in "ABCDEFI":
        while f"Pak Warga {sign}" not in buttons_of(head):
            await tap(world, head, "Berikutnya" if "Berikutnya" in buttons_of(head) else "Sebelumnya")
        await tap(world, head, f"Pak Warga {sign}")
    return world, head, people


async def close(world: World, head: Phone) -> None:
    await world.move_to(DUE)
    await tap(world, head, "Tutup kegiatan", "Tutup")


async def test_the_head_is_asked_to_close_it_an_hour_after_its_end_and_sees_counts(trained: Trained) -> None:
    world, head, _ = trained
    await world.move_to(DUE - timedelta(minutes=1))
    said = len(head.texts)
    await world.move_to(DUE)
    ours = [text for text in head.texts[said:] if "boleh ditutup" in text]
    assert ours == [
        "“Pelatihan las” sudah selesai. Terima kasih, Pak 🙏\n"
        "Tercatat hadir 7 orang: 6 dari 8 yang mendaftar, 1 tanpa mendaftar.\n"
        "Kalau sudah lengkap, kegiatannya boleh ditutup."
    ]
    await tap(world, head, "Tutup kegiatan")
    assert "Peserta hadir: 7\nTerdaftar: 8" in head.texts[-1]
    assert "• hadir 6\n• digantikan 0\n• berhalangan 1\n• tidak hadir 1" in head.texts[-1]
    assert "Warga" not in head.texts[-1]
    assert buttons_of(head) == ["Foto kegiatan", "Foto daftar hadir", "Hasil", "Tutup"]


async def test_photos_come_as_an_album_or_one_by_one_and_can_be_looked_at(trained: Trained) -> None:
    world, head, _ = trained
    await world.move_to(DUE)
    await tap(world, head, "Tutup kegiatan", "Foto kegiatan")
    said = len(head.texts)
    await send_album(world, head, "", "", "")
    assert len(head.texts) == said + 1
    await tap(world, head, "Simpan")
    assert "Foto kegiatan: 3, foto daftar hadir: 0" in head.texts[-1]
    await tap(world, head, "Foto daftar hadir")
    head.send_photo("")
    await world.settle()
    await tap(world, head, "Simpan")
    assert "Foto kegiatan: 3, foto daftar hadir: 1" in head.texts[-1]
    await tap(world, head, "Lihat foto")
    assert [message.kind for message in head.messages][-4:] == ["photo"] * 4
    async with world.database.reading() as session:
        kinds = list(await session.scalars(select(ActivityFile.kind).order_by(ActivityFile.file_id)))
    assert kinds == [ActivityFileKind.EVENT] * 3 + [ActivityFileKind.SIGNED_LIST]
    await assert_sound(world)


async def test_saving_without_a_photo_asks_for_one_and_words_are_not_taken_for_one(trained: Trained) -> None:
    world, head, _ = trained
    await world.move_to(DUE)
    await tap(world, head, "Tutup kegiatan", "Foto kegiatan")
    await tell(world, head, "simpan", "sebentar ya")
    async with world.database.reading() as session:
        assert list(await session.scalars(select(ActivityFile.file_id))) == []
    assert "Silakan kirim foto kegiatan" in head.texts[-1]
    await tap(world, head, "Batal")
    await assert_sound(world)


async def test_closing_is_one_tap_that_the_card_shows_and_a_second_one_is_told_so(trained: Trained) -> None:
    world, head, _ = trained
    await world.move_to(DUE)
    await tap(world, head, "Tutup kegiatan")
    card, again = head.last.message_id, data_of(head, "Tutup")
    await tap(world, head, "Tutup")
    assert head.toasts[-1][1] == "Kegiatan sudah ditutup. Terima kasih, Pak."
    shown = next(message for message in head.messages if message.message_id == card)
    assert "Sudah ditutup Minggu, 22 November 2026" in shown.words
    assert [button.text for row in shown.buttons for button in row][-1] == "Hasil"
    head.forge(again)
    await world.settle()
    assert "memang sudah ditutup" in head.toasts[-1][1]
    async with world.database.reading() as session:
        row = (await session.scalars(select(Closing))).one()
        assert (row.registered, row.attended, row.excused, row.absent, row.walk_ins) == (8, 6, 1, 1, 1)
        assert (await session.scalars(select(Activity.state))).one() is ActivityState.CLOSED
    await assert_sound(world)


async def test_outputs_are_asked_of_those_who_came_and_counted_without_names(trained: Trained) -> None:
    world, head, people = trained
    await close(world, head)
    for phone in people[:6]:
        assert "Hasil karya Bapak bagaimana?" in "".join(phone.texts)
    for phone in people[6:8]:
        assert "Hasil karya" not in "".join(phone.texts)
    for phone, choice in zip(people, OUTPUTS, strict=False):
        await answer(world, phone, "Hasil karya", choice)
    assert "Apa yang paling kurang, Pak? Boleh dilewati." in people[2].texts[-1]
    await tap(world, people[2], "Alat")
    await tap(world, people[3], "Lewati")
    assert "✅ Alat" in people[2].texts[-1]
    await tap(world, head, "Hasil")
    assert "5 dari 7 sudah menjawab, hasilnya tampil" in head.texts[-1]
    assert "setengah jadi" not in head.texts[-1]
    await world.move(days=7)
    head.forge("activity:1:results")
    await world.settle()
    assert "2 dari 7 selesai, setengah jadi 2, belum mulai 1, tidak menjawab 2" in head.texts[-1]
    assert "Warga" not in head.texts[-1]
    late = next(one for one in people[5].messages if "Hasil karya" in one.words)
    people[5].tap("Selesai", late.message_id)
    await world.settle()
    assert "sudah ditutup" in people[5].toasts[-1][1]


async def answer(world: World, phone: Phone, question: str, choice: str) -> None:
    asked = next(one for one in phone.messages if question in one.words)
    phone.tap(choice, asked.message_id)
    await world.settle()
    assert phone.toasts[-1][1] == "Tercatat, terima kasih Pak."


async def test_after_30_and_90_days_it_is_asked_once_each_over_restarts(trained: Trained) -> None:
    world, head, people = trained
    await close(world, head)
    first = datetime(2026, 12, 22, tzinfo=UTC) + LOCAL_EVENING
    second = datetime(2027, 2, 20, tzinfo=UTC) + LOCAL_EVENING
    await world.move_to(first - timedelta(minutes=1))
    assert "Sebulan lalu" not in "".join(people[0].texts)
    await world.move_to(first)
    await world.restart()
    await world.tick()
    await world.move(days=3)
    assert sum("Ilmunya masih dipakai?" in text for text in people[0].texts) == 1
    assert "Sebulan lalu" not in "".join(people[6].texts)
    for phone in people[:5]:
        await answer(world, phone, "Ilmunya", "Masih dipakai")
    await world.move_to(second + timedelta(days=2))  # nobody was there to ask in time
    await world.tick()
    assert sum("usahanya sudah jalan?" in text for text in people[0].texts) == 1
    await answer(world, people[0], "usahanya", "Baru mulai")
    await world.move(days=8)
    head.forge("activity:1:results")
    await world.settle()
    assert (
        "Ilmunya masih dipakai?\n5 dari 7 masih dipakai, sesekali 0, tidak lagi 0, tidak menjawab 2"
        in (head.texts[-1])
    )
    assert "belum cukup jawaban (1)" in head.texts[-1]
    async with world.database.reading() as session:
        silent = list(await session.scalars(select(FollowUpAnswer).where(FollowUpAnswer.choice.is_(None))))
    assert silent
    assert all(one.answered_at is None for one in silent)
    await assert_sound(world)


async def test_neighbours_and_other_heads_can_neither_close_nor_read_it(trained: Trained) -> None:
    world, _, people = trained
    elsewhere = await world.rt_head(rt=1)
    await tell(world, elsewhere, "halo")
    verbs = ("close", "closed", "close_yes", "photo_event", "photo_list", "pictures", "results")
    forged = [f"activity:1:{verb}" for verb in verbs]
    await assert_refused(world, elsewhere, *forged, "after:1:finished", "lacking:1:tool")
    await assert_refused(world, people[0], *forged)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Closing))) == []


async def test_what_is_still_going_on_cannot_be_closed(world: World) -> None:
    head = await world.rt_head()
    async with world.database.transaction() as session:
        actor = await find_actor(session, head.user_id)
        assert actor is not None
        await create_activity(
            session,
            actor,
            area_id=world.cast.rts[1, 2].id,
            kind=ActivityKind.WORK_BEE,
            title="Kerja bakti",
            place="Balai RW",
            starts_at=STARTS,
            now=world.now(),
        )
    await world.tick()
    await world.move_to(STARTS + timedelta(hours=1))
    for verb in ("close", "close_yes", "photo_event", "results"):
        head.forge(f"activity:1:{verb}")
        await world.settle()
        assert "belum selesai" in head.toasts[-1][1]


async def test_what_was_held_stands_in_a_list_that_leads_to_its_report(trained: Trained) -> None:
    world, head, people = trained
    await close(world, head)
    await world.move(days=40)
    await tell(world, head, "/kegiatan")
    await tap(world, head, "Yang sudah lewat")
    assert "Pelatihan las, Minggu, 22 November 2026, pukul 10.00 WIB (ditutup)" in head.texts[-1]
    await tap(world, head, buttons_of(head)[0])
    assert buttons_of(head) == ["Laporan kegiatan", "Surat & berkas"]
    await tap(world, head, "Laporan kegiatan")
    assert "Sudah ditutup Minggu, 22 November 2026" in head.texts[-1]
    await tell(world, people[0], "/kegiatan")
    assert buttons_of(people[0]) == ["Minat & keahlian"]
    await assert_refused(world, people[0], "page:past:0")
