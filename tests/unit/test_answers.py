"""Answers are only ever added; the newest own one counts, and the card counts persons."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from actions.answers import AnswerKind, TooManyPeople
from actions.errors import Gone
from actions.planned import ActivityOver
from storage import answers
from storage.answers import Answer, AnswerSource, Tally
from storage.database import Database
from storage.households import Household
from storage.people import Account
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    NOW,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    deliver,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)


@pytest.fixture
async def activity(database: Database) -> int:
    """The id of a planned work bee to which three residents are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def tally_of(database: Database, activity_id: int) -> Tally:
    async with database.reading() as session:
        return await answers.count_answers(session, activity_id)


async def count_rows(database: Database) -> int:
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Answer)) or 0


async def test_a_change_of_mind_is_a_new_row_and_the_newest_counts(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, AnswerKind.YES)
    await say(database, FIRST, activity, AnswerKind.NO)

    assert await tally_of(database, activity) == Tally(no=1, unanswered=2)
    assert await count_rows(database) == 2


async def test_the_same_answer_again_adds_nothing_and_says_so(database: Database, activity: int) -> None:
    first = await say(database, FIRST, activity, AnswerKind.YES)
    again = await say(database, FIRST, activity, AnswerKind.YES)

    assert (first.changed, again.changed) == (True, False)
    assert await count_rows(database) == 1


async def test_who_brings_others_is_counted_with_them(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, AnswerKind.YES, party=3)
    await say(database, SECOND, activity, AnswerKind.MAYBE)
    await say(database, THIRD, activity, AnswerKind.HELP)

    assert await tally_of(database, activity) == Tally(yes=3, maybe=1, help=1)
    still = await say(database, FIRST, activity, AnswerKind.YES)
    assert (still.changed, still.answer.party) == (False, 3)
    card = words((await posted(database, "card"))[0])
    assert card.splitlines()[-5:] == ["Ikut: 3", "Mungkin: 1", "Belum bisa: 0", "Bantu: 1", "Belum jawab: 0"]


async def test_more_people_than_a_household_brings_are_asked_about(database: Database, activity: int) -> None:
    with pytest.raises(TooManyPeople):
        await say(database, FIRST, activity, AnswerKind.YES, party=21)

    assert await count_rows(database) == 0


async def test_an_own_answer_beats_what_a_neighbour_wrote_later(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, AnswerKind.NO)
    async with database.transaction() as session:
        actor = await actor_of(session, FIRST)
        head = await actor_of(session, HEAD)
        session.add(
            Answer(
                activity_id=activity,
                person_id=actor.person_id,
                answer=AnswerKind.YES,
                party=1,
                source=AnswerSource.PROXY,
                recorded_by_id=head.person_id,
                at=NOW + timedelta(hours=2),
            )
        )

    assert await tally_of(database, activity) == Tally(no=1, unanswered=2)


async def test_an_answer_keeps_the_house_it_came_from(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, AnswerKind.YES)

    async with database.reading() as session:
        answer = (await session.scalars(select(Answer))).one()
        actor = await actor_of(session, FIRST)
        assert answer.household_id == actor.household_id
        assert await session.get(Household, answer.household_id or 0) is not None
        assert (answer.source, answer.recorded_by_id) == (AnswerSource.SELF, actor.person_id)


async def test_nobody_answers_who_is_not_invited_or_when_it_is_over(
    database: Database, activity: int
) -> None:
    with pytest.raises(Gone):
        await say(database, ELSEWHERE, activity, AnswerKind.YES)
    with pytest.raises(Gone):
        await say(database, FIRST, activity + 1, AnswerKind.YES)
    with pytest.raises(ActivityOver):
        await say(database, FIRST, activity, AnswerKind.YES, now=SUNDAY + timedelta(hours=2))
    late = await say(database, FIRST, activity, AnswerKind.YES, now=SUNDAY + timedelta(hours=1))

    assert late.changed
    assert await count_rows(database) == 1


async def test_who_joined_after_the_invitations_can_answer_too(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        await add_resident(session, (await find_cast(session)).rts[1, 2], 14, name="Warga RT 02", now=NOW)

    await say(database, 14, activity, AnswerKind.YES)

    assert await tally_of(database, activity) == Tally(yes=1, unanswered=3)


async def test_an_answer_given_elsewhere_shows_on_the_invitation(database: Database, activity: int) -> None:
    await deliver(database)

    await say(database, FIRST, activity, AnswerKind.YES)

    shown = (await posted(database, "answered"))[0]
    assert (shown.method, shown.chat_id) == ("editMessageText", FIRST)
    assert "Jawaban Bapak: <b>Ikut</b>." in words(shown)
    assert [row.method for row in await posted(database, "card")] == ["editMessageText"]


async def test_many_answers_leave_one_waiting_card(database: Database, activity: int) -> None:
    await deliver(database)

    for person in (FIRST, SECOND, THIRD):
        await say(database, person, activity, AnswerKind.YES)

    cards = await posted(database, "card")
    assert len(cards) == 1
    assert "Ikut: 3" in words(cards[0])


async def test_answers_at_the_same_moment_are_all_counted(database: Database, activity: int) -> None:
    people = (FIRST, SECOND, THIRD)

    await asyncio.gather(*(say(database, person, activity, AnswerKind.YES, party=2) for person in people))

    assert await tally_of(database, activity) == Tally(yes=6)
    assert "Ikut: 6" in words((await posted(database, "card"))[-1])


async def test_a_double_tap_at_the_same_moment_is_one_answer(database: Database, activity: int) -> None:
    done = await asyncio.gather(*(say(database, FIRST, activity, AnswerKind.YES) for _ in range(2)))

    assert sorted(outcome.changed for outcome in done) == [False, True]
    assert await count_rows(database) == 1


async def test_a_second_account_of_a_person_tells_them_once(database: Database, activity: int) -> None:
    await say(database, FIRST, activity, AnswerKind.YES)
    async with database.transaction() as session:
        person_id = (await actor_of(session, FIRST)).person_id
        session.add(Account(person_id=person_id, telegram_id=99, since=NOW))

    async with database.reading() as session:
        assert await answers.list_answerers(session, activity) == [(person_id, FIRST)]
