"""One sender on a stage of its own: its stand-in, its people, and the bot as a process that can be killed.

It says `ready` on its standard output, begins when a line comes in, and says its figures as JSON. When its
standard input is closed it ends, and the bot with it.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator import Limits, Telegram, create_app, serve
from simulator.clock import seconds_since_1970
from tests.bench.figures import Killed, Outcome, Timed, latency
from tests.bench.senders import SENDERS, WORDS, Cast, Sender, database_url
from tests.bench.tapping import PATIENCE_SECONDS, Tapper, invited, tap_in_turn
from tests.bench.watching import Watch
from tests.faults.bot_process import BotProcess

TOKEN = "123456:SIMULATED"
TAPPERS = 30
_FIRST_ACCOUNT = 1000
_REST_SECONDS = 6.0
"""After the greetings, until every bucket of the stand-in is full again."""


@dataclass(frozen=True)
class Stage:
    """All that a run needs, set up and running."""

    telegram: Telegram
    sender: Sender
    cast: Cast
    bot: BotProcess
    tappers: list[Tapper]

    async def order(self) -> None:
        """Let the one who sends give the order."""
        await self.sender.order(self.telegram, self.cast)

    def watch(self) -> Watch:
        """Watch the broadcast from now on."""
        return Watch(self.telegram, self.cast.everybody, WORDS)


@asynccontextmanager
async def set_up(sender: Sender, people: int) -> AsyncIterator[Stage]:
    """A strict stand-in with so many people, and the bot running; those who tap are invited."""
    accounts = range(_FIRST_ACCOUNT, _FIRST_ACCOUNT + people)
    cast = Cast(accounts[:TAPPERS], accounts[TAPPERS:])
    telegram = Telegram(token=TOKEN)
    telegram.limits = Limits(strict=True)
    for each in (cast.sender, cast.sender + 1, *accounts):
        telegram.add_phone(each, "Warga")
        telegram.chats[each].started = True
    with TemporaryDirectory(prefix="rembug-bench-") as name:
        folder = Path(name)
        await sender.prepare(folder, cast)
        async with serve(create_app(telegram)) as url:
            bot = BotProcess(telegram, url, database_url(folder), folder, sender.command)
            try:
                await bot.start()
                sender.greet(telegram, cast)
                tappers = await invited(telegram, cast.tappers)
                await asyncio.sleep(_REST_SECONDS)
                yield Stage(telegram, sender, cast, bot, tappers)
            finally:
                await bot.end()


async def run_timed(stage: Stage) -> Timed:
    """Let the broadcast run while people tap."""
    await stage.order()
    watch, ordered_at = stage.watch(), seconds_since_1970()
    tapping = asyncio.create_task(tap_in_turn(stage.telegram, watch, stage.tappers))
    await watch.until_all_have_it()
    tapping.cancel()
    seconds = watch.last_news - ordered_at
    taps, deadline = list(watch.taps.values()), seconds_since_1970() + PATIENCE_SECONDS
    await watch.until(lambda: all(tap.done for tap in taps) or seconds_since_1970() > deadline)
    return Timed(
        seconds,
        watch.missing,
        watch.refused,
        len(taps),
        latency([tap.answered and tap.answered - tap.at for tap in taps]),
        latency([tap.shown and tap.shown - tap.at for tap in taps]),
    )


async def run_killed(stage: Stage) -> Killed:
    """kill -9 when half of the people have the broadcast; start the bot; if it forgot, order once more."""
    watch = stage.watch()
    await stage.order()
    half = len(stage.cast.everybody) // 2
    await watch.until(lambda: len(watch.copies) >= half)
    await stage.bot.kill()
    watch.look()
    had_it = len(watch.copies)
    await stage.bot.start()
    await watch.until_all_have_it()
    alone = Outcome(watch.missing, watch.doubled)
    if not alone.lost:
        return Killed(had_it, alone, None)
    await stage.order()
    await watch.until_all_have_it()
    return Killed(had_it, alone, Outcome(watch.missing, watch.doubled))


async def _perform(name: str, act: str, people: int, begin: asyncio.Event) -> None:
    async with set_up(SENDERS[name], people) as stage:
        print("ready", flush=True)
        await begin.wait()
        figures = await (run_timed(stage) if act == "timed" else run_killed(stage))
    print(json.dumps(asdict(figures)), flush=True)


async def _main(name: str, act: str, people: int) -> None:
    begin, heard = asyncio.Event(), asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(heard)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    performing = asyncio.create_task(_perform(name, act, people, begin))

    async def listen() -> None:
        if await heard.readline():
            begin.set()
            await heard.read()
        performing.cancel()

    listening = asyncio.create_task(listen())
    with suppress(asyncio.CancelledError):
        await performing
    listening.cancel()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
