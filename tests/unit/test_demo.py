"""The demo's first days: each move of its clock shows somebody something."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from actions.access import find_actor
from actions.proposals import list_sectors, submit_proposal
from bot.demo.due import next_due
from bot.demo.neighbourhood import settle_in
from simulator import Telegram
from storage import outbox
from storage.activities import Activity, ActivityKind, ActivitySession
from storage.answers import Answer
from storage.database import Database, Session
from storage.people import Role, RoleKind
from storage.proposals import Proposal
from storage.rule_cards import Campaign, RuleCard
from templates.labels import label

THURSDAY = datetime(2026, 11, 19, 3, tzinfo=UTC)
"""Thursday, 19 November 2026, 10.00 WIB."""


async def settled(database: Database) -> Database:
    telegram = Telegram(token="1:demo", username="demo_bot", now=lambda: THURSDAY)
    await settle_in(database, telegram, THURSDAY)
    return database


async def words_at(session: Session, minutes: int) -> str:
    due = await next_due(session, THURSDAY + timedelta(minutes=minutes))
    assert due is not None
    return due.words


async def test_the_oldest_proposal_has_the_lowest_number(database: Database) -> None:
    await settled(database)
    async with database.reading() as session:
        moments = list(await session.scalars(select(Proposal.created_at).order_by(Proposal.number)))
    assert len(moments) == 6
    assert moments == sorted(set(moments))
    assert moments[-1] < THURSDAY


async def test_each_training_has_somebody_who_evaluates_it(database: Database) -> None:
    await settled(database)
    async with database.reading() as session:
        trainings = select(Activity.id).where(Activity.kind == ActivityKind.TRAINING)
        came = list(
            await session.scalars(select(Answer.activity_id).where(Answer.activity_id.in_(trainings)))
        )
    assert sorted(came.count(each) for each in set(came)) == [2, 2, 2, 2, 4]


async def test_the_rules_of_the_studies_are_explained_from_monday_on(database: Database) -> None:
    await settled(database)
    async with database.reading() as session:
        campaign = (await session.scalars(select(Campaign))).one()
        titles = list(await session.scalars(select(RuleCard.title).order_by(RuleCard.position)))
    assert campaign.next_at == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert titles == ["Dana setiap RT", "Fisik dan non-fisik", "Jalan sebuah usulan"]


async def test_what_reaches_nobody_is_skipped(database: Database) -> None:
    await settled(database)
    async with database.transaction() as session:
        first = await next_due(session, THURSDAY + timedelta(minutes=1))
        assert first is not None
        assert first.words == label("due.evaluation")
        meetings = select(ActivitySession).where(ActivitySession.evaluate_at == first.at)
        for meeting in await session.scalars(meetings):
            meeting.evaluate_at = None
        assert await words_at(session, 1) == label("due.recap")
        for activity in await session.scalars(select(Activity)):
            activity.recap_at = None
        assert await words_at(session, 1) == label("due.reminder")
        actor = await find_actor(session, 2012)
        assert actor is not None
        (sector, *_) = await list_sectors(session, actor, now=THURSDAY)
        news = THURSDAY + timedelta(minutes=2)
        await submit_proposal(session, actor, text="Lampu", sector_id=sector.id, now=news)
        await outbox.cancel_all(session, news)
        assert await words_at(session, 3) == label("due.digest")
        for head in await session.scalars(select(Role).where(Role.kind == RoleKind.RT_HEAD)):
            head.until = THURSDAY
        await session.flush()
        assert await words_at(session, 3) == label("due.reminder")
