"""Sosialisasi: series of rule cards, each with a version and a year, sent one a period."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.announcements import Announcement, AnnouncementState
from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, changes_one


class CampaignState(StrEnum):
    """Sends its cards, rests, or is over."""

    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


class Campaign(Table):
    """A series of cards of a kelurahan. `next_at` is when the next card is due, None while none is."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    title: Mapped[str] = mapped_column(Sealed)
    state: Mapped[CampaignState] = mapped_column(one_of(CampaignState), default=CampaignState.RUNNING)
    repeat: Mapped[str] = mapped_column(String(12))
    first_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    turn: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class CardState(StrEnum):
    """Waits for its turn, is valid, or was replaced by a newer one ("tidak berlaku", R30)."""

    WAITING = "waiting"
    CURRENT = "current"
    OBSOLETE = "obsolete"


class RuleCard(Table):
    """One rule in three sentences; `replaces_id` is the card of an earlier year that it makes obsolete."""

    __tablename__ = "rule_cards"
    __table_args__ = (Index("ix_rule_cards_campaign_id_position", "campaign_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Sealed)
    text: Mapped[str] = mapped_column(Sealed)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    asks_clear: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[CardState] = mapped_column(one_of(CardState), default=CardState.WAITING)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("rule_cards.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


async def add_campaign(session: Session, campaign: Campaign) -> None:
    """Keep a new series, which has its id afterwards."""
    session.add(campaign)
    await session.flush()


async def find_campaign(session: Session, campaign_id: int) -> Campaign | None:
    """The series with this id, locked, so that its cards come one after the other."""
    if not 0 < campaign_id < 2**31:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(Campaign, campaign_id, with_for_update=True)


async def list_campaigns(session: Session, kelurahan_id: int) -> list[Campaign]:
    """The series of a kelurahan, newest first."""
    query = select(Campaign).where(Campaign.kelurahan_id == kelurahan_id)
    return list(await session.scalars(query.order_by(Campaign.id.desc())))


async def add_card(session: Session, card: RuleCard) -> None:
    """Keep a new card at the end of its series; it has its id afterwards."""
    last = select(func.max(RuleCard.position)).where(RuleCard.campaign_id == card.campaign_id)
    card.position = (await session.scalar(last) or 0) + 1
    session.add(card)
    await session.flush()


async def find_card(session: Session, card_id: int) -> RuleCard | None:
    """The card with this id; whoever changes it locks its series first."""
    if not 0 < card_id < 2**31:
        return None
    return await session.get(RuleCard, card_id)


async def get_card(session: Session, card_id: int) -> RuleCard:
    """The card with this id."""
    return await session.get_one(RuleCard, card_id)


async def list_cards(session: Session, campaign_id: int) -> list[RuleCard]:
    """The cards of a series in their order, as they are at this moment."""
    query = select(RuleCard).where(RuleCard.campaign_id == campaign_id).order_by(RuleCard.position)
    return list(await session.scalars(query.execution_options(populate_existing=True)))


async def list_withdrawn(session: Session, campaign_id: int) -> set[int]:
    """The cards of a series that were taken back."""
    query = select(Announcement.rule_card_id).join(RuleCard, RuleCard.id == Announcement.rule_card_id)
    query = query.where(
        RuleCard.campaign_id == campaign_id, Announcement.state == AnnouncementState.WITHDRAWN
    )
    return {card_id for card_id in await session.scalars(query) if card_id is not None}


async def drop_cards(session: Session, campaign_id: int, cards: Sequence[RuleCard]) -> None:
    """Forget cards that were never sent; those that stay are numbered without a gap."""
    for card in cards:
        await session.delete(card)
    await session.flush()
    for position, card in enumerate(await list_cards(session, campaign_id), 1):
        card.position = position


async def pass_on_place(session: Session, card: RuleCard) -> None:
    """What waits to replace a card replaces the one instead that it had replaced."""
    await session.execute(
        update(RuleCard)
        .where(RuleCard.replaces_id == card.id, RuleCard.state == CardState.WAITING)
        .values(replaces_id=card.replaces_id)
    )


async def find_newer(session: Session, card_id: int) -> tuple[RuleCard, int] | None:
    """The card that took the place of this one and was not taken back, with the id of its announcement."""
    query = (
        select(RuleCard, Announcement.id)
        .join(Announcement, Announcement.rule_card_id == RuleCard.id)
        .where(RuleCard.replaces_id == card_id, Announcement.state != AnnouncementState.WITHDRAWN)
    )
    found = (await session.execute(query.order_by(RuleCard.id.desc()).limit(1))).one_or_none()
    return (found[0], found[1]) if found else None


async def list_valid(
    session: Session, kelurahan_id: int, *, running: bool = False
) -> list[tuple[RuleCard, Announcement]]:
    """The valid cards that were sent and not taken back, oldest first; perhaps only of running series."""
    query = (
        select(RuleCard, Announcement)
        .join(Announcement, Announcement.rule_card_id == RuleCard.id)
        .join(Campaign, Campaign.id == RuleCard.campaign_id)
        .where(
            Announcement.area_id == kelurahan_id,
            Announcement.state == AnnouncementState.PUBLISHED,
            RuleCard.state == CardState.CURRENT,
        )
        .order_by(Announcement.id)
    )
    if running:
        query = query.where(Campaign.state == CampaignState.RUNNING)
    return [(card, announcement) for card, announcement in await session.execute(query)]


async def find_next_moment(session: Session, kelurahan_id: int) -> datetime | None:
    """When the next card of any running series of a kelurahan is due."""
    query = select(func.min(Campaign.next_at)).where(
        Campaign.kelurahan_id == kelurahan_id, Campaign.state == CampaignState.RUNNING
    )
    return await session.scalar(query)


async def claim(session: Session, campaign: Campaign, following: datetime) -> bool:
    """Take the card that is due now for oneself: True for exactly one caller, whoever else asks."""
    due = update(Campaign).where(
        Campaign.id == campaign.id,
        Campaign.next_at == campaign.next_at,
        Campaign.state == CampaignState.RUNNING,
    )
    taken = await changes_one(session, due.values(next_at=following, turn=Campaign.turn + 1))
    if taken:
        await session.refresh(campaign)
    return taken
