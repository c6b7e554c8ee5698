"""`Hapus catatan`: a neighbour without Telegram is forgotten by the head of their RT, and by nobody else."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from actions.access import RoleKind
from actions.answers import AnswerKind
from actions.erasure import erase_recorded
from actions.errors import Gone, NotYours
from actions.neighbours import find_recorded, list_names, list_recorded
from storage.activities import Activity, ActivityState
from storage.answers import Answer, Invitation, Tally
from storage.audit import Act
from storage.database import Database
from storage.households import Household
from storage.outbox import OutboxRow, OutboxState
from storage.people import Residency, Role
from storage.schema import metadata
from templates import render
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    KELURAHAN,
    OTHER_HEAD,
    SUNDAY,
    actor_of,
    deliver,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
)
from tests.unit.noting import HOUSE, LATER, accept, ask_to_join, note, people_of, person_of, tally_of
from tests.unit.test_erasure import traces

SECRET = "sirna"
OVER = SUNDAY + timedelta(hours=3)


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee of RT 02, to which three residents on Telegram are invited."""
    await settle_neighbours(database)
    return (await plan_work_bee(database)).plan.activity.id


async def residency_of(database: Database, person: int) -> int:
    async with database.reading() as session:
        return (await session.scalars(select(Residency.id).where(Residency.person_id == person))).one()


async def record(database: Database, activity: int, *, house: str = f"Gang {SECRET} 9") -> int:
    """An answer of three is written down for a neighbour; gives their residency."""
    person = await note(database, activity, name=f"Bu Warga {SECRET}", house=house, party=3)
    return await residency_of(database, person)


async def forget(
    database: Database, residency: int, *, by: int = HEAD, later: timedelta = timedelta()
) -> None:
    async with database.transaction() as session:
        await erase_recorded(session, await actor_of(session, by), residency, now=LATER + later)


async def test_no_row_of_any_table_tells_whom_it_forgot(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    async with database.reading() as session:
        before = await traces(session, [SECRET])
        person = (await session.scalars(select(Residency.person_id).where(Residency.id == residency))).one()
    assert {*before} == {"people.name", "households.label", "households.normal"}
    await forget(database, residency)
    async with database.reading() as session:
        assert await traces(session, [SECRET]) == {}
        for table in metadata().sorted_tables:
            for key in table.foreign_keys:
                if key.column.table.name == "people":
                    still = select(func.count()).select_from(table).where(key.parent == person)
                    assert await session.scalar(still) == 0, key.parent
        lived = await session.get_one(Residency, residency)
    assert person not in await people_of(database)
    assert (lived.person_id, lived.until) == (None, LATER)


async def test_the_act_is_written_down_without_a_name(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    await forget(database, residency)
    async with database.reading() as session:
        head = await actor_of(session, HEAD)
        rt = (await find_cast(session)).rts[1, 2]
        act = (await session.scalars(select(Act).where(Act.action == "forget_resident"))).one()
    assert (act.subject, act.details) == (f"residency:{residency}", None)
    assert (act.actor_id, act.area_id, act.at) == (head.person_id, rt.id, LATER)


async def test_what_is_not_over_counts_without_them_and_says_so(database: Database, activity: int) -> None:
    other = (await plan_work_bee(database, title="Ronda")).plan.activity.id
    residency = await record(database, activity)
    await say(database, FIRST, activity, AnswerKind.YES, party=2)
    await deliver(database)
    assert await tally_of(database, activity) == Tally(yes=5, unanswered=2, noted=3)
    await forget(database, residency)
    assert await tally_of(database, activity) == Tally(yes=2, unanswered=2)
    assert await tally_of(database, other) == Tally(unanswered=3)
    (card,) = await posted(database, "card")
    assert card.facts is not None
    assert (card.subject, card.facts["yes"], card.facts["noted"]) == (f"activity:{activity}", 2, 0)
    async with database.reading() as session:
        rows = [len((await session.scalars(select(table.id))).all()) for table in (Answer, Invitation)]
    assert rows == [1, 6]


async def test_a_postponed_activity_counts_without_them_too(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    async with database.transaction() as session:
        await session.execute(update(Activity).values(state=ActivityState.POSTPONED))
    await forget(database, residency, later=OVER - LATER)
    assert await tally_of(database, activity) == Tally(unanswered=3)


@pytest.mark.parametrize("state", [ActivityState.PLANNED, ActivityState.CANCELLED, ActivityState.CLOSED])
async def test_totals_of_what_is_over_stay(database: Database, activity: int, state: ActivityState) -> None:
    residency = await record(database, activity)
    async with database.transaction() as session:
        await session.execute(update(Activity).values(state=state))
    before = await tally_of(database, activity)
    await deliver(database)
    await forget(database, residency, later=OVER - LATER)
    assert before == await tally_of(database, activity) == Tally(yes=3, unanswered=3, noted=3)
    assert await posted(database, "card") == []
    async with database.reading() as session:
        assert [*await session.scalars(select(Answer.person_id))] == [None]


async def test_a_house_keeps_its_label_while_somebody_else_lives_there(
    database: Database, activity: int
) -> None:
    residency = await record(database, activity, house=HOUSE)
    stays = await note(database, activity, name="Pak Tinggal", house="gg 3 no 12")
    async with database.reading() as session:
        house = (await session.get_one(Residency, residency)).household_id
    labels = []
    for one in (residency, await residency_of(database, stays)):
        await forget(database, one)
        async with database.reading() as session:
            labels.append(await session.scalar(select(Household.label).where(Household.id == house)))
    assert labels == [HOUSE, None]


@pytest.mark.parametrize("by, refused", [(OTHER_HEAD, Gone), (KELURAHAN, NotYours), (FIRST, NotYours)])
async def test_nobody_but_the_head_of_that_rt_forgets(
    database: Database, activity: int, by: int, refused: type[Exception]
) -> None:
    residency = await record(database, activity)
    with pytest.raises(refused):
        await forget(database, residency, by=by)
    async with database.reading() as session:
        with pytest.raises(refused):
            await list_recorded(session, await actor_of(session, by), page=0)
    assert await tally_of(database, activity) == Tally(yes=3, unanswered=3, noted=3)


async def test_nobody_who_joined_or_holds_an_office_is_forgotten(database: Database, activity: int) -> None:
    first = await person_of(database, FIRST)
    officer = await note(database, activity, name="Pak Lurah")
    async with database.transaction() as session:
        area = (await find_cast(session)).kelurahan.id
        session.add(Role(person_id=officer, area_id=area, kind=RoleKind.KELURAHAN, since=LATER))
    people = await people_of(database)
    for one in (await residency_of(database, first), await residency_of(database, officer), 2**31 - 1):
        with pytest.raises(Gone):
            await forget(database, one)
    assert await people_of(database) == people


async def test_who_joined_meanwhile_and_who_is_forgotten_are_gone(database: Database, activity: int) -> None:
    residency = await record(database, activity, house=HOUSE)
    await accept(database, await ask_to_join(database, name=f"Warga {SECRET}"))
    people = await people_of(database)
    with pytest.raises(Gone):
        await forget(database, residency)
    assert await people_of(database) == people
    assert await tally_of(database, activity) == Tally(yes=3, unanswered=3, noted=3)
    other = await residency_of(database, await note(database, activity, name="Pak Jauh", house="Gang 9"))
    await forget(database, other)
    with pytest.raises(Gone):
        await forget(database, other)
    assert await people_of(database) == people


async def test_a_request_that_waits_names_them_no_more(database: Database, activity: int) -> None:
    residency = await record(database, activity, house=HOUSE)
    request = await ask_to_join(database, name="Warga Lain")
    subject = f"residency:{request}"

    async def told() -> list[tuple[str, OutboxState, Any]]:
        async with database.reading() as session:
            rows = await session.scalars(
                select(OutboxRow).where(OutboxRow.subject == subject).order_by(OutboxRow.id)
            )
            return [(row.method, row.state, (row.facts or {}).get("same")) for row in rows]

    ((_method, _state, same),) = await told()
    assert same == [{"person": same[0]["person"], "who": f"Ibu Warga {SECRET}"}]
    await forget(database, residency)
    assert await told() == [("sendMessage", OutboxState.QUEUED, [])]
    again = await record(database, activity, house=HOUSE)
    await deliver(database)
    await forget(database, again)
    assert [method for method, state, same in await told() if (state, same) == ("queued", [])] == [
        "editMessageText"
    ]


async def test_who_can_be_forgotten_is_listed_by_name_five_a_page(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        for number in range(6):
            await add_resident(session, cast.rts[1, 2], None, name=f"Warga {6 - number}", now=LATER)
        await add_resident(session, cast.rts[2, 1], None, name="Warga 0", now=LATER)
    async with database.reading() as session:
        head = await actor_of(session, HEAD)
        pages = [await list_recorded(session, head, page=page) for page in (0, 1, 9)]
        assert (await list_names(session, head, page=0)).noted
    assert [one.who for one in pages[0].items] == [f"Bapak Warga {number}" for number in range(1, 6)]
    assert [one.who for one in pages[1].items] == ["Bapak Warga 6"]
    assert (pages[2], pages[1].number, pages[1].pages) == (pages[1], 1, 2)


async def test_a_typed_name_finds_one_who_is_called_that_alone(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    for house in ("Gang 4", "Gang 5"):
        await note(database, activity, name="Pak Kembar", house=house)
    async with database.reading() as session:
        head = await actor_of(session, HEAD)
        found = await find_recorded(session, head, name="  WARGA  Sirna.")
        others = [await find_recorded(session, head, name=name) for name in ("kembar", "Warga RT 02", "...")]
    assert found is not None
    assert (found.residency_id, found.who) == (residency, f"Ibu Warga {SECRET}")
    assert others == [None, None, None]


def test_who_did_not_confirm_reads_that_nothing_was_removed() -> None:
    told = render("forms/expired", salutation="Bapak", kind="forget")
    assert "Penghapusan catatan yang kemarin belum selesai" in told
    assert "Tidak ada yang dihapus." in told


async def test_noting_and_forgetting_at_the_same_time_leave_nobody(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    async with database.reading() as session:
        person = (await session.get_one(Residency, residency)).person_id
    both = await asyncio.gather(
        forget(database, residency), note(database, activity, person=person), return_exceptions=True
    )
    assert both[0] is None
    assert both[1] == person or isinstance(both[1], Gone), both
    assert await tally_of(database, activity) == Tally(unanswered=3)
    assert person not in await people_of(database)


async def test_joining_and_forgetting_at_the_same_time_leave_one_person(
    database: Database, activity: int
) -> None:
    residency = await record(database, activity, house=HOUSE)
    async with database.reading() as session:
        person = (await session.get_one(Residency, residency)).person_id
    request = await ask_to_join(database, name=f"Warga {SECRET}")
    both = await asyncio.gather(
        accept(database, request), forget(database, residency), return_exceptions=True
    )
    assert both[0] is None
    assert both[1] is None or isinstance(both[1], Gone), both
    counted = Tally(unanswered=3) if both[1] is None else Tally(yes=3, unanswered=3, noted=3)
    assert await tally_of(database, activity) == counted
    assert person not in await people_of(database)


async def test_two_heads_forget_somebody_once(database: Database, activity: int) -> None:
    residency = await record(database, activity)
    both = await asyncio.gather(
        forget(database, residency), forget(database, residency), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["Gone", "NoneType"], both
    async with database.reading() as session:
        query = select(func.count()).where(Act.action == "forget_resident")
        assert await session.scalar(query) == 1
