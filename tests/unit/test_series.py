"""Series on both databases: each turn is asked about once, whoever asks, and decided once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.activities import Created, Details, create_activity
from actions.parts import Part
from actions.repeats import Repeat
from actions.series import SeriesDecided, begin_series, end_series, invite_again, propose_due, skip_turn
from storage import activity_roles
from storage.activities import Activity, ActivityKind
from storage.activity_series import Series
from storage.database import Database
from storage.interests import Topic
from storage.outbox import OutboxRow
from storage.people import Role, RoleKind
from tests.people import add_officer, find_cast
from tests.unit.neighbours import FIRST, HEAD, NOW, SECOND, actor_of, move, settle_neighbours

FIRST_AT = datetime(2026, 11, 30, 12, 30, tzinfo=UTC)
"""Monday, 30 November 2026, 19.30 WIB."""
NEXT = datetime(2027, 2, 28, 12, 30, tzinfo=UTC)
ASKED = NEXT - timedelta(days=7)


@pytest.fixture(autouse=True)
async def _neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def begin(database: Database, repeat: Repeat = Repeat.QUARTERLY) -> int:
    """A market that comes back, with the second resident as mentor."""
    async with database.transaction() as session:
        head, area = await actor_of(session, HEAD), (await find_cast(session)).rts[1, 2]
        series = await begin_series(session, head, area_id=area.id, repeat=repeat, first_at=FIRST_AT, now=NOW)
        mentor = (await actor_of(session, SECOND)).person_id
        details = Details(
            quota=20,
            bring="Tikar",
            point=(-8.1, 112.2),
            parts={mentor: Part.MENTOR},
            series=series.id,
            topic=Topic.CRAFTS,
        )
        await create_activity(
            session,
            head,
            area_id=area.id,
            kind=ActivityKind.EVENT,
            title="Pasar Jaranan",
            place="Alun-alun",
            starts_at=FIRST_AT,
            ends_at=FIRST_AT + timedelta(hours=1),
            details=details,
            now=NOW,
        )
        return series.id


async def propose(database: Database, now: datetime) -> bool:
    async with database.transaction() as session:
        return await propose_due(session, now=now)


async def series_of(database: Database) -> Series:
    async with database.reading() as session:
        return (await session.scalars(select(Series))).one()


async def asked(database: Database) -> list[tuple[int | None, str]]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == "series/proposal").order_by(OutboxRow.id)
        return [(row.chat_id, (row.facts or {})["starts"][:10]) for row in await session.scalars(query)]


async def invite(database: Database, series_id: int, turn: int, *, by: int = HEAD) -> Created:
    async with database.transaction() as session:
        return await invite_again(session, await actor_of(session, by), series_id, turn, now=ASKED)


async def test_the_organiser_is_asked_once_seven_days_before(database: Database) -> None:
    await begin(database)
    assert (await series_of(database)).ask_at == ASKED
    assert not await propose(database, ASKED - timedelta(minutes=1))
    await asyncio.gather(*(propose(database, ASKED) for _ in range(4)))
    assert await asked(database) == [(HEAD, "2027-02-28")]
    series = await series_of(database)
    assert (series.turn, series.proposed_at) == (1, NEXT)
    assert series.next_at == datetime(2027, 5, 30, 12, 30, tzinfo=UTC)


async def test_what_is_invited_again_has_all_that_the_last_one_had(database: Database) -> None:
    series_id = await begin(database)
    await propose(database, ASKED)
    plan = (await invite(database, series_id, 1)).plan
    async with database.reading() as session:
        made = await session.get_one(Activity, plan.activity.id)
        parts = await activity_roles.list_parts(session, made.id)
    assert (made.title, made.place, made.bring, made.quota) == ("Pasar Jaranan", "Alun-alun", "Tikar", 20)
    assert (made.latitude, made.longitude, made.series_id) == (-8.1, 112.2, series_id)
    assert made.topic is Topic.CRAFTS
    assert list(parts.values()) == [Part.MENTOR]
    assert (plan.meeting.starts_at, plan.meeting.ends_at) == (NEXT, NEXT + timedelta(hours=1))


async def test_what_got_another_title_comes_back_with_it(database: Database) -> None:
    series_id = await begin(database)
    await move(database, 1, title="Pasar rakyat")
    await propose(database, ASKED)
    async with database.reading() as session:
        (asks,) = await session.scalars(select(OutboxRow).where(OutboxRow.template == "series/proposal"))
    assert (asks.facts or {})["title"] == "Pasar rakyat"
    assert (await invite(database, series_id, 1)).plan.activity.title == "Pasar rakyat"


async def test_a_turn_is_decided_once_whoever_taps(database: Database) -> None:
    series_id = await begin(database)
    await propose(database, ASKED)
    found = await asyncio.gather(*(invite(database, series_id, 1) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, SeriesDecided) for one in found) == 3
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Activity.id)))) == 2
    async with database.transaction() as session:
        with pytest.raises(SeriesDecided):
            await skip_turn(session, await actor_of(session, HEAD), series_id, 1, now=ASKED)


async def test_a_turn_that_was_missed_is_passed_over(database: Database) -> None:
    await begin(database)
    later = NEXT + timedelta(days=1)
    while await propose(database, later):
        pass
    assert await asked(database) == []
    assert (await series_of(database)).next_at == datetime(2027, 5, 30, 12, 30, tzinfo=UTC)


async def test_what_is_late_but_still_to_come_is_asked_about(database: Database) -> None:
    await begin(database, Repeat.WEEKLY)
    late = FIRST_AT + timedelta(days=20)
    while await propose(database, late):
        pass
    assert await asked(database) == [(HEAD, "2026-12-21")]


async def test_who_heads_the_rt_now_is_asked_when_the_organiser_left(database: Database) -> None:
    await begin(database)
    async with database.transaction() as session:
        area = (await find_cast(session)).rts[1, 2]
        old = update(Role).where(Role.kind == RoleKind.RT_HEAD, Role.area_id == area.id)
        await session.execute(old.values(until=NOW))
        await add_officer(session, RoleKind.RT_HEAD, area, 77, name="Ketua RT 02", now=NOW)
    await propose(database, ASKED)
    assert await asked(database) == [(77, "2027-02-28")]


async def test_an_ended_series_asks_nothing_more(database: Database) -> None:
    series_id = await begin(database)
    await propose(database, ASKED)
    async with database.transaction() as session:
        await end_series(session, await actor_of(session, HEAD), series_id, 1, now=ASKED)
    assert not await propose(database, ASKED + timedelta(days=400))
    with pytest.raises(SeriesDecided):
        await invite(database, series_id, 1)
    assert FIRST not in {chat_id for chat_id, _day in await asked(database)}
