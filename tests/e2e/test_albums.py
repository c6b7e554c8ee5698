"""Several photos sent together: one idea with all of them, and with the words wherever they stand."""

from typing import Any

import pytest
from sqlalchemy import func, select

from simulator import Phone
from storage.announcements import Announcement
from storage.files import File
from storage.inbox import InboxRow, InboxState
from storage.proposals import Proposal
from tests.e2e.soundness import assert_sound, tap, tell
from tests.world import World


async def send_album(world: World, phone: Phone, *captions: str, album: str = "13") -> None:
    """Photos with these captions, as Telegram delivers them: one message each."""
    bring = world.telegram.tell

    def bring_of_album(chat: Any, kind: str, body: dict[str, Any], *, line: str = "") -> int | None:
        return bring(chat, kind, {**body, "media_group_id": album}, line=line)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.telegram, "tell", bring_of_album)
        for caption in captions:
            phone.send_photo(caption)
    await world.settle()


async def kept(world: World) -> tuple[str | None, int]:
    """The words and the number of photos of the only idea; every update was done."""
    async with world.database.reading() as session:
        assert set(await session.scalars(select(InboxRow.state))) == {InboxState.DONE}
        text = (await session.scalars(select(Proposal.text))).one()
        return text, await session.scalar(select(func.count()).select_from(File)) or 0


async def test_words_under_a_later_photo_answer_the_question_for_words(world: World) -> None:
    warga, head = await world.resident(), await world.rt_head()
    await tell(world, warga, "Kirim usulan")
    said = len(warga.texts)
    await send_album(world, warga, "", "", "Jalan berlubang", "")
    assert len(warga.texts) == said + 2  # asked for words, then, because they came, for the sector
    assert "bidang apa" in warga.texts[-1]
    await tap(world, warga, "Infrastruktur", "Kirim")
    assert [message.kind for message in head.messages] == ["photo"] * 4 + ["text"]
    assert await kept(world) == ("Jalan berlubang", 4)


async def test_words_under_several_photos_are_all_kept(world: World) -> None:
    warga = await world.resident()
    await tell(world, warga, "Kirim usulan")
    said = len(warga.texts)
    await send_album(world, warga, "Jalan berlubang", "Dekat mushola")
    assert len(warga.texts) == said + 1
    await tap(world, warga, "Infrastruktur")
    assert "Dekat mushola" in warga.texts[-1]
    await tap(world, warga, "Kirim")
    assert await kept(world) == ("Jalan berlubang\nDekat mushola", 2)


async def test_an_album_in_place_of_other_words_is_shown_whole(world: World) -> None:
    warga = await world.resident()
    await tell(world, warga, "Kirim usulan", "Jalan")
    await tap(world, warga, "Infrastruktur", "Ubah")
    await send_album(world, warga, "Jalan berlubang", "Dekat mushola", "")
    assert "Dekat mushola" in warga.texts[-1]
    await tap(world, warga, "Kirim")
    assert await kept(world) == ("Jalan berlubang\nDekat mushola", 3)


async def test_ten_photos_are_kept_and_a_number_of_an_identity_card_is_not(world: World) -> None:
    warga = await world.resident()
    await tell(world, warga, "Kirim usulan")
    await send_album(world, warga, "Jalan berlubang", *[""] * 11)
    await send_album(world, warga, "NIK 3572021234567890")
    assert "16 angka" in warga.texts[-1] or "NIK" in warga.texts[-1]
    await tap(world, warga, "Infrastruktur", "Kirim")
    assert await kept(world) == ("Jalan berlubang", 10)


async def test_an_announcement_takes_the_first_photo_of_an_album_and_says_so_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    await send_album(world, head, "Posyandu", "", "", "", "")
    assert [message.kind for message in head.messages].count("photo") == 5 + 1
    assert len(head.texts) == 4  # what to announce, the preview and its question, one photo fits
    assert head.texts[-2].endswith("Kirim sekarang?")
    assert head.texts[-1] == (
        "Di sini muat satu foto saja, Pak. Yang saya pakai foto pertama, beserta keterangannya."
    )
    await tap(world, head, "Ubah")
    await send_album(world, head, "Posyandu Jumat", "", album="14")
    assert head.texts[-1].startswith("Di sini muat satu foto saja")
    await tap(world, head, "Kirim")
    assert [(message.kind, message.words) for message in warga.messages] == [
        ("photo", "📢 Ketua RT 02 RW 01\n\nPosyandu Jumat")
    ]
    async with world.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Announcement)) == 1
    await assert_sound(world)
