"""What the tests of activities share: one RT with its head and residents, and one planned work bee."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.activities import Created, create_activity
from actions.activity_changes import cancel_activity, move_activity
from actions.answers import Answered, AnswerKind, Way, answer_invitation
from storage.activities import ActivityKind, ActivitySession
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from storage.programs import Program
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan, find_cast

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
"""Wednesday, 18 November 2026, 10.00 WIB."""
SUNDAY = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
"""Sunday, 29 November 2026, 06.30 WIB."""
HEAD, FIRST, SECOND, THIRD, ELSEWHERE, OTHER_HEAD, KELURAHAN = 10, 11, 12, 13, 21, 20, 30


async def settle_neighbours(database: Database) -> None:
    """RT 02 RW 01 with its head and three residents, a neighbour of RT 01 RW 02, a program."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 2], HEAD, name="Ketua RT 02", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[2, 1], OTHER_HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, KELURAHAN, name="Kelurahan", now=NOW)
        for telegram_id in (FIRST, SECOND, THIRD):
            await add_resident(session, cast.rts[1, 2], telegram_id, name="Warga RT 02", now=NOW)
        await add_resident(session, cast.rts[2, 1], ELSEWHERE, name="Warga RT 01", now=NOW)


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def plan_work_bee(
    database: Database, *, starts_at: datetime = SUNDAY, now: datetime = NOW, by: int = HEAD, **more: Any
) -> Created:
    async with database.transaction() as session:
        cast: Cast = await find_cast(session)
        return await create_activity(
            session,
            await actor_of(session, by),
            area_id=more.pop("area_id", cast.rts[1, 2].id),
            kind=ActivityKind.WORK_BEE,
            title=more.pop("title", "Gotong royong RT 02"),
            place=more.pop("place", "Depan mushola"),
            starts_at=starts_at,
            now=now,
            **more,
        )


async def say(
    database: Database,
    telegram_id: int,
    activity_id: int,
    answer: AnswerKind,
    *,
    party: int | None = None,
    way: Way | None = None,
    now: datetime = NOW + timedelta(hours=1),
) -> Answered:
    async with database.transaction() as session:
        actor = await actor_of(session, telegram_id)
        return await answer_invitation(
            session, actor, activity_id=activity_id, answer=answer, party=party, way=way, now=now
        )


async def posted(database: Database, template: str, *, waiting: bool = True) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == f"activities/{template}").order_by(OutboxRow.id)
        rows = list(await session.scalars(query))
    return [row for row in rows if not waiting or row.state is OutboxState.QUEUED]


def words(row: OutboxRow) -> str:
    return render(row.template, salutation="Bapak", **(row.facts or {}))


async def meeting_of(database: Database, activity_id: int) -> ActivitySession:
    async with database.reading() as session:
        query = select(ActivitySession).where(ActivitySession.activity_id == activity_id)
        return (await session.scalars(query)).one()


async def deliver(database: Database) -> None:
    """Pretend that everything that waits was sent, each with a message id of its own."""
    async with database.transaction() as session:
        for row in await session.scalars(select(OutboxRow).where(OutboxRow.state == OutboxState.QUEUED)):
            row.state, row.key, row.settled_at = OutboxState.SENT, None, row.not_before
            row.sent_message_id = row.message_id or 1000 + row.id


async def move(
    database: Database, activity_id: int, *, by: int = HEAD, now: datetime = NOW, **new: object
) -> int:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        return await move_activity(session, actor, activity_id=activity_id, now=now, **new)  # type: ignore[arg-type]


async def cancel(database: Database, activity_id: int, *, by: int = HEAD, now: datetime = NOW) -> int:
    async with database.transaction() as session:
        return await cancel_activity(session, await actor_of(session, by), activity_id=activity_id, now=now)
