"""Three days before, the day before and in the morning, those concerned are reminded of what holds."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.activities import Details, Times
from actions.activity_changes import cancel_activity, move_activity
from actions.answers import AnswerKind, Way
from actions.reminders import remind_due
from storage.activities import ActivitySession
from storage.activity_roles import Part, set_part
from storage.database import Database
from storage.outbox import Hours, OutboxRow
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    NOW,
    SECOND,
    SUNDAY,
    THIRD,
    actor_of,
    deliver,
    meeting_of,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
    words,
)

DAY = timedelta(days=1)
THREE_DAYS_BEFORE = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
"""Thursday, 26 November 2026, 19.30 WIB."""
EVENING_BEFORE = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
"""Saturday, 28 November 2026, 19.30 WIB."""
MIDNIGHT = datetime(2026, 11, 28, 17, 0, tzinfo=UTC)
"""When Saturday ends in Blitar."""
MORNING = datetime(2026, 11, 28, 23, 0, tzinfo=UTC)
"""Sunday, 29 November 2026, 06.00 WIB."""


@pytest.fixture
async def activity(database: Database) -> int:
    """A work bee on Sunday: one comes with two others, one may come, one cannot."""
    await settle_neighbours(database)
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES, party=3)
    await say(database, SECOND, activity_id, AnswerKind.MAYBE)
    await say(database, THIRD, activity_id, AnswerKind.NO)
    return activity_id


async def remind(database: Database, now: datetime) -> int:
    async with database.transaction() as session:
        return await remind_due(session, now=now)


async def due(database: Database, activity_id: int) -> datetime | None:
    return (await meeting_of(database, activity_id)).remind_at


async def test_those_who_come_or_may_come_are_reminded_once(database: Database, activity: int) -> None:
    assert await remind(database, THREE_DAYS_BEFORE - timedelta(minutes=1)) == 0
    assert await remind(database, EVENING_BEFORE) == 1
    assert await remind(database, EVENING_BEFORE) == 0

    reminders = await posted(database, "reminder")
    assert [row.chat_id for row in reminders] == [SECOND, FIRST]
    assert {(row.hours, row.expires_at) for row in reminders} == {(Hours.OPEN, MIDNIGHT)}
    unsure, sure = [words(row) for row in reminders]
    assert "Besok pagi: Minggu, 29 November 2026, pukul 06.30 WIB" in sure
    assert "Jadi bisa ikut?" not in sure
    assert "Jadi bisa ikut?" in unsure
    assert await due(database, activity) == MORNING


async def test_three_reminders_follow_each_other_each_to_those_concerned(
    database: Database, activity: int
) -> None:
    moments = (THREE_DAYS_BEFORE, EVENING_BEFORE, MORNING)
    heard = []
    for moment in moments:
        assert await due(database, activity) == moment
        before = len(await posted(database, "reminder", waiting=False))
        assert await remind(database, moment) == 1
        fresh = (await posted(database, "reminder", waiting=False))[before:]
        await take(database)
        heard.append({row.chat_id: words(row).splitlines()[0] for row in fresh})
        assert {row.silent for row in fresh} == {moment is THREE_DAYS_BEFORE}
    assert await due(database, activity) is None
    assert heard == [
        {FIRST: "Tiga hari lagi, Bapak: <b>Gotong royong RT 02</b>."},
        dict.fromkeys((FIRST, SECOND), "Sekadar mengingatkan, Bapak: <b>Gotong royong RT 02</b>."),
        {FIRST: "Hari ini pukul 06.30 WIB, Bapak: <b>Gotong royong RT 02</b>."},
    ]


async def take(database: Database) -> None:
    """Let nothing that is promised now be replaced by what is promised next."""
    async with database.transaction() as session:
        await session.execute(update(OutboxRow).values(key=None))


async def test_who_may_come_and_then_says_yes_hears_in_the_morning(database: Database, activity: int) -> None:
    await remind(database, EVENING_BEFORE)
    await take(database)
    await say(database, SECOND, activity, AnswerKind.YES, now=EVENING_BEFORE + timedelta(hours=1))
    await remind(database, MORNING)

    mornings = [row for row in await posted(database, "reminder") if "Hari ini" in words(row)]
    assert sorted(row.chat_id or 0 for row in mornings) == [FIRST, SECOND]
    assert {row.expires_at for row in mornings} == {SUNDAY}


async def test_who_helps_is_reminded_of_what_they_promised_the_day_before_only(
    database: Database, activity: int
) -> None:
    await say(database, THIRD, activity, AnswerKind.HELP, way=Way.FOOD, now=NOW + timedelta(hours=2))

    heard = []
    for moment in (THREE_DAYS_BEFORE, EVENING_BEFORE, MORNING):
        await remind(database, moment)
        heard += [row for row in await posted(database, "reminder") if row.chat_id == THIRD]
        await deliver(database)
    assert [words(row).splitlines()[-1] for row in heard] == [
        "Bapak berkenan membantu: <b>Makanan/minuman</b>. Terima kasih 🙏"
    ]
    assert "Besok pagi" in words(heard[0])


async def test_nobody_is_reminded_the_day_after_they_said_yes(database: Database, activity: int) -> None:
    await say(database, SECOND, activity, AnswerKind.YES, now=THREE_DAYS_BEFORE - timedelta(hours=23))

    await remind(database, THREE_DAYS_BEFORE)

    assert [row.chat_id for row in await posted(database, "reminder")] == [FIRST]


async def test_two_clocks_at_the_same_moment_remind_once(database: Database, activity: int) -> None:
    await asyncio.gather(*(remind(database, EVENING_BEFORE) for _ in range(2)))

    assert len(await posted(database, "reminder", waiting=False)) == 2
    assert await due(database, activity) == MORNING


async def test_a_reminder_that_comes_after_the_start_is_dropped(database: Database, activity: int) -> None:
    assert await remind(database, SUNDAY) == 1

    assert await posted(database, "reminder") == []
    assert await due(database, activity) is None


async def test_after_a_long_silence_only_what_is_still_true_is_said(
    database: Database, activity: int
) -> None:
    assert await remind(database, THREE_DAYS_BEFORE + DAY) == 1
    assert await posted(database, "reminder") == [], "it is not three days any more"
    assert await due(database, activity) == EVENING_BEFORE

    assert await remind(database, MORNING + timedelta(minutes=10)) == 1
    said = [words(row) for row in await posted(database, "reminder")]
    assert [text.startswith("Hari ini") for text in said] == [True]


async def test_moving_takes_back_the_reminder_of_the_old_time(database: Database, activity: int) -> None:
    await remind(database, EVENING_BEFORE)
    next_week = SUNDAY + timedelta(days=7)

    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await move_activity(
            session,
            head,
            activity_id=activity,
            starts_at=next_week,
            now=EVENING_BEFORE + timedelta(minutes=1),
        )

    assert await posted(database, "reminder") == []
    assert await due(database, activity) == THREE_DAYS_BEFORE + timedelta(days=7)
    await remind(database, EVENING_BEFORE + timedelta(days=7))
    assert {row.expires_at for row in await posted(database, "reminder")} == {MIDNIGHT + timedelta(days=7)}


async def test_what_is_moved_to_tomorrow_is_reminded_of_in_the_morning_only(
    database: Database, activity: int
) -> None:
    now = EVENING_BEFORE - timedelta(hours=2)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        new = SUNDAY + timedelta(hours=1)
        await move_activity(session, head, activity_id=activity, starts_at=new, now=now)

    assert await due(database, activity) == MORNING


async def test_what_was_called_off_reminds_nobody(database: Database, activity: int) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await cancel_activity(session, head, activity_id=activity, now=EVENING_BEFORE - timedelta(hours=1))

    assert await remind(database, EVENING_BEFORE) == 0
    assert await posted(database, "reminder") == []


async def test_where_seats_are_counted_the_day_before_asks_at_noon(database: Database) -> None:
    await settle_neighbours(database)
    details = Details(quota=2, further=[Times(SUNDAY + 7 * DAY)])
    training = (await plan_work_bee(database, details=details)).plan.activity.id
    await say(database, FIRST, training, AnswerKind.YES)
    noon = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
    for moment, offered in ((noon, True), (EVENING_BEFORE + 7 * DAY, False)):
        assert await remind(database, moment - timedelta(minutes=1)) in (0, 1)
        assert await remind(database, moment) == 1
        text = words((await posted(database, "reminder"))[-1])
        assert ("sampai pukul 20.00 saya tawarkan ke daftar tunggu" in text) is offered


async def test_only_a_seat_that_nobody_confirmed_is_spoken_of(database: Database) -> None:
    await settle_neighbours(database)
    training = (await plan_work_bee(database, details=Details(quota=2))).plan.activity.id
    for telegram_id in (FIRST, SECOND):
        await say(database, telegram_id, training, AnswerKind.YES)
    await say(database, SECOND, training, AnswerKind.YES, now=THREE_DAYS_BEFORE + timedelta(hours=1))
    for now in (datetime(2026, 11, 28, 5, 0, tzinfo=UTC), EVENING_BEFORE + timedelta(hours=1)):
        async with database.transaction() as session:
            meeting = (await session.scalars(select(ActivitySession))).one()
            meeting.remind_at = now
        assert await remind(database, now) == 1
        spoken = {row.chat_id: "daftar tunggu" in words(row) for row in await posted(database, "reminder")}
        late = now > EVENING_BEFORE
        assert spoken == {FIRST: not late, SECOND: False}, "after eight nothing is promised any more"


async def test_who_helps_to_organise_is_reminded_without_having_answered(
    database: Database, activity: int
) -> None:
    async with database.transaction() as session:
        helper = await actor_of(session, ELSEWHERE)
        await set_part(session, activity, helper.person_id, Part.ORGANIZER)
    await remind(database, EVENING_BEFORE)
    assert ELSEWHERE in [row.chat_id for row in await posted(database, "reminder")]
