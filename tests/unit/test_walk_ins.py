"""Who came and stands in no list: written down by whoever may note, in the activity's own RT, or a guest."""

from functools import partial

import pytest
from sqlalchemy import select

from actions.answers import AnswerKind
from actions.attendance_windows import AttendanceNotOpen
from actions.errors import Gone, NotYours
from actions.joining import find_or_add_house
from actions.walk_ins import WalkIn, find_registered, note_guest, note_walk_in, take_guest_back
from storage.activities import ActivitySession
from storage.activity_roles import Part, set_part
from storage.attendances import Attendance
from storage.audit import Act
from storage.database import Database
from storage.people import Person, Residency
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    NOW,
    SECOND,
    SUNDAY,
    actor_of,
    meeting_of,
    plan_work_bee,
    say,
    settle_neighbours,
)


@pytest.fixture
async def meeting(database: Database) -> int:
    """The meeting of a work bee of RT 02 RW 01 that the first of its residents helps to organise."""
    await settle_neighbours(database)
    activity = (await plan_work_bee(database)).plan.activity.id
    async with database.transaction() as session:
        await set_part(session, activity, (await actor_of(session, FIRST)).person_id, Part.ORGANIZER)
    return (await meeting_of(database, activity)).id


async def note(
    database: Database, meeting: int, *, rt: tuple[int, int] = (1, 2), by: int = FIRST, name: str = "Bu Baru"
) -> int:
    async with database.transaction() as session:
        actor, cast = await actor_of(session, by), await find_cast(session)
        who = WalkIn(cast.rts[rt].id, name, "Gang 9")
        _plan, person = await note_walk_in(session, actor, who, session_id=meeting, now=SUNDAY)
        return person


async def test_who_helps_to_organise_writes_down_somebody_whom_nobody_knows_yet(
    database: Database, meeting: int
) -> None:
    person = await note(database, meeting)
    assert await note(database, meeting, name="ibu baru") == person

    async with database.reading() as session:
        helper, rt = await actor_of(session, FIRST), (await find_cast(session)).rts[1, 2].id
        lives = (await session.scalars(select(Residency).where(Residency.person_id == person))).one()
        there = (await session.scalars(select(Attendance))).one()
        act = (await session.scalars(select(Act).where(Act.action == "record_resident"))).one()
        named = await session.get_one(Person, person)
    assert (named.salutation, named.name, lives.area_id) == ("Ibu", "Baru", rt)
    assert (there.person_id, there.area_id, there.recorded_by_id) == (person, rt, helper.person_id)
    assert (act.actor_id, act.area_id, lives.decided_by_id) == (helper.person_id, rt, helper.person_id)


async def test_nobody_is_written_down_elsewhere_or_too_early_or_by_who_may_not_note(
    database: Database, meeting: int
) -> None:
    with pytest.raises(NotYours):
        await note(database, meeting, rt=(2, 1))
    with pytest.raises(NotYours):
        await note(database, meeting, by=SECOND)
    async with database.transaction() as session:
        helper = await actor_of(session, FIRST)
        with pytest.raises(AttendanceNotOpen):
            await note_guest(session, helper, session_id=meeting, now=NOW)
        with pytest.raises(NotYours):
            await note_guest(session, await actor_of(session, ELSEWHERE), session_id=meeting, now=SUNDAY)

    async with database.reading() as session:
        assert list(await session.scalars(select(Attendance))) == []
        names = list(await session.scalars(select(Person.name)))
    assert "Baru" not in names


async def test_each_guest_counts_and_only_who_counted_one_takes_it_back(
    database: Database, meeting: int
) -> None:
    person = await note(database, meeting)
    async with database.transaction() as session:
        helper = await actor_of(session, FIRST)
        guests = [(await note_guest(session, helper, session_id=meeting, now=SUNDAY))[1] for _ in range(3)]
        named = (await session.scalars(select(Attendance.id).where(Attendance.person_id == person))).one()
    async with database.transaction() as session:
        helper, other = await actor_of(session, FIRST), await actor_of(session, SECOND)
        await take_guest_back(session, helper, session_id=meeting, guest=guests[0], now=SUNDAY)
        for guest in (guests[0], named, 999):
            with pytest.raises(Gone):
                await take_guest_back(session, helper, session_id=meeting, guest=guest, now=SUNDAY)
        with pytest.raises(NotYours):
            await take_guest_back(session, other, session_id=meeting, guest=guests[1], now=SUNDAY)
        await set_part(session, 1, other.person_id, Part.ORGANIZER)
        with pytest.raises(Gone):
            await take_guest_back(session, other, session_id=meeting, guest=guests[1], now=SUNDAY)

    async with database.reading() as session:
        left = list(await session.scalars(select(Attendance.id).where(Attendance.person_id.is_(None))))
    assert left == guests[1:]


async def settle(database: Database, name: str, house: str | None = None, chat: int | None = None) -> int:
    """One more resident of RT 02 RW 01; without a house unless one is told."""
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        person = await add_resident(session, rt, chat, name=name, now=NOW)
        lives = (await session.scalars(select(Residency).where(Residency.person_id == person.id))).one()
        lives.household_id = (await find_or_add_house(session, rt, house, now=NOW)).id if house else None
        return person.id


async def registered(database: Database, meeting: int, name: str) -> int | None:
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        who = WalkIn(rt.id, name, "Gang 9")
        actor = await actor_of(session, FIRST)
        return await find_registered(session, actor, who, session_id=meeting, now=SUNDAY)


async def test_the_only_one_of_a_name_whose_house_nobody_knows_is_taken_and_not_written_down_twice(
    database: Database, meeting: int
) -> None:
    joined = await settle(database, "Akhir", chat=41)
    assert await note(database, meeting, name="Pak Akhir") == joined
    await settle(database, "Kembar")
    await settle(database, "Kembar")
    assert await note(database, meeting, name="Kembar") not in (joined, None)
    async with database.reading() as session:
        known = [name or "" for name in await session.scalars(select(Person.name))]
        there = await session.scalar(select(Attendance.id).where(Attendance.person_id == joined))
    assert (known.count("Akhir"), known.count("Kembar")) == (1, 3)
    assert there is not None


async def test_who_said_that_they_come_is_asked_about_when_their_house_is_told_otherwise(
    database: Database, meeting: int
) -> None:
    there = await settle(database, "Daftar", house="Gang 1", chat=41)
    assert await registered(database, meeting, "Bu Daftar") is None
    activity = (await activity_of(database, meeting)).activity_id
    await say(database, 41, activity, AnswerKind.YES)
    assert await registered(database, meeting, "Bu Daftar") == there
    async with database.transaction() as session:
        actor, rt = await actor_of(session, FIRST), (await find_cast(session)).rts[1, 2]
        who = WalkIn(rt.id, "Bu Daftar", "Gang 9")
        note_as = partial(note_walk_in, session, actor, who, session_id=meeting, now=SUNDAY)
        assert (await note_as(same_id=there))[1] == there
        with pytest.raises(Gone):
            await note_as(same_id=actor.person_id)
    assert await note(database, meeting, name="Bu Daftar") != there
    assert await registered(database, meeting, "Bu Daftar") is None


async def activity_of(database: Database, meeting: int) -> ActivitySession:
    async with database.reading() as session:
        return await session.get_one(ActivitySession, meeting)
