"""The page of phones and the small API it speaks."""

from starlette.routing import Route

from simulator.controls import Controls
from simulator.telegram import Telegram


def page_routes(telegram: Telegram, controls: Controls | None) -> list[Route]:
    """The routes of the page."""
    return []
