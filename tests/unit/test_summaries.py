"""A week is summed up in a fixed number of queries, published once, and shown to those who may see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html import unescape
from re import sub
from typing import Any

import pytest
from sqlalchemy import event, select

from actions.access import Actor, find_actor
from actions.errors import Gone, NotYours
from actions.figures import Week, gather_week
from actions.messages import Post
from actions.summaries import show_summary, show_week, weekly_due
from storage.activities import Activity, ActivityKind, ActivityState
from storage.answers import AnswerKind
from storage.attendances import Attendance, AttendanceState, AttendanceTotal
from storage.database import Database, Session
from storage.duties import Duty, DutyKind
from storage.outbox import Hours, OutboxRow
from storage.people import Person, RoleKind
from storage.programs import Sector
from storage.proposals import Proposal
from storage.summaries import WeeklySummary
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.weeks import Held, add_meeting, hold_work_bee, invite, leave_duties, say

MONDAY = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Monday, 23 November 2026, 00.00 WIB."""
SEVEN = MONDAY + timedelta(hours=7)
WEEK_AGO = MONDAY - timedelta(days=7)
HEAD, KELURAHAN, FACILITATOR, RW_HEAD, OTHER = 12, 13, 14, 15, 16
CAME = (21, 22, 23)


@pytest.fixture
async def held(database: Database) -> Held:
    """A Sunday's work bee in RT 01 RW 01, two ideas, a counted training, and a duty that is due on Monday."""
    due = MONDAY - timedelta(hours=14)
    held = await hold_work_bee(database, head=HEAD, kelurahan=KELURAHAN, coming=CAME, away=(31,), due=due)
    cast = held.cast
    async with database.transaction() as session:
        for kind, area, chat in (
            (RoleKind.FACILITATOR, cast.kelurahan, FACILITATOR),
            (RoleKind.RW_HEAD, cast.rws[2], RW_HEAD),
        ):
            await add_officer(session, kind, area, chat, name="Pengurus", now=WEEK_AGO)
        await add_resident(session, cast.rts[2, 1], 41, now=MONDAY - timedelta(days=1))
        await add_resident(session, cast.rts[2, 1], 42, now=MONDAY)
        await propose(session, cast, (1, 1), "infrastructure", at=WEEK_AGO)
        await propose(session, cast, (2, 1), "youth", at=MONDAY - timedelta(seconds=1))
        await propose(session, cast, (2, 1), "youth", at=MONDAY)
        _, meeting = await add_meeting(
            session,
            cast.kelurahan,
            WEEK_AGO + timedelta(days=2),
            title="Pelatihan Las",
            kind=ActivityKind.TRAINING,
        )
        session.add_all(
            AttendanceTotal(session_id=meeting.id, area_id=area.id, people=people, source="Arsip")
            for area, people in ((cast.rts[1, 2], 20), (cast.rws[2], 25))
        )
        await leave_duties(session, (DutyKind.WEEKLY_SUMMARY, cast.kelurahan, SEVEN), since=WEEK_AGO)
    return held


async def propose(session: Session, cast: Cast, rt: tuple[int, int], code: str, *, at: datetime) -> None:
    sector = (await session.scalars(select(Sector).where(Sector.code == code))).one()
    number = len(list(await session.scalars(select(Proposal.id)))) + 1
    session.add(
        Proposal(
            kelurahan_id=cast.kelurahan.id,
            area_id=cast.rts[rt].id,
            number=number,
            sector_id=sector.id,
            text="Lampu jalan",
            created_at=at,
        )
    )
    await session.flush()


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def publish(database: Database, now: datetime = SEVEN) -> int:
    async with database.transaction() as session:
        return await weekly_due(session, now=now)


async def rows_of(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def figures_of(database: Database, held: Held) -> dict[str, Any]:
    async with database.reading() as session:
        week = Week(held.cast.kelurahan, WEEK_AGO, MONDAY)
        return await gather_week(session, week, now=MONDAY)


def text_of(post: Post | OutboxRow) -> str:
    """What somebody reads, without the markup."""
    said = render(post.template, "id", **(post.facts or {}))
    return unescape(sub(r"<[^>]+>", "", said))


async def test_the_week_counts_what_happened_in_it_and_nothing_else(database: Database, held: Held) -> None:
    facts = await figures_of(database, held)
    assert (facts["new_residents"], facts["residents"], facts["proposals"]) == (1, 6, 2)
    counts = {sector["label"]: sector["count"] for sector in facts["sectors"]}
    assert counts["Infrastruktur"] == counts["Kepemudaan"] == 1
    assert sum(counts.values()) == 2
    assert [(one["title"], one["invited"], one["yes"], one["answered"]) for one in facts["activities"]] == [
        ("Pelatihan Las", 0, 0, 0),
        ("Kerja bakti <saluran> & jalan", 4, 3, 4),
    ]
    (training,) = facts["attendance"]
    assert (facts["attended"], training["people"]) == (45, 45)
    assert [(row["area"], row["people"]) for row in training["rows"]] == [("RT 02 RW 01", 20), ("RW 02", 25)]
    assert (facts["active_rts"], facts["coverage"]) == (2, 0.5)


async def test_an_own_meeting_that_was_counted_is_one_activity_of_the_rt(
    database: Database, held: Held
) -> None:
    rt = held.cast.rts[1, 1]
    async with database.transaction() as session:
        session.add(AttendanceTotal(session_id=held.meeting.id, area_id=rt.id, people=17, source="Catatan"))
    line = (await figures_of(database, held))["rts"][0]
    assert (line["name"], line["activities"], line["attended"]) == ("RT 01 RW 01", 1, 17)


async def test_who_was_seen_by_name_counts_where_there_are_no_totals(database: Database, held: Held) -> None:
    (came, claims, gone), rts = held.coming, held.cast.rts
    common = {"session_id": held.meeting.id, "role": "participant", "at": held.meeting.starts_at}
    async with database.transaction() as session:
        session.add(Attendance(person_id=came.id, area_id=rts[1, 1].id, party=3, **common))
        session.add(Attendance(person_id=gone.id, area_id=rts[1, 2].id, **common))
        session.add(Attendance(person_id=claims.id, state=AttendanceState.CLAIMED, party=9, **common))
        await session.delete(await session.get_one(Person, gone.id))
    counted = (await figures_of(database, held))["attendance"][-1]
    assert counted["people"] == 4
    assert {row["area"]: row["people"] for row in counted["rows"]} == {"RT 01 RW 01": 3, "RT 02 RW 01": 1}
    async with database.transaction() as session:
        total = {"session_id": held.meeting.id, "area_id": rts[1, 1].id, "source": "Catatan"}
        session.add(AttendanceTotal(people=17, **total))
    assert (await figures_of(database, held))["attended"] == 45 + 17
    async with database.transaction() as session:
        (await session.get_one(Activity, held.activity.id)).state = ActivityState.POSTPONED
    assert (await figures_of(database, held))["attended"] == 45


async def test_a_party_of_three_counts_three_who_come_and_one_who_answered(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        await say(session, held.activity, held.coming[0], AnswerKind.YES, at=MONDAY, party=3)
    found = (await figures_of(database, held))["activities"][1]
    assert (found["invited"], found["yes"], found["answered"]) == (4, 5, 4)


async def test_every_officer_gets_text_chart_and_sheet_once(database: Database, held: Held) -> None:
    assert await publish(database, SEVEN - timedelta(seconds=1)) == 0
    assert await publish(database) == 1
    assert await publish(database) == 0
    rows = await rows_of(database)
    for chat in (KELURAHAN, FACILITATOR):
        mine = [(row.method, row.file) for row in rows if row.chat_id == chat]
        assert mine == [
            ("sendMessage", None),
            ("sendPhoto", "draw:week_chart"),
            ("sendDocument", "draw:week_sheet"),
        ]
    assert {row.chat_id for row in rows} == {KELURAHAN, FACILITATOR}
    assert {(row.hours, row.subject) for row in rows} == {(Hours.OPEN, "summary:1")}


async def test_the_published_week_is_one_page_of_text(database: Database, held: Held) -> None:
    await publish(database)
    said = text_of((await rows_of(database))[0])
    assert said.startswith("📊 Ringkasan Kelurahan Blitar\n16 sampai 22 November 2026\n\nWarga baru: 1\n")
    for line in (
        "Usulan: 2",
        "Kesehatan: 0 usulan",
        "Kepemudaan: 1 usulan",
        "Dari RT 01 RW 01 (1), RT 01 RW 02 (1)",
        "diundang 4, Ikut 3, menjawab 4",
        ": hadir 45",
        "Hadir: 45 orang",
        "2 dari 4 RT (50%)",
        "Belum ada kegiatan: RT 01 RW 02, RT 02 RW 02",
    ):
        assert line in said


async def test_published_numbers_stay_and_no_week_is_published_twice(database: Database, held: Held) -> None:
    await publish(database)
    async with database.transaction() as session:
        await propose(session, held.cast, (1, 1), "health", at=MONDAY - timedelta(days=2))
        duty = (await session.scalars(select(Duty))).one()
        assert duty.due_at == SEVEN + timedelta(days=7)
        duty.due_at = SEVEN
    assert await publish(database, SEVEN + timedelta(days=1)) == 1
    async with database.reading() as session:
        (kept,) = list(await session.scalars(select(WeeklySummary)))
        actor = await actor_of(session, KELURAHAN)
        area_id = held.cast.kelurahan.id
        posts = await show_week(session, actor, area_id=area_id, offset=-1, now=SEVEN)
    assert (kept.week, kept.facts["proposals"]) == (date(2026, 11, 16), 2)
    assert "Usulan: 2" in text_of(posts[0])
    assert len(await rows_of(database)) == 6


async def test_after_weeks_of_silence_only_the_last_full_week_is_published(
    database: Database, held: Held
) -> None:
    assert await publish(database, SEVEN + timedelta(days=16)) == 1
    assert await publish(database, SEVEN + timedelta(days=16)) == 0
    async with database.reading() as session:
        (kept,) = list(await session.scalars(select(WeeklySummary)))
        duty = (await session.scalars(select(Duty))).one()
    assert (kept.week, duty.due_at) == (date(2026, 11, 30), SEVEN + timedelta(days=21))


async def test_ringkasan_shows_this_week_so_far_and_the_last_below(database: Database, held: Held) -> None:
    now = MONDAY + timedelta(days=2)
    async with database.reading() as session:
        actor = await actor_of(session, KELURAHAN)
        posts = await show_summary(session, actor, now=now)
        last = await show_week(session, actor, area_id=held.cast.kelurahan.id, offset=-1, now=now)
    assert [post.method for post in posts] == ["sendMessage", "sendPhoto", "sendDocument"]
    said = text_of(posts[0])
    assert "23 sampai 29 November 2026 (keadaan Rabu, 25 November 2026, pukul 00.00 WIB)" in said
    assert "Usulan: 1" in said
    assert "Usulan: 2" in text_of(last[0])


async def test_the_rw_head_sees_only_the_rt_of_the_rw(database: Database, held: Held) -> None:
    async with database.reading() as session:
        actor = await actor_of(session, RW_HEAD)
        posts = await show_week(session, actor, area_id=held.cast.rws[2].id, offset=-1, now=SEVEN)
    facts = posts[0].facts
    assert (facts["proposals"], facts["attended"], facts["activities"]) == (1, 25, [])
    assert [rt["name"] for rt in facts["rts"]] == ["RT 01 RW 02", "RT 02 RW 02"]


async def test_without_the_office_or_for_a_week_that_is_not_there_it_says_so(
    database: Database, held: Held
) -> None:
    async with database.reading() as session:
        lurah, warga = await actor_of(session, KELURAHAN), await actor_of(session, CAME[0])
        head = await actor_of(session, HEAD)
        for actor, area_id in ((warga, 1), (head, held.cast.kelurahan.id), (lurah, 999_999)):
            with pytest.raises(NotYours):
                await show_week(session, actor, area_id=area_id, offset=0, now=SEVEN)
        with pytest.raises(NotYours):
            await show_summary(session, warga, now=SEVEN)
        for offset in (1, -53):
            with pytest.raises(Gone):
                await show_week(session, lurah, area_id=held.cast.kelurahan.id, offset=offset, now=SEVEN)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    statements: list[str] = []

    def on_execute(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", on_execute)
    yield statements
    event.remove(engine, "before_cursor_execute", on_execute)


async def test_more_rt_do_not_take_more_queries(database: Database, held: Held) -> None:
    async with database.transaction() as session:
        many = await build_kelurahan(session, rws=5, rts=12, code="35.72.02.1003")
        for rt in list(many.rts.values())[::2]:
            activity, _ = await add_meeting(session, rt, WEEK_AGO + timedelta(days=1))
            person = await add_resident(session, rt, None, now=WEEK_AGO)
            await invite(session, activity, [person], at=WEEK_AGO)
            await say(session, activity, person, AnswerKind.YES, at=WEEK_AGO)
        with counted(database) as few:
            await gather_week(session, Week(held.cast.kelurahan, WEEK_AGO, MONDAY), now=MONDAY)
        with counted(database) as more:
            facts = await gather_week(session, Week(many.kelurahan, WEEK_AGO, MONDAY), now=MONDAY)
    assert (len(facts["rts"]), facts["active_rts"], len(facts["activities"])) == (60, 30, 30)
    assert len(few) == len(more) <= 14
