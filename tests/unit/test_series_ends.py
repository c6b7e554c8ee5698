"""A series is ended from any of its activities, by whoever may plan there, and every card says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.activity_changes import cancel_activity
from actions.errors import Gone, NotYours
from actions.series import SeriesDecided
from actions.series_ends import Repeated, SeriesEnded, access_repeated, end_repeating
from storage.activities import Activity
from storage.activity_series import Series, SeriesState
from storage.audit import Act
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from tests.unit.neighbours import (
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    actor_of,
    plan_work_bee,
    posted,
    settle_neighbours,
    words,
)
from tests.unit.test_series import ASKED, FIRST_AT, NEXT, begin, invite, propose, series_of

DAY = timedelta(days=1)
REPEATS = "Berulang: tiga bulan sekali"


@pytest.fixture
async def first(database: Database) -> int:
    """The first activity of a market that comes back every three months."""
    await settle_neighbours(database)
    await begin(database)
    async with database.reading() as session:
        return (await session.scalars(select(Activity.id))).one()


async def end(database: Database, activity: int, *, by: int = HEAD, now: object = NOW) -> Repeated:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        return await end_repeating(session, actor, activity_id=activity, now=now)  # type: ignore[arg-type]


async def cards(database: Database) -> dict[str | None, str]:
    """The newest card of each activity in the chat of the head."""
    found = await posted(database, "card")
    return {row.subject: words(row) for row in found if row.chat_id == HEAD}


async def test_a_card_says_that_its_activity_comes_back(database: Database, first: int) -> None:
    assert REPEATS in (await cards(database))[f"activity:{first}"]
    once = (await plan_work_bee(database)).plan.activity.id
    assert "Berulang" not in (await cards(database))[f"activity:{once}"]


async def test_it_is_ended_from_its_first_activity_before_anything_is_proposed(
    database: Database, first: int
) -> None:
    found = await end(database, first)
    assert (found.next_at, found.facts()["repeat"]) == (NEXT, "quarterly")
    assert (await series_of(database)).state is SeriesState.ENDED
    assert not await propose(database, ASKED + timedelta(days=400))
    assert "Berulang" not in (await cards(database))[f"activity:{first}"]
    async with database.reading() as session:
        act = (await session.scalars(select(Act).where(Act.action == "end_series"))).one()
    assert (act.subject, act.area_id) == (f"series:{found.series.id}", found.plan.area.id)
    with pytest.raises(SeriesEnded) as refused:
        await end(database, first)
    assert refused.value.facts == {"title": "Pasar Jaranan"}


async def test_what_was_proposed_cannot_be_decided_afterwards(database: Database, first: int) -> None:
    await propose(database, ASKED)
    found = await end(database, first, now=ASKED)
    assert found.next_at == NEXT
    with pytest.raises(SeriesDecided):
        await invite(database, found.series.id, 1)
    async with database.reading() as session:
        asked = (
            await session.scalars(select(OutboxRow).where(OutboxRow.template == "series/proposal"))
        ).one()
    assert asked.state is OutboxState.CANCELLED


async def test_every_card_of_it_says_so_and_what_is_planned_stays(database: Database, first: int) -> None:
    await propose(database, ASKED)
    second = (await invite(database, (await series_of(database)).id, 1)).plan.activity.id
    assert REPEATS in (await cards(database))[f"activity:{second}"]
    await end(database, first, now=ASKED)
    assert "Berulang" not in "".join((await cards(database)).values())
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Activity.id)))) == 2


async def test_it_is_ended_from_an_activity_that_is_over_or_called_off(
    database: Database, first: int
) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await cancel_activity(session, head, activity_id=first, now=NOW)
        assert (await access_repeated(session, head, activity_id=first, now=FIRST_AT + DAY)).next_at == NEXT
    await end(database, first, now=FIRST_AT + DAY)
    async with database.reading() as session:
        assert (await session.scalars(select(Series.state))).one() is SeriesState.ENDED


async def test_only_who_may_plan_there_ends_it(database: Database, first: int) -> None:
    once = (await plan_work_bee(database)).plan.activity.id
    with pytest.raises(NotYours):
        await end(database, first, by=OTHER_HEAD)
    for activity in (once, 0, 999, 2**40):
        with pytest.raises(Gone):
            await end(database, activity)
    assert (await series_of(database)).state is SeriesState.RUNNING
    await end(database, first, by=KELURAHAN)
    assert (await series_of(database)).state is SeriesState.ENDED
