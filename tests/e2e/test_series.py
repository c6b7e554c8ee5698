"""An activity comes back: before each next time its organiser is asked, and decides (R10)."""

from datetime import UTC, datetime

from sqlalchemy import select

from simulator import Phone
from storage.activities import Activity, ActivitySession
from storage.activity_series import Series, SeriesState
from tests.e2e.soundness import assert_refused, assert_sound, data_of, labels_of, tap, tell
from tests.world import World

ASKED = datetime(2027, 2, 21, 12, 30, tzinfo=UTC)
"""Sunday, 21 February 2027, 19.30 WIB: seven days before the last of February."""
PROPOSED = (
    "Pasar Jaranan (tiga bulan sekali) berikutnya:\n"
    "Minggu, 28 Februari 2027, pukul 19.30 WIB, Depan mushola.\n"
    "Bulan itu lebih pendek, jadi saya usulkan hari terakhirnya.\n"
    "Saya undang warga, Pak?"
)


async def begin_market(world: World, head: Phone, every: str = "Tiga bulan sekali") -> None:
    await tell(world, head, "Buat kegiatan", "Acara", "Pasar Jaranan", "30 November jam 19.30", "ya")
    await tell(world, head, "Depan mushola")
    await tap(world, head, "Tambahan", "Yang dibawa")
    await tell(world, head, "Kantong belanja")
    await tap(world, head, "Tambahan", "Berulang", every)


async def series_of(world: World) -> Series:
    async with world.database.reading() as session:
        return (await session.scalars(select(Series))).one()


async def held(world: World) -> list[tuple[str, str, str | None]]:
    async with world.database.reading() as session:
        query = select(Activity, ActivitySession.starts_at).join(ActivitySession).order_by(Activity.id)
        rows = (await session.execute(query)).all()
        return [(one.title, f"{starts:%d.%m.%Y %H.%M}", one.bring) for one, starts in rows]


async def test_a_quarterly_market_at_the_end_of_a_month_is_asked_about_and_invited(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await begin_market(world, head)
    assert (
        "Tiga bulan sekali; sebelum yang berikutnya, saya tanyakan dulu. "
        "Di bulan yang lebih pendek, saya usulkan hari terakhirnya."
    ) in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert (await series_of(world)).ask_at == ASKED
    await world.move_to(ASKED.replace(minute=29))
    assert PROPOSED not in head.texts
    invited = len(warga.texts)
    await world.restart()
    await world.move_to(ASKED)
    await world.restart()
    await world.move(minutes=5)
    assert [text for text in head.texts if text == PROPOSED] == [PROPOSED]
    assert len(warga.texts) == invited
    assert await held(world) == [("Pasar Jaranan", "30.11.2026 12.30", "Kantong belanja")]

    undang = data_of(head, "Undang")
    await tap(world, head, "Undang")

    assert await held(world) == [
        ("Pasar Jaranan", "30.11.2026 12.30", "Kantong belanja"),
        ("Pasar Jaranan", "28.02.2027 12.30", "Kantong belanja"),
    ]
    assert "Minggu, 28 Februari 2027, pukul 19.30 WIB" in warga.texts[-1]
    assert any("Undangan untuk 1 warga sedang saya kirim." in text for text in head.texts)
    await assert_refused(world, head, undang)
    assert "sudah diputuskan" in head.toasts[-1][1]
    await world.move_to(datetime(2027, 5, 23, 12, 31, tzinfo=UTC))
    assert any("Minggu, 30 Mei 2027, pukul 19.30 WIB" in text for text in head.texts)
    await assert_sound(world)


async def test_a_turn_is_skipped_moved_or_ended_by_a_tap(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await begin_market(world, head, "Setiap minggu")
    await tap(world, head, "Kirim undangan")
    await world.move_to(datetime(2026, 12, 4, 12, 31, tzinfo=UTC))
    assert "Senin, 7 Desember 2026, pukul 19.30 WIB" in head.texts[-1]
    await tap(world, head, "Lewati sekali")
    assert "Berikutnya Senin, 14 Desember 2026" in head.texts[-1]
    await world.move_to(datetime(2026, 12, 11, 12, 31, tzinfo=UTC))
    await tap(world, head, "Ubah waktu")
    assert "Kapan Pasar Jaranan" in head.texts[-1]
    await tell(world, head, "Selasa 15 Desember jam 19.30", "ya")
    assert "Berulang" not in labels_of(head)
    assert "Hanya kali ini; berikutnya tetap Senin, 21 Desember 2026" in head.texts[-1]
    assert "Bawa: Kantong belanja" in head.texts[-1]
    await tap(world, head, "Kirim undangan")
    assert "Selasa, 15 Desember 2026" in warga.texts[-1]
    await world.move_to(datetime(2026, 12, 18, 12, 31, tzinfo=UTC))
    assert "Senin, 21 Desember 2026" in head.texts[-1]
    await tap(world, head, "Hentikan", "Tidak jadi")
    assert "Saya undang warga" in head.texts[-1]
    await tap(world, head, "Hentikan", "Ya, hentikan")
    assert "tidak saya usulkan lagi" in head.texts[-1]
    assert (await series_of(world)).state is SeriesState.ENDED
    count = len(head.texts)
    await world.move(days=30)
    assert not any("Saya undang warga" in text for text in head.texts[count:])
    assert [starts for _title, starts, _bring in await held(world)] == [
        "30.11.2026 12.30",
        "15.12.2026 12.30",
    ]
    await assert_sound(world)


async def test_a_proposed_turn_is_only_for_who_may_plan_there(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    other = await world.rt_head(rt=1)
    await begin_market(world, head)
    await tap(world, head, "Kirim undangan")
    await world.move_to(ASKED)
    for phone in (warga, other):
        await tell(world, phone, "/bantuan")
        verbs = ("invite", "move", "skip", "end", "end_yes", "keep")
        await assert_refused(world, phone, *(f"series:1:1:{verb}" for verb in verbs))
    await assert_refused(world, head, "series:1:2:invite", "series:1:1:burn", "series:9:1:invite")
    assert len(await held(world)) == 1


async def test_a_series_is_ended_from_the_card_of_its_activity(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    other = await world.rt_head(rt=1)
    await begin_market(world, head, "Setiap minggu")
    await tap(world, head, "Kirim undangan")
    card = next(text for text in head.texts if text.startswith("Pasar Jaranan") and "Belum jawab" in text)
    assert "Tempat: Depan mushola\nBerulang: setiap minggu\n" in card
    assert data_of(head, "Ubah atau tunda") == "activity:1:change"
    for phone in (warga, other):
        await tell(world, phone, "/bantuan")
        await assert_refused(
            world, phone, "activity:1:series", "activity:1:series_end", "activity:1:series_keep"
        )

    await tap(world, head, "Ubah atau tunda")
    assert "Berulang: setiap minggu" in head.texts[-1]
    assert labels_of(head) == ["Ubah jadwal", "Batalkan", "Jumlah kursi", "Berulang"]
    await tap(world, head, "Berulang")
    assert head.texts[-1] == (
        "Pasar Jaranan berulang setiap minggu. "
        "Berikutnya direncanakan Senin, 7 Desember 2026, pukul 19.30 WIB.\n"
        "Mau dihentikan, Pak? Yang sudah dijadwalkan tetap berjalan."
    )
    await tap(world, head, "Tetap berulang")
    assert head.texts[-1] == "Baik, Pak. Pasar Jaranan tetap berulang setiap minggu."
    assert (await series_of(world)).state is SeriesState.RUNNING

    await tap(world, head, "Ubah atau tunda", "Berulang", "Ya, hentikan")
    assert "Pasar Jaranan tidak saya usulkan lagi." in head.texts[-1]
    assert not any("Berulang: setiap minggu\nIkut" in text for text in head.texts[-2:])
    assert (await series_of(world)).state is SeriesState.ENDED
    await world.move(days=30)
    assert not any("Saya undang warga" in text for text in head.texts)
    assert await held(world) == [("Pasar Jaranan", "30.11.2026 12.30", "Kantong belanja")]
    await assert_sound(world)
