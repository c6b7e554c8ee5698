"""An activity is closed once, with figures that add up and stay."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.closing_figures import Figures
from actions.closings import (
    AlreadyClosed,
    MeetingsAhead,
    access_closing,
    card_facts,
)
from actions.errors import NotYours, Refusal
from actions.planned import ActivityCancelled, ActivityPostponed
from storage.activities import Activity, ActivitySession, ActivityState, Revision
from storage.activity_roles import Part
from storage.answers import AnswerKind, count_answers
from storage.attendances import Attendance, AttendanceState
from storage.audit import Act
from storage.closings import Closing
from storage.database import Database, Session
from storage.erasure import erase_person
from storage.evaluations import Evaluation, EvaluationSide, EvaluationState, Turnout
from storage.outbox import OutboxRow
from storage.people import Person
from storage.seats import Ending, Seat, SeatState, add_seat
from tests.trainings import ELSEWHERE, HEAD, KELURAHAN, Held, actor_of, answer, close, hold, see

YES, NO, HELP, MAYBE = AnswerKind.YES, AnswerKind.NO, AnswerKind.HELP, AnswerKind.MAYBE
ENDS = datetime(2026, 11, 22, 3, tzinfo=UTC)
"""Sunday, 22 November 2026, 10.00 WIB."""
NOW = ENDS + timedelta(hours=2)
FIGURES = Figures(
    registered=6,
    confirmed=4,
    attended=2,
    replaced=1,
    excused=1,
    absent=2,
    walk_ins=3,
    helpers=1,
    organizers=1,
    mentors=1,
)


@pytest.fixture
async def held(database: Database) -> Held:
    """A training whose eleven residents did one thing each; FIGURES says what that adds up to."""
    held = await hold(database, ENDS, residents=11)
    came, family, excused, replaced, silent, stranger, stand_in, helper, mentor, claims, away = held.residents
    async with database.transaction() as session:
        await answer(session, held, came, MAYBE, YES)
        await answer(session, held, family, YES, party=2)
        await answer(session, held, excused, YES, NO)
        await answer(session, held, replaced, YES, HELP)
        await answer(session, held, helper, HELP)
        await answer(session, held, mentor, YES)
        await answer(session, held, claims, YES)
        await answer(session, held, away, NO)
        await answer(session, held, silent, MAYBE)
        await see(session, held.meeting, [came, family, stranger])
        await see(session, held.meeting, [silent])
        await see(session, held.meeting, [stand_in], instead_of=replaced)
        await see(session, held.meeting, [mentor], part=Part.MENTOR)
        await see(session, held.meeting, [held.organizer])
        await see(session, held.meeting, [claims], state=AttendanceState.CLAIMED)
    return held


async def refused(database: Database, held: Held, *, now: datetime = NOW, by: int = HEAD) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        await close(database, held, now=now, by=by)
    return refusal.value


async def test_everybody_is_counted_once_and_the_sum_is_kept_as_numbers(
    database: Database, held: Held
) -> None:
    summary = await close(database, held, now=NOW)
    assert summary.figures == FIGURES
    async with database.reading() as session:
        row = (await session.scalars(select(Closing))).one()
        activity = await session.get_one(Activity, held.activity.id)
        acts = list(await session.scalars(select(Act.action)))
        revisions = list(await session.scalars(select(Revision.state)))
    assert row.registered == row.attended + row.replaced + row.excused + row.absent == 6
    assert (row.walk_ins, row.meetings, row.closed_at) == (3, {"came": [5]}, NOW)
    assert (row.closed_by_id, activity.state) == (held.organizer.id, ActivityState.CLOSED)
    assert (acts, revisions) == (["close_activity"], [ActivityState.CLOSED])


async def test_whoever_planned_it_and_says_ikut_comes_as_one_of_the_others_with_the_family(
    database: Database,
) -> None:
    held = await hold(database, ENDS, residents=1)
    async with database.transaction() as session:
        await answer(session, held, held.organizer, YES, party=3)
        await see(session, held.meeting, [held.organizer], party=3)
        tally = await count_answers(session, held.activity.id)
    summary = await close(database, held, now=NOW)
    assert summary.figures == Figures(registered=3, confirmed=3, attended=3)
    assert (tally.yes, summary.came) == (3, [3])


async def test_what_was_closed_stays_when_its_people_erase_themselves(database: Database, held: Held) -> None:
    await close(database, held, now=NOW)
    async with database.transaction() as session:
        for person in (*held.residents[:4], held.organizer):
            await erase_person(session, person.id, NOW)
    async with database.transaction() as session:
        kelurahan = await actor_of(session, KELURAHAN)
        later = NOW + timedelta(days=1)
        summary = await access_closing(session, kelurahan, activity_id=held.activity.id, now=later)
    assert (summary.figures, summary.closed_at) == (FIGURES, NOW)
    async with database.reading() as session:
        assert (await session.scalars(select(Closing.closed_by_id))).one() is None


async def test_who_came_and_left_the_bot_before_the_closing_is_not_absent(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        await erase_person(session, held.residents[0].id, NOW)
    summary = await close(database, held, now=NOW)
    assert summary.figures == FIGURES


async def test_a_guest_from_elsewhere_is_a_walk_in_and_stands_in_for_nobody_who_left(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        came, away = held.residents[0], held.residents[10]
        await answer(session, held, away, YES)
        for left in (came, away):
            await erase_person(session, left.id, NOW)
        guests = [Attendance(session_id=held.meeting.id, role="participant", at=NOW) for _ in range(2)]
        session.add_all(guests)
    summary = await close(database, held, now=NOW)
    more = Figures(registered=1, confirmed=1, absent=1, walk_ins=2)
    assert summary.figures == FIGURES + more


async def test_a_freed_seat_that_was_taken_counts_as_replaced_and_waiting_as_neither(
    database: Database,
) -> None:
    held = await hold(database, ENDS, residents=5)
    silent, taker, queue, absent, excused = held.residents
    async with database.transaction() as session:
        (await session.get_one(Activity, held.activity.id)).quota = 3
        await answer(session, held, silent, YES, AnswerKind.PASSED)
        await answer(session, held, taker, AnswerKind.WAIT, YES)
        await answer(session, held, queue, AnswerKind.WAIT)
        await answer(session, held, absent, YES)
        await answer(session, held, excused, YES, NO)
        lost = await seat(session, held, silent, chair=1, ending=Ending.UNCONFIRMED)
        await seat(session, held, taker, chair=1, after=lost, confirmed_at=held.meeting.starts_at)
        await seat(session, held, queue)
        await seat(session, held, absent, chair=2, confirmed_at=held.meeting.starts_at - timedelta(days=9))
        await seat(session, held, excused, chair=3, ending=Ending.LEFT)
        await see(session, held.meeting, [taker])
    summary = await close(database, held, now=NOW)
    assert summary.figures == Figures(
        registered=4, confirmed=1, attended=1, replaced=1, excused=1, absent=1, waiting=1
    )


async def seat(
    session: Session,
    held: Held,
    person: Person,
    *,
    chair: int | None = None,
    after: Seat | None = None,
    ending: Ending | None = None,
    confirmed_at: datetime | None = None,
) -> Seat:
    """Their way to a seat: over, held, or waited for."""
    state = SeatState.HELD if chair else SeatState.WAITING
    return await add_seat(
        session,
        Seat(
            activity_id=held.activity.id,
            person_id=person.id,
            state=SeatState.ENDED if ending else state,
            chair=chair,
            after_id=after.id if after else None,
            confirmed_at=confirmed_at,
            at=held.meeting.starts_at - timedelta(days=2),
            ending=ending,
        ),
    )


async def test_each_of_several_meetings_has_its_count_and_somebody_at_one_of_them_has_attended(
    database: Database, held: Held
) -> None:
    came, stranger = held.residents[0], held.residents[5]
    async with database.transaction() as session:
        second = ActivitySession(
            activity_id=held.activity.id,
            position=2,
            starts_at=ENDS + timedelta(minutes=10),
            ends_at=ENDS + timedelta(hours=1),
        )
        session.add(second)
        await session.flush()
        await see(session, second, [came, stranger])
    summary = await close(database, held, now=NOW)
    assert summary.figures == FIGURES
    assert summary.came == [5, 2]
    assert [one["came"] for one in summary.facts()["meetings"]] == [5, 2]


async def test_it_is_closed_neither_before_its_end_nor_twice_nor_by_others(
    database: Database, held: Held
) -> None:
    early = await refused(database, held, now=ENDS - timedelta(minutes=1))
    assert isinstance(early, MeetingsAhead)
    assert isinstance(await refused(database, held, by=ELSEWHERE), NotYours)
    await close(database, held, now=NOW, by=KELURAHAN)
    assert isinstance(await refused(database, held), AlreadyClosed)
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Closing)))) == 1


@pytest.mark.parametrize(
    "state, kind",
    [(ActivityState.CANCELLED, ActivityCancelled), (ActivityState.POSTPONED, ActivityPostponed)],
)
async def test_what_was_not_held_is_not_closed(
    database: Database, held: Held, state: ActivityState, kind: type[Refusal]
) -> None:
    async with database.transaction() as session:
        (await session.get_one(Activity, held.activity.id)).state = state
    assert isinstance(await refused(database, held), kind)


async def test_two_who_close_it_at_the_same_moment_close_it_once(database: Database, held: Held) -> None:
    both = (close(database, held, now=NOW, by=by) for by in (HEAD, KELURAHAN))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["AlreadyClosed", "Summary"]
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Closing)))) == 1
        assert len(list(await session.scalars(select(Act.id)))) == 1


async def test_a_side_that_has_not_evaluated_is_named_and_blocks_nothing(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        evaluation = Evaluation(
            activity_id=held.activity.id,
            session_id=held.meeting.id,
            side=EvaluationSide.RESIDENTS,
            program_id=held.activity.program_id or 0,
            question_kind="training",
            state=EvaluationState.OPEN,
            asked=2,
            opens_at=NOW,
            closes_at=NOW + timedelta(days=3),
        )
        session.add(evaluation)
        await session.flush()
        turnout = Turnout(evaluation_id=evaluation.id, person_id=held.residents[0].id)
        session.add(turnout)
    summary = await close(database, held, now=NOW)
    async with database.transaction() as session:
        before = await card_facts(session, summary, now=NOW)
        (await session.get_one(Turnout, turnout.id)).answered_at = NOW
        await session.flush()
        after = await card_facts(session, summary, now=NOW)
    assert before["unanswered_sides"] == ["residents", "officers"]
    assert after["unanswered_sides"] == ["officers"]


async def test_closing_tells_no_resident_anything_but_its_own_question(
    database: Database, held: Held
) -> None:
    await close(database, held, now=NOW)
    async with database.reading() as session:
        rows = list(await session.scalars(select(OutboxRow)))
    to_residents = {row.template for row in rows if row.person_id in {one.id for one in held.residents}}
    assert to_residents == {"follow_ups/question"}
