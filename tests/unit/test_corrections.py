"""A correction, a recall or a stop is rows: what waits, what is on its way, what has arrived."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.corrections import (
    NothingWaits,
    SameWords,
    break_off,
    correct_announcement,
    recall_announcement,
    stop_announcement,
)
from actions.errors import NotYours
from actions.progress import get_facts, progress_due
from actions.receipts import nudge_unread
from actions.sent import AnnouncementWithdrawn
from actions.urgent import repeat_due
from storage import deliveries
from storage.announcements import Announcement, AnnouncementRevision, AnnouncementState
from storage.audit import Act
from storage.database import Database
from storage.outbox import Lane, OutboxRow, OutboxState
from tests.unit.neighbours import FIRST, HEAD, KELURAHAN, NOW, SECOND, THIRD, actor_of, settle_neighbours
from tests.unit.newsroom import end, get_announcement, publish, rows_of

SOON = NOW + timedelta(seconds=6)


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def correct(database: Database, number: int, text: str = "Air hidup", *, by: int = HEAD) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        return await correct_announcement(
            session, actor, announcement_id=number, text=text, marks=(), now=NOW
        )


async def recall(database: Database, number: int) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        recalled = await recall_announcement(session, actor, announcement_id=number, now=NOW)
        return recalled.removed


async def stop(database: Database, number: int) -> bool:
    async with database.transaction() as session:
        return await stop_announcement(
            session, await actor_of(session, HEAD), announcement_id=number, now=NOW
        )


async def look(database: Database) -> None:
    """The clock asks for the sender's card."""
    async with database.transaction() as session:
        await progress_due(session, now=SOON)


def words(rows: list[OutboxRow]) -> set[str]:
    return {(row.facts or {}).get("text", "") for row in rows}


async def test_what_waits_gets_the_new_words_and_what_arrived_is_edited(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST)
    await end(database, OutboxState.SENDING, SECOND)
    assert await correct(database, number) == 2
    rows = await rows_of(database)
    sends = {row.chat_id: row for row in rows if row.method == "sendMessage"}
    edits = {row.chat_id: row for row in rows if row.method == "editMessageText"}
    assert words([sends[SECOND], sends[THIRD], *edits.values()]) == {"Air hidup"}
    assert {row.lane for row in edits.values()} == {Lane.BULK}
    assert (edits[FIRST].message_id, edits[FIRST].card) == (sends[FIRST].sent_message_id, None)
    assert (edits[SECOND].message_id, edits[SECOND].card) == (None, f"news:{number}")


async def test_what_was_on_its_way_is_edited_once_it_has_arrived(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENDING, FIRST)
    await correct(database, number)
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == FIRST).order_by(OutboxRow.id)
        send, edit = list(await session.scalars(query))
        send.state, send.sent_message_id = OutboxState.SENT, 77
        await session.flush()
        await deliveries.find_message_to_edit(session, edit)
        assert (edit.method, edit.message_id) == ("editMessageText", 77)


async def test_two_corrections_of_one_message_are_one_edit(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    await correct(database, number, "dua")
    await correct(database, number, "tiga")
    edits = [row for row in await rows_of(database) if row.method == "editMessageText"]
    assert len(edits) == 3
    assert words(edits) == {"tiga"}
    found = await get_announcement(database)
    assert (found.text, found.revision, found.corrected_at) == ("tiga", 3, NOW)
    async with database.reading() as session:
        kept = list(
            await session.scalars(select(AnnouncementRevision.text).order_by(AnnouncementRevision.id))
        )
    assert kept == ["Air mati", "dua"]


async def test_who_may_not_or_changes_nothing_is_refused(database: Database) -> None:
    number = await publish(database)
    for somebody in (FIRST, KELURAHAN):
        with pytest.raises(NotYours):
            await correct(database, number, by=somebody)
    with pytest.raises(SameWords):
        await correct(database, number, "Air mati")


async def test_taking_it_back_cancels_and_deletes_and_is_written_down(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST, SECOND)
    sent = {row.chat_id: row.sent_message_id for row in await rows_of(database)}
    assert await recall(database, number) == 2
    deletions = await rows_of(database, "announcements/withdrawn")
    assert {row.chat_id: row.message_id for row in deletions} == {FIRST: sent[FIRST], SECOND: sent[SECOND]}
    assert {(row.method, row.lane, row.card) for row in deletions} == {("deleteMessage", Lane.BULK, None)}
    states = {row.chat_id: row.state for row in await rows_of(database)}
    assert states[THIRD] is OutboxState.CANCELLED
    assert (await get_announcement(database)).state is AnnouncementState.WITHDRAWN
    async with database.reading() as session:
        act = await session.scalar(select(Act).where(Act.action == "recall_announcement"))
    assert act is not None
    assert act.details == {"messages": 2}
    for again in (correct, recall):
        with pytest.raises(AnnouncementWithdrawn):
            await again(database, number)


async def test_an_edit_that_waits_gives_way_to_the_deletion(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST)
    await correct(database, number)
    await recall(database, number)
    async with database.reading() as session:
        query = select(OutboxRow.method).where(
            OutboxRow.chat_id == FIRST, OutboxRow.state == OutboxState.QUEUED
        )
        assert list(await session.scalars(query)) == ["deleteMessage"]


async def test_what_arrives_after_it_was_taken_back_is_deleted_too(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENDING, FIRST)
    assert await recall(database, number) == 0
    await end(database, OutboxState.SENT, FIRST)
    await look(database)
    assert [row.chat_id for row in await rows_of(database, "announcements/withdrawn")] == [FIRST]


async def test_what_was_on_its_way_is_not_tried_again_after_a_stop(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENDING, FIRST)
    await stop(database, number)
    await end(database, OutboxState.RETRYING, FIRST)
    async with database.transaction() as session:
        await deliveries.expire(session, NOW)
    states = {row.chat_id: row.state for row in await rows_of(database)}
    assert states == {
        FIRST: OutboxState.EXPIRED,
        SECOND: OutboxState.CANCELLED,
        THIRD: OutboxState.CANCELLED,
    }
    assert (await get_announcement(database)).state is AnnouncementState.STOPPED


async def test_a_stop_leaves_a_correction_that_is_under_way_alone(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST)
    await correct(database, number)
    await stop(database, number)
    edits = [row for row in await rows_of(database) if row.method == "editMessageText"]
    assert [(row.chat_id, row.state) for row in edits] == [(FIRST, OutboxState.QUEUED)]
    with pytest.raises(NothingWaits):
        await stop(database, number)


async def test_what_telegram_cannot_read_goes_to_nobody_else_and_its_sender_reads_why(
    database: Database,
) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENDING, FIRST)
    async with database.transaction() as session:
        await break_off(session, f"announcement:{number}", detail="can't parse entities", now=NOW)
    await look(database)
    states = [OutboxState.SENDING, OutboxState.CANCELLED, OutboxState.CANCELLED]
    assert [row.state for row in await rows_of(database)] == states
    assert (await get_announcement(database)).state is AnnouncementState.STOPPED
    shown = (await rows_of(database, "announcements/progress"))[-1].facts
    assert shown is not None
    assert (shown["state"], shown["trouble"]) == ("stopped", 1)


async def verbs_of(database: Database, number: int) -> list[str]:
    async with database.reading() as session:
        found = await session.get_one(Announcement, number)
        verbs: list[str] = (await get_facts(session, found, now=SOON))["verbs"]
        return verbs


async def test_a_reminder_that_is_running_can_be_stopped(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    assert "stop" not in await verbs_of(database, number)
    async with database.transaction() as session:
        await nudge_unread(session, await actor_of(session, HEAD), announcement_id=number, now=NOW)
    assert "stop" in await verbs_of(database, number)
    assert await stop(database, number) is False
    states = {row.state for row in await rows_of(database, "announcements/nudge")}
    assert states == {OutboxState.CANCELLED}
    assert (await get_announcement(database)).state is AnnouncementState.PUBLISHED
    assert "stop" not in await verbs_of(database, number)


async def test_asking_the_silent_once_more_can_be_stopped(database: Database) -> None:
    number = await publish(database, urgent=True)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    async with database.transaction() as session:
        (await session.get_one(Announcement, number)).repeat_at = NOW
    async with database.transaction() as session:
        assert await repeat_due(session, now=NOW)
    assert "stop" in await verbs_of(database, number)
    assert await stop(database, number) is False
    assert {row.state for row in await rows_of(database, "announcements/urgent_again")} == {
        OutboxState.CANCELLED
    }


async def test_the_card_is_looked_at_while_reminders_are_on_their_way(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    async with database.transaction() as session:
        await nudge_unread(session, await actor_of(session, HEAD), announcement_id=number, now=NOW)
    await look(database)
    assert (await get_announcement(database)).progress_due_at is not None
    await stop(database, number)
    async with database.transaction() as session:
        await progress_due(session, now=SOON + timedelta(seconds=12))
    assert (await get_announcement(database)).progress_due_at is None
