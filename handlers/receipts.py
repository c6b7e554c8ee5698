"""Receipts: `Lihat per RT` and `Ingatkan yang belum` under an announcement's card."""

from dataclasses import asdict
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import receipts
from handlers.context import Context
from templates.buttons import ShowReceipts


async def on_details(context: Context, announcement_id: int) -> None:
    """`Lihat per RT`"""
    await context.reply("announcements/details", **await _facts(context, announcement_id, 0))


async def on_page_tapped(_update: object, context: Context) -> None:
    """Another page of it, in the same message."""
    tap = ShowReceipts.parse(context.query.data)
    await context.edit_tapped("announcements/details", **await _facts(context, tap.announcement, tap.page))


async def _facts(context: Context, announcement_id: int, page: int) -> dict[str, Any]:
    found = await receipts.list_receipts(context.session, context.actor, announcement_id, page=page)
    asks = found.announcement.asks_read or found.announcement.urgent
    return {
        "announcement": announcement_id,
        "area": found.area.name,
        "lines": [asdict(line) for line in found.lines],
        "groups": asdict(found.groups) if found.groups.total else None,
        "reads": asks,
        "houses": found.counts_houses,
        "page": found.number,
        "pages": found.pages,
    }


async def on_nudge(context: Context, announcement_id: int) -> None:
    """`Ingatkan yang belum`"""
    count = await receipts.nudge_unread(
        context.session, context.actor, announcement_id=announcement_id, now=context.now
    )
    context.toast("announcements/nudged_toast", alert=True, count=count)


VERBS = {"details": on_details, "nudge": on_nudge}

HANDLERS = [CallbackQueryHandler(on_page_tapped, pattern=ShowReceipts.pattern())]
