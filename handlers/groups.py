"""Telegram groups: the bot comes, is linked, is called and goes; `Grup RT` in private."""

import re
from typing import Any

from telegram import Chat, ChatMember, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from actions import groups
from handlers.context import Context
from templates.activity_buttons import AnswerInvitation
from templates.buttons import ChooseArea, LinkGroup, React, UnlinkGroup

_ANYWHERE = re.compile("|".join(tap.pattern() for tap in (AnswerInvitation, React)))
"""Buttons that work in groups, too: their handlers say no more than a toast there."""
_CALLED = ~filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class _InGroup(BaseHandler[Update, Context, None]):
    """Takes all that happens outside private chats, so that nothing else is ever done or said there."""

    def check_update(self, update: object) -> bool:
        """Whether it is not private, and no button that works anywhere."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if not isinstance(update, Update) or chat is None or chat.type == Chat.PRIVATE:
            return False
        query = update.callback_query
        return query is None or not _ANYWHERE.match(query.data or "")


async def on_called(_update: object, context: Context) -> None:
    """/start, /bantuan or /grup in a group: one short answer, where it was said."""
    message = context.message
    await groups.answer_call(
        context.session, message.chat.id, message.chat.title, _topic_of(message), now=context.now
    )


async def on_happened(_update: object, context: Context) -> None:
    """The bot came or went, the group was renamed or moved, a button was tapped; all else is not for us."""
    update = context.incoming
    if update.my_chat_member is not None:
        await _come_or_go(context)
    elif update.callback_query is not None:
        await _on_tapped(context)
    elif update.message is not None:
        await _on_service(context, update.message)


async def _come_or_go(context: Context) -> None:
    change = context.incoming.my_chat_member
    assert change is not None
    if change.chat.type == Chat.CHANNEL:
        return
    if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        await groups.lose(context.session, change.chat.id, now=context.now)
    else:
        await groups.come_in(
            context.session,
            change.chat.id,
            change.chat.title,
            brought_by=context.unit.actor,
            now=context.now,
        )


async def _on_service(context: Context, message: Message) -> None:
    if message.new_chat_title:
        await groups.rename(context.session, message.chat.id, message.new_chat_title)
    old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
    if old != new:
        await groups.migrate(context.session, old, new, now=context.now)


async def _on_tapped(context: Context) -> None:
    if not re.match(LinkGroup.pattern(), context.query.data or ""):
        raise groups.OnlyInPrivate
    LinkGroup.parse(context.query.data)
    message, group_id = context.query.message, context.unit.group_id
    assert group_id is not None
    topic_id = _topic_of(message) if isinstance(message, Message) else None
    area = await groups.link_group(context.session, context.unit.actor, group_id, topic_id, now=context.now)
    if area is None:
        context.toast("groups/choose_toast")
    else:
        context.toast("groups/linked_toast", area=area.name)


def _topic_of(message: Message) -> int | None:
    """The forum topic of a message; in other groups the number is that of a conversation."""
    return message.message_thread_id if message.is_topic_message else None


async def on_groups(context: Context) -> None:
    """`Grup RT`"""
    await context.reply("groups/list", **await _list_facts(context))


async def on_area_tapped(_update: object, context: Context) -> None:
    """Which of several areas a group belongs to; that very message then says so."""
    tap = ChooseArea.parse(context.query.data)
    group, area = await groups.choose_area(
        context.session, context.actor, tap.chat_id, tap.area, now=context.now
    )
    await context.edit_tapped("groups/chosen", title=group.title, area=area.name)


async def on_unlink_tapped(_update: object, context: Context) -> None:
    """`Putuskan`; the list then shows what is left."""
    tap = UnlinkGroup.parse(context.query.data)
    await groups.unlink_group(context.session, context.actor, tap.chat_id, now=context.now)
    context.toast("groups/unlinked_toast")
    await context.edit_tapped("groups/list", **await _list_facts(context))


async def _list_facts(context: Context) -> dict[str, Any]:
    found = await groups.list_mine(context.session, context.actor)
    items = [{"chat": str(one.group.chat_id), "title": one.group.title, "area": one.area} for one in found]
    address = await groups.find_door(context.session, start="startgroup")
    return {"items": items, "address": address}


IN_GROUPS = [
    CommandHandler(("start", "bantuan", "grup"), on_called, filters=_CALLED),
    _InGroup(on_happened),
]
HANDLERS = [
    CallbackQueryHandler(on_area_tapped, pattern=ChooseArea.pattern()),
    CallbackQueryHandler(on_unlink_tapped, pattern=UnlinkGroup.pattern()),
]
