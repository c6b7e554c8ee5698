"""An urgent announcement is rows: who is told of those in need, who is named to whom, what is repeated."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.announcements import Draft
from actions.erasure import erase_me
from actions.progress import progress_due
from actions.urgent import answer_urgent, publish_urgent
from storage.announcements import Announcement
from storage.database import Database
from storage.outbox import PROMISED, OutboxRow, OutboxState
from storage.people import Person, RoleKind
from tests.people import find_cast
from tests.unit.neighbours import FIRST, HEAD, NOW, SECOND, actor_of, deliver, settle_neighbours

NAME = "Warga RT 02 di ujung"
SOON = NOW + timedelta(seconds=6)


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


async def answer(database: Database, number: int, who: int, kind: str = "need_help") -> None:
    async with database.transaction() as session:
        actor = await actor_of(session, who)
        await answer_urgent(session, actor, announcement_id=number, kind=kind, now=NOW)


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
