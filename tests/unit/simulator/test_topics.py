"""Forums: topics that are open, closed and deleted."""

import pytest
import telegram as ptb
from telegram.error import BadRequest

from simulator import Group, Phone, Telegram


@pytest.fixture
def forum(telegram: Telegram, phone: Phone) -> Group:
    made = telegram.add_group("Grup RW 01", phone, forum=True)
    phone.add_bot(made)
    telegram.updates.forget_all()
    return made


async def test_a_message_lands_in_its_topic(bot: ptb.Bot, forum: Group, phone: Phone) -> None:
    topic = phone.open_topic(forum, "Kegiatan")
    inside = await bot.send_message(forum.chat_id, "Ikut?", message_thread_id=topic)
    outside = await bot.send_message(forum.chat_id, "Umum")
    phone.type_in(forum, "/ikut", thread=topic)
    assert (inside.message_thread_id, inside.is_topic_message) == (topic, True)
    assert (outside.message_thread_id, outside.is_topic_message) == (None, None)
    assert [each.thread for each in forum.messages[-3:]] == [topic, 0, topic]
    opened, said = [each.message for each in await bot.get_updates()]
    assert opened is not None
    assert said is not None
    assert opened.forum_topic_created is not None
    assert (opened.forum_topic_created.name, opened.message_thread_id) == ("Kegiatan", topic)
    assert (said.message_thread_id, said.chat.is_forum) == (topic, True)


async def test_a_closed_topic_takes_nothing_until_it_is_open_again(
    bot: ptb.Bot, forum: Group, phone: Phone
) -> None:
    topic = phone.open_topic(forum, "Kegiatan")
    phone.close_topic(forum, topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.chat_id, "a", message_thread_id=topic)
    await bot.send_message(forum.chat_id, "a")
    phone.close_topic(forum)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.chat_id, "b")
    phone.reopen_topic(forum, topic)
    await bot.send_message(forum.chat_id, "c", message_thread_id=topic)
    assert forum.texts == ["a", "c"]


async def test_a_deleted_topic_is_gone_with_its_messages(bot: ptb.Bot, forum: Group, phone: Phone) -> None:
    topic = phone.open_topic(forum, "Kegiatan")
    sent = await bot.send_message(forum.chat_id, "a", message_thread_id=topic)
    phone.delete_topic(forum, topic)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.chat_id, "b", message_thread_id=topic)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("b", forum.chat_id, sent.message_id)


async def test_the_general_topic_is_no_thread_and_private_chats_have_none(
    bot: ptb.Bot, forum: Group, phone: Phone
) -> None:
    for chat in (forum.chat_id, phone.user_id):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(chat, "a", message_thread_id=1)
