"""Lists that are longer than a screen: their pages are told and turned in the same message."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions.paging import Page
from handlers.context import Context
from templates import buttons

ListFacts = Callable[[Context, int], Awaitable[dict[str, Any]]]


def on_page(noun: str, template: str, list_facts: ListFacts) -> CallbackQueryHandler[Context, None]:
    """What takes the buttons that turn the pages of a list, and shows the page that `list_facts` tells."""

    async def on_page_tapped(_update: object, context: Context) -> None:
        page = buttons.Page.parse(context.query.data).page
        await context.edit_tapped(template, **await list_facts(context, page))

    return CallbackQueryHandler(on_page_tapped, pattern=rf"^{buttons.Page.prefix}:{noun}:")


def page_facts(page: Page[Any], items: list[dict[str, Any]]) -> dict[str, Any]:
    """What the words and buttons of a page need whose items are told as `items`."""
    return {"items": items, "first": page.first, "page": page.number, "pages": page.pages}
