"""An urgent announcement is rows: who is told of those in need, who is named to whom, what is repeated."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.announcements import Draft
from actions.corrections import recall_announcement, stop_announcement
from actions.erasure import erase_me
from actions.errors import NotYours
from actions.progress import SOON as SOON_ENOUGH
from actions.progress import get_facts_for, progress_due, watch_again
from actions.sent import access_readable, access_sent
from actions.urgent import answer_urgent, list_answered, publish_urgent, repeat_due
from storage import agenda
from storage.announcements import Announcement, find_announcement
from storage.database import Database
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Account, Person, Role, RoleKind
from storage.urgent import claim_repeat, count_silent, list_silent
from templates import render
from tests.people import add_officer, add_resident, find_cast
from tests.unit.neighbours import FIRST, HEAD, KELURAHAN, NOW, SECOND, actor_of, deliver, settle_neighbours

NAME = "Warga RT 02 di ujung"
SOON = NOW + timedelta(seconds=6)
LATER = NOW + timedelta(minutes=16)
SECOND_HEAD = 40


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)
    async with database.transaction() as session:
        first = await actor_of(session, FIRST)
        (await session.get_one(Person, first.person_id)).name = NAME


async def call_out(database: Database, *, by: int = HEAD, office: RoleKind = RoleKind.RT_HEAD) -> int:
    """An urgent announcement to RT 02, or in the kelurahan's name to everybody; gives its id."""
    async with database.transaction() as session:
        cast = await find_cast(session)
        area = cast.rts[1, 2] if office is RoleKind.RT_HEAD else cast.kelurahan
        draft = Draft(office, area.id, "Air naik", urgent=True)
        return (await publish_urgent(session, await actor_of(session, by), draft, now=NOW)).id


async def answer(database: Database, number: int, who: int, kind: str = "need_help") -> bool:
    """Tap how somebody is; gives whether anybody could be told."""
    async with database.transaction() as session:
        actor = await actor_of(session, who)
        _found, told = await answer_urgent(session, actor, announcement_id=number, kind=kind, now=NOW)
    return told


async def look(database: Database, now: datetime = SOON) -> None:
    """The clock asks for the sender's card."""
    async with database.transaction() as session:
        await progress_due(session, now=now)


async def rows_of(database: Database, template: str) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == f"announcements/{template}")
        return list(await session.scalars(query.order_by(OutboxRow.id)))


async def cards_of(database: Database, chat: int = HEAD) -> list[dict[str, Any]]:
    """What the cards say that wait for a chat, oldest first."""
    rows = await rows_of(database, "urgent_card")
    return [row.facts or {} for row in rows if row.chat_id == chat and row.state in PROMISED]


async def test_erasing_takes_who_needed_help_out_of_what_waits_for_others(database: Database) -> None:
    number = await call_out(database)
    await deliver(database)
    await answer(database, number, FIRST)
    await answer(database, number, SECOND, "safe")
    await look(database)
    async with database.transaction() as session:
        (card,) = list(await session.scalars(select(OutboxRow).where(OutboxRow.method == "editMessageText")))
        card.state, card.key = OutboxState.RETRYING, None
        assert NAME in str(card.facts)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, FIRST), now=SOON)
    async with database.reading() as session:
        told = list(await session.scalars(select(OutboxRow.facts).where(OutboxRow.facts.is_not(None))))
    assert NAME not in str(told)
    (wanted,) = await rows_of(database, "help_wanted")
    assert (wanted.state, wanted.facts) == (OutboxState.CANCELLED, None)
    (waiting,) = await cards_of(database)
    assert (waiting["need_help"], waiting["safe"], waiting["needy"], waiting["calm"]) == (1, 1, [], [])


async def test_erasing_brings_the_card_that_named_them_up_to_date(database: Database) -> None:
    number = await call_out(database)
    await answer(database, number, FIRST)
    await look(database)
    await deliver(database)
    await look(database)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, FIRST), now=SOON)
    await look(database)
    card = (await cards_of(database))[-1]
    assert (card["needy"], card["need_help"]) == ([], 1)
    async with database.reading() as session:
        assert (await session.get_one(Announcement, number)).sender_id is not None


async def recall(database: Database, number: int, *, by: int = HEAD) -> None:
    async with database.transaction() as session:
        await recall_announcement(session, await actor_of(session, by), announcement_id=number, now=NOW)


async def repeat(database: Database) -> bool:
    async with database.transaction() as session:
        return await repeat_due(session, now=LATER)


async def add_second_head(database: Database) -> None:
    async with database.transaction() as session:
        area = (await find_cast(session)).rts[1, 2]
        await add_officer(session, RoleKind.RT_HEAD, area, SECOND_HEAD, name="Pengurus RT 02", now=NOW)


async def give_up_office(database: Database) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await session.execute(update(Role).where(Role.person_id == head.person_id).values(until=NOW))


async def test_a_sender_who_gave_up_the_office_sees_numbers_but_no_names(database: Database) -> None:
    number = await call_out(database)
    await deliver(database)
    await answer(database, number, FIRST)
    await give_up_office(database)
    await look(database)
    (card,) = await cards_of(database)
    assert (card["need_help"], card["needy"]) == (1, [])
    assert not {"stop", "correct", "recall"} & set(card["verbs"])


async def test_only_the_office_that_called_out_is_told_the_names(database: Database) -> None:
    number = await call_out(database)
    await answer(database, number, FIRST)
    async with database.reading() as session:
        found = await session.get_one(Announcement, number)
        shown = {
            who: await get_facts_for(session, await actor_of(session, who), found, now=NOW)
            for who in (HEAD, KELURAHAN)
        }
    assert [one["who"] for one in shown[HEAD]["needy"]] == [NAME]
    assert (shown[KELURAHAN]["needy"], shown[KELURAHAN]["need_help"]) == ([], 1)


async def test_what_was_taken_back_meanwhile_is_not_repeated(database: Database) -> None:
    number = await call_out(database)
    await deliver(database)
    async with database.reading() as session:
        seen = await agenda.find_first(session, agenda.REPETITIONS, LATER)
    assert seen is not None
    await recall(database, number)
    async with database.transaction() as session:
        assert not await claim_repeat(session, seen)
    async with database.transaction() as session:
        kept = await session.get_one(Announcement, number)
        assert kept.repeat_at is None
        kept.repeat_at = NOW
    assert not await repeat(database)
    assert await rows_of(database, "urgent_again") == []


async def test_what_was_stopped_is_not_repeated(database: Database) -> None:
    number = await call_out(database)
    async with database.transaction() as session:
        await stop_announcement(session, await actor_of(session, HEAD), announcement_id=number, now=NOW)
    assert not await repeat(database)
    async with database.reading() as session:
        assert (await session.get_one(Announcement, number)).repeat_at is None


async def test_tapping_and_reading_do_not_wait_for_whoever_changes_it(database: Database) -> None:
    number = await call_out(database)
    async with database.transaction() as changing:
        await find_announcement(changing, number)
        async with asyncio.timeout(5), database.reading() as session:
            found = await access_readable(session, await actor_of(session, FIRST), number)
            assert await access_sent(session, await actor_of(session, HEAD), number) is found


async def test_a_card_is_watched_from_the_earliest_moment(database: Database) -> None:
    number = await call_out(database)
    for due, expected in ((NOW, NOW), (LATER, NOW + SOON_ENOUGH), (None, NOW + SOON_ENOUGH)):
        async with database.transaction() as session:
            (await session.get_one(Announcement, number)).progress_due_at = due
        async with database.transaction() as session:
            await watch_again(session, await session.get_one(Announcement, number), NOW)
        async with database.reading() as session:
            assert (await session.get_one(Announcement, number)).progress_due_at == expected


async def test_the_silent_are_counted_as_they_are_listed(database: Database) -> None:
    number = await call_out(database)
    await deliver(database)
    await answer(database, number, FIRST, "safe")
    async with database.reading() as session:
        listed = await list_silent(session, number)
        assert len(listed) == await count_silent(session, number) == 2


async def test_who_calls_out_and_needs_help_is_told_of_to_the_next_office_above(database: Database) -> None:
    number = await call_out(database)
    assert await answer(database, number, HEAD)
    assert [row.chat_id for row in await rows_of(database, "help_wanted")] == [KELURAHAN]


async def test_when_nobody_can_be_told_nobody_is_said_to_know(database: Database) -> None:
    number = await call_out(database)
    async with database.transaction() as session:
        await session.execute(
            update(Account).where(Account.telegram_id.in_((HEAD, KELURAHAN))).values(until=NOW)
        )
    assert not await answer(database, number, FIRST)
    assert await rows_of(database, "help_wanted") == []
    words = render("announcements/urgent_toast", kind="need_help", told=False)
    assert "sudah saya kabari" not in words
    assert "112" in words


async def test_a_card_promises_no_repetition_of_what_was_stopped(database: Database) -> None:
    await call_out(database)
    await look(database)
    facts = {**(await cards_of(database))[0], "silent": 3}
    promised = render("announcements/urgent_card", **facts)
    assert "Ditanya sekali lagi" in promised
    for state in ("stopped", "withdrawn"):
        said = render("announcements/urgent_card", **{**facts, "state": state})
        assert "Ditanya sekali lagi" not in said


async def test_another_officers_card_is_that_officers_own_message(database: Database) -> None:
    number = await call_out(database)
    await add_second_head(database)
    await recall(database, number, by=SECOND_HEAD)
    async with database.reading() as session:
        other = await actor_of(session, SECOND_HEAD)
    (card,) = [row for row in await rows_of(database, "urgent_card") if row.chat_id == SECOND_HEAD]
    assert card.person_id == other.person_id


async def test_what_arrives_after_a_recall_goes_also_when_its_sender_is_gone(database: Database) -> None:
    number = await call_out(database)
    await add_second_head(database)
    await set_state(database, OutboxState.SENDING)
    await recall(database, number, by=SECOND_HEAD)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, HEAD), now=NOW)
    await look(database)
    await set_state(database, OutboxState.SENT)
    await look(database, SOON + timedelta(seconds=6))
    assert [row.chat_id for row in await rows_of(database, "withdrawn")] == [FIRST]
    async with database.reading() as session:
        assert (await session.get_one(Announcement, number)).progress_due_at is None


async def test_everybody_who_answered_can_be_seen_the_needy_first(database: Database) -> None:
    number = await call_out(database)
    async with database.transaction() as session:
        area = (await find_cast(session)).rts[1, 2]
        for one in range(100, 122):
            await add_resident(session, area, one, name=f"Warga {one}", house="Gang 3", now=NOW)
    await answer(database, number, FIRST, "safe")
    for one in range(100, 122):
        await answer(database, number, one)
    pages = []
    for page in (0, 1):
        async with database.reading() as session:
            head = await actor_of(session, HEAD)
            pages.append(await list_answered(session, head, announcement_id=number, page=page))
    assert [one["who"] for one in pages[0]["items"]] == [f"Warga {one}" for one in range(100, 120)]
    assert [one["who"] for one in pages[1]["items"]] == ["Warga 120", "Warga 121", NAME]
    assert "Aman</b>\nBapak " + NAME in render("announcements/urgent_answers", **pages[1])
    async with database.reading() as session:
        with pytest.raises(NotYours):
            await list_answered(session, await actor_of(session, KELURAHAN), announcement_id=number, page=0)


async def set_state(database: Database, state: OutboxState) -> None:
    """The message to the first resident is on its way, or has arrived."""
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == FIRST, OutboxRow.card == "news:1")
        row = (await session.scalars(query)).one()
        row.state, row.key = state, None
        if state is OutboxState.SENT:
            row.sent_message_id, row.settled_at = 77, NOW
