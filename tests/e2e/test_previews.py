"""The preview of an announcement: few lines and few buttons, also where much has to be said."""

from sqlalchemy import select

from simulator import Phone
from storage.announcements import Announcement, Route
from storage.people import Chat, ChatState
from tests.e2e.doorway import do
from tests.e2e.gathering import gather
from tests.e2e.planning import answer
from tests.e2e.soundness import assert_sound, labels_of, tap, tell
from tests.world import World


def assert_short(phone: Phone) -> None:
    """What an old RT head understands at a glance."""
    lines = [line for line in phone.texts[-1].splitlines() if line]
    assert len(lines) <= 5, lines
    assert len(labels_of(phone)) <= 6, labels_of(phone)


async def test_a_monthly_one_of_the_kelurahan_with_groups_fits_five_lines_and_six_buttons(
    world: World,
) -> None:
    gathering = await gather(world)
    lurah, gone = await world.officer(), await world.resident(rt=1)
    await world.resident(rt=1)
    async with world.database.transaction() as session:
        (await session.get_one(Chat, gone.user_id)).state = ChatState.BLOCKED
        session.add(world.cast.rts[1, 2])
        world.cast.rts[1, 2].estimated_households = 30
    await tell(world, lurah, "Umumkan", "Posyandu")
    await tap(world, lurah, "Pilihan lain", "Pakai Sudah baca")
    await do(world, lambda: lurah.tap("Waktu kirim"))
    await answer(world, lurah, "Berulang", "Setiap bulan", "31 Desember jam 18.00", "Betul")
    assert_short(lurah)
    assert lurah.texts[-1].splitlines() == [
        "Seperti itulah yang akan diterima di Kelurahan Blitar.",
        "Penerima saat ini: 1 grup dan 1 warga.",
        "Tidak sampai: 1 warga (1 memblokir) dan sekitar 28 rumah yang belum bergabung.",
        "Dikirim Kamis, 31 Desember 2026, pukul 18.00 WIB, lalu setiap bulan. "
        "Saat itu jam tenang; dikirim pukul 19.30 WIB.",
        "Sudah pas, Pak?",
    ]
    assert labels_of(lurah) == ["Kirim", "Ubah", "Ganti penerima", "Waktu kirim", "Pilihan lain", "Batal"]
    assert gathering.room.texts[1:] == []
    await assert_sound(world)


async def test_without_a_group_whether_it_is_read_is_asked_in_the_preview_itself(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan", "Air mati")
    assert_short(head)
    assert "Pilihan lain" not in labels_of(head)
    await tap(world, head, "Pakai Sudah baca")
    assert_short(head)
    await tap(world, head, "Tanpa Sudah baca", "Kirim")
    assert labels_of(warga) == []


async def test_what_is_chosen_one_button_further_is_what_is_kept(world: World) -> None:
    gathering = await gather(world)
    head = gathering.head
    await tell(world, head, "Umumkan", "Air mati")
    await tap(world, head, "Pilihan lain")
    assert_short(head)
    await tap(world, head, "Kembali", "Pilihan lain", "Lewat grup")
    assert "Penerima: 1 grup." in head.texts[-1]
    assert "Tidak sampai" not in head.texts[-1]
    await tap(world, head, "Pilihan lain", "Pakai Sudah baca", "Kirim")
    async with world.database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
    assert (kept.route, kept.asks_read) == (Route.GROUP, True)
