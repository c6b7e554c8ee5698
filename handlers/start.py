"""The door: /start, help, the menus of several roles, strangers, and who blocked us or came back."""

from typing import Any

from telegram import ChatMember
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, filters

from actions import forms, groups, people, roles
from actions.access import RoleKind
from actions.attendance_codes import is_code
from actions.times import local
from handlers import attendance_codes, joining
from handlers.context import Context
from handlers.forms import offer_to_resume
from templates.buttons import ChangeRole

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def on_start(_update: object, context: Context) -> None:
    """/start, with a link's payload or without."""
    payload = " ".join(context.args or [])
    if is_code(payload):
        await attendance_codes.on_scan(context, payload)
    elif payload and payload != groups.NO_LINK:
        await joining.on_link(context, payload)
    elif context.unit.actor is None:
        await on_stranger(context)
    else:
        left = await forms.leave(context.session, context.chat_id)
        if await _greet(context):
            await offer_to_resume(context, left)


async def on_stranger(context: Context) -> None:
    """Somebody who has no place here yet: how to get a link."""
    await context.reply("joining/stranger")


async def on_waiting(context: Context) -> None:
    """Somebody without a menu said something that we did not understand: say who decides."""
    place = await people.find_place(context.session, context.actor, roles.RESIDENT)
    await context.reply("talk/waiting", area=place.area if context.actor.area_id is not None else None)


async def on_help(context: Context) -> None:
    """`Bantuan`"""
    menu = await roles.find_current(context.session, context.actor)
    await context.reply("menu/help", **(menu.facts() if menu else {}))


async def on_resident_menu(context: Context) -> None:
    """`Menu warga`: what residents see, also for an officer who lives elsewhere."""
    await _show_menu(context, roles.RESIDENT)


async def on_change_role(context: Context) -> None:
    """`Ganti peran`"""
    menus = roles.list_menus(context.actor)
    if len(menus) > 1:
        await context.reply("menu/choose_role", menus=menus)
    else:
        current = await roles.find_current(context.session, context.actor)
        await context.reply("menu/one_role", **(current.facts() if current else {}))


async def on_role_tapped(_update: object, context: Context) -> None:
    """One of one's roles."""
    await _show_menu(context, ChangeRole.parse(context.query.data).role)


async def on_membership(_update: object, context: Context) -> None:
    """Telegram says that somebody blocked the bot, or let it in again."""
    change = context.incoming.my_chat_member
    assert change is not None
    blocked = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    await people.mark_chat(context.session, change.chat.id, blocked=blocked, now=context.now)


async def _show_menu(context: Context, wanted: str) -> None:
    menu = await roles.switch(context.session, context.actor, wanted, now=context.now)
    area = await people.find_place(context.session, context.actor, menu.menu)
    head = context.actor.role(RoleKind.RT_HEAD) is not None
    facts: dict[str, Any] = {"area": area.area, "resident": context.actor.accepted, "head": head}
    facts |= menu.facts()
    await context.reply("menu/changed", **facts)


async def _greet(context: Context) -> bool:
    """Hello, with the menu; False for somebody who has none yet."""
    actor = context.actor
    menu = await roles.find_current(context.session, actor)
    if menu is not None:
        menu = await roles.use_menu(context.session, actor, menu.menu, now=context.now)
        place = await people.find_place(context.session, actor, menu.menu)
        hour = local(context.now, place.zone).hour
        facts = {"area": place.area, "kelurahan": place.kelurahan, **menu.facts()}
        await context.reply("menu/greeting", hour=hour, **facts)
        return True
    unfinished = await forms.find_unfinished(context.session, context.chat_id)
    if actor.area_id is not None:
        place = await people.find_place(context.session, actor, roles.RESIDENT)
        await context.reply("joining/still_waiting", area=place.area)
    elif unfinished is not None:
        await context.reply("forms/unfinished", form=unfinished.id, kind=unfinished.kind)
    else:
        await context.reply("joining/no_place")
    return False


HANDLERS = [
    CommandHandler("start", on_start, filters=PRIVATE),
    CallbackQueryHandler(on_role_tapped, pattern=ChangeRole.pattern()),
    ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
    *joining.HANDLERS,
]
