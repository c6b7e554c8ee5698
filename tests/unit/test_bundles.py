"""A bundle says what its lines say when it leaves; until then they wait, as all that can be changed."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.attention import change_mute, keep_measure
from actions.corrections import Recalled, correct_announcement, recall_announcement
from bot.claiming import Claims
from bot.limits import Limiter
from bot.sending import Letter, Sent
from bot.settling import settle
from bot.verdicts import Outcome, Verdict
from storage import deliveries, outbox
from storage.database import Database
from storage.outbox import Lane, News, OutboxRow, OutboxState
from tests.faults.sequence import StillClock
from tests.people import find_cast
from tests.unit.neighbours import FIRST, HEAD, NOW, SECOND, actor_of, settle_neighbours
from tests.unit.newsroom import MESSAGE, publish

PLACES = {Lane.REPLY: 8, Lane.NOTICE: 7, Lane.BULK: 6}


@pytest.fixture
async def numbers(database: Database) -> list[int]:
    """Four announcements that wait for somebody as one message."""
    await settle_neighbours(database)
    found = [await publish(database, f"Kabar {number}") for number in range(1, 5)]
    async with database.transaction() as session:
        await session.execute(
            update(OutboxRow).where(OutboxRow.chat_id != FIRST).values(not_before=NOW + timedelta(days=9))
        )
        kelurahan_id = (await find_cast(session)).kelurahan.id
        await keep_measure(session, [(FIRST, kelurahan_id)], daily=3, now=NOW)
    return found


async def claim(database: Database) -> list[Letter]:
    claims = Claims(database, StillClock(NOW), Limiter(), lambda: 0.0)
    return [letter for letter in await claims.claim(PLACES) if letter.chat_id == FIRST]


def said(letter: Letter) -> list[str]:
    return [one["text"] for one in letter.facts["items"]]


async def come_back(database: Database, letter: Letter, outcome: Outcome, message_id: int | None) -> None:
    async with database.transaction() as session:
        await settle(session, letter, Sent(message_id), Verdict(outcome, seconds=1), NOW)


async def recall(database: Database, number: int) -> Recalled:
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        return await recall_announcement(session, actor, announcement_id=number, now=NOW)


async def states(database: Database) -> list[OutboxState]:
    async with database.reading() as session:
        query = select(OutboxRow.state).where(
            OutboxRow.chat_id == FIRST, OutboxRow.template == "announcements/announcement"
        )
        return list(await session.scalars(query.order_by(OutboxRow.id)))


async def test_what_was_recalled_or_corrected_meanwhile_is_not_said_as_it_was(
    database: Database, numbers: list[int]
) -> None:
    assert await recall(database, numbers[0]) == (0, 0, False)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        await correct_announcement(
            session, actor, announcement_id=numbers[1], text="Air hidup", marks=(), now=NOW
        )
    (letter,) = await claim(database)
    assert said(letter) == ["Air hidup", "Kabar 3", "Kabar 4"]
    assert await states(database) == [OutboxState.CANCELLED, *[OutboxState.SENDING] * 3]


async def test_the_lines_are_delivered_when_their_bundle_is_and_not_before(
    database: Database, numbers: list[int]
) -> None:
    assert await states(database) == [OutboxState.QUEUED] * 4
    (letter,) = await claim(database)
    await come_back(database, letter, Outcome.REST, None)
    assert await states(database) == [OutboxState.RETRYING] * 4
    async with database.transaction() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.id == letter.id).values(not_before=NOW))
    (letter,) = await claim(database)
    async with database.transaction() as session:
        await deliveries.mark_sent(session, {letter.id: 77}, NOW)
    assert await states(database) == [OutboxState.BUNDLED] * 4
    assert await recall(database, numbers[0]) == (0, 1, False)


async def test_a_line_that_comes_too_late_is_left_out_and_one_alone_goes_by_itself(
    database: Database, numbers: list[int]
) -> None:
    async with database.transaction() as session:
        early = select(OutboxRow.id).where(OutboxRow.chat_id == FIRST, OutboxRow.bundle_id.is_not(None))
        late = list(await session.scalars(early.order_by(OutboxRow.id).limit(3)))
        await session.execute(update(OutboxRow).where(OutboxRow.id.in_(late)).values(expires_at=NOW))
    assert await claim(database) == []
    (letter,) = await claim(database)
    assert (letter.template, letter.facts["text"]) == ("announcements/announcement", "Kabar 4")
    async with database.transaction() as session:
        await deliveries.expire(session, NOW)
    assert await states(database) == [*[OutboxState.EXPIRED] * 3, OutboxState.SENDING]


async def test_what_somebody_mutes_while_it_waits_does_not_come_any_more(
    database: Database, numbers: list[int]
) -> None:
    async with database.transaction() as session:
        kept = select(OutboxRow.id).where(OutboxRow.subject == f"announcement:{numbers[0]}")
        changed = update(OutboxRow).where(OutboxRow.id.in_(kept)).values(news=News.INVITATION)
        await session.execute(changed.execution_options(synchronize_session=False))
        person_id = (await actor_of(session, FIRST)).person_id
        assert await change_mute(session, person_id, News.ANNOUNCEMENT, now=NOW)
    assert await states(database) == [OutboxState.QUEUED, *[OutboxState.CANCELLED] * 3]
    assert await claim(database) == []
    (letter,) = await claim(database)
    assert letter.facts["text"] == "Kabar 1"
    async with database.reading() as session:
        others = select(OutboxRow.state).where(OutboxRow.chat_id == SECOND, OutboxRow.news.is_not(None))
        assert set(await session.scalars(others)) == {OutboxState.QUEUED}


async def _waiting(database: Database) -> list[tuple[datetime, int | None]]:
    async with database.reading() as session:
        query = select(OutboxRow.not_before, OutboxRow.bundle_id).where(OutboxRow.chat_id == FIRST)
        return [(row[0], row[1]) for row in await session.execute(query.order_by(OutboxRow.id))]


@pytest.mark.parametrize(
    "waiting, daily, bundles, alone, put_off",
    [(8, 3, [6], 2, 0), (8, 2, [6, 2], 0, 0), (7, 1, [6], 0, 1), (20, 3, [6, 6, 6], 0, 2)],
)
async def test_no_place_of_the_day_is_left_while_something_waits(
    database: Database, waiting: int, daily: int, bundles: list[int], alone: int, put_off: int
) -> None:
    await settle_neighbours(database)
    for number in range(waiting):
        await publish(database, f"Kabar {number}")
    async with database.transaction() as session:
        kelurahan_id = (await find_cast(session)).kelurahan.id
        await keep_measure(session, [(FIRST, kelurahan_id)], daily=daily, now=NOW)
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == FIRST, OutboxRow.template == MESSAGE)
        rows = list(await session.scalars(query))
    lines = Counter(row.bundle_id for row in rows if row.bundle_id)
    later = [row for row in rows if row.not_before > NOW]
    assert sorted(lines.values(), reverse=True) == bundles
    assert (waiting - sum(bundles) - len(later), len(later)) == (alone, put_off)


@pytest.mark.postgres
async def test_while_somebody_changes_a_message_no_other_is_put_off_or_bundled(postgres_url: str) -> None:
    database = Database(postgres_url)
    await settle_neighbours(database)
    first, _, _ = [await publish(database, f"Kabar {number}") for number in range(1, 4)]
    before = await _waiting(database)
    async with database.transaction() as session:
        kelurahan_id = (await find_cast(session)).kelurahan.id
    async with database.transaction() as changing:
        named = OutboxRow.subject == f"announcement:{first}"
        await changing.execute(select(OutboxRow.id).where(named).with_for_update())
        for daily in (0, 1, 2):
            async with database.transaction() as session:
                kept = await keep_measure(session, [(FIRST, kelurahan_id)], daily=daily, now=NOW)
                assert kept == {FIRST}
            assert await _waiting(database) == before
    await database.close()


async def test_lines_of_a_chat_that_is_given_up_or_of_all_that_is_called_off_end_so(
    database: Database, numbers: list[int]
) -> None:
    async with database.transaction() as session:
        await deliveries.give_up_chat(session, FIRST, NOW)
    assert await states(database) == [OutboxState.UNREACHABLE] * len(numbers)
    async with database.transaction() as session:
        await session.execute(update(OutboxRow).values(state=OutboxState.QUEUED, settled_at=None))
        await outbox.cancel_all(session, NOW)
    assert await states(database) == [OutboxState.CANCELLED] * len(numbers)
