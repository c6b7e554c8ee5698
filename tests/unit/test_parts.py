"""Parts (R8): who organises or teaches is on the card, is no participant, takes no seat, and is forgotten."""

import pytest
from sqlalchemy import select

from actions.access import Actor
from actions.activities import Details
from actions.answers import AnswerKind
from actions.erasure import erase_me
from actions.errors import Gone
from actions.parts import Part, find_candidate, list_candidates
from storage import activity_roles, merging
from storage.activity_roles import ActivityRole
from storage.answers import count_answers
from storage.database import Database, Session
from storage.outbox import OutboxRow
from storage.seats import count_open
from tests.people import find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    SECOND,
    THIRD,
    actor_of,
    cancel,
    move,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)


@pytest.fixture(autouse=True)
async def _neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def ids_of(database: Database, *telegram_ids: int) -> list[int]:
    async with database.reading() as session:
        return [(await actor_of(session, one)).person_id for one in telegram_ids]


async def plan_with_mentor(database: Database, **more: object) -> int:
    """Two seats, the first resident teaches, the second organises."""
    mentor, organizer = await ids_of(database, FIRST, SECOND)
    parts = {mentor: Part.MENTOR, organizer: Part.ORGANIZER}
    created = await plan_work_bee(database, details=Details(parts=parts, **more))  # type: ignore[arg-type]
    return created.plan.activity.id


async def cards_of(database: Database) -> list[list[tuple[str, str]]]:
    """Who is named on each card that waits or was sent."""
    async with database.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.template == "activities/card"))
        return [[(one["part"], one["who"]) for one in (row.facts or {})["parts"]] for row in rows]


async def seen(session: Session, telegram_id: int, called: str | None = None) -> list[str]:
    area = (await find_cast(session)).rts[1, 2]
    actor: Actor = await actor_of(session, telegram_id)
    found = await list_candidates(session, actor, area, page=0, called=called)
    return [one.who for one in found.items]


async def test_mentor_and_organiser_are_counted_apart_whatever_they_answer(database: Database) -> None:
    activity_id = await plan_with_mentor(database, quota=2)
    for telegram_id in (FIRST, SECOND, THIRD):
        await say(database, telegram_id, activity_id, AnswerKind.YES)
    async with database.reading() as session:
        tally = await count_answers(session, activity_id)
        assert (tally.yes, tally.unanswered) == (1, 0)
        assert (await count_open(session, activity_id)).held == 1
    assert await cards_of(database) == [[("organizer", "Bapak Warga RT 02"), ("mentor", "Bapak Warga RT 02")]]


async def test_who_has_a_part_is_told_but_not_whoever_gave_it_to_themselves(database: Database) -> None:
    mentor, head = await ids_of(database, FIRST, HEAD)
    parts = {mentor: Part.MENTOR, head: Part.ORGANIZER}
    await plan_work_bee(database, details=Details(parts=parts))
    (told,) = await posted(database, "part")
    assert told.chat_id == FIRST
    assert words(told).startswith("Bapak dicatat sebagai <b>mentor</b>: Gotong royong RT 02.")


async def test_a_change_is_told_to_who_has_a_part_and_has_not_answered(database: Database) -> None:
    activity_id = await plan_with_mentor(database)
    await say(database, SECOND, activity_id, AnswerKind.YES)
    assert await move(database, activity_id, place="Balai RW") == 2
    assert {row.chat_id for row in await posted(database, "moved")} == {FIRST, SECOND}
    await cancel(database, activity_id)
    assert await posted(database, "part") == []


async def test_residents_are_named_to_their_own_head_only(database: Database) -> None:
    async with database.reading() as session:
        assert await seen(session, HEAD) == [
            "Bapak Kelurahan",
            "Bapak Ketua RT 02",
            *["Bapak Warga RT 02"] * 3,
        ]
        assert await seen(session, KELURAHAN) == ["Bapak Kelurahan", "Bapak Ketua RT 02"]
        assert await seen(session, HEAD, "ketua rt") == ["Bapak Ketua RT 02"]
        area, actor = (await find_cast(session)).rts[1, 2], await actor_of(session, KELURAHAN)
        resident = (await actor_of(session, FIRST)).person_id
        with pytest.raises(Gone):
            await find_candidate(session, actor, area, resident)


async def test_who_may_not_be_seen_gets_no_part(database: Database) -> None:
    (stranger,) = await ids_of(database, 21)
    created = await plan_work_bee(database, details=Details(parts={stranger: Part.MENTOR}))
    async with database.reading() as session:
        assert await activity_roles.list_parts(session, created.plan.activity.id) == {}


async def test_who_is_erased_is_named_nowhere_and_changes_no_count(database: Database) -> None:
    activity_id = await plan_with_mentor(database)
    for telegram_id in (FIRST, THIRD):
        await say(database, telegram_id, activity_id, AnswerKind.YES)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, FIRST), now=NOW)
    async with database.reading() as session:
        assert (await count_answers(session, activity_id)).yes == 1
        assert list((await activity_roles.list_parts(session, activity_id)).values()) == [Part.ORGANIZER]
    assert await cards_of(database) == [[("organizer", "Bapak Warga RT 02")]]


async def test_who_becomes_one_person_with_another_keeps_one_part(database: Database) -> None:
    activity_id = await plan_with_mentor(database)
    first, second, third = await ids_of(database, FIRST, SECOND, THIRD)
    async with database.transaction() as session:
        await merging.merge_person(session, first, third)
        await merging.merge_person(session, second, third)
    async with database.reading() as session:
        rows = await session.execute(
            select(ActivityRole.activity_id, ActivityRole.person_id, ActivityRole.part)
        )
        assert [tuple(row) for row in rows] == [(activity_id, third, Part.MENTOR)]
