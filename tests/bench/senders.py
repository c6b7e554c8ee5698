"""The three bots of the comparison: what each needs beforehand, and how a broadcast is ordered from it."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator import Telegram
from tests.bench.neighbourhood import settle
from tests.bench.people_file import PeopleFile
from tests.faults.crowd import HEAD, announce

WORDS = "Air mati besok pagi sampai pukul 12.00 WIB"
PLAIN_PYTHON = Path(__file__).parents[2] / ".venv-bench" / "bin" / "python"


@dataclass(frozen=True)
class Cast:
    """Who is there, by account: whoever taps, everybody else, and the one who sends."""

    tappers: Sequence[int]
    others: Sequence[int]
    sender: int = HEAD

    @property
    def everybody(self) -> frozenset[int]:
        """Whom a broadcast must reach."""
        return frozenset((*self.tappers, *self.others))


@dataclass(frozen=True)
class Sender:
    """A bot: its name, how it is started, what it knows before, how it comes to invite and to broadcast."""

    title: str
    command: Sequence[str]
    prepare: Callable[[Path, Cast], Awaitable[None]]
    greet: Callable[[Telegram, Cast], None]
    order: Callable[[Telegram, Cast], Awaitable[None]]


def database_url(folder: Path) -> str:
    """Rembug's own database."""
    return f"sqlite+aiosqlite:///{folder / 'rembug.sqlite3'}"


async def _prepare_rembug(folder: Path, cast: Cast) -> None:
    await settle(database_url(folder), invited=cast.tappers, others=cast.others, sender=cast.sender)


def _greet_nobody(_telegram: Telegram, _cast: Cast) -> None:
    """Rembug has an invitation to bring and brings it by itself."""


async def _order_by_menu(telegram: Telegram, _cast: Cast) -> None:
    await announce(telegram, WORDS)


async def _prepare_plain(folder: Path, cast: Cast) -> None:
    PeopleFile(folder).add(cast.everybody)


def _greet_by_start(telegram: Telegram, cast: Cast) -> None:
    for each in cast.tappers:
        telegram.phone(each).start()


async def _order_by_command(telegram: Telegram, cast: Cast) -> None:
    telegram.phone(cast.sender).type(f"/broadcast {WORDS}")


def _plain(title: str, module: str) -> Sender:
    command = (str(PLAIN_PYTHON), "-m", module)
    return Sender(title, command, _prepare_plain, _greet_by_start, _order_by_command)


SENDERS = {
    "rembug": Sender(
        "Rembug", (sys.executable, "-m", "bot", "run"), _prepare_rembug, _greet_nobody, _order_by_menu
    ),
    "ptb": _plain("python-telegram-bot, AIORateLimiter", "tests.bench.ptb_bot"),
    "aiogram": _plain("aiogram 3, sleep loop", "tests.bench.aiogram_bot"),
}
