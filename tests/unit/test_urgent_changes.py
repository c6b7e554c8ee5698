"""Other words for an urgent announcement, and that it was called off, are said aloud to whoever has it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from actions.corrections import correct_announcement, recall_announcement
from storage.database import Database
from storage.outbox import Hours, Lane, OutboxRow, OutboxState
from tests.unit.neighbours import FIRST, HEAD, NOW, SECOND, THIRD, actor_of, deliver, settle_neighbours
from tests.unit.test_urgent import call_out, rows_of

ALOUD = {"correct": "urgent_corrected", "recall": "urgent_recalled"}


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def change(
    database: Database, number: int, how: str = "correct", *, text: str = "Ke balai RW", now: datetime = NOW
) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        if how == "recall":
            await recall_announcement(session, head, announcement_id=number, now=now)
        else:
            await correct_announcement(session, head, announcement_id=number, text=text, marks=(), now=now)


@pytest.mark.parametrize("how", ALOUD)
async def test_whoever_has_it_hears_of_it_once_and_who_waits_does_not(database: Database, how: str) -> None:
    number = await call_out(database)
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id.in_((FIRST, SECOND)))
        for row, state in zip(
            await session.scalars(query.order_by(OutboxRow.id)),
            (OutboxState.SENT, OutboxState.SENDING),
            strict=True,
        ):
            row.state, row.key = state, None
            row.sent_message_id = 77 if state is OutboxState.SENT else None
    await change(database, number, how)
    told = await rows_of(database, ALOUD[how])
    assert [row.chat_id for row in told] == [FIRST, SECOND]
    assert {(row.lane, row.hours, row.silent) for row in told} == {(Lane.NOTICE, Hours.ANY, False)}


@pytest.mark.parametrize("how", ALOUD)
async def test_messages_change_before_what_is_sent_in_bulk(database: Database, how: str) -> None:
    number = await call_out(database)
    await deliver(database)
    await change(database, number, how)
    async with database.reading() as session:
        there = OutboxRow.chat_id.in_((FIRST, SECOND, THIRD)) & OutboxRow.message_id.is_not(None)
        lanes = list(await session.scalars(select(OutboxRow.lane).where(there)))
    assert lanes == [Lane.NOTICE] * 3


async def test_a_second_correction_replaces_the_first_where_it_waits_and_where_it_is(
    database: Database,
) -> None:
    number = await call_out(database)
    await deliver(database)
    await change(database, number)
    await change(database, number, text="Ke mushola")
    told = await rows_of(database, "urgent_corrected")
    assert [(row.facts or {})["text"] for row in told] == ["Ke mushola"] * 3
    await deliver(database)
    await change(database, number, text="Ke lapangan")
    waiting = [row for row in await rows_of(database, "urgent_corrected") if row.state is OutboxState.QUEUED]
    assert sorted(row.method for row in waiting) == ["editMessageText"] * 3 + ["sendMessage"] * 3
    assert {(row.facts or {})["text"] for row in waiting} == {"Ke lapangan"}


@pytest.mark.parametrize("how", ALOUD)
async def test_days_later_nobody_is_woken(database: Database, how: str) -> None:
    number = await call_out(database)
    await deliver(database)
    await change(database, number, how, now=NOW + timedelta(days=3))
    assert await rows_of(database, ALOUD[how]) == []


async def test_what_was_said_of_a_correction_goes_with_a_recall_and_the_recall_stays(
    database: Database,
) -> None:
    number = await call_out(database)
    await deliver(database)
    await change(database, number)
    await deliver(database)
    await change(database, number, "recall")
    async with database.reading() as session:
        gone = await session.scalars(select(OutboxRow).where(OutboxRow.method == "deleteMessage"))
        assert len(list(gone)) == 6
    assert [row.card for row in await rows_of(database, "urgent_recalled")] == [None] * 3
