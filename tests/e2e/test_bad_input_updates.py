"""Updates that come from elsewhere, or from nobody: links with junk, groups, channels, polls."""

import pytest

from tests.e2e.soundness import assert_sound, do, rows_of, tell
from tests.world import World

POLL = {
    "id": "5",
    "question": "Sabtu atau Minggu?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


@pytest.mark.parametrize(
    "payload", ["x" * 64, "a b c", "<b>&amp;", "3572021234567890", "-1", "‮", "🌙", "%00", "\x00"]
)
async def test_a_link_with_junk_says_that_it_is_unknown(world: World, payload: str) -> None:
    warga, stranger = await world.resident(), world.stranger()
    before = await rows_of(world)
    for phone in (warga, stranger):
        await do(world, lambda phone=phone: phone.start(payload))  # type: ignore[misc]
        assert "tidak saya kenali" in phone.texts[-1]
    assert await rows_of(world) == before
    await assert_sound(world)


async def test_groups_channels_and_updates_without_a_person_break_nothing(world: World) -> None:
    warga = await world.resident()
    group = {"id": -100123, "type": "supergroup", "title": "Warga RT 02"}
    channel = {"id": -100456, "type": "channel", "title": "Kabar"}
    person = {"id": warga.user_id, "is_bot": False, "first_name": "Warga"}
    at = {"message_id": 7, "date": 1_795_000_000}
    chat = world.telegram.chats[warga.user_id]
    before, asked = await rows_of(world), len(world.telegram.requests)
    member = {"user": world.telegram.bot, "status": "member"}
    left = {"user": world.telegram.bot, "status": "left"}
    change = {"chat": group, "from": person, "date": at["date"]}
    world.telegram.updates.allowed.clear()
    for kind, body in (
        ("message", {**at, "chat": group, "from": person, "text": "/usul"}),
        ("message", {**at, "chat": group, "from": person, "text": "ikut"}),
        ("message", {**at, "chat": group, "from": person, "text": "Kirim usulan"}),
        ("message", {**at, "chat": group, "from": person, "text": "/start x"}),
        ("message", {**at, "chat": group, "from": person, "text": "/hapus_data"}),
        ("message", {**at, "chat": group, "new_chat_members": [world.telegram.bot]}),
        ("edited_message", {**at, "edit_date": at["date"], "chat": group, "from": person, "text": "ikut"}),
        ("channel_post", {**at, "chat": channel, "text": "/usul"}),
        ("edited_channel_post", {**at, "edit_date": at["date"], "chat": channel, "text": "ikut"}),
        ("my_chat_member", {**change, "old_chat_member": left, "new_chat_member": member}),
        ("my_chat_member", {**change, "old_chat_member": member, "new_chat_member": left}),
        ("poll", POLL),
    ):
        world.telegram.tell(chat, kind, body)
    await tell(world, warga, "Bantuan")
    assert len(warga.texts) == 1
    after = await rows_of(world)
    assert [row[:5] for row in after["groups"]] == [(str(group["id"]), None, group["title"], None, "gone")]
    assert {**after, "groups": []} == before
    sent = [method for _, method, _, _ in world.telegram.requests[asked:] if method != "getUpdates"]
    assert sent == ["sendMessage"]
    await assert_sound(world)
