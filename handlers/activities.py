"""Placeholder, replaced by the noun's own module."""

from typing import Any

from handlers.context import Context

HANDLERS: list[Any] = []


async def on_activities(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")


async def on_create_activity(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")


async def on_typed(context: Context, text: str) -> bool:
    """Typed answer to an invitation."""
    return False
