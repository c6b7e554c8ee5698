"""Heads of RT who plan announcements, and what became of their plans."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.announcements import Draft
from actions.plan_turns import publish_due
from actions.plans import Repeat, Timing, plan_announcement
from storage.announcement_plans import AnnouncementPlan
from storage.announcements import Announcement
from storage.database import Database, Session
from storage.outbox import OutboxRow
from storage.people import RoleKind
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
FIRST = datetime(2026, 11, 22, 0, tzinfo=UTC)
"""Sunday, 22 November 2026, 07.00 WIB."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)
RT_HEAD, OTHER_HEAD, SUCCESSOR = 12, 13, 14
ONCE, WEEKLY = Timing(FIRST), Timing(FIRST, Repeat.WEEKLY)


async def settle_planners(database: Database) -> Cast:
    """RT 01 RW 01 with its head and two residents; RT 02 with a head of its own."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        here, there = cast.rts[1, 1], cast.rts[1, 2]
        await add_officer(session, RoleKind.RT_HEAD, here, RT_HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, there, OTHER_HEAD, name="Ketua RT 02", now=NOW)
        for telegram_id in (21, 22):
            await add_resident(session, here, telegram_id, now=NOW)
        return cast


async def actor_of(session: Session, telegram_id: int = RT_HEAD) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


def draft_of(cast: Cast, text: str = "Iuran sampah") -> Draft:
    return Draft(RoleKind.RT_HEAD, cast.rts[1, 1].id, text)


async def plan(
    database: Database, cast: Cast, timing: Timing = ONCE, draft: Draft | None = None, now: datetime = NOW
) -> int:
    async with database.transaction() as session:
        head = await actor_of(session)
        made = await plan_announcement(session, head, draft or draft_of(cast), timing, now=now)
        return made.id


async def turn(database: Database, now: datetime) -> bool:
    async with database.transaction() as session:
        return await publish_due(session, now=now)


async def plan_of(database: Database, plan_id: int) -> AnnouncementPlan:
    async with database.reading() as session:
        return await session.get_one(AnnouncementPlan, plan_id)


async def announced(database: Database) -> list[Announcement]:
    async with database.reading() as session:
        return list(await session.scalars(select(Announcement).order_by(Announcement.id)))


async def told(database: Database, template: str) -> list[tuple[int | None, str]]:
    """Who was told what in these words."""
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.template == template))
        return [(row.chat_id, render(row.template, **(row.facts or {}))) for row in rows]
