"""Groups that move, close their topics or take nothing any more."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from actions.messages import Post, Recipient, send
from simulator import Phone
from simulator.errors import ApiError
from storage.groups import Group, GroupState
from tests.e2e.gathering import Gathering, gather, kept_groups
from tests.e2e.test_activities import SUNDAY, plan, tap, tell
from tests.world import World

ASKS = f"Kerja bakti RT 02 🧹\n{SUNDAY}.\nTempat: Depan mushola\n"


async def announce(world: World, head: Phone, text: str, *labels: str) -> None:
    await tell(world, head, "Umumkan", text)
    await tap(world, head, *labels, "Kirim")


@pytest.mark.parametrize("heard", [True, False])
async def test_a_group_that_becomes_a_supergroup_stays_linked(world: World, heard: bool) -> None:
    gathering = await gather(world)
    await plan(world, gathering.head)
    grown = world.telegram.migrate(gathering.room)
    if not heard:
        world.telegram.updates.forget_all()
    await world.settle()
    await tap(world, gathering.warga, "Ikut")
    await world.settle()
    (kept,) = await kept_groups(world)
    assert (kept.chat_id, kept.state) == (grown.chat_id, GroupState.LINKED)
    assert grown.texts == [f"{ASKS}Ikut 1, Bantu 0, Belum bisa 0\nBapak/Ibu bisa ikut?"]
    gathering.room = grown
    assert "Tercatat" in await gathering.tap(gathering.other, "Ikut")
    assert grown.texts == [f"{ASKS}Ikut 2, Bantu 0, Belum bisa 0\nBapak/Ibu bisa ikut?"]
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    assert grown.texts[-1].endswith("Air mati")


async def _in_a_topic(world: World) -> tuple[Gathering, int]:
    gathering = await gather(world, forum=True)
    topic = gathering.head.open_topic(gathering.room, "Pengumuman")
    async with world.database.transaction() as session:
        kept = (await session.scalars(select(Group))).one()
        kept.topic_id = topic
    return gathering, topic


async def test_a_forum_gets_it_in_its_topic(world: World) -> None:
    gathering, topic = await _in_a_topic(world)
    await plan(world, gathering.head)
    assert gathering.room.last.thread == topic


@pytest.mark.parametrize("deleted", [True, False])
async def test_a_closed_topic_makes_it_write_into_the_group_itself(world: World, deleted: bool) -> None:
    gathering, topic = await _in_a_topic(world)
    if deleted:
        gathering.head.delete_topic(gathering.room, topic)
    else:
        gathering.head.close_topic(gathering.room, topic)
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    assert (gathering.room.last.thread, gathering.room.texts[-1].splitlines()[-1]) == (0, "Air mati")
    (kept,) = await kept_groups(world)
    assert (kept.state, kept.topic_id) == (GroupState.LINKED, None)


async def test_a_group_that_takes_no_photos_gets_the_words_and_stays_linked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathering = await gather(world)

    def refuse(kind: str, _thread: int) -> None:
        if kind != "text":
            raise ApiError(400, "Bad Request: not enough rights to send photos to the chat")

    monkeypatch.setattr(gathering.room, "refuse_sending", refuse)
    await tell(world, gathering.head, "Umumkan")
    gathering.head.send_photo("Air mati")
    await world.settle()
    await tap(world, gathering.head, "Pilihan lain", "Lewat grup", "Kirim")
    assert gathering.room.texts[-1].endswith("Air mati\n\n📎 Ada foto, tetapi grup ini tidak menerimanya.")
    assert (await kept_groups(world))[0].state is GroupState.LINKED


@pytest.mark.parametrize("what", ["rights", "deleted", "closed"])
async def test_a_group_that_takes_nothing_is_given_up_and_its_head_told_once(world: World, what: str) -> None:
    gathering, topic = await _in_a_topic(world)
    if what == "rights":
        gathering.room.members_may_write = False
    elif what == "deleted":
        world.telegram.delete_group(gathering.room)
    else:
        gathering.head.close_topic(gathering.room, topic)
        gathering.head.close_topic(gathering.room)
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    await announce(world, gathering.head, "Listrik mati")
    assert (await kept_groups(world))[0].state is GroupState.GONE
    assert len([text for text in gathering.head.texts if "tidak bisa lagi menulis" in text]) == 1
    assert "Listrik mati" in gathering.warga.texts[-1]


async def test_what_a_lost_group_did_not_get_its_people_get_in_private(world: World) -> None:
    gathering = await gather(world)
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    gathering.warga.remove_bot(gathering.room)
    await world.settle()
    assert gathering.warga.texts == []
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    for phone in (gathering.warga, gathering.other):
        assert phone.texts == ["📢 Ketua RT 02 RW 01\n\nAir mati"]
    assert any("Terkirim: 2 warga\nBelum terjangkau: 1" in text for text in gathering.head.texts)


async def test_what_waits_for_a_group_that_is_unlinked_reaches_people_in_private(world: World) -> None:
    gathering = await gather(world)
    await world.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    await tell(world, gathering.head, "/grup")
    await tap(world, gathering.head, "Putuskan")
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert not any("Air mati" in text for text in gathering.room.texts)
    for phone in (gathering.warga, gathering.other):
        assert phone.texts == ["📢 Ketua RT 02 RW 01\n\nAir mati"]


async def test_another_topic_that_is_closed_leaves_the_group_its_own(world: World) -> None:
    gathering, topic = await _in_a_topic(world)
    elsewhere = gathering.head.open_topic(gathering.room, "Obrolan")
    async with world.database.transaction() as session:
        recipient = Recipient(gathering.room.chat_id, topic_id=elsewhere)
        gathering.head.close_topic(gathering.room, elsewhere)
        await send(
            session, [recipient], Post("groups/help", {"address": None}, subject="x:1"), now=world.now()
        )
    await world.settle()
    await announce(world, gathering.head, "Air mati", "Pilihan lain", "Lewat grup")
    assert gathering.room.last.thread == topic
    assert (await kept_groups(world))[0].topic_id == topic
