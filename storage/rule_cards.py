"""Sosialisasi: series of rule cards, each with a version and a year, sent one a period."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Table


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
