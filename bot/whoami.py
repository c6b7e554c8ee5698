"""Asking Telegram who this bot is: one getMe, which also tells what time it is over there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from bot.settings import Settings

TIMEOUT_SECONDS = 8.0


class TelegramSilent(Exception):
    """No answer that helps; the message says why in plain words, without the token."""


@dataclass(frozen=True)
class Myself:
    """The bot's username, and Telegram's time when it answered (None when it did not say)."""

    username: str
    telegram_time: datetime | None


def ask_telegram(settings: Settings) -> Myself:
    """Who the bot is, or TelegramSilent."""
    if settings.bot_token is None:
        raise TelegramSilent("BOT_TOKEN is not set")
    url = f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        answer = httpx.get(url, timeout=TIMEOUT_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TelegramSilent(f"{settings.bot_api_url} does not answer ({type(error).__name__})") from None
    if answer.status_code in (401, 404):
        raise TelegramSilent(f"{settings.bot_api_url} does not know this BOT_TOKEN")
    try:
        username = answer.json()["result"]["username"]
    except (ValueError, KeyError, TypeError):
        words = (
            f"{settings.bot_api_url} answered {answer.status_code} with something else than this bot's name"
        )
        raise TelegramSilent(words) from None
    return Myself(str(username), _time(answer.headers.get("date")))


def _time(header: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header) if header else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and moment.tzinfo else None
