"""An hour after the last meeting the organiser is asked to close it, once, in an open hour."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.activities import Details, create_activity
from actions.activity_changes import cancel_activity, move_activity
from actions.closings import access_closing, card_facts
from actions.meetings import Times
from actions.wrap_ups import wrap_up_due
from storage.activities import Activity, ActivityKind, ActivitySession, ActivityState
from storage.activity_roles import Part
from storage.answers import AnswerKind
from storage.attendances import AttendanceMethod, AttendanceState, add_claim
from storage.database import Database
from storage.erasure import erase_person
from storage.follow_ups import FollowUpAnswer
from storage.outbox import Hours, OutboxRow
from storage.people import RoleKind
from templates import compose
from tests.people import add_officer
from tests.trainings import HEAD, Held, actor_of, answer, close, hold, see

ENDS = datetime(2026, 11, 22, 3, tzinfo=UTC)
"""Sunday, 22 November 2026, 10.00 WIB."""
DUE = ENDS + timedelta(hours=1)
DAYS_BEFORE = ENDS - timedelta(days=4)
EVENING = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
"""20.30 WIB: an hour later it is night until 06.00."""
MORNING = datetime(2026, 11, 22, 23, tzinfo=UTC)


@pytest.fixture
async def held(database: Database) -> Held:
    return await hold(database, ENDS, residents=3, wrap_up_at=DUE)


async def wrap_up(database: Database, now: datetime = DUE) -> bool:
    async with database.transaction() as session:
        return await wrap_up_due(session, now=now)


async def asked(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == "closings/wrap_up")
        return list(await session.scalars(query.order_by(OutboxRow.id)))


async def plan(database: Database, held: Held, *times: Times) -> int:
    async with database.transaction() as session:
        first, *further = times
        created = await create_activity(
            session,
            await actor_of(session, HEAD),
            area_id=held.cast.rts[1, 1].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan kipas",
            place="Balai",
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            details=Details(further=tuple(further)),
            now=DAYS_BEFORE,
        )
        return created.plan.activity.id


async def moments(database: Database, activity_id: int) -> list[datetime | None]:
    async with database.reading() as session:
        query = select(ActivitySession.wrap_up_at).where(ActivitySession.activity_id == activity_id)
        return list(await session.scalars(query.order_by(ActivitySession.starts_at)))


async def test_the_organiser_hears_the_figures_so_far_and_can_close_it(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        for person in held.residents:
            await answer(session, held, person, AnswerKind.YES)
        await see(session, held.meeting, held.residents[:2])
    assert not await wrap_up(database, DUE - timedelta(seconds=1))
    assert await wrap_up(database)
    (row,) = await asked(database)
    said = compose(row.template, "id", row.facts or {}, "Bapak")
    assert (row.person_id, row.hours) == (held.organizer.id, Hours.OPEN)
    assert "Tercatat hadir 2 orang: 2 dari 3 yang mendaftar." in said.text
    assert said.markup == {
        "inline_keyboard": [
            [
                {"text": "Catat hadir", "callback_data": f"activity:{held.activity.id}:attend"},
                {"text": "Tutup kegiatan", "callback_data": f"activity:{held.activity.id}:close"},
            ]
        ]
    }


async def test_who_says_that_they_were_there_and_waits_is_told_of_and_counts_only_if_confirmed(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        await answer(session, held, held.residents[0], AnswerKind.YES)
        row = {"session_id": held.meeting.id, "role": "participant", "party": 2, "at": ENDS}
        claim = {"state": AttendanceState.CLAIMED, "method": AttendanceMethod.SELF, "recorded_by_id": None}
        whose = {"person_id": held.residents[0].id, "area_id": held.cast.rts[1, 1].id}
        await add_claim(session, {**row, **claim, **whose})
    assert await wrap_up(database)
    (asked_row,) = await asked(database)
    said = compose(asked_row.template, "id", asked_row.facts or {}, "Bapak")
    assert "kehadirannya belum dicatat" in said.text
    assert "2 orang bilang sudah datang dan masih menunggu dicocokkan." in said.text
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        summary = await access_closing(session, actor, activity_id=held.activity.id, now=DUE)
        card = await card_facts(session, summary, now=DUE)
    shown = compose("closings/card", "id", card, "Bapak")
    assert "Bilang datang, menunggu dicocokkan: 2" in shown.text
    assert "Catat hadir" in str(shown.markup)
    await close(database, held, now=DUE)
    async with database.transaction() as session:
        closed = await access_closing(session, actor, activity_id=held.activity.id, now=DUE)
        assert (closed.figures.present, closed.claimed) == (0, 0)
        after = compose("closings/card", "id", await card_facts(session, closed, now=DUE), "Bapak")
    assert "menunggu" not in after.text
    assert "Catat hadir" not in str(after.markup)


async def test_it_is_asked_once_even_when_the_clock_runs_twice_or_comes_late(
    database: Database, held: Held
) -> None:
    late = DUE + timedelta(days=9)
    await asyncio.gather(wrap_up(database, late), wrap_up(database, late))
    assert not await wrap_up(database, late + timedelta(days=1))
    assert len(await asked(database)) == 1


@pytest.mark.parametrize("state", [ActivityState.CANCELLED, ActivityState.POSTPONED])
async def test_nobody_is_asked_about_what_was_not_held(
    database: Database, held: Held, state: ActivityState
) -> None:
    async with database.transaction() as session:
        (await session.get_one(Activity, held.activity.id)).state = state
    assert await wrap_up(database)
    assert await asked(database) == []


async def test_who_has_closed_it_already_is_not_asked_to(database: Database, held: Held) -> None:
    await close(database, held, now=ENDS + timedelta(minutes=5))
    assert await wrap_up(database)
    assert await asked(database) == []


async def test_without_its_organiser_who_answers_for_the_area_is_asked(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        rt = held.cast.rts[1, 1]
        other = await add_officer(session, RoleKind.RT_HEAD, rt, 99, name="Ketua RT 01", now=ENDS)
        await erase_person(session, held.organizer.id, ENDS)
    await wrap_up(database)
    assert [row.person_id for row in await asked(database)] == [other.id]


async def test_the_moment_is_an_hour_after_the_last_meeting_and_open(database: Database, held: Held) -> None:
    first = Times(ENDS - timedelta(days=1))
    last = Times(EVENING - timedelta(hours=2), EVENING)
    activity = await plan(database, held, last, first)
    assert await moments(database, activity) == [None, MORNING]
    alone = await plan(database, held, Times(ENDS - timedelta(hours=2)))
    assert await moments(database, alone) == [DUE]


async def test_a_moved_activity_is_wrapped_up_after_its_new_end_and_a_cancelled_one_never(
    database: Database, held: Held
) -> None:
    activity = await plan(database, held, Times(ENDS - timedelta(hours=2)))
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        new = ENDS - timedelta(hours=1)
        await move_activity(session, head, activity_id=activity, starts_at=new, now=DAYS_BEFORE)
    assert await moments(database, activity) == [DUE + timedelta(hours=1)]
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await cancel_activity(session, head, activity_id=activity, now=DAYS_BEFORE)
    assert await moments(database, activity) == [None]


async def test_who_was_at_a_training_is_asked_what_became_of_it_and_the_later_seen_are_at_its_closing(
    database: Database, held: Held
) -> None:
    first, second, third = held.residents
    async with database.transaction() as session:
        await see(session, held.meeting, [first])
        await answer(session, held, third, AnswerKind.YES)
    await wrap_up(database)
    assert await questioned(database) == {(first.id, "participant"), (held.organizer.id, "organizer")}
    async with database.transaction() as session:
        await see(session, held.meeting, [second], part=Part.MENTOR)
    await close(database, held, now=DUE + timedelta(days=1))
    assert await questioned(database) == {
        (first.id, "participant"),
        (second.id, "mentor"),
        (held.organizer.id, "organizer"),
    }
    async with database.reading() as session:
        query = select(OutboxRow.person_id).where(OutboxRow.template == "follow_ups/question")
        assert sorted(await session.scalars(query), key=str) == sorted(
            (first.id, second.id, held.organizer.id), key=str
        )


async def test_nobody_is_asked_about_products_before_anybody_was_seen(database: Database, held: Held) -> None:
    async with database.transaction() as session:
        await see(session, held.meeting, held.residents[:1], part=Part.MENTOR)
    await wrap_up(database)
    assert await questioned(database) == set()
    assert len(await asked(database)) == 1


async def questioned(database: Database) -> set[tuple[int | None, str]]:
    async with database.reading() as session:
        rows = await session.scalars(select(FollowUpAnswer))
        return {(row.person_id, row.part.value) for row in rows}


async def test_who_was_at_a_work_bee_is_asked_nothing_on_the_same_day(database: Database) -> None:
    held = await hold(database, ENDS, residents=1, kind=ActivityKind.WORK_BEE, wrap_up_at=DUE)
    async with database.transaction() as session:
        await see(session, held.meeting, held.residents)
    await wrap_up(database)
    assert await questioned(database) == set()
    assert len(await asked(database)) == 1
