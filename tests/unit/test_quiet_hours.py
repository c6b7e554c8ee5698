"""A kelurahan's officers change its quiet hours; what waits minds the new ones."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from actions import messages, quiet_hours
from actions.areas import closed_windows, evening_slot
from actions.dates import read_hours
from actions.errors import NotUnderstood, NotYours
from actions.hours import Hours, closed_until
from actions.messages import Post, Recipient
from actions.quiet_hours import HoursDoNotFit, NotRamadan, Part, TooFewOpenHours, read_stretch
from actions.windows import FRIDAY_PRAYER, NIGHT, Window
from storage import deliveries
from storage.areas import ClosedWindow
from storage.audit import Act
from storage.database import Database
from storage.outbox import OutboxRow
from tests.people import find_cast
from tests.unit.neighbours import HEAD, KELURAHAN, NOW, actor_of, settle_neighbours

FIRST_DAY, LAST_DAY = date(2027, 2, 8), date(2027, 3, 9)
DUSK = datetime(2026, 11, 18, 11, 5, tzinfo=UTC)
"""Wednesday, 18 November 2026, 18.05 WIB."""


@pytest.fixture
async def neighbours(database: Database) -> Database:
    await settle_neighbours(database)
    return database


async def change(
    database: Database, part: Part, text: str, *, now: datetime = NOW, by: int = KELURAHAN
) -> None:
    async with database.transaction() as session:
        window = read_stretch(part, text)
        actor = await actor_of(session, by)
        await quiet_hours.change_hours(session, actor, part=part, window=window, now=now)


async def set_ramadan(
    database: Database, first: date = FIRST_DAY, last: date = LAST_DAY, *, now: datetime = NOW
) -> None:
    async with database.transaction() as session:
        actor = await actor_of(session, KELURAHAN)
        await quiet_hours.set_ramadan(session, actor, first=first, last=last, now=now)


async def switch(database: Database, *, on: bool, now: datetime = NOW) -> bool | None:
    async with database.transaction() as session:
        actor = await actor_of(session, KELURAHAN)
        if on:
            return await quiet_hours.begin_ramadan(session, actor, now=now)
        await quiet_hours.end_ramadan(session, actor, now=now)
        return None


async def windows_of(database: Database) -> set[Window]:
    async with database.reading() as session:
        cast = await find_cast(session)
        assert len(await closed_windows(session, cast.kelurahan.id)) == len(
            list(await session.scalars(select(ClosedWindow)))
        )
        return set(await closed_windows(session, cast.kelurahan.id))


async def acts_of(database: Database) -> list[tuple[str, object]]:
    async with database.reading() as session:
        found = await session.scalars(select(Act).where(Act.subject.like("area:%")).order_by(Act.id))
        kelurahan = await actor_of(session, KELURAHAN)
        acts = [(act.action, act.details, act.actor_id) for act in found]
    assert {by for _act, _said, by in acts} <= {kelurahan.person_id}
    return [(act, said) for act, said, _by in acts]


async def hold_at_dusk(database: Database) -> None:
    """A message that minds the hour waits at 18.05 for the end of the evening window."""
    async with database.transaction() as session:
        kelurahan_id = (await find_cast(session)).kelurahan.id
        post = Post("x/y", {}, hours=Hours.OPEN)
        await messages.send(session, [Recipient(1, None, kelurahan_id)], post, now=DUSK)
        until = await closed_until(session, kelurahan_id, Hours.OPEN, DUSK)
        assert until is not None
        await deliveries.hold(session, kelurahan_id, Hours.OPEN, DUSK, until)


async def waits_until(database: Database) -> datetime:
    async with database.reading() as session:
        return (await session.scalars(select(OutboxRow))).one().not_before


@pytest.mark.parametrize(
    "part, text, starts, ends",
    [
        (Part.NIGHT, "21.00 sampai 06.00", time(21), time(6)),
        (Part.NIGHT, "21-6", time(21), time(6)),
        (Part.NIGHT, "9-6", time(21), time(6)),
        (Part.NIGHT, "jam 9 malam sampai 6 pagi", time(21), time(6)),
        (Part.NIGHT, "setengah 10 malam s/d subuh", time(21, 30), time(5)),
        (Part.NIGHT, "jam 21 sampai 24", time(21), time(0)),
        (Part.EVENING, "17.15-19.30", time(17, 15), time(19, 30)),
        (Part.EVENING, "5.30 sampai 7.45", time(17, 30), time(19, 45)),
        (Part.EVENING, "maghrib sampai isya", time(18, 15), time(19, 30)),
        (Part.FRIDAY, "11-1", time(11), time(13)),
        (Part.FRIDAY, "jam setengah 12 sampai jam 1 siang", time(11, 30), time(13)),
        (Part.FRIDAY, "1-3", time(13), time(15)),
    ],
)
def test_hours_are_read_as_people_write_them(part: Part, text: str, starts: time, ends: time) -> None:
    window = read_stretch(part, text)
    assert (window.starts, window.ends) == (starts, ends)
    assert window.weekday == (4 if part is Part.FRIDAY else None)


@pytest.mark.parametrize("text", ["", "terserah", "21.00", "jam 9 malam", "2100-0600"])
def test_hours_without_a_start_and_an_end_are_asked_again(text: str) -> None:
    assert read_hours(text) == ()
    with pytest.raises(NotUnderstood):
        read_stretch(Part.NIGHT, text)


@pytest.mark.parametrize(
    "part, text",
    [
        (Part.NIGHT, "00.00 sampai 05.00"),
        (Part.EVENING, "15.00 sampai 19.00"),
        (Part.EVENING, "19.00 sampai 00.30"),
        (Part.FRIDAY, "23.00 sampai 01.00"),
    ],
)
def test_hours_that_cannot_be_that_part_are_refused(part: Part, text: str) -> None:
    with pytest.raises(HoursDoNotFit):
        read_stretch(part, text)


async def test_the_night_of_a_kelurahan_is_changed_and_written_down(neighbours: Database) -> None:
    before = await windows_of(neighbours)
    await change(neighbours, Part.NIGHT, "22.00 sampai 05.00")
    assert await windows_of(neighbours) == before - {NIGHT} | {Window(None, time(22), time(5))}
    said = {"part": "night", "starts": "22:00:00", "ends": "05:00:00"}
    assert await acts_of(neighbours) == [("change_quiet_hours", said)]


async def test_friday_and_evening_are_changed_each_alone(neighbours: Database) -> None:
    await change(neighbours, Part.FRIDAY, "11.30 sampai 13.30")
    await change(neighbours, Part.EVENING, "17.30 sampai 19.15")
    assert await windows_of(neighbours) == {
        NIGHT,
        Window(4, time(11, 30), time(13, 30)),
        Window(None, time(17, 30), time(19, 15)),
    }


async def test_only_the_kelurahan_may_see_or_change_its_hours(neighbours: Database) -> None:
    with pytest.raises(NotYours):
        await change(neighbours, Part.NIGHT, "22.00 sampai 05.00", by=HEAD)
    async with neighbours.reading() as session:
        with pytest.raises(NotYours):
            await quiet_hours.access_quiet_hours(session, await actor_of(session, HEAD), now=NOW)
    assert NIGHT in await windows_of(neighbours)


@pytest.mark.parametrize("text", ["16.00 sampai 14.00", "20.00 sampai 12.00", "13.30 sampai 06.00"])
async def test_six_open_hours_a_day_remain(neighbours: Database, text: str) -> None:
    with pytest.raises(TooFewOpenHours) as refused:
        await change(neighbours, Part.NIGHT, text)
    assert refused.value.facts == {"hours": 6}
    assert NIGHT in await windows_of(neighbours)


async def test_friday_counts_for_the_open_hours_too(neighbours: Database) -> None:
    await change(neighbours, Part.NIGHT, "17.00 sampai 09.00")
    with pytest.raises(TooFewOpenHours):
        await change(neighbours, Part.NIGHT, "17.00 sampai 09.01")


async def test_ramadan_counts_for_the_open_hours_of_its_days(neighbours: Database) -> None:
    await change(neighbours, Part.NIGHT, "20.30 sampai 09.00")
    await set_ramadan(neighbours)
    with pytest.raises(TooFewOpenHours):
        await change(neighbours, Part.FRIDAY, "10.30 sampai 13.00")
    await switch(neighbours, on=False)
    await change(neighbours, Part.FRIDAY, "10.30 sampai 13.00")
    with pytest.raises(TooFewOpenHours):
        await set_ramadan(neighbours)


async def test_the_coming_ramadan_is_switched_on_and_off(neighbours: Database) -> None:
    before = await windows_of(neighbours)
    assert await switch(neighbours, on=True) is True
    assert await switch(neighbours, on=True) is True
    ramadan = Window(None, time(17, 15), time(20, 30), FIRST_DAY, LAST_DAY)
    assert await windows_of(neighbours) == before | {ramadan}
    await switch(neighbours, on=False)
    await switch(neighbours, on=False)
    assert await windows_of(neighbours) == before
    assert [act for act, _said in await acts_of(neighbours)] == ["set_ramadan", "end_ramadan"]


async def test_beyond_what_is_reckoned_the_dates_are_asked_for(neighbours: Database) -> None:
    assert await switch(neighbours, on=True, now=datetime(2027, 3, 10, 3, tzinfo=UTC)) is False
    assert len(await windows_of(neighbours)) == 3


async def test_isbat_moves_ramadan_and_the_evening_slot_with_it(neighbours: Database) -> None:
    await switch(neighbours, on=True)
    await set_ramadan(neighbours, FIRST_DAY + timedelta(days=1), LAST_DAY)
    async with neighbours.reading() as session:
        kelurahan_id = (await find_cast(session)).kelurahan.id
        slots = [await evening_slot(session, kelurahan_id, FIRST_DAY + timedelta(days=n)) for n in (0, 1)]
        quiet = await quiet_hours.access_quiet_hours(session, await actor_of(session, KELURAHAN), now=NOW)
    assert [f"{slot:%d %H.%M}" for slot in slots] == ["08 12.30", "09 13.30"]
    assert quiet.facts()["ramadan"] == {
        "first": "2027-02-09", "last": "2027-03-09", "estimated": False, "ends": "20:30:00"
    }  # fmt: skip


@pytest.mark.parametrize(
    "first, last",
    [
        (date(2027, 2, 8), date(2027, 3, 7)),
        (date(2027, 2, 8), date(2027, 3, 10)),
        (date(2027, 3, 9), date(2027, 2, 8)),
        (date(2026, 2, 18), date(2026, 3, 19)),
    ],
)
async def test_other_days_than_a_coming_ramadan_are_refused(
    neighbours: Database, first: date, last: date
) -> None:
    with pytest.raises(NotRamadan):
        await set_ramadan(neighbours, first, last)
    assert len(await windows_of(neighbours)) == 3


async def test_two_officers_at_the_same_moment_leave_one_ramadan(neighbours: Database) -> None:
    await asyncio.gather(*(set_ramadan(neighbours) for _ in range(2)))
    assert len(await windows_of(neighbours)) == 4


async def test_what_was_held_does_not_wait_for_an_hour_that_is_open_now(neighbours: Database) -> None:
    await hold_at_dusk(neighbours)
    assert await waits_until(neighbours) == datetime(2026, 11, 18, 12, 30, tzinfo=UTC)
    await change(neighbours, Part.EVENING, "17.15 sampai 18.00", now=DUSK)
    assert await waits_until(neighbours) == DUSK


async def test_what_waits_for_something_else_keeps_waiting(neighbours: Database) -> None:
    later = DUSK + timedelta(minutes=30)
    async with neighbours.transaction() as session:
        kelurahan_id = (await find_cast(session)).kelurahan.id
        post = Post("x/y", {}, hours=Hours.OPEN, not_before=later)
        await messages.send(session, [Recipient(1, None, kelurahan_id)], post, now=DUSK)
    await change(neighbours, Part.EVENING, "17.15 sampai 18.00", now=DUSK)
    assert await waits_until(neighbours) == later


def test_friday_prayer_is_told_from_night_and_evening() -> None:
    evening = Window(None, time(17, 15), time(19, 30))
    parts = [quiet_hours.part_of(window) for window in (NIGHT, evening, FRIDAY_PRAYER)]
    assert parts == [Part.NIGHT, Part.EVENING, Part.FRIDAY]
