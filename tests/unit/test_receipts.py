"""What became of an announcement adds up, RT by RT; who tapped what is counted once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from actions.erasure import erase_me
from actions.errors import Gone, NotYours
from actions.progress import get_facts
from actions.reactions import PreviewOnly, keep_reaction, react
from actions.receipts import AlreadyReminded, EverybodyRead, Receipts, list_receipts, nudge_unread
from storage import people
from storage.announcements import Announcement, Reaction, ReactionKind, Route
from storage.database import Database
from storage.groups import Group, GroupState
from storage.mutes import Mute
from storage.outbox import Hours, Lane, News, OutboxRow, OutboxState
from storage.people import Chat, ChatState
from tests.people import add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    SECOND,
    THIRD,
    actor_of,
    settle_neighbours,
)
from tests.unit.newsroom import end, get_announcement, publish, rows_of, set_houses

GROUP = -500
LATER = NOW + timedelta(minutes=3)


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def receipts_of(database: Database, number: int, by: int) -> Receipts:
    async with database.transaction() as session:
        return await list_receipts(session, await actor_of(session, by), number)


async def tap(database: Database, number: int, who: int, kind: str = "read") -> None:
    async with database.transaction() as session:
        await react(session, await actor_of(session, who), announcement_id=number, kind=kind, now=LATER)


async def nudge(database: Database, number: int, by: int = HEAD) -> int:
    async with database.transaction() as session:
        return await nudge_unread(session, await actor_of(session, by), announcement_id=number, now=LATER)


async def link_group(database: Database) -> None:
    async with database.transaction() as session:
        area_id = (await find_cast(session)).rts[1, 2].id
        session.add(Group(chat_id=GROUP, area_id=area_id, state=GroupState.LINKED, changed_at=NOW))


async def test_an_rt_that_is_told_by_its_group_misses_nobody_in_private(database: Database) -> None:
    await link_group(database)
    async with database.transaction() as session:
        await session.merge(Chat(id=FIRST, state=ChatState.BLOCKED, changed_at=NOW))
    number = await publish(database, by=KELURAHAN, whole=True, route=Route.GROUP)
    await end(database, OutboxState.SENT, GROUP, ELSEWHERE)
    by_area = {line.area: line for line in (await receipts_of(database, number, KELURAHAN)).lines}
    here, there = by_area["RT 02 RW 01"], by_area["RT 01 RW 02"]
    assert (here.grouped, here.tally.total, here.left_out) == (True, 0, 0)
    assert (there.grouped, there.tally.sent) == (False, 1)
    await end(database, OutboxState.UNREACHABLE, GROUP)
    by_area = {line.area: line for line in (await receipts_of(database, number, KELURAHAN)).lines}
    assert (by_area["RT 02 RW 01"].grouped, by_area["RT 02 RW 01"].left_out) == (False, 1)


async def test_the_card_counts_groups_apart_from_people(database: Database) -> None:
    await link_group(database)
    await publish(database, by=KELURAHAN, whole=True, route=Route.GROUP)
    await end(database, OutboxState.SENT, GROUP)
    async with database.transaction() as session:
        found = (await session.scalars(select(Announcement))).one()
        facts = await get_facts(session, found, now=LATER)
    assert (facts["groups"], facts["groups_sent"]) == (1, 1)
    assert (facts["total"], facts["sent"], facts["waiting"]) == (3, 1, 2)


async def test_the_numbers_of_all_rt_and_groups_add_up_to_the_recipients(database: Database) -> None:
    await link_group(database)
    number = await publish(database, by=KELURAHAN, whole=True, route=Route.BOTH)
    await end(database, OutboxState.SENT, FIRST, GROUP)
    await end(database, OutboxState.BUNDLED, SECOND)
    await end(database, OutboxState.UNREACHABLE, THIRD)
    for state in OutboxState:
        await end(database, state, ELSEWHERE)
        found = await receipts_of(database, number, KELURAHAN)
        total = sum(line.tally.total for line in found.lines) + found.groups.total
        assert total == found.announcement.recipients == 7
    by_area = {line.area: line for line in found.lines}
    here = by_area["RT 02 RW 01"].tally
    assert (here.sent, here.waiting, here.unreachable, here.not_sent) == (2, 1, 1, 0)
    assert (found.groups.sent, found.groups.total) == (1, 1)


async def test_somebody_erased_is_still_counted(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.SENT, FIRST)
    async with database.transaction() as session:
        await session.execute(
            update(OutboxRow).where(OutboxRow.chat_id == FIRST).values(chat_id=None, person_id=None)
        )
    (line,) = (await receipts_of(database, number, HEAD)).lines
    assert (line.tally.sent, line.tally.waiting, line.tally.total) == (1, 2, 3)


async def test_houses_that_never_joined_are_what_is_known_less_those_that_have(database: Database) -> None:
    number = await publish(database)
    (unknown,) = (await receipts_of(database, number, HEAD)).lines
    await set_houses(database, 40)
    (known,) = (await receipts_of(database, number, HEAD)).lines
    assert (unknown.not_joined, known.not_joined) == (None, 37)


async def test_names_are_told_to_the_rts_own_head_only(database: Database) -> None:
    async with database.transaction() as session:
        await people.mark_unreachable(session, SECOND, NOW, blocked=True)
    number = await publish(database, by=KELURAHAN, whole=True)
    own = await publish(database)
    await end(database, OutboxState.UNREACHABLE, THIRD)
    seen = {(line.area, line.names) for line in (await receipts_of(database, own, HEAD)).lines}
    assert seen == {("RT 02 RW 01", ("Bapak Warga RT 02", "Bapak Warga RT 02"))}
    whole = (await receipts_of(database, number, KELURAHAN)).lines
    assert {(line.area, line.names, line.tally.unreachable + line.left_out) for line in whole} >= {
        ("RT 02 RW 01", (), 2)
    }
    (line,) = (await receipts_of(database, own, KELURAHAN)).lines
    assert line.names == ()
    for somebody in (OTHER_HEAD, FIRST):
        with pytest.raises(NotYours):
            await receipts_of(database, own, somebody)


async def test_reading_counts_once_and_never_hides_what_was_said_before(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await tap(database, number, FIRST)
    await tap(database, number, FIRST)
    async with database.transaction() as session:
        found = await session.get_one(Announcement, number)
        actor = await actor_of(session, SECOND)
        assert await keep_reaction(session, actor, found, ReactionKind.UNCLEAR, now=LATER)
        assert await keep_reaction(session, actor, found, ReactionKind.CLEAR, now=LATER)
        assert not await keep_reaction(session, actor, found, ReactionKind.READ, now=LATER)
    async with database.reading() as session:
        kinds = list(await session.scalars(select(Reaction.kind).order_by(Reaction.id)))
        facts = await get_facts(session, await session.get_one(Announcement, number), now=LATER)
    assert kinds == [ReactionKind.READ, ReactionKind.CLEAR]
    assert facts["read"] == 2


async def test_only_those_who_got_it_count_as_readers(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await tap(database, number, FIRST)
    await tap(database, number, KELURAHAN)
    async with database.transaction() as session:
        await add_resident(session, (await find_cast(session)).rts[1, 2], 14, now=NOW)
    await tap(database, number, 14)
    async with database.reading() as session:
        facts = await get_facts(session, await session.get_one(Announcement, number), now=LATER)
    (line,) = (await receipts_of(database, number, HEAD)).lines
    assert (facts["read"], line.read) == (1, 1)


async def test_many_taps_do_not_put_the_card_off(database: Database) -> None:
    number = await publish(database, asks_read=True)
    async with database.transaction() as session:
        await session.execute(update(Announcement).values(progress_due_at=None))
    for seconds, who in enumerate((FIRST, SECOND, THIRD)):
        async with database.transaction() as session:
            actor, now = await actor_of(session, who), LATER + timedelta(seconds=3 * seconds)
            await react(session, actor, announcement_id=number, kind="read", now=now)
    assert (await get_announcement(database)).progress_due_at == LATER + timedelta(seconds=5)


async def test_only_what_it_asks_can_be_tapped_by_those_it_concerns(database: Database) -> None:
    number = await publish(database, asks_read=True)
    with pytest.raises(PreviewOnly):
        await tap(database, 0, FIRST)
    for wrong in ("clear", "need_help", "x"):
        with pytest.raises(Gone):
            await tap(database, number, FIRST, wrong)
    with pytest.raises(NotYours):
        await tap(database, number, ELSEWHERE)
    await tap(database, number, KELURAHAN)


async def test_the_reminder_goes_to_those_who_got_it_and_said_nothing(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await end(database, OutboxState.SENT, FIRST, SECOND)
    await tap(database, number, FIRST)
    assert await nudge(database, number) == 1
    (row,) = await rows_of(database, "announcements/nudge")
    assert (row.chat_id, row.lane, row.hours, row.news) == (
        SECOND,
        Lane.BULK,
        Hours.OPEN,
        News.ANNOUNCEMENT,
    )
    assert row.card == f"news:{number}"
    with pytest.raises(AlreadyReminded):
        await nudge(database, number)


async def test_who_muted_announcements_or_cannot_be_reached_is_not_reminded(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    async with database.transaction() as session:
        muted = await actor_of(session, FIRST)
        session.add(Mute(person_id=muted.person_id, kind=News.ANNOUNCEMENT, at=NOW))
        await people.mark_unreachable(session, SECOND, NOW)
    await tap(database, number, THIRD)
    with pytest.raises(EverybodyRead):
        await nudge(database, number)
    assert (await get_announcement(database)).reminded_at is None


async def test_no_reminder_is_offered_when_only_who_muted_it_is_left(database: Database) -> None:
    number = await publish(database, asks_read=True)
    await end(database, OutboxState.SENT, FIRST, SECOND, THIRD)
    await tap(database, number, FIRST)
    await tap(database, number, SECOND)
    async with database.transaction() as session:
        person = (await actor_of(session, THIRD)).person_id
        session.add(Mute(person_id=person, kind=News.ANNOUNCEMENT, at=NOW))
    async with database.reading() as session:
        facts = await get_facts(session, await session.get_one(Announcement, number), now=LATER)
    assert "nudge" not in facts["verbs"]


async def test_who_blocked_us_and_who_is_out_of_reach_are_told_apart(database: Database) -> None:
    async def state() -> ChatState:
        async with database.reading() as session:
            return (await session.get_one(Chat, FIRST)).state

    async with database.transaction() as session:
        await people.mark_unreachable(session, FIRST, NOW)
    assert await state() is ChatState.UNREACHABLE
    async with database.transaction() as session:
        await people.mark_unreachable(session, FIRST, NOW, blocked=True)
    assert await state() is ChatState.BLOCKED
    async with database.transaction() as session:
        await people.mark_unreachable(session, FIRST, NOW)
    assert await state() is ChatState.BLOCKED
    async with database.transaction() as session:
        await people.mark_reachable(session, FIRST, NOW)
    assert await state() is ChatState.REACHABLE


async def test_an_rt_head_opens_the_own_line_of_what_came_from_above(database: Database) -> None:
    number = await publish(database, by=KELURAHAN, whole=True, asks_read=True)
    await end(database, OutboxState.UNREACHABLE, THIRD, ELSEWHERE)
    own = await receipts_of(database, number, HEAD)
    assert [(line.area, line.names, line.tally.unreachable) for line in own.lines] == [
        ("RT 02 RW 01", ("Bapak Warga RT 02",), 1)
    ]
    (other,) = (await receipts_of(database, number, OTHER_HEAD)).lines
    assert (other.area, other.names) == ("RT 01 RW 02", ("Bapak Warga RT 01",))
    with pytest.raises(NotYours):
        await receipts_of(database, number, FIRST)


async def test_the_own_line_counts_the_own_group_only(database: Database) -> None:
    await link_group(database)
    number = await publish(database, by=KELURAHAN, whole=True, route=Route.BOTH)
    await end(database, OutboxState.SENT, GROUP)
    assert (await receipts_of(database, number, HEAD)).groups.total == 1
    assert (await receipts_of(database, number, OTHER_HEAD)).groups.total == 0


async def test_who_was_erased_is_counted_as_not_reached_and_has_no_name(database: Database) -> None:
    number = await publish(database)
    await end(database, OutboxState.UNREACHABLE, SECOND, THIRD)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, SECOND), now=LATER)
    (line,) = (await receipts_of(database, number, HEAD)).lines
    assert (line.tally.unreachable, line.names) == (2, ("Bapak Warga RT 02",))
