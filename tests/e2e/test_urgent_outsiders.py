"""Who taps under an urgent message that is not theirs, or is over, reads what helps them now."""

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.announcements import Reaction
from tests.e2e.gathering import Gathering, gather
from tests.e2e.newsroom import recall
from tests.e2e.soundness import tap, tell
from tests.e2e.test_urgent import call_out
from tests.world import World

FOR_RT_02 = "Kabar ini untuk warga yang tercatat di RT 02 RW 01"


async def tap_in_group(gathering: Gathering, phone: Phone, label: str) -> str:
    phone.join(gathering.room)
    return await gathering.tap(phone, label)


async def count_answers(world: World) -> int:
    async with world.database.reading() as session:
        return len(list(await session.scalars(select(Reaction))))


@pytest.mark.parametrize("label", ["Butuh bantuan", "Saya aman"])
async def test_a_neighbour_of_another_rt_reads_whom_to_call(world: World, label: str) -> None:
    gathering = await gather(world)
    guest = await world.resident(rt=1)
    await call_out(world, gathering.head)
    said = await tap_in_group(gathering, guest, label)
    assert said.startswith("Kalau butuh bantuan, telepon 112 atau hubungi Ketua RT")
    assert FOR_RT_02 in said
    assert len(said) < 200
    assert await count_answers(world) == 0
    assert not any("butuh bantuan." in text for text in gathering.head.texts)


async def test_a_stranger_in_the_group_reads_it_too_and_no_link_opens(world: World) -> None:
    gathering = await gather(world)
    stranger = world.stranger()
    await call_out(world, gathering.head)
    said = await tap_in_group(gathering, stranger, "Butuh bantuan")
    assert "telepon 112" in said
    assert FOR_RT_02 in said
    assert stranger.opened_url == ""
    assert await count_answers(world) == 0


async def test_after_a_recall_the_old_button_still_names_112(world: World) -> None:
    gathering = await gather(world)
    await call_out(world, gathering.head)
    await recall(world, gathering.head)
    await tell(world, gathering.warga, "/bantuan")
    gathering.warga.forge("react:1:need_help")
    await world.settle()
    said = gathering.warga.toasts[-1][1]
    assert "sudah dicabut" in said
    assert "112" in said
    assert "🙏" not in said


async def test_an_ordinary_one_says_whom_it_is_for(world: World) -> None:
    gathering = await gather(world)
    guest = await world.resident(rt=1)
    await tell(world, gathering.head, "Umumkan", "Air mati")
    await tap(world, gathering.head, "Pilihan lain", "Pakai Sudah baca", "Kirim")
    guest.join(gathering.room)
    guest.forge_in(gathering.room, "react:1:read")
    await world.settle()
    said = guest.toasts[-1][1]
    assert said.startswith("Pengumuman ini untuk warga yang tercatat di RT 02 RW 01")
    assert "pengurus" not in said
