"""The clock's duties: what fails is put off and told once, and holds up no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from actions import reminders
from actions.answers import AnswerKind
from bot import jobs
from storage.activities import ActivitySession
from storage.areas import Area
from storage.database import Database, Session
from storage.duties import Duty, DutyKind
from storage.incidents import Incident
from storage.outbox import OutboxRow
from storage.people import RoleKind
from tests.people import BEFORE, add_officer, build_kelurahan
from tests.unit.neighbours import FIRST, SECOND, plan_work_bee, posted, say, settle_neighbours
from tests.weeks import leave_duties

EIGHT = datetime(2026, 11, 22, 13, tzinfo=UTC)
"""Sunday, 22 November 2026, 20.00 WIB."""
TOMORROW, REST = EIGHT + timedelta(days=1), timedelta(minutes=10)
EVENING_BEFORE = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
MIDNIGHT, MORNING = EVENING_BEFORE + timedelta(hours=4.5), EVENING_BEFORE + timedelta(hours=10.5)
"""Saturday, 28 November 2026, 19.30 WIB."""
OPERATOR = 99


async def settle_digests(database: Database) -> tuple[int, int]:
    """Two RT whose digests are due at the same time; the clock cannot read the first one's zone."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.OPERATOR, None, OPERATOR, name="Operator", now=BEFORE)
        broken, sound = cast.rts[1, 1], cast.rts[1, 2]
        due = ((DutyKind.DIGEST, broken, EIGHT), (DutyKind.DIGEST, sound, EIGHT))
        await leave_duties(session, *due, since=BEFORE)
        await session.execute(update(Area).where(Area.id == broken.id).values(zone="Asia/Atlantis"))
        return broken.id, sound.id


async def told(database: Database) -> list[int]:
    """The chats that heard of an incident."""
    async with database.reading() as session:
        query = select(OutboxRow.chat_id).where(OutboxRow.template == "incidents/operator")
        return list(await session.scalars(query))


async def test_what_fails_is_put_off_and_the_others_go_on(database: Database) -> None:
    broken, sound = await settle_digests(database)

    assert await jobs.run(jobs.GATHER_DIGESTS, database, lambda: EIGHT) == 2

    async with database.reading() as session:
        due = {duty.area_id: (duty.due_at, duty.done_through) for duty in await session.scalars(select(Duty))}
        (incident,) = await session.scalars(select(Incident))
    assert due == {broken: (EIGHT + REST, BEFORE), sound: (TOMORROW, EIGHT)}
    assert (incident.place, incident.at, incident.told_operator) == ("gather_digests", EIGHT, True)


async def test_the_operator_hears_of_it_once_an_hour(database: Database) -> None:
    await settle_digests(database)

    for minutes in (0, 10, 20):
        moment = EIGHT + timedelta(minutes=minutes)
        await jobs.run(jobs.GATHER_DIGESTS, database, lambda now=moment: now)  # type: ignore[misc]
    assert await told(database) == [OPERATOR]

    await jobs.run(jobs.GATHER_DIGESTS, database, lambda: EIGHT + timedelta(hours=2))
    assert await told(database) == [OPERATOR] * 2


async def test_a_reminder_that_failed_is_sent_when_it_can_be(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_neighbours(database)
    first, second = [(await plan_work_bee(database)).plan.activity.id for _ in range(2)]
    await say(database, FIRST, first, AnswerKind.YES)
    await say(database, SECOND, second, AnswerKind.YES)
    remind = reminders._remind

    async def stumble(session: Session, plan: Any, call: Any, *, now: datetime) -> None:
        await remind(session, plan, call, now=now)
        if plan.activity.id == first:
            raise ValueError("the first one cannot be reminded of")

    with monkeypatch.context() as patched:
        patched.setattr(reminders, "_remind", stumble)
        await jobs.run(jobs.SEND_REMINDERS, database, lambda: EVENING_BEFORE)
    assert [row.chat_id for row in await posted(database, "reminder")] == [SECOND]
    async with database.reading() as session:
        query = select(ActivitySession.remind_at).order_by(ActivitySession.activity_id)
        assert list(await session.scalars(query)) == [EVENING_BEFORE + REST, MORNING]

    await jobs.run(jobs.SEND_REMINDERS, database, lambda: EVENING_BEFORE + REST)
    reminded = await posted(database, "reminder")
    assert [row.chat_id for row in reminded] == [SECOND, FIRST]
    assert {row.expires_at for row in reminded} == {MIDNIGHT}


async def test_a_database_that_is_gone_puts_nothing_off(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _ = await settle_digests(database)

    async def lose(*_: object, **__: object) -> bool:
        raise OperationalError("SELECT 1", {}, Exception("the connection was closed"))

    job = jobs.Job("gather_digests", lose, jobs.GATHER_DIGESTS.agenda)
    with pytest.raises(OperationalError):
        await jobs.run(job, database, lambda: EIGHT)
    async with database.reading() as session:
        assert await session.scalar(select(Duty.due_at).where(Duty.area_id == broken)) == EIGHT
        assert list(await session.scalars(select(Incident))) == []
