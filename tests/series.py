"""A kelurahan that explains its rules, for tests of campaigns: a series, its cards, who has them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from actions.access import Actor, find_actor
from actions.attachments import Attachment
from actions.campaigns import Campaign, Repeat, start_campaign
from actions.card_sending import rule_cards_due
from actions.latecomers import latecomers_due
from actions.rule_cards import CardDraft, RuleCard, add_card
from storage.database import Database, Session
from storage.outbox import OutboxRow, OutboxState
from tests.people import Cast

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
"""23 November 2026, 09.00 WIB, when the series begins."""
LURAH = 13
MESSAGE = "announcements/announcement"


async def actor_of(session: Session, telegram_id: int) -> Actor:
    """Who speaks from this account."""
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


def card(title: str, *, year: int = 2026, photo: str | None = None, asks_clear: bool = False) -> CardDraft:
    """A card of one sentence."""
    found = Attachment(photo, "photo") if photo else None
    return CardDraft(title, f"{title} berlaku untuk semua.", year, photo=found, asks_clear=asks_clear)


async def begin(
    session: Session, cast: Cast, *titles: str, repeat: Repeat = Repeat.WEEKLY, first_at: datetime = MONDAY
) -> Campaign:
    """A series with cards of these titles."""
    lurah = await actor_of(session, LURAH)
    campaign = await start_campaign(
        session,
        lurah,
        kelurahan_id=cast.kelurahan.id,
        title="Aturan RT Keren",
        repeat=repeat,
        first_at=first_at,
        now=NOW,
    )
    for title in titles:
        await add_card(session, lurah, campaign_id=campaign.id, draft=card(title), now=NOW)
    return campaign


async def tick(database: Database, now: datetime) -> int:
    """Let the clock ask for both duties of rule cards; gives how often something was due."""
    total = 0
    for do_first in (rule_cards_due, latecomers_due):
        while True:
            async with database.transaction() as session:
                if not await do_first(session, now=now):
                    break
            total += 1
    return total


async def deliver(database: Database, state: OutboxState, *chats: int) -> None:
    """What delivery does with what these chats wait for; without chats, with all that waits."""
    async with database.transaction() as session:
        waiting = update(OutboxRow).where(OutboxRow.state == OutboxState.QUEUED)
        if chats:
            waiting = waiting.where(OutboxRow.chat_id.in_(chats))
        over: dict[str, Any] = (
            {} if state is OutboxState.SENDING else {"settled_at": NOW, "key": None, "facts": None}
        )
        if state is OutboxState.SENT:
            over["sent_message_id"] = OutboxRow.id + 100
        await session.execute(waiting.values(state=state, **over))


async def rows_of(database: Database, chat_id: int | None = None) -> list[OutboxRow]:
    """The cards that were promised, edits left out, to a chat or to all."""
    query = select(OutboxRow).where(OutboxRow.template == MESSAGE, OutboxRow.method.not_like("edit%"))
    if chat_id is not None:
        query = query.where(OutboxRow.chat_id == chat_id)
    async with database.reading() as session:
        return list(await session.scalars(query.order_by(OutboxRow.id)))


async def got(database: Database, chat_id: int) -> list[str]:
    """The subjects of the cards that a chat was promised, in their order."""
    return [row.subject or "" for row in await rows_of(database, chat_id)]


async def cards_of(database: Database) -> list[tuple[str, int, str]]:
    """(title, year, state) of every card."""
    async with database.reading() as session:
        found = await session.scalars(select(RuleCard).order_by(RuleCard.id))
        return [(one.title, one.year, one.state.value) for one in found]
