"""Where seats are few: first come, first served; who gives one up gives it to whoever waits longest."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from actions.activity_changes import NothingChanged, cancel_activity, move_activity, set_quota
from actions.answers import AnswerKind
from actions.erasure import erase_me
from actions.postponing import Reason, postpone_activity
from actions.seats import SeatsTaken
from storage.answers import add_invitations, count_answers
from storage.database import Database
from storage.outbox import Hours, OutboxRow, OutboxState
from storage.seats import Ending, Seat, SeatCount, SeatState
from tests.unit.neighbours import HEAD, NOW, actor_of, posted, words
from tests.unit.seating import (
    FIRST_CHAT,
    MINUTE,
    RELEASE,
    STARTS,
    Standing,
    answers_of,
    fill_training,
    pass_on,
    say,
    seats_of,
    standing,
)

A, B, C, D, E = range(FIRST_CHAT, FIRST_CHAT + 5)
SOON = NOW + timedelta(hours=2)
"""Wednesday, 18 November 2026, 12.00 WIB."""
NO, MAYBE = AnswerKind.NO, AnswerKind.MAYBE


@pytest.fixture
async def training(database: Database) -> int:
    """Two seats, of which A and B hold one each; C and D wait, in this order."""
    return await fill_training(database)


async def resize(database: Database, activity: int, quota: int, *, now: datetime = SOON) -> SeatCount:
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        return await set_quota(session, actor, activity_id=activity, quota=quota, now=now)


async def test_who_comes_when_all_is_full_waits_and_sees_the_place(database: Database, training: int) -> None:
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])
    assert await answers_of(database, training) == {A: "yes", B: "yes", C: "wait", D: "wait"}
    card = words((await posted(database, "card"))[-1])
    assert "Ikut: 2 dari 2 kursi" in card
    assert "Daftar tunggu: 2" in card


async def test_a_seat_that_is_given_up_is_offered_to_the_first_who_waits(
    database: Database, training: int
) -> None:
    await say(database, A, training, NO, now=SOON)

    assert await standing(database, training) == Standing({B: 2}, [C], [D])
    (offer,) = await posted(database, "seat_offer")
    assert (offer.chat_id, offer.hours) == (C, Hours.OPEN)
    assert "Saya simpankan sampai Rabu, 18 November 2026, pukul 14.00 WIB. Jadi ikut?" in words(offer)

    await say(database, C, training, now=SOON + MINUTE)
    assert await standing(database, training) == Standing({B: 2, C: 1}, [], [D])
    (gone,), (came,) = await seats_of(database, A), await seats_of(database, C)
    assert (gone.state, gone.ending, gone.chair) == (SeatState.ENDED, Ending.LEFT, 1)
    assert came.after_id == gone.id


async def test_an_offer_that_nobody_takes_goes_to_the_next(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)
    await pass_on(database, SOON + timedelta(hours=2) - MINUTE)
    assert (await standing(database, training)).offered == [C]

    await pass_on(database, SOON + timedelta(hours=2))
    assert await standing(database, training) == Standing({B: 2}, [D], [])
    assert (await answers_of(database, training))[C] is AnswerKind.PASSED
    (passed,) = await posted(database, "seat_passed")
    assert passed.chat_id == C
    assert "saya tawarkan dulu ke warga berikutnya" in words(passed)

    await say(database, C, training, now=SOON + timedelta(hours=2, minutes=1))
    assert await standing(database, training) == Standing({B: 2}, [D], [C])


async def test_an_offer_that_ends_with_nobody_behind_leaves_the_seat_to_whoever_taps(
    database: Database, training: int
) -> None:
    await say(database, D, training, NO, now=SOON)
    await say(database, A, training, NO, now=SOON)
    await pass_on(database, SOON + timedelta(hours=2))

    assert await standing(database, training) == Standing({B: 2}, [], [])
    (passed,) = await posted(database, "seat_passed")
    assert "sekarang terbuka untuk siapa saja" in words(passed)
    assert "warga berikutnya" not in words(passed)
    await say(database, E, training, now=SOON + timedelta(hours=2, minutes=1))
    assert await standing(database, training) == Standing({B: 2, E: 1}, [], [])


async def test_whom_an_offer_could_not_reach_in_its_time_is_asked_again(
    database: Database, training: int
) -> None:
    await say(database, A, training, NO, now=SOON)
    (seat,) = await seats_of(database, C)
    assert seat.offer_until is not None
    await pass_on(database, seat.offer_until, arrived=False)
    assert await standing(database, training) == Standing({B: 2}, [C], [D])
    (again,) = await seats_of(database, C)
    assert again.offer_until == seat.offer_until + timedelta(hours=2)

    await pass_on(database, again.offer_until)
    assert await standing(database, training) == Standing({B: 2}, [D], [])


async def test_who_declines_an_offer_lets_the_next_have_it_at_once(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)
    await say(database, C, training, NO, now=SOON + MINUTE)

    assert await standing(database, training) == Standing({B: 2}, [D], [])
    await say(database, D, training, now=SOON + 2 * MINUTE)
    (gone,), (came,) = await seats_of(database, A), await seats_of(database, D)
    assert came.after_id == gone.id


async def test_a_deadline_does_not_run_at_night(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=datetime(2026, 11, 18, 13, 30, tzinfo=UTC))
    (offer,) = await posted(database, "seat_offer")
    # 20.30 to 21.00 is half an hour; the other hour and a half begins at 06.00
    assert offer.expires_at == datetime(2026, 11, 19, 0, 30, tzinfo=UTC)

    await say(database, B, training, NO, now=datetime(2026, 11, 18, 18, tzinfo=UTC))
    by_night = (await posted(database, "seat_offer"))[-1]
    assert by_night.expires_at == datetime(2026, 11, 19, 1, tzinfo=UTC)


async def test_one_may_leave_the_waiting_list(database: Database, training: int) -> None:
    await say(database, C, training, NO, now=SOON)
    assert (await standing(database, training)).waiting == [D]
    await say(database, A, training, NO, now=SOON + MINUTE)
    assert (await standing(database, training)).offered == [D]


async def test_who_comes_back_stands_at_the_end(database: Database, training: int) -> None:
    await say(database, C, training, NO, now=SOON)
    await say(database, C, training, now=SOON + MINUTE)
    assert (await standing(database, training)).waiting == [D, C]


async def test_more_seats_are_offered_to_those_who_wait(database: Database, training: int) -> None:
    count = await resize(database, training, 3)

    assert count == SeatCount(held=2, offered=1, waiting=1)
    assert (await standing(database, training)).offered == [C]
    assert "(3 kursi)" in words((await posted(database, "invitation"))[-1])
    with pytest.raises(NothingChanged):
        await resize(database, training, 3)


async def test_there_are_never_fewer_seats_than_people_who_have_one(
    database: Database, training: int
) -> None:
    with pytest.raises(SeatsTaken) as refused:
        await resize(database, training, 1)
    assert refused.value.facts == {"taken": 2}

    await resize(database, training, 4)
    await say(database, A, training, NO, now=SOON + MINUTE)
    await say(database, C, training, now=SOON + MINUTE)
    await say(database, D, training, NO, now=SOON + MINUTE)
    await resize(database, training, 2, now=SOON + 2 * MINUTE)
    assert set((await standing(database, training)).held) == {B, C}
    assert sorted((await standing(database, training)).held.values()) == [1, 2]


async def test_whoever_planned_it_takes_no_seat(database: Database, training: int) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await add_invitations(session, training, [(head.person_id, None)], NOW)
    await say(database, HEAD, training)
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])
    async with database.reading() as session:
        assert (await count_answers(session, training)).yes == 2


async def test_a_seat_is_one_persons_whatever_number_was_said(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)
    outcome = await say(database, C, training, party=3, now=SOON + MINUTE)
    assert (outcome.answer.party, outcome.alone) == (1, True)


async def test_moving_it_begins_the_offers_anew(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)
    later = STARTS + timedelta(days=7)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        await move_activity(session, actor, activity_id=training, starts_at=later, now=SOON + MINUTE)

    assert await standing(database, training) == Standing({B: 2}, [C], [D])
    (offer,) = await posted(database, "seat_offer")
    assert "Minggu, 6 Desember 2026" in words(offer)
    async with database.reading() as session:
        seat = (await session.scalars(select(Seat).where(Seat.state == SeatState.OFFERED))).one()
    assert seat.offer_until == offer.expires_at


@pytest.mark.parametrize("postponed", [True, False])
async def test_what_does_not_take_place_offers_no_seats(
    database: Database, training: int, postponed: bool
) -> None:
    await say(database, A, training, NO, now=SOON)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        if postponed:
            await postpone_activity(
                session, actor, activity_id=training, reason=Reason.RAIN, now=SOON + MINUTE
            )
        else:
            await cancel_activity(session, actor, activity_id=training, now=SOON + MINUTE)

    assert await posted(database, "seat_offer") == []
    await pass_on(database, RELEASE)
    assert await standing(database, training) == Standing({B: 2}, [], [C, D])


async def test_who_is_forgotten_leaves_the_seat_to_others(database: Database, training: int) -> None:
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, A), now=SOON)

    assert await standing(database, training) == Standing({B: 2}, [C], [D])
    await say(database, C, training, now=SOON + MINUTE)
    async with database.reading() as session:
        assert (await count_answers(session, training)).yes == 2
        left = (await session.scalars(select(Seat).where(Seat.state == SeatState.ENDED))).one()
    assert left.person_id is None


async def test_the_database_refuses_a_chair_that_somebody_has(database: Database, training: int) -> None:
    async with database.reading() as session:
        person_id = (await actor_of(session, E)).person_id
    with pytest.raises(IntegrityError):
        await take_by_force(database, training, person_id)


async def take_by_force(database: Database, activity: int, person_id: int) -> None:
    async with database.transaction() as session:
        session.add(Seat(activity_id=activity, person_id=person_id, state=SeatState.HELD, chair=1, at=SOON))


async def test_two_clocks_let_an_offer_pass_once(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)
    await asyncio.gather(*(pass_on(database, SOON + timedelta(hours=2)) for _ in range(2)))

    assert await standing(database, training) == Standing({B: 2}, [D], [])
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == "activities/seat_passed")
        assert [row.chat_id for row in await session.scalars(query)] == [C]
    assert {row.state for row in await posted(database, "seat_offer")} == {OutboxState.QUEUED}
