"""Fixtures: a simulated Telegram, its server, and a real client that speaks to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import telegram as ptb
from telegram.request import HTTPXRequest

from simulator import Limits, Phone, Telegram, create_app, serve

PLAIN = {"trust_env": False, "verify": False}
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of its old numbers otherwise, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def telegram() -> Telegram:
    """A simulated Telegram without rate limits."""
    made = Telegram(now=lambda: NOW)
    made.limits = Limits(strict=False)
    return made


@pytest.fixture
def phone(telegram: Telegram) -> Phone:
    """A person who has started the bot."""
    made = telegram.add_phone(201, "Warga", role="Warga RT 02")
    made.start()
    telegram.updates.forget_all()
    return made


@pytest.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    """The address of the running simulator."""
    async with serve(create_app(telegram)) as address:
        yield address


@pytest.fixture
async def bot(telegram: Telegram, url: str) -> AsyncIterator[ptb.Bot]:
    """python-telegram-bot's own Bot, speaking to the simulator."""
    request = HTTPXRequest(connection_pool_size=8, httpx_kwargs=PLAIN)
    polling = HTTPXRequest(connection_pool_size=2, httpx_kwargs=PLAIN)
    made = ptb.Bot(
        telegram.token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=request,
        get_updates_request=polling,
    )
    async with made:
        yield made
