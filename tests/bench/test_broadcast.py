"""Rembug beside two plain bots: how fast a broadcast is, how a tap fares meanwhile, what kill -9 costs."""

import os
from datetime import UTC, datetime

import pytest

from bot.application import CONNECTIONS
from tests.bench import table
from tests.bench.comparison import compare

pytestmark = pytest.mark.bench
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))


async def test_three_senders_bring_the_same_news_to_the_same_people() -> None:
    load = os.getloadavg()[0]
    found = await compare(PEOPLE)
    drawn = table.draw(found, PEOPLE, datetime.now(UTC).date(), load)
    print(f"\n{drawn}")
    if os.environ.get("BENCH_WRITE"):
        table.write(drawn)
    rembug = found[0]
    assert (rembug.timed.missing, rembug.timed.refused, rembug.timed.answered.never) == (0, 0, 0)
    assert rembug.killed.alone.lost == 0
    assert rembug.killed.alone.doubled <= CONNECTIONS
