"""Placeholder, replaced by the noun's own module."""

from typing import Any

from handlers.context import Context

HANDLERS: list[Any] = []


async def on_announce(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")
