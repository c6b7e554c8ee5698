"""30 and 90 days after its closing an activity is asked about, once each; silence is never a no."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.attention import change_mute
from actions.errors import Gone
from actions.follow_up_results import list_results
from actions.follow_ups import FollowUpOver, answer_follow_up, ask_due, name_lacking
from actions.messages import News
from storage.activities import Activity, ActivityKind
from storage.activity_series import Series
from storage.database import Database
from storage.erasure import erase_person
from storage.follow_ups import FollowUp, FollowUpAnswer, FollowUpKind
from storage.merging import merge_person
from storage.outbox import Hours, OutboxRow
from storage.people import Account, Person
from templates import compose
from tests.people import add_person, add_resident
from tests.trainings import FIRST, HEAD, Held, actor_of, close, hold, see

FIRST_OF_MARCH = datetime(2027, 3, 1, 13, 0, tzinfo=UTC)
"""Monday, 1 March 2027, 20.00 WIB."""
MONTH = datetime(2027, 3, 31, 12, 30, tzinfo=UTC)
QUARTER = datetime(2027, 5, 30, 12, 30, tzinfo=UTC)
"""31 March and 30 May 2027, 19.30 WIB."""


async def held_by(database: Database, residents: int, kind: ActivityKind = ActivityKind.TRAINING) -> Held:
    """Everybody was there, and it was closed on 1 March."""
    held = await hold(database, FIRST_OF_MARCH - timedelta(hours=1), residents=residents, kind=kind)
    async with database.transaction() as session:
        await see(session, held.meeting, held.residents)
    await close(database, held, now=FIRST_OF_MARCH)
    return held


async def ask(database: Database, now: datetime) -> bool:
    async with database.transaction() as session:
        return await ask_due(session, now=now)


async def choose(database: Database, who: int, choice: str, *, now: datetime, kind: FollowUpKind) -> bool:
    """Whether they may say what was missing."""
    async with database.transaction() as session:
        actor = await actor_of(session, who)
        found = (await session.scalars(select(FollowUp.id).where(FollowUp.kind == kind))).one()
        question = await answer_follow_up(session, actor, follow_up_id=found, choice=choice, now=now)
        return question.unfinished


async def lack(database: Database, who: int, lacking: str | None, *, now: datetime) -> None:
    async with database.transaction() as session:
        actor = await actor_of(session, who)
        found = (await session.scalars(select(FollowUp.id).order_by(FollowUp.id).limit(1))).one()
        await name_lacking(session, actor, follow_up_id=found, lacking=lacking, now=now)


async def results(database: Database, held: Held, *, now: datetime) -> list[dict[str, Any]]:
    async with database.reading() as session:
        return await list_results(session, held.activity.id, now=now)


async def questions(database: Database, question: str) -> list[OutboxRow]:
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.template == "follow_ups/question"))
        return [row for row in rows if (row.facts or {}).get("question") == question]


async def test_closed_on_the_first_of_march_it_asks_on_31_march_and_30_may_once_each(
    database: Database,
) -> None:
    held = await held_by(database, 2)
    everybody = {*(one.id for one in held.residents), held.organizer.id}
    for due, question in ((MONTH, "knowledge"), (QUARTER, "business")):
        assert not await ask(database, due - timedelta(minutes=1))
        await asyncio.gather(ask(database, due), ask(database, due))
        rows = await questions(database, question)
        assert {row.person_id for row in rows} == everybody
        assert len(rows) == 3
        assert {row.hours for row in rows} == {Hours.OPEN}
    assert not await ask(database, QUARTER + timedelta(days=400))


async def test_after_weeks_of_being_down_it_still_asks_once(database: Database) -> None:
    await held_by(database, 1)
    late = MONTH + timedelta(days=20)
    assert await ask(database, late)
    assert not await ask(database, late)
    assert len(await questions(database, "knowledge")) == 2
    async with database.reading() as session:
        closes = select(FollowUp.closes_at).where(FollowUp.kind == FollowUpKind.AFTER_30)
        assert (await session.scalars(closes)).one() == late + timedelta(days=7)


@pytest.mark.parametrize(
    "kind, asked",
    [
        (ActivityKind.WORK_BEE, ["condition", "condition"]),
        (ActivityKind.DELIBERATION, ["agreement", "agreement"]),
        (ActivityKind.OUTREACH, ["knowledge", "knowledge"]),
        (ActivityKind.EVENT, []),
    ],
)
async def test_each_kind_of_activity_has_its_own_question(
    database: Database, kind: ActivityKind, asked: list[str]
) -> None:
    await held_by(database, 1, kind)
    async with database.reading() as session:
        assert list(await session.scalars(select(FollowUp.question).order_by(FollowUp.id))) == asked


async def test_what_comes_back_every_week_is_not_asked_about(database: Database) -> None:
    held = await hold(database, FIRST_OF_MARCH - timedelta(hours=1), kind=ActivityKind.WORK_BEE)
    async with database.transaction() as session:
        series = Series(
            area_id=held.activity.area_id,
            rule="weekly",
            first_at=FIRST_OF_MARCH,
            next_at=FIRST_OF_MARCH,
            ask_at=FIRST_OF_MARCH,
            created_at=FIRST_OF_MARCH,
        )
        session.add(series)
        await session.flush()
        (await session.get_one(Activity, held.activity.id)).series_id = series.id
    await close(database, held, now=FIRST_OF_MARCH)
    assert not await ask(database, QUARTER)


async def test_five_of_twenty_finished_and_four_are_silent_and_never_counted_as_finished(
    database: Database,
) -> None:
    """The acceptance test of R6, word by word."""
    held = await held_by(database, 20)
    choices = ["finished"] * 5 + ["half"] * 9 + ["not_begun"] * 2
    soon = FIRST_OF_MARCH + timedelta(hours=2)
    for number, choice in enumerate(choices):
        unfinished = await choose(database, FIRST + number, choice, now=soon, kind=FollowUpKind.OUTPUT)
        assert unfinished is (choice != "finished")
        if unfinished and number < 11:
            await lack(database, FIRST + number, "tool" if number % 2 else "material", now=soon)
    await choose(database, HEAD, "half", now=soon, kind=FollowUpKind.OUTPUT)
    (before,) = await results(database, held, now=soon)
    assert (before["answered"], before["counts"], before["team"]) == (16, None, [])
    (found,) = await results(database, held, now=FIRST_OF_MARCH + timedelta(days=7))
    assert found["counts"] == [["finished", 5], ["half", 9], ["not_begun", 2]]
    assert (found["asked"], found["silent"], found["team"]) == (20, 4, [["half", 1]])
    assert found["lacking"] == [["material", 3], ["tool", 3]]
    said = compose(
        "follow_ups/results", "id", {"title": "Las", "zone": "Asia/Jakarta", "items": [found], "enough": 5}
    )
    assert "5 dari 20 selesai, setengah jadi 9, belum mulai 2, tidak menjawab 4" in said.text
    assert "Warga" not in said.text


async def test_four_answers_are_too_few_to_hide_in(database: Database) -> None:
    held = await held_by(database, 6)
    for number in range(4):
        await choose(database, FIRST + number, "half", now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
        await lack(database, FIRST + number, "time", now=FIRST_OF_MARCH)
    (found,) = await results(database, held, now=MONTH)
    assert (found["answered"], found["silent"], found["counts"], found["lacking"]) == (4, 2, None, [])


async def test_an_answer_may_be_changed_until_the_question_closes(database: Database) -> None:
    await held_by(database, 1)
    await choose(database, FIRST, "half", now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
    await lack(database, FIRST, "guidance", now=FIRST_OF_MARCH)
    await choose(database, FIRST, "finished", now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
    async with database.reading() as session:
        person = (await session.scalars(select(Account.person_id).where(Account.telegram_id == FIRST))).one()
        query = select(FollowUpAnswer).where(FollowUpAnswer.person_id == person)
        mine = (await session.scalars(query)).one()
    assert (mine.choice, mine.lacking, mine.answered_at) == ("finished", None, FIRST_OF_MARCH)
    with pytest.raises(Gone):
        await lack(database, FIRST, "tool", now=FIRST_OF_MARCH)
    with pytest.raises(FollowUpOver):
        await choose(
            database, FIRST, "half", now=FIRST_OF_MARCH + timedelta(days=7), kind=FollowUpKind.OUTPUT
        )


async def test_others_and_other_words_are_refused(database: Database) -> None:
    held = await held_by(database, 1)
    async with database.transaction() as session:
        await add_resident(session, held.cast.rts[1, 1], 77, now=FIRST_OF_MARCH)
    for who, choice in ((77, "finished"), (FIRST, "used"), (FIRST, "")):
        with pytest.raises(Gone):
            await choose(database, who, choice, now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
    await choose(database, FIRST, "half", now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
    with pytest.raises(Gone):
        await lack(database, FIRST, "money", now=FIRST_OF_MARCH)


async def test_who_mutes_evaluations_or_has_no_telegram_counts_as_silent_and_is_left_in_peace(
    database: Database,
) -> None:
    held = await held_by(database, 3)
    async with database.transaction() as session:
        await change_mute(session, held.residents[0].id, News.EVALUATION, now=FIRST_OF_MARCH)
        gone = update(Account).where(Account.person_id == held.residents[1].id)
        await session.execute(gone.values(until=FIRST_OF_MARCH))
    await ask(database, MONTH)
    rows = await questions(database, "knowledge")
    assert {row.person_id for row in rows} == {held.residents[2].id, held.organizer.id}
    found = (await results(database, held, now=MONTH))[1]
    assert (found["asked"], found["silent"]) == (3, 3)


async def test_counts_stay_when_somebody_erases_themselves(database: Database) -> None:
    held = await held_by(database, 6)
    for number in range(5):
        await choose(database, FIRST + number, "finished", now=FIRST_OF_MARCH, kind=FollowUpKind.OUTPUT)
    async with database.transaction() as session:
        for person in held.residents[:2]:
            await erase_person(session, person.id, FIRST_OF_MARCH)
    (found,) = await results(database, held, now=MONTH)
    assert (found["counts"], found["silent"]) == ([["finished", 5], ["half", 0], ["not_begun", 0]], 1)


async def test_who_joins_takes_over_what_was_written_down_for_them_and_is_counted_once(
    database: Database,
) -> None:
    held = await hold(database, FIRST_OF_MARCH - timedelta(hours=1), residents=1)
    async with database.transaction() as session:
        recorded = await add_person(session, None, name="Warga", now=FIRST_OF_MARCH)
        await see(session, held.meeting, [*held.residents, recorded])
    await close(database, held, now=FIRST_OF_MARCH)
    async with database.transaction() as session:
        await merge_person(session, recorded.id, held.residents[0].id)
    async with database.reading() as session:
        people = set(await session.scalars(select(FollowUpAnswer.person_id)))
        assert await session.get(Person, recorded.id) is None
    assert people == {held.residents[0].id, held.organizer.id}
    (found,) = await results(database, held, now=MONTH)
    assert found["asked"] == 1
