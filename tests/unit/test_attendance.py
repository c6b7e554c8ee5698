"""Who came: by name, each person once a meeting, or as totals without names."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.answers import AnswerKind
from actions.attendance import (
    AttendanceMethod,
    claim_presence,
    confirm_claims,
    note_presence,
    replace_absent,
    tick,
)
from actions.attendance_codes import make_payload, scan
from actions.attendance_windows import (
    access_meeting,
    may_note,
)
from actions.errors import Gone, NotYours
from actions.planned import lock_plan
from storage import activity_roles, attendances
from storage.activities import ActivitySession
from storage.activity_roles import Part
from storage.attendances import Attendance, AttendanceState
from storage.audit import Act
from storage.database import Database, Session
from storage.erasure import erase_person
from storage.merging import merge_person
from storage.people import Person
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    NOW,
    OTHER_HEAD,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    meeting_of,
    plan_work_bee,
    say,
    settle_neighbours,
)


@pytest.fixture
async def activity(database: Database) -> int:
    """The id of a planned work bee to which three residents are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def person_of(session: Session, telegram_id: int) -> int:
    return (await actor_of(session, telegram_id)).person_id


async def note(database: Database, meeting: int, telegram_id: int, *, here: bool = True) -> None:
    """The RT head ticks somebody."""
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_meeting(session, head, session_id=meeting, now=SUNDAY)
        whom = await person_of(session, telegram_id)
        await tick(session, head, plan, person_id=whom, here=here, now=SUNDAY)


async def seen(database: Database) -> list[Attendance]:
    async with database.reading() as session:
        return list(await session.scalars(select(Attendance).order_by(Attendance.id)))


async def test_thirty_who_scan_while_they_are_ticked_are_there_once_each(
    database: Database, activity: int
) -> None:
    meeting, chats = (await meeting_of(database, activity)).id, range(100, 130)
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        for chat in chats:
            await add_resident(session, rt, chat, now=NOW)
        payload = await make_payload(session, meeting, SUNDAY)

    async def scans(chat: int) -> None:
        async with database.transaction() as session:
            await scan(session, await actor_of(session, chat), payload=payload, now=SUNDAY)

    await asyncio.gather(
        *(act for chat in chats for act in (scans(chat), note(database, meeting, chat), scans(chat)))
    )
    found = await seen(database)
    assert len(found) == len({one.person_id for one in found}) == 30
    assert {one.state for one in found} == {AttendanceState.PRESENT}
    async with database.reading() as session:
        assert await attendances.count(session, meeting, []) == {AttendanceState.PRESENT: (30, 0)}


async def test_a_repeated_tick_changes_nothing_and_what_is_taken_back_is_written_down(
    database: Database, activity: int
) -> None:
    await say(database, FIRST, activity, AnswerKind.YES, party=3)
    meeting = (await meeting_of(database, activity)).id
    for _twice in range(2):
        await note(database, meeting, FIRST)
        await note(database, meeting, HEAD)
    async with database.transaction() as session:
        payload = await make_payload(session, meeting, SUNDAY)
        await scan(session, await actor_of(session, FIRST), payload=payload, now=SUNDAY)
    first, head = await seen(database)
    assert (first.party, first.role, first.method) == (3, "participant", AttendanceMethod.TICK)
    assert (head.party, head.role, head.recorded_by_id) == (1, "organizer", first.recorded_by_id)
    for _twice in range(2):
        await note(database, meeting, FIRST, here=False)
    assert [one.id for one in await seen(database)] == [head.id]
    async with database.reading() as session:
        acts = list(await session.scalars(select(Act.action).where(Act.action.like("%attendance"))))
    assert acts == ["remove_attendance"]


async def test_who_helps_to_organise_may_note_and_counts_as_one_of_them(
    database: Database, activity: int
) -> None:
    meeting = (await meeting_of(database, activity)).id
    async with database.transaction() as session:
        for chat, part in ((FIRST, Part.ORGANIZER), (SECOND, Part.MENTOR)):
            await activity_roles.set_part(session, activity, await person_of(session, chat), part)
    async with database.transaction() as session:
        helper = await actor_of(session, FIRST)
        plan = await access_meeting(session, helper, session_id=meeting, now=SUNDAY)
        people = [await person_of(session, chat) for chat in (FIRST, SECOND, THIRD)]
        await note_presence(session, plan, people, method=AttendanceMethod.TICK, actor=helper, now=SUNDAY)
        assert not await may_note(session, await actor_of(session, SECOND), plan)
        with pytest.raises(NotYours):
            await access_meeting(session, await actor_of(session, OTHER_HEAD), session_id=meeting, now=SUNDAY)
    assert [one.role for one in await seen(database)] == ["organizer", "mentor", "participant"]


async def test_who_only_says_so_is_not_counted_until_an_organiser_confirms(
    database: Database, activity: int
) -> None:
    meeting = (await meeting_of(database, activity)).id
    for chat in (FIRST, SECOND):
        async with database.transaction() as session:
            actor = await actor_of(session, chat)
            for _twice in range(2):
                assert not await claim_presence(session, actor, session_id=meeting, now=SUNDAY)
    async with database.transaction() as session:
        assert await attendances.list_attended(session, activity) == set()
        assert await attendances.count(session, meeting, []) == {AttendanceState.CLAIMED: (2, 0)}
        with pytest.raises(Gone):
            await claim_presence(session, await actor_of(session, ELSEWHERE), session_id=meeting, now=SUNDAY)
    await note(database, meeting, FIRST)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        _plan, believed = await confirm_claims(session, head, session_id=meeting, person_id=None, now=SUNDAY)
    assert believed == 1
    found = await seen(database)
    assert [(one.state, one.method) for one in found] == [
        (AttendanceState.PRESENT, AttendanceMethod.SELF)
    ] * 2
    assert {one.recorded_by_id for one in found} == {head.person_id}
    async with database.transaction() as session:
        first = await actor_of(session, FIRST)
        assert await claim_presence(session, first, session_id=meeting, now=SUNDAY)
        assert await attendances.list_attended(session, activity) == {one.person_id for one in found}


async def test_each_place_is_taken_by_one_and_only_of_who_said_that_they_come(
    database: Database, activity: int
) -> None:
    await say(database, FIRST, activity, AnswerKind.YES)
    meeting = (await meeting_of(database, activity)).id
    for chat in (SECOND, THIRD):
        await note(database, meeting, chat)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        plan = await access_meeting(session, head, session_id=meeting, now=SUNDAY)
        first, second, third = [await person_of(session, chat) for chat in (FIRST, SECOND, THIRD)]
        for person in (second, third):
            await replace_absent(session, head, plan, person_id=person, absent_id=first, now=SUNDAY)
        for person, absent in ((first, first), (second, third), (first, second), (second, 999_999)):
            with pytest.raises(Gone):
                await replace_absent(session, head, plan, person_id=person, absent_id=absent, now=SUNDAY)
    assert [(one.person_id, one.instead_of_id) for one in await seen(database)] == [
        (second, None), (third, first)
    ]  # fmt: skip


async def test_two_rows_of_one_person_become_one_presence(database: Database, activity: int) -> None:
    meeting = (await meeting_of(database, activity)).id
    async with database.transaction() as session:
        joined, came_for = await person_of(session, FIRST), await person_of(session, SECOND)
        recorded = Person(name="Warga", language="id", created_at=NOW)
        session.add(recorded)
        await session.flush()
        common = {"session_id": meeting, "role": "participant", "at": SUNDAY}
        claimed = {"state": AttendanceState.CLAIMED, "method": AttendanceMethod.SELF}
        session.add(Attendance(person_id=joined, **claimed, **common))
        session.add(Attendance(person_id=recorded.id, **common))
        session.add(Attendance(person_id=came_for, instead_of_id=recorded.id, **common))
        await session.flush()
        await merge_person(session, recorded.id, joined)
    found = {one.person_id: one for one in await seen(database)}
    assert set(found) == {joined, came_for}
    assert found[joined].state is AttendanceState.PRESENT
    assert found[came_for].instead_of_id == joined


async def test_who_is_erased_was_there_all_the_same_but_says_nothing_any_more(
    database: Database, activity: int
) -> None:
    meeting = (await meeting_of(database, activity)).id
    await note(database, meeting, FIRST)
    async with database.transaction() as session:
        await claim_presence(session, await actor_of(session, SECOND), session_id=meeting, now=SUNDAY)
    async with database.transaction() as session:
        rt = (await actor_of(session, FIRST)).area_id
        for chat in (FIRST, SECOND):
            await erase_person(session, await person_of(session, chat), SUNDAY)
    (kept,) = await seen(database)
    assert (kept.person_id, kept.area_id, kept.state) == (None, rt, AttendanceState.PRESENT)


async def test_a_plan_of_several_meetings_has_the_doors_of_each(database: Database, activity: int) -> None:
    later = SUNDAY + timedelta(days=7)
    async with database.transaction() as session:
        ends = later + timedelta(hours=2)
        session.add(ActivitySession(activity_id=activity, position=2, starts_at=later, ends_at=ends))
    async with database.transaction() as session:
        for now, phase, positions in (
            (NOW, "before", []),
            (SUNDAY + timedelta(hours=3), "day", [1]),
            (SUNDAY + timedelta(days=1), "between", []),
            (later, "day", [2]),
            (later + timedelta(hours=3), "over", [2]),
        ):
            plan = await lock_plan(session, activity, now=now)
            assert plan.phase(now) == phase
            assert [one.position for one in plan.list_open(now)] == positions
