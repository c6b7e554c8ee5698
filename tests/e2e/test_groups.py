"""The bot in an RT's group: it comes, one tap links it, it says little, and it goes."""

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.audit import Act
from storage.groups import GroupState
from storage.people import Role, RoleKind
from tests.e2e.gathering import bring_in, gather, kept_groups
from tests.e2e.soundness import assert_sound, data_of
from tests.e2e.test_activities import plan, tell
from tests.world import World


async def press(world: World, phone: Phone, label: str) -> None:
    phone.tap(label)
    await world.settle()


async def test_the_bot_says_once_how_its_group_is_linked(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    room = await bring_in(world, warga, head)
    assert room.texts == [
        "Terima kasih sudah mengajak saya 🙏\n"
        "Bapak/Ibu pengurus, tekan tombol ini untuk menghubungkan grup ini dengan wilayahnya, ya."
    ]
    (kept,) = await kept_groups(world)
    assert (kept.title, kept.state, kept.area_id) == ("Grup RT 02", GroupState.WAITING, None)
    warga.promote_bot(room)
    await world.settle()
    assert len(room.texts) == 1


async def test_brought_by_an_rt_head_it_names_the_rt(world: World) -> None:
    room = await bring_in(world, await world.rt_head())
    assert "dengan RT 02 RW 01, ya" in room.texts[-1]


async def test_the_rt_head_links_it_with_one_tap(world: World) -> None:
    gathering = await gather(world)
    assert gathering.head.toasts[-1][1] == "Terhubung dengan RT 02 RW 01. Terima kasih, Pak."
    assert gathering.room.texts == [
        "Grup ini terhubung dengan RT 02 RW 01 🙏\nPengumuman dan undangan saya kirim juga ke sini."
    ]
    assert gathering.room.last.buttons == []
    (kept,) = await kept_groups(world)
    assert (kept.state, kept.area_id, kept.topic_id) == (GroupState.LINKED, world.cast.rts[1, 2].id, None)
    async with world.database.reading() as session:
        acts = [(act.action, act.subject) for act in await session.scalars(select(Act))]
    assert acts == [("link_group", f"group:{gathering.room.chat_id}")]
    assert gathering.head.texts == []


async def test_nobody_else_can_link_it_and_hears_why(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    helper, stranger = await world.officer(RoleKind.FACILITATOR), world.stranger()
    room = await bring_in(world, head, warga, helper, stranger)
    for phone in (warga, helper, stranger):
        phone.tap_in(room, "Hubungkan")
        await world.settle()
        assert phone.toasts[-1][1].startswith("Hanya Ketua RT, Ketua RW, atau kelurahan")
        assert phone.texts == []
    assert (await kept_groups(world))[0].state is GroupState.WAITING


@pytest.mark.parametrize("kind", [RoleKind.RW_HEAD, RoleKind.KELURAHAN])
async def test_rw_heads_and_the_kelurahan_link_their_own_area(world: World, kind: RoleKind) -> None:
    officer = await (world.rw_head() if kind is RoleKind.RW_HEAD else world.officer(kind))
    room = await bring_in(world, officer)
    officer.tap_in(room, "Hubungkan")
    await world.settle()
    area = world.cast.rws[1] if kind is RoleKind.RW_HEAD else world.cast.kelurahan
    assert (await kept_groups(world))[0].area_id == area.id


async def test_who_has_several_offices_chooses_in_private(world: World) -> None:
    head = await world.rt_head()
    async with world.database.transaction() as session:
        role = (await session.scalars(select(Role))).one()
        more = Role(person_id=role.person_id, area_id=world.cast.rws[2].id, kind=RoleKind.RW_HEAD)
        more.since = world.now()
        session.add(more)
    room = await bring_in(world, head)
    head.tap_in(room, "Hubungkan")
    await world.settle()
    assert "chat pribadi" in head.toasts[-1][1]
    assert "wilayah yang mana" in head.texts[-1]
    older = data_of(head, "RT 02 RW 01")
    await press(world, head, "RW 02")
    assert "terhubung dengan RW 02" in head.texts[-1]
    assert "RW 02" in room.texts[-1]
    head.forge(older)
    await world.settle()
    (kept,) = await kept_groups(world)
    assert (kept.state, kept.area_id) == (GroupState.LINKED, world.cast.rws[2].id)
    assert len(room.texts) == 1


async def test_only_who_was_asked_chooses_the_area_and_only_an_own_one(world: World) -> None:
    head, other = await world.rt_head(), await world.rt_head(rt=1)
    room = await bring_in(world, head)
    await tell(world, other, "/bantuan")
    await tell(world, head, "/bantuan")
    mine, theirs = world.cast.rts[1, 2].id, world.cast.rts[1, 1].id
    head.forge(f"linkto:{room.chat_id}:{theirs}")
    head.forge(f"linkto:{room.chat_id}:{mine}")
    other.forge(f"linkto:{room.chat_id}:{theirs}")
    await world.settle()
    assert (await kept_groups(world))[0].state is GroupState.WAITING


async def test_a_group_that_is_linked_says_with_which_rt(world: World) -> None:
    gathering = await gather(world)
    other = await world.rt_head(rt=1)
    other.join(gathering.room)
    for phone, words in ((other, "sudah terhubung dengan RT 02 RW 01"), (gathering.head, "Terhubung dengan")):
        phone.forge_in(gathering.room, "link")
        await world.settle()
        assert words in phone.toasts[-1][1]
    assert (await kept_groups(world))[0].area_id == world.cast.rts[1, 2].id


async def test_in_a_forum_the_topic_of_the_tap_gets_the_messages(world: World) -> None:
    head = await world.rt_head()
    room = await bring_in(world, head, forum=True)
    topic = head.open_topic(room, "Pengumuman")
    head.type_in(room, "/start@rembug_demo_bot", thread=topic)
    await world.settle()
    assert room.last.thread == topic
    head.tap_in(room, "Hubungkan")
    await world.settle()
    assert (await kept_groups(world))[0].topic_id == topic


async def test_the_list_of_groups_unlinks_and_brings_into_more(world: World) -> None:
    gathering = await gather(world)
    head = gathering.head
    await tell(world, head, "Warga RT")
    await press(world, head, "Grup RT")
    assert "Grup RT 02, untuk RT 02 RW 01" in head.texts[-1]
    ((unlink, add),) = head.last.buttons
    assert (unlink.text, add.url) == ("Putuskan", "https://t.me/rembug_demo_bot?startgroup=mulai")
    await press(world, head, "Putuskan")
    assert "Belum ada grup yang terhubung" in head.texts[-1]
    assert "Sudah diputus" in head.toasts[-1][1]
    assert "tidak terhubung lagi dengan RT 02 RW 01" in gathering.room.texts[-1]
    assert "pengurusnya cukup menekan tombol ini" in gathering.room.texts[-1]
    assert (await kept_groups(world))[0].state is GroupState.WAITING
    await gathering.tap(head, "Hubungkan")
    assert (await kept_groups(world))[0].state is GroupState.LINKED


async def test_a_group_cannot_be_unlinked_by_others(world: World) -> None:
    gathering = await gather(world)
    other = await world.rt_head(rt=1)
    for phone in (other, gathering.warga):
        await tell(world, phone, "/bantuan")
        phone.forge(f"unlink:{gathering.room.chat_id}")
        await world.settle()
        assert "pengurus" in phone.toasts[-1][1]
    await tell(world, gathering.warga, "/grup")
    assert "hanya untuk pengurus" in gathering.warga.texts[-1]
    assert (await kept_groups(world))[0].state is GroupState.LINKED


async def test_commands_in_a_group_get_one_short_answer_and_talk_gets_none(world: World) -> None:
    gathering = await gather(world)
    warga, room = gathering.warga, gathering.room
    gathering.head.promote_bot(room)  # now it hears everything
    await world.settle()
    before = len(room.texts)
    for text in ("halo semua", "ikut", "/kegiatan@rembug_demo_bot", "/hapus_data", "Data saya", "Umumkan"):
        warga.type_in(room, text)
    await world.settle()
    assert (room.texts[before:], warga.texts) == ([], [])
    warga.type_in(room, "/bantuan@rembug_demo_bot")
    await world.settle()
    assert room.texts[before:] == [
        "Di grup saya hanya mengirim pengumuman dan undangan.\nUntuk yang lain, lewat chat pribadi, ya."
    ]
    assert room.last.buttons[0][0].url == "https://t.me/rembug_demo_bot?start=mulai"
    await assert_sound(world)


async def test_the_link_into_the_private_chat_greets_as_a_plain_start(world: World) -> None:
    stranger, warga = world.stranger(), await world.resident()
    for phone, words in ((stranger, "Untuk bergabung, minta tautan"), (warga, "Selamat")):
        phone.start("mulai")
        await world.settle()
        assert words in phone.texts[-1]


PRIVATE_DATA = (
    "form:1:idea:x", "do:1:cancel", "mydata:erase", "menu:my_data", "sent:1:show", "page:residents:0",
    "unlink:-1", "meant:1:yes:2", "junk", "link:1",
)  # fmt: skip


@pytest.mark.parametrize("data", PRIVATE_DATA)
async def test_other_buttons_lead_out_of_the_group_and_show_nothing_there(world: World, data: str) -> None:
    gathering = await gather(world)
    before = gathering.room.texts
    for phone in (gathering.head, gathering.warga):
        phone.forge_in(gathering.room, data)
        await world.settle()
        assert phone.toasts[-1][1] in (
            "Buka chat pribadi dengan saya, ya.",
            "Maaf, tombol ini tidak saya kenali. Silakan pakai tombol di pesan terbaru atau menu di bawah.",
        )
        assert phone.texts == []
        assert phone.opened_url == ""
    assert gathering.room.texts == before
    await assert_sound(world)


async def test_what_is_private_stays_out_of_the_group(world: World) -> None:
    gathering = await gather(world)
    await plan(world, gathering.head)
    before = len(gathering.room.texts)
    await tell(world, gathering.warga, "Data saya", "Kirim usulan", "Lampu mati", "Kegiatan")
    await tell(world, gathering.head, "Warga RT", "Ringkasan")
    assert len(gathering.room.texts) == before


async def test_whoever_linked_a_group_is_told_once_that_the_bot_was_removed(world: World) -> None:
    gathering = await gather(world)
    gathering.head.remove_bot(gathering.room)
    await world.settle()
    assert gathering.head.texts == [
        "Saya tidak bisa lagi menulis di grup “Grup RT 02” RT 02 RW 01, Pak.\n"
        "Kabar untuk warga tetap saya kirim lewat chat pribadi.\n"
        "Kalau grupnya masih dipakai, masukkan lagi saya, lalu tekan Hubungkan."
    ]
    assert (await kept_groups(world))[0].state is GroupState.GONE
    await plan(world, gathering.head)
    assert len([text for text in gathering.head.texts if "tidak bisa lagi menulis" in text]) == 1
    gathering.head.add_bot(gathering.room)
    await world.settle()
    assert "Terima kasih sudah mengajak saya" in gathering.room.texts[-1]
    await gathering.tap(gathering.head, "Hubungkan")
    (kept,) = await kept_groups(world)
    assert (kept.state, kept.area_id) == (GroupState.LINKED, world.cast.rts[1, 2].id)


async def test_a_new_title_is_remembered(world: World) -> None:
    gathering = await gather(world)
    gathering.head.announce(gathering.room, new_chat_title="Warga RT 02 Guyub")
    await world.settle()
    assert (await kept_groups(world))[0].title == "Warga RT 02 Guyub"
