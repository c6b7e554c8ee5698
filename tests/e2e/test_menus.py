"""Whose menu is shown to whom, and how those who have several change between them."""

import pytest
from sqlalchemy import select

from actions.links import create_link
from storage.outbox import OutboxRow
from storage.people import Chat, ChatState, Role, RoleKind
from tests.e2e.doorway import do, introduce, link
from tests.world import World

RESIDENT_MENU = [["Kirim usulan", "Kegiatan"], ["Pengumuman", "Penilaian"], ["Data saya", "Bantuan"]]
RT_HEAD_MENU = [["Umumkan", "Buat kegiatan"], ["Ringkasan", "Warga RT"], ["Menu warga", "Bantuan"]]
OFFICER_MENU = [["Umumkan", "Buat kegiatan"], ["Ringkasan", "Usulan masuk"], ["Menu warga", "Bantuan"]]


async def test_each_officers_invitation_brings_the_menu_of_the_role(world: World) -> None:
    for role, menu in ((RoleKind.KELURAHAN, OFFICER_MENU), (RoleKind.RW_HEAD, OFFICER_MENU)):
        officer = world.stranger()
        await introduce(world, officer, await link(world, role), "Petugas")
        assert "Selamat bergabung" in officer.texts[-1]
        assert officer.keyboard == menu
    async with world.database.reading() as session:
        assert len(list(await session.scalars(select(Role)))) == 2


async def test_an_rt_head_who_is_a_resident_changes_between_menus(world: World) -> None:
    warga = await world.resident()
    await do(world, lambda: warga.start(), lambda: warga.type("Menu warga"))
    payload = await link(world, RoleKind.RT_HEAD)
    await do(world, lambda: warga.start(payload))
    assert "Selamat bergabung" in warga.texts[-1]
    assert warga.keyboard == [*RT_HEAD_MENU, ["Ganti peran"]]
    await do(world, lambda: warga.type("Menu warga"))
    assert warga.keyboard == [*RESIDENT_MENU, ["Ganti peran"]]
    await do(world, lambda: warga.type("Ganti peran"), lambda: warga.tap("Ketua RT"))
    assert warga.keyboard == [*RT_HEAD_MENU, ["Ganti peran"]]
    async with world.database.reading() as session:
        assert (await session.get_one(Chat, warga.user_id)).menu == "rt_head"
    await do(world, lambda: warga.forge("role:kelurahan"))
    assert "pengurus" in warga.toasts[-1][1]


async def test_an_officer_without_an_rt_may_look_at_the_residents_menu(world: World) -> None:
    lurah = await world.officer()
    await do(world, lambda: lurah.type("Menu warga"))
    assert lurah.keyboard == [*RESIDENT_MENU, ["Ganti peran"]]
    await do(world, lambda: lurah.type("Kirim usulan"))
    assert lurah.texts[-1]
    await do(world, lambda: lurah.type("Bantuan"))
    assert "Kirim usulan" in lurah.texts[-1]


async def test_who_blocks_the_bot_is_known_to_until_they_come_back(world: World) -> None:
    warga = await world.resident()
    for act, state in ((warga.block, ChatState.BLOCKED), (warga.unblock, ChatState.REACHABLE)):
        await do(world, act)
        async with world.database.reading() as session:
            assert (await session.get_one(Chat, warga.user_id)).state is state


@pytest.mark.parametrize("state", [ChatState.UNREACHABLE, ChatState.BLOCKED])
async def test_who_writes_again_is_reachable_again(world: World, state: ChatState) -> None:
    warga = await world.resident()
    async with world.database.transaction() as session:
        (await session.get_one(Chat, warga.user_id)).state = state
    await do(world, lambda: warga.send_sticker())
    async with world.database.reading() as session:
        assert (await session.get_one(Chat, warga.user_id)).state is ChatState.REACHABLE


async def test_an_operator_needs_no_area(world: World) -> None:
    operator = world.stranger()
    async with world.database.transaction() as session:
        payload = await create_link(session, role=RoleKind.OPERATOR, area_id=None, now=world.now())
    await introduce(world, operator, payload, "Operator")
    assert "Selamat bergabung" in operator.texts[-1]
    assert operator.keyboard == [["Menu warga", "Bantuan"]]
    for said, answer in (("/data_saya", "Tugas: operator"), ("/bantuan", "gangguan"), ("/start", "Selamat")):
        await do(world, lambda said=said: operator.type(said))
        assert answer in operator.texts[-1]


async def test_everybody_is_told_how_their_menu_works_and_strangers_how_to_join(world: World) -> None:
    warga, head, lurah = await world.resident(), await world.rt_head(), await world.officer()
    stranger = world.stranger()
    for phone, words in ((warga, "Usulan saya"), (head, "Warga RT"), (lurah, "Usulan masuk")):
        await do(world, lambda phone=phone: phone.type("Bantuan"))
        assert words in phone.texts[-1]
    await do(world, lambda: stranger.type("Bantuan"))
    assert "tautan RT" in stranger.texts[-1]


async def test_a_stranger_who_blocks_the_bot_leaves_nothing_behind(world: World) -> None:
    stranger, payload = world.stranger(), await link(world)
    stranger.start(payload)
    stranger.block()
    await world.settle()
    async with world.database.reading() as session:
        assert list(await session.scalars(select(OutboxRow))) == []
