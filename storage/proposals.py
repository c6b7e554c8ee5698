"""Proposals: an idea, its number in the kelurahan, its files and the append-only history of its moves."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Row, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.areas import Area
from storage.columns import Moment, Sealed
from storage.database import Session, Table
from storage.files import File
from storage.programs import Sector, Step


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
    await session.execute(select(Area.id).where(Area.id == kelurahan_id).with_for_update(key_share=True))
    highest = await session.scalar(
        select(func.max(Proposal.number)).where(Proposal.kelurahan_id == kelurahan_id)
    )
    return (highest or 0) + 1


async def add_proposal(session: Session, proposal: Proposal, files: Sequence[File]) -> None:
    """Keep a new proposal with its photos and voice notes, in their order."""
    session.add_all([proposal, *files])
    await session.flush()
    session.add_all(ProposalFile(proposal_id=proposal.id, file_id=file.id) for file in files)


async def add_move(
    session: Session,
    proposal_id: int,
    step_id: int,
    *,
    by_id: int | None,
    at: datetime,
    note: str | None = None,
) -> None:
    """Write down that a proposal came to a step."""
    session.add(Move(proposal_id=proposal_id, step_id=step_id, by_id=by_id, note=note, at=at))
    await session.flush()


async def find_proposal(session: Session, proposal_id: int) -> Proposal | None:
    """The proposal with this id."""
    return await session.get(Proposal, proposal_id)


async def get_sector_label(session: Session, sector_id: int) -> str:
    """What the sector of a proposal is called."""
    return (await session.scalars(select(Sector.label).where(Sector.id == sector_id))).one()


async def list_files(session: Session, proposal_id: int) -> list[File]:
    """The photos and voice notes of a proposal, in their order."""
    query = select(File).join(ProposalFile, ProposalFile.file_id == File.id)
    return list(await session.scalars(query.where(ProposalFile.proposal_id == proposal_id).order_by(File.id)))


async def list_moves(session: Session, proposal_id: int) -> Sequence[Row[str, datetime, str | None]]:
    """The way of a proposal, oldest first: (label of the step, moment, note) rows."""
    query = select(Step.label, Move.at, Move.note).join(Step, Step.id == Move.step_id)
    return (await session.execute(query.where(Move.proposal_id == proposal_id).order_by(Move.id))).all()


async def count_of_person(session: Session, person_id: int) -> int:
    """How many proposals a person sent."""
    return await _count(session, Proposal.person_id == person_id)


async def list_of_person(
    session: Session, person_id: int, *, limit: int, offset: int
) -> Sequence[Row[Proposal, str, str]]:
    """A person's proposals, newest first: (Proposal, name of the RT, label of the step it is at) rows."""
    return await _list_newest(session, Proposal.person_id == person_id, limit, offset)


async def list_in_areas(
    session: Session, area_ids: Collection[int], *, limit: int, offset: int
) -> Sequence[Row[Proposal, str, str]]:
    """The proposals of these RT, newest first: rows as those of `list_of_person`."""
    return await _list_newest(session, Proposal.area_id.in_(area_ids), limit, offset)


async def count_by_area(session: Session, area_ids: Collection[int]) -> Sequence[Row[str, int]]:
    """How many proposals each of these RT has, most first: (name of the RT, count) rows."""
    counted = func.count(Proposal.id)
    query = (
        select(Area.name, counted)
        .join(Proposal, Proposal.area_id == Area.id)
        .where(Area.id.in_(area_ids))
        .group_by(Area.id, Area.name)
        .order_by(counted.desc(), Area.id)
    )
    return (await session.execute(query)).all()


async def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).select_from(Proposal).where(condition)) or 0


async def _list_newest(
    session: Session, condition: ColumnElement[bool], limit: int, offset: int
) -> Sequence[Row[Proposal, str, str]]:
    newest = select(func.max(Move.id)).where(Move.proposal_id == Proposal.id).correlate(Proposal)
    query = (
        select(Proposal, Area.name, Step.label)
        .join(Area, Area.id == Proposal.area_id)
        .join(Move, Move.id == newest.scalar_subquery())
        .join(Step, Step.id == Move.step_id)
        .where(condition)
        .order_by(Proposal.id.desc())
    )
    return (await session.execute(query.limit(limit).offset(offset))).all()
