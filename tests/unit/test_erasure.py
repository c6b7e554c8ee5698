"""Erasing a person: nothing anywhere tells who they were or what they said, and every total stays."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from actions.erasure import erase_me
from actions.joining import ask_to_be_counted
from storage.announcements import Announcement
from storage.answers import Answer, Invitation, count_answers
from storage.areas import Area
from storage.attendances import Attendance
from storage.audit import Act
from storage.database import Database, Session
from storage.evaluations import BallotAnswer
from storage.files import File
from storage.households import Household
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Residency, Role, RoleKind, list_officers
from storage.proposals import Move, Proposal
from storage.schema import metadata
from tests.unit.departure import HEAD, LURAH, ME, MY_ID, NEIGHBOUR, NOW, SECRET, actor_of, live

TOTALS = (Proposal, Move, Attendance, Invitation, BallotAnswer, Announcement, Residency, Role, Act, Household)


async def traces(session: Session, secrets: Sequence[object] = (SECRET, ME, MY_ID)) -> dict[str, list[Any]]:
    """Every value of every table that tells who they were: "table.column" -> values."""
    found: dict[str, list[Any]] = {}
    for table in metadata().sorted_tables:
        for row in (await session.execute(select(table))).mappings():
            for column, value in row.items():
                if any(str(secret) in str(value).lower() for secret in secrets):
                    found.setdefault(f"{table.name}.{column}", []).append(value)
    return found


async def totals(session: Session) -> dict[str, Any]:
    counted: dict[str, Any] = {
        table.__tablename__: await session.scalar(select(func.count()).select_from(table)) for table in TOTALS
    }
    activity = (await session.scalars(select(Answer.activity_id).limit(1))).one()
    return {**counted, "answers": await count_answers(session, activity)}


@pytest.fixture
async def lived(database: Database) -> Database:
    async with database.transaction() as session:
        await live(session)
    return database


async def erase(database: Database) -> None:
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, ME), now=NOW)


async def test_they_left_traces_in_many_places(lived: Database) -> None:
    async with lived.reading() as session:
        found = await traces(session)
    tables = {name.split(".")[0] for name in found}
    assert tables >= {
        "people", "accounts", "chats", "consents", "residencies", "roles", "households", "forms", "inbox",
        "outbox", "proposals", "proposal_moves", "files", "activities", "activity_revisions", "announcements",
        "answers", "invitations", "attendances", "code_screens", "evaluation_turnouts", "audit",
    }  # fmt: skip


async def test_no_row_of_any_table_tells_who_they_were(lived: Database) -> None:
    await erase(lived)
    async with lived.reading() as session:
        found = await traces(session)
        strangers = select(OutboxRow).where(OutboxRow.chat_id == ME)
        (commands,) = await session.scalars(strangers)
    assert found == {"outbox.chat_id": [ME]}  # the last reply, deleted as soon as it is sent
    assert (commands.person_id, commands.subject) == (None, None)


async def test_every_total_stays(lived: Database) -> None:
    async with lived.reading() as session:
        before = await totals(session)
    await erase(lived)
    async with lived.reading() as session:
        assert await totals(session) == before
        mine = list(await session.scalars(select(Answer).where(Answer.person_id.is_(None))))
        proposal = (await session.scalars(select(Proposal))).one()
        assert list(await session.scalars(select(File))) == []
    assert [answer.answer for answer in mine] == ["yes"]
    assert (proposal.number, proposal.text, proposal.person_id) == (1, None, None)


async def test_they_hold_no_office_and_live_nowhere_any_more(lived: Database) -> None:
    await erase(lived)
    async with lived.reading() as session:
        rt = (await session.scalars(select(Area).where(Area.name == "RT 01 RW 01"))).one()
        head = await actor_of(session, HEAD)
        assert [one.id for one in await list_officers(session, RoleKind.RT_HEAD, rt.id)] == [head.person_id]
        ended = list(await session.scalars(select(Residency.until).where(Residency.person_id.is_(None))))
    assert ended == [NOW, NOW]


async def test_what_waits_for_others_does_not_tell_of_them(lived: Database) -> None:
    await erase(lived)
    async with lived.reading() as session:
        waiting = list(await session.scalars(select(OutboxRow).where(OutboxRow.state.in_(PROMISED))))
        lurah = await actor_of(session, LURAH)
        request = select(OutboxRow.state).where(
            OutboxRow.person_id == lurah.person_id, OutboxRow.template == "people/request"
        )
        assert list(await session.scalars(request)) == [OutboxState.CANCELLED]
    digests = [row.facts for row in waiting if row.template == "summaries/digest"]
    assert [(facts or {})["proposals"] for facts in digests] == [[{"number": 1, "text": None}]]
    assert [row.template for row in waiting if row.template.startswith("proposals/")] == []
    announced = [row for row in waiting if row.template == "announcements/announcement"]
    assert len(announced) == 3


async def test_requests_that_waited_for_an_rt_head_who_leaves_go_to_the_next(lived: Database) -> None:
    async with lived.transaction() as session:
        (rt,) = await session.scalars(select(Area).where(Area.name == "RT 02 RW 02"))
        session.add(Role(person_id=MY_ID, area_id=rt.id, kind=RoleKind.RT_HEAD, since=NOW))
        await session.flush()
        neighbour = await actor_of(session, NEIGHBOUR)
        await ask_to_be_counted(session, neighbour, area_id=rt.id, label=None, now=NOW)
    await erase(lived)
    async with lived.reading() as session:
        lurah = select(OutboxRow.facts).where(
            OutboxRow.chat_id == LURAH,
            OutboxRow.template == "people/request",
            OutboxRow.state == OutboxState.QUEUED,
        )
        (facts,) = await session.scalars(lurah)
    assert (facts or {})["who"] == "Bapak Warga RT 01"


async def test_a_house_keeps_its_label_while_somebody_else_lives_there(lived: Database) -> None:
    async with lived.transaction() as session:
        mine = select(Residency.household_id).where(Residency.person_id == MY_ID).order_by(Residency.id)
        house = (await session.scalars(mine.limit(1))).one()
        neighbour = select(Residency).where(Residency.person_id != MY_ID).order_by(Residency.id).limit(1)
        (await session.scalars(neighbour)).one().household_id = house
    await erase(lived)
    async with lived.reading() as session:
        labels = list(await session.scalars(select(Household.label).order_by(Household.id)))
    assert labels.count(None) == 1
    assert f"Gang {SECRET} 9" in labels
