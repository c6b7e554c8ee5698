"""How asking for a time ends, and what a poll becomes: one activity, once, as all who were asked can see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions import time_polls
from actions.activities import create_activity
from actions.errors import NotYours
from actions.planned import Plan
from actions.time_answers import TimePollOver, close_due, close_poll
from actions.time_decisions import TimeDecided, become, take_time
from storage.activities import ActivityKind
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from storage.time_polls import PollState, TimePoll
from tests.people import add_officer, add_resident, build_kelurahan
from tests.unit.departure import actor_of
from tests.unit.test_proposals import add_program
from tests.unit.test_time_polls import (
    HEAD,
    LATER,
    NOW,
    RW_HEAD,
    SATURDAY,
    WARGA,
    Neighbourhood,
    ask,
    card_of,
    propose,
    require,
    say,
)

CHOSE, OTHER, SILENT = WARGA[:3]
ELSEWHERE = 300
"""An officer inside the RW who lives elsewhere: asked, but not invited as a resident."""


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_program(session)
        rt = cast.rts[1, 1]
        await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, rt, ELSEWHERE, name="Ketua RT lain", now=NOW)
        await add_officer(session, RoleKind.RW_HEAD, cast.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        people = {
            one: await add_resident(session, rt, one, name=f"Warga {one}", now=NOW)
            for one in (CHOSE, OTHER, SILENT)
        }
    return Neighbourhood(cast, people)


@pytest.fixture
async def poll(database: Database, here: Neighbourhood) -> int:
    """Two times, asked of everybody; one can at the first, one at the second, the others were silent."""
    async with database.transaction() as session:
        found = await propose(session, here, SATURDAY, LATER)
        await require(session, here, found, [SILENT])
        assert await ask(session, found) == 4
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.template == "times/question")
            .values(state=OutboxState.SENT, sent_message_id=70, settled_at=NOW)
        )
        await say(session, found, CHOSE, 1)
        await say(session, found, OTHER, 2)
    return found


async def decide(session: Session, here: Neighbourhood, poll: int, starts: datetime, by: int = HEAD) -> Plan:
    """What the last step of the form does."""
    actor = await actor_of(session, by)
    created = await create_activity(
        session,
        actor,
        area_id=here.cast.rts[1, 1].id,
        kind=ActivityKind.DELIBERATION,
        title="Rapat RT",
        place="Balai",
        starts_at=starts,
        now=NOW,
    )
    await become(session, actor, poll_id=poll, plan=created.plan, now=NOW)
    return created.plan


async def waiting(session: Session, template: str, method: str) -> dict[int | None, dict[str, Any]]:
    rows = await session.execute(
        select(OutboxRow.chat_id, OutboxRow.facts).where(
            OutboxRow.template == template, OutboxRow.method == method, OutboxRow.state == OutboxState.QUEUED
        )
    )
    return {chat_id: facts or {} for chat_id, facts in rows}


async def told(session: Session) -> dict[int | None, tuple[str | None, bool]]:
    """What the questions will say in their place, by chat."""
    edits = await waiting(session, "times/ended", "editMessageText")
    return {chat: (facts["starts"], facts["invited"]) for chat, facts in edits.items()}


async def chose(session: Session) -> list[int | None]:
    """Whose invitation says that it is a time they chose."""
    found = await waiting(session, "activities/invitation", "sendMessage")
    assert set(found) >= {CHOSE, OTHER, SILENT}
    return [chat for chat, facts in found.items() if facts.get("chosen")]


async def test_at_the_deadline_every_question_says_in_its_place_that_it_is_over(
    database: Database, poll: int
) -> None:
    async with database.transaction() as session:
        assert await close_due(session, now=NOW + timedelta(hours=24))
    async with database.reading() as session:
        assert await told(session) == dict.fromkeys((CHOSE, OTHER, SILENT, ELSEWHERE), (None, False))


async def test_once_it_was_decided_the_questions_tell_when_and_only_the_invited_wait_for_more(
    database: Database, here: Neighbourhood, poll: int
) -> None:
    async with database.transaction() as session:
        await take_time(session, await actor_of(session, HEAD), poll_id=poll, position=1)
    async with database.transaction() as session:
        plan = await decide(session, here, poll, SATURDAY)
    async with database.reading() as session:
        when = SATURDAY.isoformat()
        invited = dict.fromkeys((CHOSE, OTHER, SILENT), (when, True))
        assert await told(session) == {**invited, ELSEWHERE: (when, False)}
        kept = await session.get_one(TimePoll, poll)
        assert (kept.activity_id, kept.state) == (plan.activity.id, PollState.CLOSED)
        card = await card_of(session, poll)
        assert (card["activity"], card["starts"]) == (plan.activity.id, when)


@pytest.mark.parametrize(
    "starts, expected",
    [(SATURDAY, [CHOSE]), (LATER, [OTHER]), (SATURDAY + timedelta(hours=1), [])],
    ids=["the first", "the second", "another"],
)
async def test_whose_time_it_is_reads_so_in_the_invitation(
    database: Database, here: Neighbourhood, poll: int, starts: datetime, expected: Sequence[int]
) -> None:
    async with database.transaction() as session:
        await decide(session, here, poll, starts)
    async with database.reading() as session:
        assert await chose(session) == expected


async def test_a_poll_becomes_one_activity_and_what_comes_second_is_refused_with_its_time(
    database: Database, here: Neighbourhood, poll: int
) -> None:
    async with database.transaction() as session:
        first = await decide(session, here, poll, LATER)
    facts = {"zone": "Asia/Jakarta", "starts": LATER.isoformat()}
    async with database.transaction() as session:
        with pytest.raises(TimeDecided) as refused:
            await take_time(session, await actor_of(session, HEAD), poll_id=poll, position=1)
        assert refused.value.facts == facts
    with pytest.raises(TimeDecided):
        async with database.transaction() as session:
            await decide(session, here, poll, SATURDAY)
    async with database.reading() as session:
        assert (await session.get_one(TimePoll, poll)).activity_id == first.activity.id
        assert await chose(session) == [OTHER]


async def test_only_who_asked_makes_an_activity_of_it(
    database: Database, here: Neighbourhood, poll: int
) -> None:
    with pytest.raises(NotYours):
        async with database.transaction() as session:
            await decide(session, here, poll, SATURDAY, by=RW_HEAD)
    async with database.reading() as session:
        assert (await session.get_one(TimePoll, poll)).activity_id is None


@pytest.mark.parametrize("who, invited", [(CHOSE, True), (ELSEWHERE, False)])
async def test_a_late_tap_hears_which_time_was_chosen_and_whether_an_invitation_comes(
    database: Database, here: Neighbourhood, poll: int, who: int, invited: bool
) -> None:
    async with database.transaction() as session:
        await close_poll(session, await actor_of(session, HEAD), poll_id=poll, now=NOW)
        with pytest.raises(TimePollOver) as undecided:
            await say(session, poll, who, 1)
        await decide(session, here, poll, SATURDAY)
        with pytest.raises(TimePollOver) as decided:
            await say(session, poll, who, 1)
    zone = {"zone": "Asia/Jakarta"}
    assert undecided.value.facts == {**zone, "starts": None, "invited": False}
    assert decided.value.facts == {**zone, "starts": SATURDAY.isoformat(), "invited": invited}


@pytest.mark.parametrize("minutes, closes", [(0, 24), (2, 25), (59, 25)])
async def test_asking_ends_at_a_full_hour_which_is_easily_said(
    database: Database, here: Neighbourhood, minutes: int, closes: int
) -> None:
    async with database.transaction() as session:
        poll = await propose(session, here)
        head, asks = await actor_of(session, HEAD), NOW + timedelta(minutes=minutes)
        await time_polls.ask_everybody(session, head, poll_id=poll, now=asks)
    async with database.reading() as session:
        assert (await session.get_one(TimePoll, poll)).closes_at == NOW + timedelta(hours=closes)
