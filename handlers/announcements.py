"""Announcements: `Umumkan` opens the form; the card shows how far it has come."""

from typing import Any

from handlers import announcement_forms
from handlers.context import Context


async def on_announce(context: Context) -> None:
    """`Umumkan`"""
    await announcement_forms.begin(context)


HANDLERS: list[Any] = []
