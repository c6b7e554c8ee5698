"""Proposals: an idea, its number in the kelurahan, its files and the append-only history of its moves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.areas import Area
from storage.columns import Moment, Sealed
from storage.database import Session, Table


class Proposal(Table):
    """An idea of a resident for an RT; where it stands is its newest move."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index("uq_proposals_kelurahan_id_number", "kelurahan_id", "number", unique=True),
        Index("ix_proposals_kelurahan_id_created_at", "kelurahan_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    sector_id: Mapped[int] = mapped_column(ForeignKey("sectors.id"))
    text: Mapped[str | None] = mapped_column(Sealed)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class ProposalFile(Table):
    """A photo or voice note that came with a proposal."""

    __tablename__ = "proposal_files"

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)


class Move(Table):
    """That a proposal came to a step; rows are only ever added."""

    __tablename__ = "proposal_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    note: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(Moment)


async def next_number(session: Session, kelurahan_id: int) -> int:
    """The number after the highest in the kelurahan, whose row is locked so that none is given twice."""
    await session.execute(select(Area.id).where(Area.id == kelurahan_id).with_for_update())
    highest = await session.scalar(
        select(func.max(Proposal.number)).where(Proposal.kelurahan_id == kelurahan_id)
    )
    return (highest or 0) + 1
