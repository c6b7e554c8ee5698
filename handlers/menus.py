"""The menu: which function answers each item, by label, command or button."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from actions import forms
from actions.errors import Gone
from handlers import (
    activities,
    announcements,
    campaigns,
    evaluations,
    groups,
    interests,
    people,
    plans,
    proposals,
    quiet_hours,
    start,
    summaries,
    urgent,
)
from handlers.context import Context
from handlers.forms import offer_to_resume, on_cancel
from templates.buttons import OpenMenu
from templates.labels import find_menu_item

OnItem = Callable[[Context], Awaitable[None]]

ITEMS: dict[str, OnItem] = {
    "propose": proposals.on_propose,
    "activities": activities.on_activities,
    "calendar": activities.on_calendar,
    "evaluations": evaluations.on_evaluations,
    "my_proposals": proposals.on_my_proposals,
    "my_data": people.on_my_data,
    "help": start.on_help,
    "announce": announcements.on_announce,
    "announcements": announcements.on_announcements,
    "sent": announcements.on_sent,
    "planned": plans.on_planned,
    "urgent": urgent.on_urgent,
    "campaigns": campaigns.on_campaigns,
    "create_activity": activities.on_create_activity,
    "summary": summaries.on_summary,
    "residents": people.on_residents,
    "proposals": proposals.on_incoming,
    "groups": groups.on_groups,
    "interests": interests.on_demand,
    "resident_menu": start.on_resident_menu,
    "change_role": start.on_change_role,
    "quiet_hours": quiet_hours.on_quiet_hours,
}

COMMANDS: dict[str, str] = {
    "usul": "propose",
    "kegiatan": "activities",
    "penilaian": "evaluations",
    "usulan_saya": "my_proposals",
    "data_saya": "my_data",
    "bantuan": "help",
    "umumkan": "announce",
    "pengumuman": "announcements",
    "terkirim": "sent",
    "terjadwal": "planned",
    "darurat": "urgent",
    "sosialisasi": "campaigns",
    "buat_kegiatan": "create_activity",
    "ringkasan": "summary",
    "warga": "residents",
    "grup": "groups",
    "minat": "interests",
    "jam_tenang": "quiet_hours",
}
"""Command -> menu item; what each says in Telegram's list stands in templates/id/commands.toml."""


class _MenuLabel(filters.MessageFilter):
    """A text that is the label of a menu item, pressed or typed."""

    def filter(self, message: Any) -> bool:
        return bool(message.text) and find_menu_item(message.text) is not None


async def open_item(context: Context, item: str) -> None:
    """Go to a menu item: it beats the free text of an open form, which can be resumed afterwards."""
    left = await forms.leave(context.session, context.chat_id)
    await ITEMS[item](context)
    await offer_to_resume(context, left)


async def on_label(_update: object, context: Context) -> None:
    """A label of the reply keyboard."""
    item = find_menu_item(context.message.text or "")
    assert item is not None
    await open_item(context, item)


async def on_command(_update: object, context: Context) -> None:
    """A command that stands for a menu item."""
    command = (context.message.text or "").split()[0].removeprefix("/").split("@")[0].lower()
    await open_item(context, COMMANDS[command])


async def on_menu_tapped(_update: object, context: Context) -> None:
    """A button that leads to a menu item."""
    item = OpenMenu.parse(context.query.data).item
    if item not in ITEMS:
        raise Gone
    await open_item(context, item)


PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
HANDLERS = [
    CommandHandler("batal", on_cancel, filters=PRIVATE),
    CommandHandler(tuple(COMMANDS), on_command, filters=PRIVATE),
    MessageHandler(PRIVATE & _MenuLabel(), on_label),
    CallbackQueryHandler(on_menu_tapped, pattern=OpenMenu.pattern()),
]
