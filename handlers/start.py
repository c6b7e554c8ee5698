"""Placeholder, replaced by the noun's own module."""

from typing import Any

from handlers.context import Context

HANDLERS: list[Any] = []


async def on_help(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")


async def on_resident_menu(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")


async def on_change_role(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_understood")


async def on_stranger(context: Context) -> None:
    """..."""
    await context.reply("refusals/not_known")
