"""Who helps counts once, in the way they chose last; what is given without a name is nobody's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.access import find_actor
from actions.answers import AnswerKind, Way
from actions.erasure import erase_me
from actions.errors import NotUnderstood, NotYours
from actions.gifts import record_gift
from actions.proxies import access_plan
from storage.answers import Answer, Tally, count_answers
from storage.concerned import count_ways, list_gifts
from storage.database import Database
from tests.people import share_house
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    NOW,
    OTHER_HEAD,
    SECOND,
    THIRD,
    actor_of,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)

YES, NO, HELP = AnswerKind.YES, AnswerKind.NO, AnswerKind.HELP


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee to which three neighbours are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def counted(database: Database, activity_id: int) -> tuple[Tally, dict[str, int]]:
    async with database.reading() as session:
        return await count_answers(session, activity_id), await count_ways(session, activity_id)


async def give(database: Database, activity_id: int, gift: str, *, by: int = HEAD) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, by)
        plan = await access_plan(session, head, activity_id=activity_id, now=NOW)
        await record_gift(session, head, plan, way=Way.FOOD, gift=gift, now=NOW)


async def test_who_sends_somebody_is_one_helper_and_neither_absent_nor_two(
    database: Database, activity: int
) -> None:
    await say(database, FIRST, activity, NO)
    await say(database, FIRST, activity, HELP)
    await say(database, FIRST, activity, HELP, way=Way.DEPUTY)

    assert await counted(database, activity) == (Tally(help=1, unanswered=2), {"deputy": 1})


async def test_the_way_that_was_chosen_last_counts_and_naming_none_keeps_it(
    database: Database, activity: int
) -> None:
    for way in (Way.FOOD, Way.TOOLS, None):
        await say(database, FIRST, activity, HELP, way=way)
    await say(database, SECOND, activity, HELP, way=Way.TOOLS)
    await say(database, THIRD, activity, HELP)

    assert await counted(database, activity) == (Tally(help=3), {"tools": 2})
    async with database.reading() as session:
        mine = list(await session.scalars(select(Answer.way).order_by(Answer.id)))
    assert mine == [Way.FOOD, Way.TOOLS, Way.TOOLS, None], "the third said nothing new"
    await say(database, FIRST, activity, YES)
    assert await counted(database, activity) == (Tally(yes=1, help=2), {"tools": 1})


async def test_the_card_tells_how_many_help_in_which_way(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, HELP, way=Way.FOOD)
    await say(database, SECOND, activity, HELP, way=Way.DEPUTY)
    await give(database, activity, "2 dus  air")

    card = words((await posted(database, "card"))[-1])
    assert "Bantu: 3 (makanan 2, wakil 1)\n" in card
    assert "Tanpa nama: 2 dus air\n" in card


async def test_a_gift_without_a_name_is_counted_and_nobodys(database: Database, activity: int) -> None:
    await give(database, activity, "2 dus air")
    await give(database, activity, "Kue")

    assert await counted(database, activity) == (Tally(help=2, unanswered=3, noted=2), {"food": 2})
    async with database.reading() as session:
        rows = list(await session.scalars(select(Answer)))
        assert await list_gifts(session, activity) == ["2 dus air", "Kue"]
    assert {(row.person_id, row.household_id) for row in rows} == {(None, None)}


async def test_a_gift_needs_words_and_the_head_of_the_rt(database: Database, activity: int) -> None:
    with pytest.raises(NotUnderstood):
        await give(database, activity, " ")
    for nobody in (OTHER_HEAD, FIRST):
        with pytest.raises(NotYours):
            await give(database, activity, "Kue", by=nobody)
    assert await counted(database, activity) == (Tally(unanswered=3), {})


async def test_who_is_forgotten_leaves_the_total_of_what_they_gave(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, HELP, way=Way.FOOD)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, FIRST), now=NOW + timedelta(hours=2))

    tally, ways = await counted(database, activity)
    assert (tally.help, ways) == (1, {"food": 1})
    async with database.reading() as session:
        assert await find_actor(session, FIRST) is None
        kept = (await session.scalars(select(Answer))).one()
    assert (kept.person_id, kept.recorded_by_id, kept.way) == (None, None, Way.FOOD)


async def test_the_second_of_a_house_is_told_of_the_first_and_both_count(
    database: Database, activity: int
) -> None:
    async with database.transaction() as session:
        await share_house(session, FIRST, SECOND)
    first = await say(database, FIRST, activity, YES, party=3)
    second = await say(database, SECOND, activity, YES)
    other = await say(database, THIRD, activity, YES)

    assert [one.housemates for one in (first, second, other)] == [0, 3, 0]
    assert await counted(database, activity) == (Tally(yes=5), {})
