"""Whom an evaluation asks: who was there, and, while the list may still grow, who said that they come."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.access import find_actor
from actions.evaluations import open_due
from storage.activities import Activity, ActivityState
from storage.activity_roles import Part, set_part
from storage.answers import AnswerKind
from storage.attendances import Attendance
from storage.database import Database, Session
from storage.outbox import OutboxRow
from storage.people import Person
from tests.weeks import Held, hold_work_bee, say

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
"""Sunday, 22 November 2026, 10.00 WIB."""
HEAD, KELURAHAN = 12, 13
CAME = (21, 22, 23, 24, 25, 26)


@pytest.fixture
async def held(database: Database) -> Held:
    """A work bee of RT 01 RW 01 that ended two hours ago, to which six said Ikut and one did not."""
    return await hold_work_bee(database, head=HEAD, kelurahan=KELURAHAN, coming=CAME, away=(31,), due=NOW)


async def person_of(session: Session, chat: int) -> Person:
    actor = await find_actor(session, chat)
    assert actor is not None
    return await session.get_one(Person, actor.person_id)


async def asked(database: Database) -> list[int | None]:
    """The chats that are asked once the evaluation opens."""
    async with database.transaction() as session:
        await open_due(session, now=NOW)
    async with database.reading() as session:
        query = select(OutboxRow.chat_id).where(OutboxRow.template == "evaluations/invitation")
        return list(await session.scalars(query.order_by(OutboxRow.id)))


@pytest.mark.parametrize("state, wanted", [(ActivityState.CLOSED, CAME[:2]), (ActivityState.PLANNED, CAME)])
async def test_once_it_is_closed_only_those_are_asked_who_were_there(
    database: Database, held: Held, state: ActivityState, wanted: tuple[int, ...]
) -> None:
    async with database.transaction() as session:
        for chat in (*CAME[:2], HEAD):
            person_id = (await person_of(session, chat)).id
            row = {"session_id": held.meeting.id, "person_id": person_id, "role": "participant", "at": NOW}
            session.add(Attendance(**row))
        (await session.get_one(Activity, held.activity.id)).state = state
    assert await asked(database) == list(wanted)


async def test_who_planned_it_helped_to_organise_or_taught_is_not_asked(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        organizer = await person_of(session, HEAD)
        await say(session, held.activity, organizer, AnswerKind.YES, at=NOW - timedelta(days=1))
        for chat, part in ((CAME[0], Part.MENTOR), (CAME[1], Part.ORGANIZER)):
            await set_part(session, held.activity.id, (await person_of(session, chat)).id, part)
    assert await asked(database) == list(CAME[2:])
