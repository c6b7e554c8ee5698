"""Officers who live where they serve, open their links again, or leave; and what they are told then."""

from sqlalchemy import select

from simulator import Phone
from storage.people import Residency, ResidencyState, RoleKind
from tests.e2e.doorway import do, introduce, link
from tests.world import World

RT_HEAD_MENU = [["Umumkan", "Buat kegiatan"], ["Ringkasan", "Warga RT"], ["Menu warga", "Bantuan"]]


async def come_home(world: World, head: Phone, house: str) -> None:
    payload = await link(world)
    await do(world, lambda: head.start(payload), lambda: head.tap("Ya, catat saya"), lambda: head.type(house))


async def test_an_rt_head_who_lives_there_is_counted_at_once_and_keeps_the_menu(world: World) -> None:
    head = world.stranger()
    await introduce(world, head, await link(world, RoleKind.RT_HEAD), "Ketua RT 02")
    before = len(head.texts)
    await come_home(world, head, "-")
    async with world.database.reading() as session:
        residency = (await session.scalars(select(Residency))).one()
    assert (residency.state, residency.household_id) == (ResidencyState.ACCEPTED, None)
    assert "Semuanya ada di Menu warga." in head.texts[-1]
    assert "Menunggu persetujuan" not in "".join(head.texts[before:])
    assert "Apakah benar warga kita" not in "".join(head.texts[before:])
    assert head.keyboard is not None
    assert head.keyboard[:3] == RT_HEAD_MENU
    await do(world, lambda: head.type("Kirim usulan"))
    assert "Apa usulan Ibu" in head.texts[-1]


async def test_an_officers_own_link_opened_again_brings_the_menu(world: World) -> None:
    head = world.stranger()
    payload = await link(world, RoleKind.RT_HEAD)
    await introduce(world, head, payload, "Ketua RT 02")
    await do(world, lambda: head.start(payload))
    assert head.texts[-1].startswith("Ibu sudah bergabung")
    assert head.keyboard == RT_HEAD_MENU


async def test_an_officer_who_is_no_resident_reads_where_the_link_is(world: World) -> None:
    head, lurah = await world.rt_head(), await world.officer()
    await do(world, lambda: head.type("Kirim usulan"), lambda: lurah.type("Kirim usulan"))
    assert "tautannya ada di Warga RT" in head.texts[-1]
    assert "Ketua RT, lalu" not in lurah.texts[-1]
    assert "buka tautan RT tempat" in lurah.texts[-1]
    await do(world, lambda: head.type("Menu warga"), lambda: lurah.type("Menu warga"))
    assert "buka dulu tautan RT-nya, ada di Warga RT." in head.texts[-1]
    assert "tempat Bapak tinggal" in lurah.texts[-1]


async def test_an_officer_reads_that_the_office_ends_with_the_data(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await do(world, lambda: head.type("/hapus_data"), lambda: warga.type("/hapus_data"))
    assert "sebagai pengurus di sini juga berakhir" in head.texts[-1]
    assert "pengurus" not in warga.texts[-1]
    await do(world, lambda: warga.tap("Ya, hapus"), lambda: warga.type("/hapus_data"))
    assert warga.texts[-1].startswith("Tidak ada data yang saya simpan")
