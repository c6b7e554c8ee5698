"""Codes: made with a secret of the meeting, good for three minutes or for a day; shown while rows say so."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.attendance_codes import CodeChanged, LivesElsewhere, codes_due, make_payload, scan, show_code
from actions.errors import NotJoined
from storage import deliveries, memory
from storage.attendance_codes import AttendanceKey, CodeScreen
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.people import Residency, ResidencyState, Role
from tests.people import add_resident, build_kelurahan
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    SUNDAY,
    actor_of,
    deliver,
    meeting_of,
    plan_work_bee,
    settle_neighbours,
)

FAR = 77


@pytest.fixture
async def meeting(database: Database) -> int:
    """The id of the meeting of a planned work bee."""
    await settle_neighbours(database)
    activity = (await plan_work_bee(database)).plan.activity.id
    async with database.transaction() as session:
        await memory.remember(session, "bot_username", "rembug_demo_bot")
    return (await meeting_of(database, activity)).id


async def show(database: Database, meeting: int, now: datetime = SUNDAY) -> None:
    async with database.transaction() as session:
        await show_code(session, await actor_of(session, HEAD), session_id=meeting, now=now)


async def ask_clock(database: Database, now: datetime) -> bool:
    async with database.transaction() as session:
        return await codes_due(session, now=now)


async def pictures(database: Database) -> list[tuple[str, dict[str, Any] | None]]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == "attendance/code").order_by(OutboxRow.id)
        return [(row.method, row.facts) for row in await session.scalars(query)]


async def try_scan(database: Database, payload: str, chat: int, now: datetime) -> None:
    async with database.transaction() as session:
        await scan(session, await actor_of(session, chat), payload=payload, now=now)


async def test_a_code_is_good_for_its_minute_and_two_more(database: Database, meeting: int) -> None:
    made = datetime(2026, 11, 28, 23, 30, 59, tzinfo=UTC)
    async with database.transaction() as session:
        payload = await make_payload(session, meeting, made)
        assert payload == await make_payload(session, meeting, made.replace(second=0))
    for seconds in (0, 60, 120):
        await try_scan(database, payload, FIRST, made + timedelta(seconds=seconds))
    for seconds in (-60, 121, 600):
        with pytest.raises(CodeChanged):
            await try_scan(database, payload, FIRST, made + timedelta(seconds=seconds))
    assert len(payload) <= 64


async def test_a_meeting_has_one_secret_however_many_ask_for_it_first(
    database: Database, meeting: int
) -> None:
    async def make() -> str:
        async with database.transaction() as session:
            return await make_payload(session, meeting, None)

    assert len(set(await asyncio.gather(*(make() for _ in range(8))))) == 1
    async with database.reading() as session:
        (key,) = await session.scalars(select(AttendanceKey.key))
    assert len(bytes.fromhex(key)) == 32


async def test_who_lives_elsewhere_or_waits_is_told_kindly_and_an_officer_is_noted(
    database: Database, meeting: int
) -> None:
    async with database.transaction() as session:
        other = await build_kelurahan(session, code="35.72.02.1001")
        await add_resident(session, other.rts[1, 1], FAR, now=NOW)
        payload = await make_payload(session, meeting, None)
    with pytest.raises(LivesElsewhere):
        await try_scan(database, payload, FAR, SUNDAY)
    await try_scan(database, payload, KELURAHAN, SUNDAY)
    async with database.transaction() as session:
        far = await actor_of(session, FAR)
        waits = update(Residency).where(Residency.person_id == far.person_id)
        await session.execute(waits.values(state=ResidencyState.REQUESTED))
    with pytest.raises(NotJoined):
        await try_scan(database, payload, FAR, SUNDAY)


async def test_no_row_that_goes_out_holds_the_secret(database: Database, meeting: int) -> None:
    await show(database, meeting)
    ((method, facts),) = await pictures(database)
    async with database.reading() as session:
        (key,) = await session.scalars(select(AttendanceKey.key))
        assert facts is not None
        payload = await make_payload(session, meeting, SUNDAY)
    assert (method, facts["address"]) == ("sendPhoto", f"https://t.me/rembug_demo_bot?start={payload}")
    assert key not in str(facts)


async def test_one_of_several_clocks_changes_the_picture(database: Database, meeting: int) -> None:
    await show(database, meeting)
    await deliver(database)
    assert not await ask_clock(database, SUNDAY + timedelta(seconds=59))
    minute = SUNDAY + timedelta(minutes=1)
    await asyncio.gather(*(ask_clock(database, minute) for _ in range(4)))
    (_first, (method, facts)) = await pictures(database)
    assert method == "editMessageMedia"
    async with database.reading() as session:
        assert facts is not None
        assert facts["address"].endswith(await make_payload(session, meeting, minute))
        (screen,) = await session.scalars(select(CodeScreen))
    assert (screen.next_at, screen.until) == (minute + timedelta(minutes=1), SUNDAY + timedelta(minutes=30))


@pytest.mark.parametrize("end", ["half an hour", "office lost", "shown elsewhere"])
async def test_a_picture_ends_when_it_should(database: Database, meeting: int, end: str) -> None:
    await show(database, meeting)
    await deliver(database)
    now = SUNDAY + timedelta(minutes=30 if end == "half an hour" else 1)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        if end == "office lost":
            await session.execute(update(Role).where(Role.person_id == head.person_id).values(until=now))
    if end == "shown elsewhere":
        await show(database, meeting, now)
    while await ask_clock(database, now):
        pass
    over = [facts for method, facts in await pictures(database) if method == "editMessageMedia"]
    assert [facts and facts["address"] for facts in over] == [None]
    async with database.reading() as session:
        screens = list(await session.scalars(select(CodeScreen.until)))
    assert screens == ([now + timedelta(minutes=30)] if end == "shown elsewhere" else [])


async def test_a_picture_that_never_arrived_or_is_gone_is_sent_as_a_picture(
    database: Database, meeting: int
) -> None:
    await show(database, meeting)
    async with database.transaction() as session:
        (sent,) = await session.scalars(select(OutboxRow).where(OutboxRow.template == "attendance/code"))
        sent.state = OutboxState.SENDING
    await ask_clock(database, SUNDAY + timedelta(minutes=1))
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.template == "attendance/code").order_by(OutboxRow.id)
        sent, change = list(await session.scalars(query))
        sent.state = OutboxState.FAILED
        await session.flush()
        await deliveries.find_message_to_edit(session, change)
        assert (change.method, change.file) == ("sendPhoto", "draw:attendance_code")
        change.method, sent.state = "editMessageMedia", OutboxState.SENT
        await session.flush()
        await deliveries.send_anew(session, change)
        assert (change.method, change.file, change.message_id) == ("sendPhoto", "draw:attendance_code", None)
