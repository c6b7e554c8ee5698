"""Who of an area is meant when an activity says who: answers, houses, and only those who were invited."""

import pytest
from sqlalchemy import select, update

from actions.answers import AnswerKind
from actions.audience import Choice, Who, find_audience
from storage.answers import Answer
from storage.database import Database
from storage.people import Account, Residency
from tests.people import add_resident, find_cast
from tests.unit.neighbours import ELSEWHERE, FIRST, NOW, SECOND, THIRD, plan_work_bee, say, settle_neighbours


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee of RT 02 RW 01 to which one of the three invited comes."""
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)
    return activity_id


async def heard_by(database: Database, who: Who, activity_id: int) -> set[int]:
    """The chats that hear what the kelurahan says to these."""
    async with database.reading() as session:
        area = (await find_cast(session)).kelurahan
        found = await find_audience(session, area, choice=Choice(who, activity_id))
    return {one.chat_id for one in found.listeners}


async def leave_house(database: Database, telegram_id: int) -> None:
    """This one's residency has no house any more."""
    async with database.transaction() as session:
        theirs = select(Account.person_id).where(Account.telegram_id == telegram_id)
        await session.execute(
            update(Residency).where(Residency.person_id.in_(theirs)).values(household_id=None)
        )


async def test_only_who_was_invited_can_be_silent(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        await add_resident(session, (await find_cast(session)).rts[1, 2], 14, now=NOW)
    for who in (Who.SILENT, Who.HOUSES):
        assert await heard_by(database, who, activity) == {SECOND, THIRD}
    assert await heard_by(database, Who.ANSWERED, activity) == {FIRST}
    assert await heard_by(database, Who.ALL, activity) == {FIRST, SECOND, THIRD, 14, ELSEWHERE}


async def test_one_answer_without_a_house_does_not_speak_for_all_who_have_none(
    database: Database, activity: int
) -> None:
    await leave_house(database, SECOND)
    async with database.transaction() as session:
        await session.execute(update(Answer).values(household_id=None))
    assert await heard_by(database, Who.HOUSES, activity) == {SECOND, THIRD}


async def test_one_answer_speaks_for_its_whole_house(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        house = await session.scalar(select(Answer.household_id))
        second = select(Account.person_id).where(Account.telegram_id == SECOND)
        await session.execute(
            update(Residency).where(Residency.person_id.in_(second)).values(household_id=house)
        )
    assert await heard_by(database, Who.HOUSES, activity) == {THIRD}
    assert await heard_by(database, Who.SILENT, activity) == {SECOND, THIRD}
