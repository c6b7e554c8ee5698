"""An invitation that is on its way while the plan changes learns of it as soon as it has arrived."""

import pytest
from sqlalchemy import select

from storage import deliveries
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from tests.unit.neighbours import (
    FIRST,
    NOW,
    SUNDAY,
    cancel,
    move,
    plan_work_bee,
    posted,
    settle_neighbours,
    words,
)
from tests.unit.test_activity_changes import SEVEN
from tests.unit.test_postponing import postpone


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee of which one invitation is being sent, and two wait."""
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    async with database.transaction() as session:
        row = await session.scalar(select(OutboxRow).where(OutboxRow.chat_id == FIRST))
        assert row is not None
        row.state = OutboxState.SENDING
    return activity_id


async def arrive(database: Database) -> OutboxRow:
    """It arrives; gives the change that follows it, which has found its message."""
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == FIRST).order_by(OutboxRow.id)
        sent, change = list(await session.scalars(query))
        sent.state, sent.sent_message_id = OutboxState.SENT, 77
        await session.flush()
        await deliveries.find_message_to_edit(session, change)
        return change


async def invitation(database: Database) -> OutboxRow:
    """The one that is on its way."""
    return next(row for row in await posted(database, "invitation", waiting=False) if row.chat_id == FIRST)


async def test_what_is_on_its_way_shows_the_new_time_once_it_is_there(
    database: Database, activity: int
) -> None:
    await move(database, activity, starts_at=SEVEN)
    tried_again = await invitation(database)
    assert (tried_again.expires_at, "pukul 07.00 WIB" in words(tried_again)) == (SEVEN, True)
    change = await arrive(database)
    assert (change.method, change.message_id) == ("editMessageText", 77)
    assert "pukul 07.00 WIB" in words(change)


@pytest.mark.parametrize("how", ["cancelled", "postponed"])
async def test_what_is_on_its_way_is_not_tried_again_and_says_that_nothing_is(
    database: Database, activity: int, how: str
) -> None:
    at = NOW if how == "cancelled" else SUNDAY
    await (cancel(database, activity, now=at) if how == "cancelled" else postpone(database, activity, now=at))
    assert (await invitation(database)).expires_at == at
    waiting = [row for row in await posted(database, "invitation") if row.method == "sendMessage"]
    assert waiting == []
    change = await arrive(database)
    assert (change.template, change.message_id) == (f"activities/{how}", 77)
