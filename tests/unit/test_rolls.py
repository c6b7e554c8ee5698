"""Lists of an activity: who is expected, who came to which meeting, and that the numbers agree."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions.errors import NotYours
from actions.minutes import Agreed, Notes, save_notes
from actions.papers import (
    NobodyAttended,
    NoMinutes,
    RecordIncomplete,
    access_papers,
    find_meeting,
    gather_blank_sheet,
    gather_minutes,
    gather_participants,
    gather_record,
    gather_sheet,
)
from actions.planned import Plan
from storage.activities import Activity, ActivityKind, ActivitySession
from storage.activity_roles import Part, set_part
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.areas import Area, AreaKind
from storage.attendances import Attendance, AttendanceState, AttendanceTotal, save_total
from storage.database import Database, Session
from storage.people import Person, RoleKind
from storage.programs import Program
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.unit.planners import actor_of
from tests.weeks import add_meeting, say

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
STARTS = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
AFTERWARDS = STARTS + timedelta(hours=1)
HEAD, OTHER = 12, 13
COMPLETE = Notes("Ketua RT 01", "Sekretaris", "Iuran", None, (Agreed("Iuran tetap"),))


class Neighbourhood:
    """RT 01 RW 01 with three neighbours, of whom one has no Telegram, and a rembug."""

    cast: Cast
    people: Sequence[Person]
    activity: Activity
    meeting: ActivitySession

    async def settle(self, database: Database, *, whole: bool = False) -> None:
        async with database.transaction() as session:
            self.cast = await build_kelurahan(session)
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
            here, there = self.cast.rts[1, 1], self.cast.rts[1, 2]
            area: Area = self.cast.rws[1] if whole else here
            office = RoleKind.RW_HEAD if whole else RoleKind.RT_HEAD
            await add_officer(session, office, area, HEAD, name="Ketua", now=NOW)
            await add_officer(session, RoleKind.RT_HEAD, there, OTHER, name="Ketua RT 02", now=NOW)
            self.people = [
                await add_resident(session, here, 21, name="Warga C", house="Gang 1", now=NOW),
                await add_resident(session, here, None, name="warga a", house="Gang 2", now=NOW),
                await add_resident(session, there if whole else here, 22, name="Warga B", now=NOW),
            ]
            kind = ActivityKind.DELIBERATION
            self.activity, self.meeting = await add_meeting(session, area, STARTS, kind=kind)

    async def plan(self, session: Session, now: datetime = AFTERWARDS) -> Plan:
        return await access_papers(
            session, await actor_of(session, HEAD), activity_id=self.activity.id, now=now
        )

    async def come(self, session: Session, meeting: ActivitySession, *people: Person | None) -> None:
        session.add_all(
            Attendance(session_id=meeting.id, person_id=one and one.id, role="participant", at=AFTERWARDS)
            for one in people
        )
        await session.flush()

    async def meet_again(self, session: Session) -> ActivitySession:
        later = STARTS + timedelta(days=7)
        again = ActivitySession(activity_id=self.activity.id, position=2, starts_at=later)
        again.ends_at = later + timedelta(hours=2)
        session.add(again)
        await session.flush()
        return again


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    found = Neighbourhood()
    await found.settle(database)
    return found


def names(facts: dict[str, Any]) -> list[str]:
    return [row["name"] for row in facts["rows"]]


async def test_who_says_that_they_come_is_expected_with_room_for_others(
    database: Database, here: Neighbourhood
) -> None:
    one, noted, no = here.people
    async with database.transaction() as session:
        await say(session, here.activity, one, AnswerKind.YES, at=NOW, party=3)
        await say(session, here.activity, no, AnswerKind.NO, at=NOW)
        proxy = Answer(activity_id=here.activity.id, person_id=noted.id, answer=AnswerKind.YES, party=1)
        proxy.source, proxy.at = AnswerSource.PROXY, NOW
        session.add(proxy)
        plan = await here.plan(session, NOW)
        facts = await gather_sheet(session, plan, plan.meeting, now=plan.meeting.ends_at)
        blank = await gather_blank_sheet(session, plan, plan.meeting)
    assert [(row["name"], row["address"]) for row in facts["rows"]] == [
        ("warga a", "Gang 2"),
        ("Warga C", "Gang 1"),
    ]
    assert facts["empty"] == 12
    assert (blank["rows"], blank["empty"]) == ([], 46)


async def test_once_it_is_known_who_came_the_sheet_names_them(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        await say(session, here.activity, here.people[0], AnswerKind.YES, at=NOW)
        await here.come(session, here.meeting, here.people[2], None)
        plan = await here.plan(session)
        facts = await gather_sheet(session, plan, plan.meeting, now=plan.meeting.ends_at)
    assert names(facts) == ["Warga B"]
    assert facts["empty"] == 11


async def test_an_activity_of_several_rt_lists_people_by_their_rt(database: Database) -> None:
    here = Neighbourhood()
    await here.settle(database, whole=True)
    async with database.transaction() as session:
        await here.come(session, here.meeting, *here.people)
        facts = await gather_participants(session, await here.plan(session), now=AFTERWARDS)
    assert [(row["name"], row["address"]) for row in facts["rows"]] == [
        ("warga a", "RT 01 RW 01"),
        ("Warga C", "RT 01 RW 01"),
        ("Warga B", "RT 02 RW 01"),
    ]
    assert facts["heading"] == {
        "rt": None,
        "rw": 1,
        "kelurahan": "Kelurahan Blitar",
        "village": False,
        "district": None,
        "city": None,
    }


async def test_participants_are_counted_once_over_several_meetings(
    database: Database, here: Neighbourhood
) -> None:
    one, two, three = here.people
    async with database.transaction() as session:
        again = await here.meet_again(session)
        await set_part(session, here.activity.id, three.id, Part.MENTOR)
        await here.come(session, here.meeting, one, two, three)
        await here.come(session, again, one, None)
        plan = await here.plan(session, again.starts_at)
        facts = await gather_participants(session, plan, now=again.starts_at)
        assert [find_meeting(plan, place).id for place in (0, 1, 2)] == [again.id, here.meeting.id, again.id]
    assert [(row["name"], row["came"], row["role"]) for row in facts["rows"]] == [
        ("warga a", [1], "participant"),
        ("Warga B", [1], "mentor"),
        ("Warga C", [1, 2], "participant"),
    ]
    assert (facts["totals"], facts["unnamed"], facts["people"]) == ([3, 2], [0, 1], 4)


async def test_totals_without_names_are_told_as_such(database: Database, here: Neighbourhood) -> None:
    async with database.transaction() as session:
        await here.come(session, here.meeting, here.people[0])
        total = AttendanceTotal(session_id=here.meeting.id, area_id=here.cast.rts[1, 1].id, people=12)
        total.role, total.source = "participant", "daftar hadir"
        await save_total(session, total)
        facts = await gather_participants(session, await here.plan(session), now=AFTERWARDS)
    assert (facts["totals"], facts["unnamed"], facts["people"], len(facts["rows"])) == ([12], [11], 12, 1)


async def test_whom_somebody_brought_counts_and_who_only_says_so_does_not(
    database: Database, here: Neighbourhood
) -> None:
    one, two, _three = here.people
    async with database.transaction() as session:
        common = {"session_id": here.meeting.id, "role": "participant", "at": AFTERWARDS}
        session.add(Attendance(person_id=one.id, party=3, **common))
        session.add(Attendance(person_id=two.id, state=AttendanceState.CLAIMED, **common))
        await session.flush()
        plan = await here.plan(session)
        facts = await gather_participants(session, plan, now=AFTERWARDS)
        sheet = await gather_sheet(session, plan, plan.meeting, now=plan.meeting.ends_at)
    assert names(facts) == names(sheet) == ["Warga C"]
    assert (facts["totals"], facts["unnamed"], facts["people"]) == ([3], [2], 3)
    assert sheet["empty"] == 12


async def test_nothing_is_listed_or_recorded_before_there_is_anything(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        plan = await here.plan(session)
        with pytest.raises(NobodyAttended):
            await gather_participants(session, plan, now=AFTERWARDS)
        with pytest.raises(NoMinutes):
            await gather_minutes(session, plan, now=AFTERWARDS)
        with pytest.raises(NotYours):
            await access_papers(
                session, await actor_of(session, OTHER), activity_id=here.activity.id, now=NOW
            )


@pytest.mark.parametrize(
    "notes, missing",
    [
        (Notes(), ["attending", "chair", "secretary", "course", "decisions"]),
        (Notes("Ketua", "Sekretaris", None, None, (Agreed("Iuran"),)), ["attending", "course"]),
        (Notes(None, "Sekretaris", "Iuran", "Sabtu", ()), ["attending", "chair", "decisions"]),
        (COMPLETE, ["attending"]),
    ],
)
async def test_a_record_that_lacks_something_is_refused_by_its_name(
    database: Database, here: Neighbourhood, notes: Notes, missing: list[str]
) -> None:
    async with database.transaction() as session:
        plan = await here.plan(session)
        await save_notes(session, await actor_of(session, HEAD), plan, notes, now=AFTERWARDS)
        with pytest.raises(RecordIncomplete) as refused:
            await gather_record(session, plan, now=AFTERWARDS)
        assert refused.value.facts == {"missing": missing}
        plan.activity.place = ""
        with pytest.raises(RecordIncomplete) as refused:
            await gather_record(session, plan, now=AFTERWARDS)
        assert refused.value.facts == {"missing": ["place", *missing]}


async def test_the_number_attending_in_a_record_is_that_of_the_list(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        await here.come(session, here.meeting, *here.people, None)
        plan = await here.plan(session)
        await save_notes(session, await actor_of(session, HEAD), plan, COMPLETE, now=AFTERWARDS)
        record = await gather_record(session, plan, now=AFTERWARDS)
        listed = await gather_participants(session, plan, now=AFTERWARDS)
        noted = await gather_minutes(session, plan, now=AFTERWARDS)
    assert record["attending"] == noted["attending"] == listed["people"] == listed["totals"][0] == 4
    assert (record["day"], record["letter"]["number"]) == ("2026-11-28", 1)
    assert record["deliberated"]


async def test_a_village_and_what_lies_above_it_stand_in_the_kop(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        plan = await here.plan(session)
        kelurahan = await session.get_one(Area, here.cast.kelurahan.id)
        zone = {"zone": kelurahan.zone, "valid_from": kelurahan.valid_from}
        city = Area(kind=AreaKind.CITY, name="Kabupaten Karanganyar", **zone)
        district = Area(kind=AreaKind.DISTRICT, name="Kecamatan Jaten", **zone)
        session.add(city)
        await session.flush()
        district.parent_id = city.id
        session.add(district)
        await session.flush()
        kelurahan.kind, kelurahan.name, kelurahan.parent_id = AreaKind.VILLAGE, "Desa Jaten", district.id
        head = (await gather_blank_sheet(session, plan, plan.meeting))["heading"]
    assert head == {
        "rt": 1,
        "rw": 1,
        "kelurahan": "Desa Jaten",
        "village": True,
        "district": "Kecamatan Jaten",
        "city": "Kabupaten Karanganyar",
    }
