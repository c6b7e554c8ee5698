"""A rule card that waits for its turn can be read, changed and dropped, and none is lost unasked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.audit import Act
from storage.people import RoleKind
from storage.rule_cards import RuleCard
from tests.e2e.test_campaigns import MONDAY, WEEK, add, begin, labels_of, say
from tests.world import World

NIGHT = MONDAY + timedelta(hours=13)


@pytest.fixture
async def lurah(world: World) -> Phone:
    """An officer whose series has a card with a slip of the pen, and another one."""
    lurah = await world.officer(RoleKind.KELURAHAN)
    await begin(world, lurah)
    await add(world, lurah, "Dana setiap RT", "Setiap RT mendapat Rp 50 ribu setahun.")
    await add(world, lurah, "Dua bidang", "Dana untuk kegiatan fisik dan non-fisik.")
    return lurah


async def kept(world: World) -> list[tuple[str, str, int]]:
    async with world.database.reading() as session:
        found = await session.scalars(select(RuleCard).order_by(RuleCard.position))
        return [(card.title, card.text, card.position) for card in found]


async def test_a_slip_of_the_pen_is_mended_before_anybody_reads_it(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await say(world, lurah, "/sosialisasi", "Lihat kartu", "1. Dana setiap RT")
    assert "Setiap RT mendapat Rp 50 ribu setahun." in lurah.texts[-1]
    await say(world, lurah, "Ubah kartu", "Ganti isi", "Setiap RT mendapat Rp 50 juta setahun.")
    assert lurah.texts[-2] == "📘 Dana setiap RT (aturan 2026)\n\nSetiap RT mendapat Rp 50 juta setahun."
    await say(world, lurah, "Simpan kartu")
    assert "1. Dana setiap RT (2026): menunggu" in lurah.texts[-1]
    await world.move_to(MONDAY)
    assert warga.texts == ["📘 Dana setiap RT (aturan 2026)\n\nSetiap RT mendapat Rp 50 juta setahun."]
    async with world.database.reading() as session:
        acts = await session.scalars(select(Act.action).where(Act.action == "change_card"))
        assert acts.all() == ["change_card"]


async def test_a_card_that_is_not_wanted_is_dropped_and_the_next_takes_its_turn(
    world: World, lurah: Phone
) -> None:
    warga = await world.resident()
    await say(world, lurah, "/sosialisasi", "Lihat kartu", "1. Dana setiap RT", "Hapus kartu")
    assert "Hapus kartu Dana setiap RT" in lurah.texts[-1]
    await say(world, lurah, "Tidak jadi", "Hapus kartu", "Ya, hapus")
    assert "1. Dua bidang (2026): menunggu" in lurah.texts[-1]
    assert await kept(world) == [("Dua bidang", "Dana untuk kegiatan fisik dan non-fisik.", 1)]
    await world.move_to(MONDAY)
    assert [text.splitlines()[0] for text in warga.texts] == ["📘 Dua bidang (aturan 2026)"]
    await world.move_to(MONDAY + WEEK)
    assert len(warga.texts) == 1


async def test_a_card_that_went_out_meanwhile_is_not_changed_any_more(world: World, lurah: Phone) -> None:
    await world.resident()
    await say(world, lurah, "/sosialisasi", "Lihat kartu", "1. Dana setiap RT", "Ubah kartu")
    await world.move_to(MONDAY)
    lurah.tap("Simpan kartu")
    await world.settle()
    for forged in ("card:1:change", "card:1:drop", "card:1:drop_yes", "card:9:drop_yes", "card:2:burn"):
        lurah.forge(forged)
        await world.settle()
        assert "sudah tidak ada" in lurah.toasts[-1][1], forged
    assert [title for title, _, _ in await kept(world)] == ["Dana setiap RT", "Dua bidang"]


async def test_nobody_else_reads_changes_or_drops_it(world: World, lurah: Phone) -> None:
    head = await world.rt_head()
    await say(world, head, "Umumkan")
    for forged in ("reach:1:0", "card:1:change", "card:1:drop", "card:1:drop_yes"):
        head.forge(forged)
        await world.settle()
        assert "pengurus" in head.toasts[-1][1], forged
    assert len(await kept(world)) == 2


async def test_an_unfinished_card_is_not_dropped_without_asking(world: World, lurah: Phone) -> None:
    await say(world, lurah, "Tambah kartu", "Pasar Jaranan", "/sosialisasi")
    lurah.tap("Tambah kartu")
    await world.settle()
    assert "Masih ada kartu aturan yang belum selesai" in lurah.texts[-1]
    await say(world, lurah, "Lanjutkan", "Pasar Jaranan tiga bulan sekali.")
    assert lurah.texts[-2].startswith("📘 Pasar Jaranan (aturan 2026)")
    await say(world, lurah, "/sosialisasi")
    lurah.tap("Tambah kartu")
    await world.settle()
    await say(world, lurah, "Mulai baru", "Usulan", "Ditutup bulan Maret.")
    await say(world, lurah, "Simpan kartu")
    assert "3. Usulan (2026): menunggu" in lurah.texts[-1]
    assert "Pasar Jaranan" not in lurah.texts[-1]


async def test_a_successor_that_waits_can_be_changed_and_dropped_again(world: World, lurah: Phone) -> None:
    await world.resident()
    await world.move_to(MONDAY)
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama", "Rp 60 juta.")
    await say(world, lurah, "Sesuai giliran", "Lihat kartu", "3. Dana setiap RT", "Ubah kartu")
    await say(world, lurah, "Ganti isi", "Rp 70 juta.", "Simpan kartu", "Lihat kartu", "3. Dana setiap RT")
    assert "(aturan 2027), menunggu giliran" in lurah.texts[-1]
    assert "Rp 70 juta." in lurah.texts[-1]
    await say(world, lurah, "Hapus kartu", "Ya, hapus")
    assert "1. Dana setiap RT (2026): berlaku" in lurah.texts[-1]
    assert "Kartu tahun baru" in labels_of(lurah)


async def test_a_card_published_at_night_says_when_it_arrives(world: World, lurah: Phone) -> None:
    warga = await world.resident()
    await world.move_to(MONDAY)
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru", "Judul yang sama", "Rp 60 juta.")
    assert "jam tenang" not in lurah.texts[-1]
    await world.move_to(NIGHT)
    await say(world, lurah, "Ganti isi", "Rp 70 juta.")
    assert "Sekarang jam tenang. Kalau diterbitkan sekarang, kartunya sampai Selasa" in lurah.texts[-1]
    await say(world, lurah, "Terbitkan sekarang")
    assert len(warga.texts) == 1


async def test_of_many_cards_the_one_to_replace_is_found_page_by_page(world: World, lurah: Phone) -> None:
    async with world.database.transaction() as session:
        for card in range(3, 60):
            session.add(
                RuleCard(
                    campaign_id=1, position=card, title=f"{card} ".ljust(79, "x"), text="Satu.", year=2026,
                    state="current", created_at=world.now(),
                )
            )  # fmt: skip
    await say(world, lurah, "/sosialisasi", "Kartu tahun baru")
    assert "6. 8 xxx" in lurah.texts[-1]
    assert "7. 9 xxx" not in lurah.texts[-1]
    await say(world, lurah, "Berikutnya", "Berikutnya")
    assert "13. 15 xxx" in lurah.texts[-1]
    assert labels_of(lurah) >= {"Sebelumnya", "Berikutnya", "Batal"}
    await say(world, lurah, "57")
    assert "Kartu baru ini menggantikan 59 xxx" in lurah.texts[-1]
