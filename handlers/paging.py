"""Lists that are longer than a screen: their pages are turned in the same message."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler

from handlers.context import Context
from templates.buttons import Page

ListFacts = Callable[[Context, int], Awaitable[dict[str, Any]]]


def on_page(noun: str, template: str, list_facts: ListFacts) -> CallbackQueryHandler[Context, None]:
    """What takes the buttons that turn the pages of a list, and shows the page that `list_facts` tells."""

    async def on_page_tapped(_update: object, context: Context) -> None:
        page = Page.parse(context.query.data).page
        await context.edit_tapped(template, **await list_facts(context, page))

    return CallbackQueryHandler(on_page_tapped, pattern=rf"^{Page.prefix}:{noun}:")
