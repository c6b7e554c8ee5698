"""What is posted into linked groups: announcements, invitations with live counts, and what taps there do."""

from datetime import UTC, datetime

from sqlalchemy import select

from simulator import Phone
from storage.answers import Answer, AnswerKind
from storage.groups import GroupState
from storage.people import RoleKind
from tests.e2e.doorway import introduce
from tests.e2e.gathering import bring_in, gather, kept_groups
from tests.e2e.soundness import assert_sound
from tests.e2e.test_activities import SUNDAY, plan, tap, tell
from tests.world import World

BY_GROUP = ("Pilihan lain", "Lewat grup")
ASKS = f"Kerja bakti RT 02 🧹\n{SUNDAY}.\nTempat: Depan mushola\n"


async def announce(world: World, head: Phone, text: str, *labels: str) -> None:
    await tell(world, head, "Umumkan", text)
    await tap(world, head, *labels, "Kirim")


async def answers_of(world: World) -> list[AnswerKind]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(Answer.answer).order_by(Answer.id)))


async def test_an_announcement_goes_by_the_way_that_was_chosen(world: World) -> None:
    gathering = await gather(world)
    head, warga, room = gathering.head, gathering.warga, gathering.room
    await announce(world, head, "Air mati")
    assert (len(room.texts), len(warga.texts)) == (1, 1)
    await announce(world, head, "Listrik mati", *BY_GROUP)
    assert room.texts[-1] == "📢 Ketua RT 02 RW 01\n\nListrik mati"
    assert len(warga.texts) == 1
    await announce(world, head, "Jalan ditutup", "Pilihan lain", "Grup dan pribadi")
    assert room.texts[-1] == warga.texts[-1] == "📢 Ketua RT 02 RW 01\n\nJalan ditutup"


async def test_the_preview_says_what_its_way_reaches_and_one_tap_further_each_way(world: World) -> None:
    gathering = await gather(world)
    lurah = await world.officer()
    for rt, rw in ((1, 1), (1, 2), (2, 2)):
        await world.resident(rt=rt, rw=rw)
    await tell(world, lurah, "Umumkan", "Posyandu")
    assert "Penerima: 1 grup dan 3 warga." in lurah.texts[-1]
    assert "6 warga" not in lurah.texts[-1]
    await tap(world, lurah, "Pilihan lain")
    assert lurah.texts[-1].splitlines()[1:] == [
        "Pribadi saja: 6 warga.",
        "Lewat grup: 1 grup dan 3 warga.",
        "Grup dan pribadi: 1 grup dan 6 warga.",
    ]
    await tap(world, lurah, "Grup dan pribadi")
    assert "Penerima: 1 grup dan 6 warga, termasuk 1 pengurus." in lurah.texts[-1]
    await tap(world, lurah, *BY_GROUP, "Kirim")
    assert gathering.room.texts[-1] == "📢 Kelurahan Blitar\n\nPosyandu"
    assert gathering.warga.texts == []


async def test_the_card_and_its_receipts_tell_groups_from_people(world: World) -> None:
    await gather(world)
    lurah = await world.officer()
    await world.resident(rt=1)
    await announce(world, lurah, "Posyandu")
    await world.move(minutes=1)
    assert any("Penerima: 1 grup dan 1 warga\nTerkirim: 1 grup dan 1 warga" in text for text in lurah.texts)
    await tap(world, lurah, "Lihat per RT")
    assert "RT 01 RW 01: terkirim 1, belum terjangkau 0" in lurah.texts[-1]
    assert "RT 02 RW 01: lewat grup, belum terjangkau 0" in lurah.texts[-1]


async def test_a_group_of_the_kelurahan_stands_for_nobodys_private_message(world: World) -> None:
    await gather(world)
    lurah = await world.officer()
    room = await bring_in(world, lurah)
    lurah.tap_in(room, "Hubungkan")
    elsewhere = await world.resident(rt=1)
    await tell(world, lurah, "Umumkan", "Posyandu")
    assert "Penerima: 2 grup dan 1 warga." in lurah.texts[-1]
    await tap(world, lurah, "Kirim")
    assert room.texts[-1] == elsewhere.texts[-1] == "📢 Kelurahan Blitar\n\nPosyandu"


async def test_what_is_not_for_everybody_is_never_posted_in_a_group(world: World) -> None:
    gathering = await gather(world)
    lurah = await world.officer()
    await tell(world, lurah, "Umumkan", "Rapat Ketua RT")
    await tap(world, lurah, "Ganti penerima", "Ketua RT saja")
    assert "grup" not in lurah.texts[-1]
    await tap(world, lurah, "Kirim")
    assert "Rapat Ketua RT" in gathering.head.texts[-1]
    assert len(gathering.room.texts) == 1


async def test_at_night_groups_are_left_alone_too(world: World) -> None:
    gathering = await gather(world)
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await announce(world, gathering.head, "Air mati", *BY_GROUP)
    await plan(world, gathering.head)
    assert len(gathering.room.texts) == 1
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert [text.splitlines()[-1] for text in gathering.room.texts[1:]] == [
        "Air mati",
        "Bapak/Ibu bisa ikut?",
    ]


async def test_an_invitation_in_the_group_counts_answers_in_its_place(world: World) -> None:
    gathering = await gather(world)
    room, warga, other = gathering.room, gathering.warga, gathering.other
    await plan(world, gathering.head)
    assert room.texts[1:] == [f"{ASKS}Bapak/Ibu bisa ikut?"]
    assert [button.text for row in room.last.buttons for button in row] == [
        "Ikut",
        "Belum bisa",
        "Bantu cara lain",
    ]

    assert await gathering.tap(warga, "Ikut") == "Tercatat: Ikut. Terima kasih, Pak."
    await tap(world, other, "Bantu cara lain")

    assert room.texts[1:] == [f"{ASKS}Ikut 1, Bantu 1, Belum bisa 0\nBapak/Ibu bisa ikut?"]
    assert [len(phone.texts) for phone in (warga, other)] == [1, 1]
    assert "Jawaban Bapak: Ikut." in warga.texts[0]
    assert any("Ikut: 1" in text for text in gathering.head.texts)
    assert await answers_of(world) == [AnswerKind.YES, AnswerKind.HELP]
    await gathering.tap(warga, "Belum bisa")
    assert "Ikut 0, Bantu 1, Belum bisa 1" in room.texts[1]
    assert "Jawaban Bapak: Belum bisa." in warga.texts[0]


async def test_the_preview_names_the_groups_that_an_invitation_goes_into(world: World) -> None:
    gathering = await gather(world)
    await tell(world, gathering.head, "Buat kegiatan")
    await tap(world, gathering.head, "Gotong royong")
    await tell(world, gathering.head, "Kerja bakti RT 02", "29 November jam setengah tujuh pagi")
    await tap(world, gathering.head, "Betul")
    await tell(world, gathering.head, "Depan mushola")
    preview = gathering.head.texts[-1]
    assert "Untuk 2 warga, saya kirim sekarang juga.\nJuga saya tulis di grup “Grup RT 02”." in preview


async def test_a_change_and_a_cancellation_show_in_the_group(world: World) -> None:
    gathering = await gather(world)
    await plan(world, gathering.head)
    await gathering.tap(gathering.warga, "Ikut")
    await tap(world, gathering.head, "Ubah jadwal", "Ubah tempat")
    await tell(world, gathering.head, "Balai RW 01")
    await tap(world, gathering.head, "Kirim perubahan")
    assert "Tempat: Balai RW 01" in gathering.room.texts[1]
    await tap(world, gathering.head, "Batalkan", "Ya, batalkan")
    assert "Dibatalkan." in gathering.room.texts[1]
    assert len(gathering.room.texts) == 2
    assert gathering.room.last.buttons == []


async def test_what_is_called_off_before_it_was_posted_is_never_posted(world: World) -> None:
    gathering = await gather(world)
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await plan(world, gathering.head)
    await tap(world, gathering.head, "Batalkan", "Ya, batalkan")
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert len(gathering.room.texts) == 1


async def test_groups_of_other_places_hear_nothing(world: World) -> None:
    gathering = await gather(world)
    neighbour = await world.rt_head(rt=1)
    elsewhere = await bring_in(world, neighbour)
    neighbour.tap_in(elsewhere, "Hubungkan")
    await world.settle()
    await plan(world, gathering.head)
    assert len(elsewhere.texts) == 1
    lurah = await world.officer()
    await plan(world, lurah)
    assert len(elsewhere.texts) == 2


async def test_somebody_unknown_is_led_to_join_and_then_counts(world: World) -> None:
    gathering = await gather(world)
    stranger = world.stranger()
    stranger.join(gathering.room)
    await plan(world, gathering.head)
    assert await gathering.tap(stranger, "Ikut") == ""
    address, _, payload = stranger.opened_url.partition("?start=")
    assert (address, len(payload)) == ("https://t.me/rembug_demo_bot", 22)
    assert await answers_of(world) == []

    await introduce(world, stranger, payload, "Warga baru", "Gang 3")
    assert "setelah Ketua RT menerima" in await gathering.tap(stranger, "Ikut")
    await tap(world, gathering.head, "Terima")

    assert "Tercatat: Ikut" in await gathering.tap(stranger, "Ikut")
    assert await answers_of(world) == [AnswerKind.YES]
    assert "Ikut 1" in gathering.room.texts[1]
    await assert_sound(world)


async def test_everybody_unknown_gets_the_same_link(world: World) -> None:
    gathering = await gather(world)
    first, second = world.stranger(), world.stranger()
    await plan(world, gathering.head)
    for phone in (first, second):
        phone.join(gathering.room)
        await gathering.tap(phone, "Ikut")
    assert first.opened_url == second.opened_url


async def test_a_neighbour_of_another_rt_is_refused_and_no_link_opens(world: World) -> None:
    gathering = await gather(world)
    guest, lurah = await world.resident(rt=1), await world.officer()
    await plan(world, gathering.head)
    for phone in (guest, lurah):
        phone.join(gathering.room)
        assert await gathering.tap(phone, "Ikut")
        assert phone.opened_url == ""
        assert phone.texts == []
    assert await answers_of(world) == []


async def test_the_standing_link_of_an_rw_group_is_the_bot_itself(world: World) -> None:
    head, stranger = await world.rw_head(), world.stranger()
    room = await bring_in(world, head, stranger)
    head.tap_in(room, "Hubungkan")
    await world.settle()
    stranger.forge_in(room, "answer:1:yes")
    await world.settle()
    assert stranger.opened_url == "https://t.me/rembug_demo_bot?start=mulai"


async def test_an_erased_head_leaves_the_group_linked_with_its_title(world: World) -> None:
    gathering = await gather(world)
    lurah = await world.officer(RoleKind.KELURAHAN)
    await tell(world, gathering.head, "/hapus_data")
    await tap(world, gathering.head, "Ya, hapus")
    (kept,) = await kept_groups(world)
    assert (kept.state, kept.title, kept.linked_by_id) == (GroupState.LINKED, "Grup RT 02", None)
    gathering.warga.remove_bot(gathering.room)
    await world.settle()
    assert "tidak bisa lagi menulis di grup “Grup RT 02” RT 02 RW 01" in lurah.texts[-1]


async def test_reading_is_told_from_the_group_and_shown_to_nobody_there(world: World) -> None:
    gathering = await gather(world)
    stranger = world.stranger()
    stranger.join(gathering.room)
    await announce(world, gathering.head, "Air mati", *BY_GROUP, "Pilihan lain", "Pakai Sudah baca")
    posted = list(gathering.room.texts)
    for phone in (gathering.warga, gathering.other, gathering.warga):
        assert "Terima kasih" in await gathering.tap(phone, "Sudah baca")
    assert await gathering.tap(stranger, "Sudah baca") == ""
    assert "?start=" in stranger.opened_url
    assert gathering.room.texts == posted
    assert gathering.room.last.buttons[0][0].text == "Sudah baca"
    await world.move(minutes=1)
    assert any("Sudah baca: 2" in text for text in gathering.head.texts)


async def test_a_correction_and_a_recall_reach_the_group(world: World) -> None:
    gathering = await gather(world)
    await announce(world, gathering.head, "Air mati", *BY_GROUP)
    await world.move(minutes=1)
    await tap(world, gathering.head, "Ralat")
    await tell(world, gathering.head, "Listrik mati")
    await tap(world, gathering.head, "Kirim")
    assert "Listrik mati" in gathering.room.texts[-1]
    assert len(gathering.room.texts) == 2


async def test_a_postponed_activity_says_so_in_the_group_until_it_has_a_new_time(world: World) -> None:
    gathering = await gather(world)
    await plan(world, gathering.head)
    await tap(world, gathering.head, "Hujan, tunda", "Ya, tunda")
    assert "Ditunda." in gathering.room.texts[1]
    assert gathering.room.last.buttons == []
    await tap(world, gathering.head, "Ubah jadwal")
    await tell(world, gathering.head, "Minggu 6 Desember jam 07.00")
    await tap(world, gathering.head, "Betul", "Kirim perubahan")
    assert "6 Desember 2026, pukul 07.00 WIB" in gathering.room.texts[1]
    assert "bisa ikut?" in gathering.room.texts[1]
    assert len(gathering.room.texts) == 2
