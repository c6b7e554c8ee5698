"""Who taps `Butuh bantuan` is heard at once, by somebody who holds an office and can be written to."""

import pytest

from storage.database import Database
from storage.outbox import Lane, OutboxState
from tests.unit.neighbours import FIRST, settle_neighbours
from tests.unit.test_urgent import answer, call_out, rows_of


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def test_a_cry_for_help_does_not_wait_behind_the_broadcast(database: Database) -> None:
    number = await call_out(database)
    await answer(database, number, FIRST)
    broadcast = await rows_of(database, "announcement")
    assert {(row.lane, row.state) for row in broadcast} == {(Lane.NOTICE, OutboxState.QUEUED)}
    (wanted,) = await rows_of(database, "help_wanted")
    assert wanted.lane is Lane.REPLY
