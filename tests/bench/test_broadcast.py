"""Rembug beside two plain bots: how fast a broadcast is, how a tap fares meanwhile, what kill -9 costs."""

import os
from datetime import UTC, datetime

import pytest

from bot.application import CONNECTIONS
from tests.bench import table
from tests.bench.comparison import compare

pytestmark = pytest.mark.bench
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))
KILLED = int(os.environ.get("BENCH_KILLED", PEOPLE))
"""Among how many people they are killed: what is lost and doubled does not grow with them, only the wait."""


async def test_three_senders_bring_the_same_news_to_the_same_people() -> None:
    load = os.getloadavg()[0]
    found = await compare(PEOPLE, KILLED)
    drawn = table.draw(found, (PEOPLE, KILLED), datetime.now(UTC).date(), load)
    print(f"\n{drawn}")
    if os.environ.get("BENCH_WRITE"):
        table.write(drawn)
    rembug = found[0]
    assert (rembug.timed.missing, rembug.timed.refused, rembug.timed.answered.never) == (0, 0, 0)
    assert rembug.killed.alone.lost == 0
    assert rembug.killed.alone.doubled <= CONNECTIONS
