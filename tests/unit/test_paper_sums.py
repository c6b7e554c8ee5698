"""The list for the SPJ adds up: whoever came stands in one part of "Hadir seluruhnya" (R25)."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from actions.closing_figures import Figures
from actions.closings import close_activity
from actions.paper_sums import add_up
from actions.papers import gather_participants
from actions.rolls import Roll
from storage.activity_roles import Part, set_part
from storage.answers import AnswerKind
from storage.attendances import Attendance, AttendanceTotal, save_total
from storage.database import Database, Session
from storage.people import Person
from tests.unit.planners import actor_of
from tests.unit.test_rolls import AFTERWARDS, HEAD, NOW, STARTS, Neighbourhood
from tests.weeks import say

OVER = STARTS + timedelta(days=1)
PARTS = ("attended", "walk_ins", "organizers", "mentors", "counted", "later")


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    found = Neighbourhood()
    await found.settle(database)
    return found


async def come(session: Session, here: Neighbourhood, person: Person | None, **more: Any) -> None:
    common = {"session_id": here.meeting.id, "role": "participant", "at": AFTERWARDS, **more}
    session.add(Attendance(person_id=person and person.id, **common))
    await session.flush()


async def total(session: Session, here: Neighbourhood, people: int) -> None:
    counted = AttendanceTotal(session_id=here.meeting.id, area_id=here.cast.rts[1, 1].id, people=people)
    counted.role, counted.source = "participant", "daftar hadir"
    await save_total(session, counted)


def assert_sums(facts: dict[str, Any], people: int, **parts: int) -> None:
    """Both lines of figures add up, and nobody is in them but these."""
    figures = facts["figures"]
    groups = ("attended", "replaced", "excused", "absent")
    assert figures["registered"] == sum(figures[name] for name in groups)
    assert {name: figures[name] for name in PARTS if figures[name]} == parts
    assert facts["people"] == sum(figures[name] for name in PARTS) == people
    assert facts["people"] >= max(facts["totals"])


async def test_families_walk_ins_the_planner_and_mentors_add_up(
    database: Database, here: Neighbourhood
) -> None:
    one, two, three = here.people
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        here.activity.organizer_id = head.person_id
        session.add(here.activity)
        await set_part(session, here.activity.id, three.id, Part.MENTOR)
        await say(session, here.activity, one, AnswerKind.YES, at=NOW, party=3)
        await come(session, here, one, party=2)
        await come(session, here, two)
        await come(session, here, three)
        await come(session, here, await session.get_one(Person, head.person_id))
        facts = await gather_participants(session, await here.plan(session, OVER), now=OVER)
    assert_sums(facts, 5, attended=2, walk_ins=1, organizers=1, mentors=1)
    assert facts["totals"] == [5]
    roles = [row["role"] for row in facts["rows"]]
    assert sorted(roles) == ["mentor", "organizer", "participant", "participant"]


async def test_a_total_without_names_is_a_part_of_its_own(database: Database, here: Neighbourhood) -> None:
    async with database.transaction() as session:
        await say(session, here.activity, here.people[0], AnswerKind.YES, at=NOW, party=2)
        await come(session, here, here.people[0], party=2)
        await come(session, here, None)
        await total(session, here, 12)
        facts = await gather_participants(session, await here.plan(session, OVER), now=OVER)
        assert_sums(facts, 12, attended=2, walk_ins=1, counted=9)
        assert (facts["totals"], facts["unnamed"]) == ([12], [11])
        await total(session, here, 2)
        facts = await gather_participants(session, await here.plan(session, OVER), now=OVER)
    assert_sums(facts, 3, attended=2, walk_ins=1)


async def test_over_several_meetings_each_person_counts_once(database: Database, here: Neighbourhood) -> None:
    one, two, _three = here.people
    async with database.transaction() as session:
        again = await here.meet_again(session)
        await come(session, here, one, party=3)
        await come(session, here, two)
        await come(session, here, None, party=2)
        await here.come(session, again, one, None)
        over = again.ends_at + timedelta(days=1)
        before = await gather_participants(session, await here.plan(session), now=AFTERWARDS)
        facts = await gather_participants(session, await here.plan(session, over), now=over)
    assert_sums(facts, 6, walk_ins=6)
    assert facts["totals"] == [6, 2]
    assert (before["people"], before["figures"]) == (6, None)


async def test_who_is_noted_after_the_closing_is_told_apart(database: Database, here: Neighbourhood) -> None:
    one, two, _three = here.people
    async with database.transaction() as session:
        await come(session, here, one)
        await close_activity(session, await actor_of(session, HEAD), activity_id=here.activity.id, now=OVER)
        await come(session, here, two)
        facts = await gather_participants(session, await here.plan(session, OVER), now=OVER)
    assert_sums(facts, 2, walk_ins=1, later=1)


def test_figures_that_were_kept_stay_though_fewer_rows_are_left() -> None:
    kept = Figures(**dict.fromkeys((one.name for one in fields(Figures)), 2))
    told = add_up(kept, Roll(((1, 7, "participant", 1),), {}, {1: 3}))
    assert (told["people"], told["figures"]["counted"], told["figures"]["later"]) == (10, 2, 0)
