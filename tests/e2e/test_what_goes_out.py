"""The ways in which a message can leave: silently, changed under its photo, and taken away again."""

from dataclasses import replace

from sqlalchemy import select

from actions import messages
from actions.messages import Lane, Post, Recipient
from simulator import Phone
from simulator.files import Upload
from simulator.samples import sample_photo
from storage.outbox import OutboxRow, OutboxState
from tests.world import World

SAID = {"role": "rt_head", "area": "RT 02 RW 01", "zone": "Asia/Jakarta", "text": "Posyandu", "marks": []}
FACTS = {**SAID, "announcement": 1, "urgent": False, "asks_read": False}
NEWS = Post("announcements/announcement", FACTS, subject="announcement:1", card="news:1")


async def send(world: World, phone: Phone, post: Post) -> None:
    async with world.database.transaction() as session:
        await messages.send(session, [Recipient(phone.user_id)], post, now=world.now())
    await world.settle()


async def test_a_silent_message_says_so_to_telegram(world: World) -> None:
    warga = await world.resident()
    await send(world, warga, NEWS)
    await send(world, warga, replace(NEWS, silent=True))
    asked = [params for _, method, params, _ in world.telegram.requests if method == "sendMessage"]
    assert [each.get("disable_notification") for each in asked] == [None, "true"]


async def test_the_words_under_a_photo_change_in_place(world: World) -> None:
    warga = await world.resident()
    photo = world.telegram.files.keep("photo", Upload("", sample_photo(), "image/png"))
    post = replace(NEWS, method="sendPhoto", file=photo.file_id, card="announcement:1")
    for text in ("Posyandu", "Posyandu pindah ke balai"):
        async with world.database.transaction() as session:
            changed = replace(post, facts=FACTS | {"text": text})
            await messages.show_card(session, Recipient(warga.user_id), changed, now=world.now())
        await world.settle()
    (shown,) = warga.messages
    assert (shown.kind, shown.words) == ("photo", "📢 Ketua RT 02 RW 01\n\nPosyandu pindah ke balai")


async def test_a_message_is_taken_away_and_a_second_time_does_no_harm(world: World) -> None:
    warga = await world.resident()
    await send(world, warga, NEWS)
    for removed in (1, 0):
        async with world.database.transaction() as session:
            instead = Post("announcements/withdrawn", {}, lane=Lane.BULK)
            assert await messages.remove_arrived(session, "news:1", instead, now=world.now()) == removed
        await world.settle()
        assert warga.messages == []
    async with world.database.reading() as session:
        assert set(await session.scalars(select(OutboxRow.state))) == {OutboxState.SENT}
