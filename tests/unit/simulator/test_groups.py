"""Groups: who is in them, what the bot hears there, and what it may do."""

from datetime import timedelta

import pytest
import telegram as ptb
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from simulator import Group, Limits, Phone, Telegram

ANSWERS = InlineKeyboardMarkup([[InlineKeyboardButton("Ikut", callback_data="1")]])


@pytest.fixture
def head(telegram: Telegram) -> Phone:
    return telegram.add_phone(202, "Ketua", role="Ketua RT 02")


@pytest.fixture
def group(telegram: Telegram, head: Phone, phone: Phone) -> Group:
    """A group of two people and the bot."""
    made = telegram.add_group("Grup RT 02", head, phone)
    head.add_bot(made)
    telegram.updates.forget_all()
    return made


@pytest.fixture(params=[False, True], ids=["group", "supergroup"])
def any_group(telegram: Telegram, head: Phone, phone: Phone, request: pytest.FixtureRequest) -> Group:
    """The same once as a group and once as a supergroup."""
    made = telegram.add_group("Grup RT 02", head, phone, supergroup=request.param)
    head.add_bot(made)
    telegram.updates.forget_all()
    return made


async def heard(bot: ptb.Bot) -> list[str]:
    """The texts of all messages that the bot may read."""
    return [each.message.text or "" for each in await bot.get_updates() if each.message]


async def test_the_bot_hears_that_it_came_and_who_brought_it(
    telegram: Telegram, bot: ptb.Bot, head: Phone, phone: Phone
) -> None:
    group = telegram.add_group("Grup RT 02", head, phone, supergroup=True)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(group.chat_id, "a")
    head.add_bot(group, payload="rt2")
    came, service, start = await bot.get_updates()
    assert came.my_chat_member is not None
    assert came.my_chat_member.chat.title == "Grup RT 02"
    assert came.my_chat_member.from_user.id == head.user_id
    assert came.my_chat_member.difference()["status"] == ("left", "member")
    assert service.message is not None
    assert [each.id for each in service.message.new_chat_members] == [telegram.bot_id]
    assert start.message is not None
    assert start.message.text == "/start@rembug_demo_bot rt2"
    assert group.chat_id < -1_000_000_000_000


async def test_all_members_see_one_history_with_its_authors(bot: ptb.Bot, group: Group, phone: Phone) -> None:
    await bot.send_message(group.chat_id, "Ada kerja bakti", reply_markup=ANSWERS, disable_notification=True)
    phone.type_in(group, "siap")
    assert group.texts == ["Ada kerja bakti"]
    assert group.last.silent
    assert [each.sender for each in group.messages[-2:]] == [bot.id, phone.user_id]
    assert phone.texts == []


async def test_privacy_mode_hides_what_people_say_to_each_other(
    bot: ptb.Bot, group: Group, phone: Phone
) -> None:
    sent = await bot.send_message(group.chat_id, "Ada ide?")
    number = phone.type_in(group, "saya punya")
    for text in ("/kegiatan", "/kegiatan@rembug_demo_bot", "/kegiatan@lain_bot", "ini /kegiatan"):
        phone.type_in(group, text)
    phone.type_in(group, "lampu jalan", reply_to=sent.message_id)
    phone.type_in(group, "setuju", reply_to=number)
    assert await heard(bot) == ["/kegiatan", "/kegiatan@rembug_demo_bot", "lampu jalan"]


async def test_an_administrator_hears_everything(
    bot: ptb.Bot, group: Group, head: Phone, phone: Phone
) -> None:
    head.promote_bot(group)
    phone.type_in(group, "halo semua")
    promoted, message = await bot.get_updates()
    assert promoted.my_chat_member is not None
    assert promoted.my_chat_member.difference()["status"] == ("member", "administrator")
    assert message.message is not None
    assert message.message.from_user is not None
    assert (message.message.text, message.message.from_user.id) == ("halo semua", phone.user_id)


async def test_a_tap_names_the_group_and_the_tapper(
    telegram: Telegram, bot: ptb.Bot, group: Group, phone: Phone
) -> None:
    sent = await bot.send_message(group.chat_id, "Ikut?", reply_markup=ANSWERS)
    query = phone.tap_in(group, "Ikut")
    assert phone.tap_in(group, "Ikut", sent.message_id) != query
    first, _ = await bot.get_updates()
    assert first.callback_query is not None
    assert first.callback_query.message is not None
    assert first.callback_query.message.chat.id == group.chat_id
    assert first.callback_query.from_user.id == phone.user_id
    await bot.answer_callback_query(query, "Tercatat")
    assert phone.toasts == [(query, "Tercatat", False)]
    stranger = telegram.add_phone(299, "Warga", role="Warga RT 09")
    with pytest.raises(RuntimeError, match="Warga RT 09 is not in Grup RT 02"):
        stranger.tap_in(group, "Ikut")


@pytest.mark.parametrize(
    "link, accepted",
    [
        ("https://t.me/rembug_demo_bot?start=k12", True),
        ("t.me/Rembug_Demo_Bot?start=k12", True),
        ("https://t.me/rembug_demo_bot/warga?startapp=k12", True),
        ("https://t.me/rembug_demo_bot", False),
        ("https://t.me/lain_bot?start=k12", False),
        ("https://t.me/rembug_demo_bot?start=k%2012", False),
        ("https://example.org/?start=1", False),
    ],
)
async def test_a_tap_opens_only_the_bot_itself(
    bot: ptb.Bot, group: Group, phone: Phone, link: str, accepted: bool
) -> None:
    await bot.send_message(group.chat_id, "Ikut?", reply_markup=ANSWERS)
    query = phone.tap_in(group, "Ikut")
    if not accepted:
        with pytest.raises(BadRequest, match=r"(?i)url_invalid"):
            await bot.answer_callback_query(query, url=link)
    else:
        await bot.answer_callback_query(query, url=link)
    assert phone.opened_url == (link if accepted else "")


async def test_a_group_takes_everything_a_private_chat_takes(bot: ptb.Bot, group: Group) -> None:
    sent = await bot.send_message(group.chat_id, "a", reply_markup=ReplyKeyboardMarkup([["Kegiatan"]]))
    await bot.send_document(group.chat_id, b"abc", caption="berkas")
    await bot.send_voice(group.chat_id, b"OggS")
    await bot.edit_message_text("b", group.chat_id, sent.message_id)
    await bot.edit_message_reply_markup(group.chat_id, sent.message_id, reply_markup=ANSWERS)
    assert group.texts == ["b", "berkas", ""]
    await bot.delete_message(group.chat_id, sent.message_id)
    assert group.texts == ["berkas", ""]


async def test_the_bot_learns_who_is_in_a_group(
    bot: ptb.Bot, telegram: Telegram, any_group: Group, head: Phone, phone: Phone
) -> None:
    stranger = telegram.add_phone(299, "Warga")
    number = any_group.chat_id
    people = (head.user_id, phone.user_id, stranger.user_id, bot.id)
    statuses = [(await bot.get_chat_member(number, each)).status for each in people]
    assert statuses == ["creator", "member", "left", "member"]
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(number, 12345)
    any_group.administrators.add(phone.user_id)
    head.promote_bot(any_group)
    administrators = await bot.get_chat_administrators(number)
    assert [each.user.id for each in administrators] == [head.user_id, phone.user_id, bot.id]
    assert await bot.get_chat_member_count(number) == 3
    shown = await bot.get_chat(number)
    assert (shown.title, shown.type) == ("Grup RT 02", any_group.kind)
    assert (await bot.get_chat_member(phone.user_id, phone.user_id)).status == "member"
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(phone.user_id)


async def test_people_who_come_and_go_are_announced(telegram: Telegram, bot: ptb.Bot, group: Group) -> None:
    guest = telegram.add_phone(299, "Warga")
    guest.join(group)
    guest.leave(group)
    came, left = [each.message for each in await bot.get_updates()]
    assert came is not None
    assert left is not None
    assert [each.id for each in came.new_chat_members] == [299]
    assert left.left_chat_member is not None
    assert guest.groups == []


async def test_a_bot_that_was_removed_hears_and_says_nothing(
    bot: ptb.Bot, any_group: Group, head: Phone, phone: Phone
) -> None:
    sent = await bot.send_message(any_group.chat_id, "a")
    head.remove_bot(any_group)
    phone.type_in(any_group, "/kegiatan")
    *_, gone = await bot.get_updates()
    assert gone.my_chat_member is not None
    assert gone.my_chat_member.from_user.id == head.user_id
    assert gone.my_chat_member.new_chat_member.status == ("kicked" if any_group.is_super else "left")
    refusal = f"bot was kicked from the {any_group.kind} chat"
    with pytest.raises(Forbidden, match=refusal):
        await bot.send_message(any_group.chat_id, "b")
    with pytest.raises(Forbidden, match=refusal):
        await bot.edit_message_text("b", any_group.chat_id, sent.message_id)
    with pytest.raises(Forbidden, match=refusal):
        await bot.get_chat(any_group.chat_id)
    head.add_bot(any_group)
    await bot.send_message(any_group.chat_id, "c")


async def test_a_bot_that_left_is_no_member(bot: ptb.Bot, any_group: Group) -> None:
    assert await bot.leave_chat(any_group.chat_id)
    (gone,) = await bot.get_updates()
    assert gone.my_chat_member is not None
    assert gone.my_chat_member.from_user.id == bot.id
    with pytest.raises(Forbidden, match=f"bot is not a member of the {any_group.kind} chat"):
        await bot.send_message(any_group.chat_id, "a")


async def test_a_deleted_group_takes_no_messages(
    telegram: Telegram, bot: ptb.Bot, group: Group, phone: Phone
) -> None:
    telegram.delete_group(group)
    assert phone.groups == []
    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(group.chat_id, "a")


async def test_where_members_may_not_write_only_administrators_do(
    bot: ptb.Bot, group: Group, head: Phone
) -> None:
    group.members_may_write = False
    with pytest.raises(BadRequest, match="Not enough rights to send text messages to the chat"):
        await bot.send_message(group.chat_id, "a")
    with pytest.raises(BadRequest, match="Not enough rights to send documents to the chat"):
        await bot.send_document(group.chat_id, b"a")
    head.promote_bot(group)
    await bot.send_message(group.chat_id, "a")


async def test_a_group_that_grows_gets_a_new_number_and_an_empty_history(
    telegram: Telegram, bot: ptb.Bot, group: Group, phone: Phone
) -> None:
    old = await bot.send_message(group.chat_id, "Ikut?", reply_markup=ANSWERS)
    supergroup = telegram.migrate(group)
    there, here = [each.message for each in await bot.get_updates()]
    assert there is not None
    assert here is not None
    assert (there.chat.id, there.migrate_to_chat_id) == (group.chat_id, supergroup.chat_id)
    assert (here.chat.id, here.migrate_from_chat_id) == (supergroup.chat_id, group.chat_id)
    with pytest.raises(ChatMigrated) as refused:
        await bot.send_message(group.chat_id, "a")
    assert refused.value.new_chat_id == supergroup.chat_id
    with pytest.raises(ChatMigrated):
        await bot.edit_message_text("a", group.chat_id, old.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("a", supergroup.chat_id, old.message_id)
    assert here.message_id == 1
    assert (await bot.send_message(supergroup.chat_id, "b")).message_id == 2
    phone.tap_in(group, "Ikut")
    (tap,) = (await bot.get_updates(here.message_id))[-1:]
    assert tap.callback_query is not None
    assert tap.callback_query.message is not None
    assert tap.callback_query.message.chat.id == group.chat_id
    assert phone.groups == [supergroup]


async def test_only_an_administrator_pins_and_removes_what_others_wrote(
    bot: ptb.Bot, group: Group, head: Phone, phone: Phone
) -> None:
    theirs = phone.type_in(group, "halo")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.chat_id, theirs)
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(group.chat_id, theirs)
    head.promote_bot(group)
    await bot.pin_chat_message(group.chat_id, theirs)
    assert group.messages[-1].pinned
    await bot.unpin_chat_message(group.chat_id, theirs)
    await bot.delete_message(group.chat_id, theirs)
    assert theirs not in [each.message_id for each in group.messages]


async def test_edits_in_a_group_count_as_its_messages(telegram: Telegram, bot: ptb.Bot, group: Group) -> None:
    sent = await bot.send_message(group.chat_id, "0")
    telegram.limits = Limits(group_per_minute=2)
    await bot.edit_message_text("1", group.chat_id, sent.message_id)
    await bot.edit_message_text("2", group.chat_id, sent.message_id)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.chat_id, "3")
    assert isinstance(refused.value.retry_after, timedelta)
    assert refused.value.retry_after > timedelta(seconds=20)
