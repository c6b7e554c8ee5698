"""Finding a time: who is asked, who may answer, what the answers add up to, and how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from actions import time_answers, time_polls
from actions.erasure import erase_me
from actions.errors import Gone, NotYours
from actions.meetings import Times, WhenPast
from actions.time_answers import Missing, TimePollOver, answer_times, close_due
from actions.time_polls import NobodyToAsk
from storage.activities import ActivityKind
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState
from storage.people import Person, RoleKind
from storage.time_polls import PollPerson, PollState, TimeAnswer, TimePoll
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.unit.departure import actor_of

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
"""19.30 WIB."""
MAGHRIB = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
"""18.00 WIB."""
LATER = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
HEAD, RW_HEAD = 1, 2
WARGA = tuple(range(100, 108))
OUTSIDE = 200


@dataclass(frozen=True)
class Neighbourhood:
    """RT 01 RW 01 with its head and eight residents, by telegram id."""

    cast: Cast
    people: dict[int, Person]


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        rt = cast.rts[1, 1]
        await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RW_HEAD, cast.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        people = {one: await add_resident(session, rt, one, name=f"Warga {one}", now=NOW) for one in WARGA}
        await add_resident(session, cast.rts[1, 2], OUTSIDE, name="Warga RT 02", now=NOW)
    return Neighbourhood(cast, people)


async def propose(session: Session, here: Neighbourhood, *starts: datetime) -> int:
    poll = await time_polls.propose_times(
        session,
        await actor_of(session, HEAD),
        area_id=here.cast.rts[1, 1].id,
        kind=ActivityKind.DELIBERATION,
        title="Rapat RT",
        times=[Times(one) for one in starts or (SATURDAY, MAGHRIB, LATER)],
        now=NOW,
    )
    return poll.id


async def require(session: Session, here: Neighbourhood, poll: int, whom: Sequence[int]) -> None:
    head = await actor_of(session, HEAD)
    for one in whom:
        await time_polls.mark_required(session, head, poll_id=poll, person_id=here.people[one].id)


async def ask(session: Session, poll: int, *, everybody: bool = True) -> int:
    head = await actor_of(session, HEAD)
    way = time_polls.ask_everybody if everybody else time_polls.ask_required
    return (await way(session, head, poll_id=poll, now=NOW)).count


async def say(session: Session, poll: int, who: int, *positions: int, now: datetime = NOW) -> dict[str, Any]:
    actor = await actor_of(session, who)
    told: dict[str, Any] = {}
    for position in positions:
        told = (await answer_times(session, actor, poll_id=poll, position=position, now=now)).facts()
    return told


async def card_of(session: Session, poll: int) -> dict[str, Any]:
    return await time_answers.card_facts(session, await session.get_one(TimePoll, poll))


async def questions(session: Session) -> dict[int | None, tuple[datetime | None, OutboxState]]:
    rows = select(OutboxRow.chat_id, OutboxRow.expires_at, OutboxRow.state).where(
        OutboxRow.template == "times/question", OutboxRow.method == "sendMessage"
    )
    return {chat_id: (expires, state) for chat_id, expires, state in await session.execute(rows)}


async def test_with_six_answers_the_best_is_named_by_the_required_and_a_closed_window_is_told(
    database: Database, here: Neighbourhood
) -> None:
    required, others = WARGA[:6], WARGA[6:]
    async with database.transaction() as session:
        poll = await propose(session, here)
        await require(session, here, poll, required)
        assert await ask(session, poll) == 8
        for one in required[:4]:
            await say(session, poll, one, 2)
        for one in required[3:]:
            await say(session, poll, one, 1)
        for one in others:
            await say(session, poll, one, 1, 3)
    async with database.reading() as session:
        card = await card_of(session, poll)
    assert (card["best"], card["required"], card["asked"], card["answered"]) == (2, 6, 8, 8)
    assert [(one["position"], one["required"], one["count"]) for one in card["slots"]] == [
        (1, 3, 5),
        (2, 4, 4),
        (3, 0, 2),
    ], "in the order in which they were named, whatever the answers"
    assert [one["closed"] for one in card["slots"]] == [None, "evening", None]


async def test_everybody_of_the_area_is_asked_but_who_asks_until_a_day_later(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        assert await ask(session, poll) == len(WARGA)
    async with database.reading() as session:
        expected = (NOW + timedelta(hours=24), OutboxState.QUEUED)
        assert await questions(session) == dict.fromkeys(WARGA, expected)


async def test_only_the_required_are_asked_if_that_is_wanted(database: Database, here: Neighbourhood) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        await require(session, here, poll, WARGA[:3])
        await require(session, here, poll, WARGA[2:3])
        assert await ask(session, poll, everybody=False) == 2
    async with database.transaction() as session:
        assert set(await questions(session)) == set(WARGA[:2])
        for stranger in (WARGA[5], OUTSIDE):
            with pytest.raises(Gone):
                await say(session, poll, stranger, 1)


async def test_asking_ends_before_the_first_time_begins(database: Database, here: Neighbourhood) -> None:
    soon = NOW + timedelta(hours=5)
    async with database.transaction() as session:
        await ask(session, await propose(session, here, soon, LATER))
    async with database.reading() as session:
        assert {expires for expires, _state in (await questions(session)).values()} == {soon}


async def test_a_tap_is_toggled_and_others_see_counts_only(database: Database, here: Neighbourhood) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        await ask(session, poll)
        await say(session, poll, WARGA[1], 1)
        told = await say(session, poll, WARGA[0], 1, 3, 3)
    assert [(one["count"], one["chosen"]) for one in told["slots"]] == [(2, True), (0, False), (0, False)]
    assert "Warga" not in str(told)
    async with database.transaction() as session:
        told = await say(session, poll, WARGA[0], 0)
        assert [one["chosen"] for one in told["slots"]] == [False] * 3
        assert told["answered"]
        assert await session.scalar(select(func.count()).select_from(TimeAnswer)) == 1


async def test_who_is_missing_is_told_to_who_asked_and_to_nobody_else(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        await require(session, here, poll, WARGA[:3])
        await ask(session, poll)
        await say(session, poll, WARGA[0], 1)
        await say(session, poll, WARGA[1], 2, 2)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        _zone, slot, missing = await time_answers.list_missing(session, head, poll_id=poll)
        assert slot.position == 1
        assert missing == [
            Missing("Bapak", f"Warga {WARGA[1]}", answered=True),
            Missing("Bapak", f"Warga {WARGA[2]}", answered=False),
        ]
        for other in (RW_HEAD, WARGA[0], OUTSIDE):
            with pytest.raises(NotYours):
                await time_answers.list_missing(session, await actor_of(session, other), poll_id=poll)


async def test_at_the_deadline_it_closes_once_and_late_taps_are_told_so(
    database: Database, here: Neighbourhood
) -> None:
    late = NOW + timedelta(hours=24)
    async with database.transaction() as session:
        poll = await propose(session, here)
        await ask(session, poll)
        await say(session, poll, WARGA[0], 1)
    async with database.transaction() as session:
        assert not await close_due(session, now=late - timedelta(seconds=1))
        with pytest.raises(TimePollOver):
            await say(session, poll, WARGA[1], 1, now=late)
        assert await close_due(session, now=late)
        assert not await close_due(session, now=late)
        with pytest.raises(TimePollOver):
            await say(session, poll, WARGA[1], 1)
    async with database.reading() as session:
        assert (await session.get_one(TimePoll, poll)).state is PollState.CLOSED
        assert {state for _expires, state in (await questions(session)).values()} == {OutboxState.CANCELLED}
        cards = select(func.count()).where(
            OutboxRow.chat_id == HEAD, OutboxRow.template == "times/card", OutboxRow.method == "sendMessage"
        )
        assert await session.scalar(cards) == 2
        assert (await card_of(session, poll))["answered"] == 1


@pytest.mark.parametrize("starts", [(SATURDAY,), (SATURDAY, SATURDAY), (SATURDAY, NOW), (NOW, NOW)])
async def test_two_different_times_to_come_are_needed(
    database: Database, here: Neighbourhood, starts: tuple[datetime, ...]
) -> None:
    async with database.transaction() as session:
        with pytest.raises(WhenPast):
            await propose(session, here, *starts)


async def test_officers_come_before_residents_in_the_list_and_who_asks_is_not_in_it(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        poll = await propose(session, here)
        await require(session, here, poll, WARGA[1:2])
        first = await time_polls.list_candidates(session, head, poll_id=poll, page=0)
        outsider = (await actor_of(session, OUTSIDE)).person_id
        with pytest.raises(Gone):
            await time_polls.mark_required(session, head, poll_id=poll, person_id=outsider)
        with pytest.raises(NotYours):
            await time_polls.list_candidates(session, await actor_of(session, RW_HEAD), poll_id=poll, page=0)
        assert (first.total, first.pages) == (8, 2)
        assert [(one.name, one.required) for one in first.items][:2] == [
            ("Warga 100", False),
            ("Warga 101", True),
        ]
        await ask(session, poll)
        with pytest.raises(Gone):
            await require(session, here, poll, WARGA[:1])


async def test_without_anybody_to_ask_it_stays_a_draft(database: Database) -> None:
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], HEAD, name="Ketua RT 01", now=NOW)
        poll = await propose(session, Neighbourhood(cast, {}))
    async with database.transaction() as session:
        with pytest.raises(NobodyToAsk):
            await ask(session, poll)


async def shown_required(session: Session) -> int:
    """How many the card in the chat of who asked says must be there."""
    cards = select(OutboxRow).where(OutboxRow.template == "times/card", OutboxRow.chat_id == HEAD)
    newest = (await session.scalars(cards.order_by(OutboxRow.id.desc()))).first()
    assert newest is not None
    return int((newest.facts or {})["required"])


async def test_who_erases_everything_leaves_the_counts_and_is_not_waited_for(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        await require(session, here, poll, WARGA[:2])
        await ask(session, poll)
        await say(session, poll, WARGA[0], 1)
        before = await card_of(session, poll)
        await erase_me(session, await actor_of(session, WARGA[0]), now=NOW)
        session.expire_all()
        after = await card_of(session, poll)
        counts = [{**one, "required": one["required"] - (one["position"] == 1)} for one in before["slots"]]
        assert after == {**before, "required": 1, "slots": counts}
        _zone, _slot, missing = await time_answers.list_missing(
            session, await actor_of(session, HEAD), poll_id=poll
        )
        assert missing == [Missing("Bapak", f"Warga {WARGA[1]}", answered=False)]
        assert await shown_required(session) == 1
    async with database.reading() as session:
        nobody = select(func.count()).where(PollPerson.person_id.is_(None))
        assert await session.scalar(nobody) == 1
