"""Detours: what a group did not get by way of the group, its people get in private, once."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from actions.announcements import Route
from actions.groups import lose, unlink_group
from storage.announcements import Announcement, AnnouncementState
from storage.database import Database
from storage.groups import Group, GroupState
from storage.outbox import OutboxRow, OutboxState
from tests.people import find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    SECOND,
    THIRD,
    actor_of,
    settle_neighbours,
)
from tests.unit.newsroom import end, get_announcement, publish, rows_of

GROUP, OTHER, LATER = -500, -600, NOW + timedelta(minutes=3)


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    """RT 02 RW 01 with its group, and a neighbour of an RT without one."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        area_id = (await find_cast(session)).rts[1, 2].id
        session.add(Group(chat_id=GROUP, area_id=area_id, state=GroupState.LINKED, changed_at=NOW))


async def link_another(database: Database, *, whole: bool) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        area_id = cast.kelurahan.id if whole else cast.rts[1, 2].id
        session.add(Group(chat_id=OTHER, area_id=area_id, state=GroupState.LINKED, changed_at=NOW))


async def lose_it(database: Database, chat_id: int = GROUP) -> None:
    async with database.transaction() as session:
        await lose(session, chat_id, now=LATER)


async def told(database: Database) -> list[int | None]:
    return [row.chat_id for row in await rows_of(database)]


async def test_what_a_lost_group_missed_its_people_get_in_private_once(database: Database) -> None:
    await publish(database, by=KELURAHAN, whole=True, route=Route.GROUP)
    assert await told(database) == [GROUP, ELSEWHERE, OTHER_HEAD]
    await lose_it(database)
    await lose_it(database)
    assert await told(database) == [GROUP, ELSEWHERE, OTHER_HEAD, FIRST, SECOND, THIRD]
    group, *people = await rows_of(database)
    assert group.state is OutboxState.UNREACHABLE
    assert {row.state for row in people} == {OutboxState.QUEUED}
    assert (await get_announcement(database)).recipients == 6


async def test_what_fails_after_the_group_was_lost_goes_round_as_well(database: Database) -> None:
    await publish(database, route=Route.GROUP)
    await end(database, OutboxState.SENDING, GROUP)
    await lose_it(database)
    assert await told(database) == [GROUP]
    async with database.transaction() as session:
        ours = OutboxRow.chat_id == GROUP
        gone = {"state": OutboxState.UNREACHABLE, "settled_at": LATER}
        await session.execute(update(OutboxRow).where(ours).values(**gone))
    await lose_it(database)
    assert await told(database) == [GROUP, FIRST, SECOND, THIRD]


async def test_what_the_group_has_got_is_not_told_again(database: Database) -> None:
    await publish(database, route=Route.GROUP)
    await end(database, OutboxState.SENT, GROUP)
    await lose_it(database)
    assert await told(database) == [GROUP]


@pytest.mark.parametrize("state", [AnnouncementState.STOPPED, AnnouncementState.WITHDRAWN])
async def test_what_was_taken_back_meanwhile_goes_nowhere(
    database: Database, state: AnnouncementState
) -> None:
    await publish(database, route=Route.GROUP)
    async with database.transaction() as session:
        await session.execute(update(Announcement).values(state=state))
    await lose_it(database)
    assert await told(database) == [GROUP]


@pytest.mark.parametrize("whole", [True, False])
async def test_people_whom_another_group_tells_are_not_told_in_private(
    database: Database, whole: bool
) -> None:
    await link_another(database, whole=whole)
    await publish(database, by=KELURAHAN, whole=True, route=Route.GROUP)
    before = await told(database)
    assert before == [OTHER, GROUP, ELSEWHERE, OTHER_HEAD]
    await lose_it(database, OTHER if whole else GROUP)
    assert await told(database) == before


async def test_a_group_that_was_linked_afterwards_tells_nobody_of_it(database: Database) -> None:
    await publish(database, route=Route.GROUP)
    await link_another(database, whole=False)
    await lose_it(database)
    assert await told(database) == [GROUP, FIRST, SECOND, THIRD]


async def test_what_waits_for_a_group_that_is_unlinked_goes_to_its_people(database: Database) -> None:
    await publish(database, route=Route.GROUP)
    async with database.transaction() as session:
        await unlink_group(session, await actor_of(session, HEAD), GROUP, now=LATER)
    assert await told(database) == [GROUP, FIRST, SECOND, THIRD]
    group, *people = await rows_of(database)
    assert group.state is OutboxState.CANCELLED
    assert {row.state for row in people} == {OutboxState.QUEUED}


async def test_what_is_on_its_way_to_a_group_that_is_unlinked_is_not_tried_again(database: Database) -> None:
    await publish(database, route=Route.GROUP)
    await end(database, OutboxState.SENDING, GROUP)
    async with database.transaction() as session:
        await unlink_group(session, await actor_of(session, HEAD), GROUP, now=LATER)
    (group,) = await rows_of(database)
    assert (group.state, group.expires_at) == (OutboxState.SENDING, LATER)
