"""An invitation in many groups: one bulk promise a change, and never more than a part of the token's rate."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from actions.answers import AnswerKind
from storage.database import Database
from storage.groups import Group, GroupState
from storage.outbox import OutboxRow, OutboxState
from tests.people import find_cast
from tests.unit.neighbours import (
    FIRST,
    KELURAHAN,
    NOW,
    SECOND,
    deliver,
    move,
    plan_work_bee,
    say,
    settle_neighbours,
)

MANY = 100
LATER = NOW + timedelta(seconds=7)


@pytest.fixture
async def activity_id(database: Database) -> int:
    """Planned for the kelurahan, and posted in a hundred groups."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        cast = await find_cast(session)
        kelurahan_id, area_id = cast.kelurahan.id, cast.rts[1, 2].id
        linked = {"area_id": area_id, "state": GroupState.LINKED, "changed_at": NOW}
        session.add_all([Group(chat_id=-1 - number, **linked) for number in range(MANY)])
    created = await plan_work_bee(database, by=KELURAHAN, area_id=kelurahan_id)
    await deliver(database)
    return created.plan.activity.id


async def edits(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        ours = (OutboxRow.chat_id < 0) & OutboxRow.method.like("edit%")
        return list(await session.scalars(select(OutboxRow).where(ours).order_by(OutboxRow.id)))


async def test_a_tap_costs_no_more_statements_for_a_hundred_groups(
    database: Database, activity_id: int
) -> None:
    asked: list[str] = []
    engine = database.engine.sync_engine

    def on_execute(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", on_execute)
    await say(database, FIRST, activity_id, AnswerKind.YES, now=NOW)
    event.remove(engine, "before_cursor_execute", on_execute)
    assert 0 < len(asked) < 40
    rows = await edits(database)
    assert len({row.chat_id for row in rows}) == len(rows) == MANY
    assert all(row.message_id is not None for row in rows)


async def test_the_rest_grows_with_the_groups_and_changes_within_it_are_one(
    database: Database, activity_id: int
) -> None:
    await say(database, FIRST, activity_id, AnswerKind.YES, now=NOW)
    await say(database, SECOND, activity_id, AnswerKind.YES, now=LATER)
    rows = await edits(database)
    assert len(rows) == MANY
    assert {row.not_before for row in rows} == {NOW + timedelta(seconds=MANY / 5)}
    assert {(row.facts or {})["yes"] for row in rows} == {2}


async def test_a_change_of_the_plan_is_shown_soon(database: Database, activity_id: int) -> None:
    await say(database, FIRST, activity_id, AnswerKind.YES, now=NOW)
    await move(database, activity_id, by=KELURAHAN, now=LATER, place="Balai RW 01")
    rows = await edits(database)
    assert {row.not_before for row in rows} == {LATER + timedelta(seconds=3)}
    assert {(row.facts or {})["place"] for row in rows} == {"Balai RW 01"}


async def test_what_was_on_its_way_to_a_group_is_changed_afterwards(
    database: Database, activity_id: int
) -> None:
    await say(database, FIRST, activity_id, AnswerKind.YES, now=NOW)
    async with database.transaction() as session:
        ours = (OutboxRow.chat_id < 0) & OutboxRow.method.like("edit%")
        first = (await session.scalars(select(OutboxRow).where(ours).limit(1))).one()
        first.state, first.key = OutboxState.SENDING, None
        flying = first.chat_id
    await say(database, SECOND, activity_id, AnswerKind.YES, now=LATER)
    theirs = [row for row in await edits(database) if row.chat_id == flying]
    assert [(row.state, (row.facts or {})["yes"]) for row in theirs] == [
        (OutboxState.SENDING, 1),
        (OutboxState.QUEUED, 2),
    ]


async def test_what_waits_to_be_posted_says_the_newest_and_keeps_its_hour(database: Database) -> None:
    await settle_neighbours(database)
    async with database.transaction() as session:
        area_id = (await find_cast(session)).rts[1, 2].id
        session.add(Group(chat_id=-1, area_id=area_id, state=GroupState.LINKED, changed_at=NOW))
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES, now=LATER)
    async with database.reading() as session:
        row = (await session.scalars(select(OutboxRow).where(OutboxRow.chat_id == -1))).one()
    assert ((row.facts or {})["yes"], row.not_before, row.expires_at is None) == (1, NOW, False)
