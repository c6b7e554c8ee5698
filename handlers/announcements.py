"""Announcements: `Umumkan` writes one, `Pengumuman` reads the latest, `Terkirim` looks after those sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import announcements, progress, sent
from actions.errors import Gone
from actions.messages import Lane
from actions.paging import Page
from actions.sharing import passes_on
from handlers import announcement_forms, corrections, receipts, sharing, urgent
from handlers.context import Context
from handlers.paging import on_page, page_facts
from templates.buttons import ManageAnnouncement, ReadAnnouncement, ReadNewest

OnVerb = Callable[[Context, int], Awaitable[None]]


async def on_announce(context: Context) -> None:
    """`Umumkan`"""
    await announcement_forms.begin(context)


async def on_announcements(context: Context) -> None:
    """`Pengumuman`: the latest ten, always readable."""
    await context.reply("announcements/list", **await _list_facts(context, 0))


async def _list_facts(context: Context, page: int) -> dict[str, Any]:
    return await _screen_facts(context, await sent.list_readable(context.session, context.actor, page=page))


async def on_read_tapped(_update: object, context: Context) -> None:
    """One of the list, once more as it was sent."""
    tap = ReadAnnouncement.parse(context.query.data)
    await _read(context, await sent.access_readable(context.session, context.actor, tap.announcement))


async def on_newest_tapped(_update: object, context: Context) -> None:
    """The rule that is valid now, from under one that is not."""
    tap = ReadNewest.parse(context.query.data)
    await _read(context, await sent.access_newest(context.session, context.actor, tap.announcement))


async def _read(context: Context, found: announcements.Announcement) -> None:
    post = await announcements.post_of(context.session, found)
    facts = {**post.facts, "passes_on": await passes_on(context.session, context.actor, found)}
    await context.send(replace(post, facts=facts, card=announcements.card_of(found), lane=Lane.REPLY))


async def on_sent(context: Context) -> None:
    """`Terkirim`: what one's offices announced, newest first."""
    await context.reply("announcements/sent", **await _sent_facts(context, 0))


async def _sent_facts(context: Context, page: int) -> dict[str, Any]:
    return await _screen_facts(context, await sent.list_sent(context.session, context.actor, page=page))


async def _screen_facts(context: Context, found: Page[announcements.Announcement]) -> dict[str, Any]:
    items = [await sent.describe(context.session, one) for one in found.items]
    return page_facts(found, items)


async def on_manage_tapped(_update: object, context: Context) -> None:
    """A button of whoever announced, under an announcement's card."""
    tap = ManageAnnouncement.parse(context.query.data)
    if tap.verb not in VERBS:
        raise Gone
    await VERBS[tap.verb](context, tap.announcement)


async def _show(context: Context, announcement_id: int) -> None:
    """The card, below everything else; from now on it is the one that is kept up to date."""
    found = await sent.access_sent(context.session, context.actor, announcement_id)
    facts = await progress.get_facts_for(context.session, context.actor, found, now=context.now)
    await context.send(progress.card_post(found, facts))


VERBS: dict[str, OnVerb] = {
    "show": _show,
    **corrections.VERBS,
    **receipts.VERBS,
    **urgent.VERBS,
    "copy": sharing.on_copy_announcement,
    "print": sharing.on_print_announcement,
}
"""What each button under a card does; the modules of what they do add theirs."""

HANDLERS = [
    CallbackQueryHandler(on_read_tapped, pattern=ReadAnnouncement.pattern()),
    CallbackQueryHandler(on_newest_tapped, pattern=ReadNewest.pattern()),
    CallbackQueryHandler(on_manage_tapped, pattern=ManageAnnouncement.pattern()),
    *receipts.HANDLERS,
    on_page("news", "announcements/list", _list_facts),
    on_page("sent", "announcements/sent", _sent_facts),
]
