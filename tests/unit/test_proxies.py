"""Answers that an RT head writes down: who may, what counts, and how two rows of one person become one."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from actions.answers import AnswerKind, TooManyPeople
from actions.errors import Gone, NotUnderstood, NotYours
from actions.planned import ActivityOver
from actions.proxies import (
    AnsweredThemselves,
    access_plan,
    list_neighbours,
)
from storage.activities import ActivitySession
from storage.answers import Answer, Invitation, Tally
from storage.attendances import Attendance
from storage.audit import Act
from storage.database import Database
from storage.people import Account, Person, Residency, ResidencyState
from tests.people import find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    KELURAHAN,
    OTHER_HEAD,
    SUNDAY,
    actor_of,
    plan_work_bee,
    say,
    settle_neighbours,
)
from tests.unit.noting import (
    HOUSE,
    LATER,
    NEWCOMER,
    accept,
    ask_to_join,
    note,
    people_of,
    person_of,
    tally_of,
)


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee of RT 02, to which three residents on Telegram are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def test_a_noted_answer_counts_with_everybody_it_brings(database: Database, activity: int) -> None:
    person = await note(database, activity, party=3)
    assert await tally_of(database, activity) == Tally(yes=3, unanswered=3, noted=3)
    await note(database, activity, person=person, answer=AnswerKind.HELP)
    assert await tally_of(database, activity) == Tally(help=1, unanswered=3, noted=1)
    async with database.reading() as session:
        acts = [*await session.scalars(select(Act.action).where(Act.action.like("record%")).order_by(Act.id))]
        recorded = {*await session.scalars(select(Answer.recorded_by_id))}
    assert acts == ["record_resident", "record_answer", "record_answer"]
    assert recorded == {await person_of(database, HEAD)}


async def test_an_own_answer_before_or_after_is_the_one_that_counts(
    database: Database, activity: int
) -> None:
    first = await person_of(database, FIRST)
    await note(database, activity, person=first)
    await say(database, FIRST, activity, AnswerKind.NO)
    assert await tally_of(database, activity) == Tally(no=1, unanswered=2)
    with pytest.raises(AnsweredThemselves) as refused:
        await note(database, activity, person=first)
    assert refused.value.facts == {"who": "Bapak Warga RT 02"}
    assert await tally_of(database, activity) == Tally(no=1, unanswered=2)


async def test_the_same_name_in_the_same_house_is_the_same_person(database: Database, activity: int) -> None:
    one = await note(database, activity)
    assert await note(database, activity, name="HJ. Warga  gang tiga", house="gg III, nomor 012") == one
    assert await note(database, activity, name="Warga Gang Tiga", house="Gang 4") != one
    assert await note(database, activity, name="Warga Gang Lima") != one
    async with database.reading() as session:
        told = await session.scalar(select(Person.salutation).where(Person.id == one))
        query = select(func.count()).where(Residency.state == ResidencyState.ACCEPTED)
        assert await session.scalar(query) == 4 + 3
    assert told == "Ibu"


@pytest.mark.parametrize("name", ["1", "Pak 2", "🙏"])
async def test_a_name_without_letters_makes_nobody(database: Database, activity: int, name: str) -> None:
    before = await people_of(database)
    with pytest.raises(NotUnderstood):
        await note(database, activity, name=name)
    assert await people_of(database) == before


async def test_who_is_in_the_list_comes_in_the_order_of_need(database: Database, activity: int) -> None:
    await note(database, activity, name="Pak Ahli", house="Gang 9")
    await note(database, activity, name="Pak Baru", house="Gang 8")
    await say(database, FIRST, activity, AnswerKind.YES)
    other = (await plan_work_bee(database, title="Ronda")).plan.activity.id
    await note(database, other, name="Pak Ahli", house="Gang 9")
    async with database.reading() as session:
        head = await actor_of(session, HEAD)
        listed = []
        for one in (activity, other):
            plan = await access_plan(session, head, activity_id=one, now=LATER)
            found = (await list_neighbours(session, head, plan, page=0)).items
            listed.append([(each.who.removeprefix("Bapak "), each.answer) for each in found])
    silent = ("Warga RT 02", None)
    assert listed[0] == [silent, silent, ("Ahli", "yes"), ("Baru", "yes")]
    assert listed[1] == [("Baru", None), silent, silent, silent, ("Ahli", "yes")]


@pytest.mark.parametrize("by", [OTHER_HEAD, KELURAHAN, FIRST])
async def test_nobody_but_that_rts_head_notes_answers(database: Database, activity: int, by: int) -> None:
    with pytest.raises(NotYours):
        await note(database, activity, by=by)


async def test_each_head_notes_their_own_rt_for_a_whole_kelurahan(database: Database) -> None:
    await settle_neighbours(database)
    async with database.reading() as session:
        cast = await find_cast(session)
    made = await plan_work_bee(database, by=KELURAHAN, area_id=cast.kelurahan.id)
    wide, before = made.plan.activity.id, await tally_of(database, made.plan.activity.id)
    noted = await note(database, wide, by=HEAD)
    with pytest.raises(Gone):
        await note(database, wide, person=noted, by=OTHER_HEAD)
    await note(database, wide, name="Pak Seberang", answer=AnswerKind.NO, by=OTHER_HEAD)
    assert await tally_of(database, wide) == Tally(yes=2, no=1, unanswered=before.unanswered, noted=3)
    async with database.reading() as session:
        acts = await session.scalars(
            select(Act.area_id).where(Act.action == "record_answer").order_by(Act.id)
        )
        assert [*acts] == [cast.rts[1, 2].id, cast.rts[2, 1].id]
    for nobody in (KELURAHAN, FIRST):
        with pytest.raises(NotYours):
            await note(database, wide, by=nobody)


async def test_what_is_over_or_too_much_is_refused(database: Database, activity: int) -> None:
    with pytest.raises(TooManyPeople):
        await note(database, activity, party=21)
    async with database.reading() as session:
        head = await actor_of(session, HEAD)
        with pytest.raises(ActivityOver):
            await access_plan(session, head, activity_id=activity, now=SUNDAY + timedelta(hours=3))
    elsewhere = await person_of(database, OTHER_HEAD)
    with pytest.raises(Gone):
        await note(database, activity, person=elsewhere)


async def test_who_joins_later_takes_over_what_was_noted(database: Database, activity: int) -> None:
    noted = await note(database, activity)
    before = await tally_of(database, activity)
    await accept(database, await ask_to_join(database, name="WARGA GANG TIGA", house="gg 3 no 12"))
    joined = await person_of(database, NEWCOMER)
    assert joined != noted
    assert noted not in await people_of(database)
    assert await tally_of(database, activity) == before
    async with database.reading() as session:
        assert [*await session.scalars(select(Answer.person_id))] == [joined]
        own = select(Residency.state).where(Residency.person_id == joined)
        assert [*await session.scalars(own)] == [ResidencyState.ACCEPTED]
        orphans = select(func.count()).where(Residency.person_id.is_(None))
        assert await session.scalar(orphans) == 0
        assert await session.scalar(select(func.count()).where(Act.action == "merge_resident")) == 1
    await say(database, NEWCOMER, activity, AnswerKind.NO, now=LATER)
    assert await tally_of(database, activity) == Tally(no=1, unanswered=3)


async def test_two_who_were_invited_to_the_same_become_one_invited(database: Database, activity: int) -> None:
    noted = await note(database, activity)
    request = await ask_to_join(database)
    joined = await person_of(database, NEWCOMER)
    async with database.transaction() as session:
        meeting = (await session.scalars(select(ActivitySession.id))).one()
        session.add(Invitation(activity_id=activity, person_id=joined, at=LATER))
        for person in (noted, joined):
            session.add(Attendance(session_id=meeting, person_id=person, role="participant", at=LATER))
    await say_directly(database, activity, joined)
    await accept(database, request)
    assert await tally_of(database, activity) == Tally(no=1, unanswered=3)
    async with database.reading() as session:
        theirs = select(func.count()).where(Invitation.person_id == joined)
        assert await session.scalar(theirs) == 1
        assert [*await session.scalars(select(Attendance.person_id))] == [joined]
        assert await session.scalar(select(func.count()).where(Invitation.person_id.is_(None))) == 0


async def say_directly(database: Database, activity: int, person: int) -> None:
    """An own answer of somebody who waits to be counted here, and was invited when they lived elsewhere."""
    said = {"answer": "no", "party": 1, "source": "self", "at": LATER}
    async with database.transaction() as session:
        session.add(Answer(activity_id=activity, person_id=person, recorded_by_id=person, **said))


@pytest.mark.parametrize("name, house", [("Warga Lain", HOUSE), ("Warga Gang Tiga", "Gang 4")])
async def test_another_name_or_house_stays_another_person(
    database: Database, activity: int, name: str, house: str
) -> None:
    noted = await note(database, activity)
    await accept(database, await ask_to_join(database, name=name, house=house))
    assert noted in await people_of(database)


async def test_the_rt_head_may_say_that_two_names_are_one_person(database: Database, activity: int) -> None:
    noted = await note(database, activity)
    await accept(database, await ask_to_join(database, name="Warga Lain"), same_as=noted)
    assert noted not in await people_of(database)
    assert await tally_of(database, activity) == Tally(yes=2, unanswered=3, noted=2)


async def test_nobody_who_joined_or_lives_elsewhere_is_merged_away(database: Database, activity: int) -> None:
    first = await person_of(database, FIRST)
    away = await note(database, activity, name="Pak Jauh", house="Gang 9")
    request = await ask_to_join(database)
    for other in (first, away, 2**31 - 1):
        with pytest.raises(Gone):
            await accept(database, request, same_as=other)
    assert {first, away} <= {*await people_of(database)}
    async with database.reading() as session:
        assert await session.scalar(select(Residency.state).where(Residency.id == request)) == "requested"


async def test_noting_and_joining_at_the_same_time_leave_one_person(
    database: Database, activity: int
) -> None:
    noted = await note(database, activity)
    request = await ask_to_join(database)
    both = await asyncio.gather(
        accept(database, request), note(database, activity, person=noted, party=5), return_exceptions=True
    )
    assert all(one is None or isinstance(one, int | Gone) for one in both), both
    assert noted not in await people_of(database)
    found = await tally_of(database, activity)
    assert (found.yes, found.unanswered) in {(2, 3), (5, 3)}
    async with database.reading() as session:
        query = select(func.count()).where(Answer.person_id.is_(None))
        assert await session.scalar(query) == 0
        assert await session.scalar(select(func.count()).select_from(Account)) == 8
