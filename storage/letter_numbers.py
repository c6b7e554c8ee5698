"""Letter numbers: the papers of an area that bear one, counted from 1 in each year."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.areas import Area
from storage.columns import Moment, one_of
from storage.database import Session, Table


class LetterKind(StrEnum):
    """Undangan, berita acara."""

    INVITATION = "invitation"
    OFFICIAL_RECORD = "official_record"


class LetterNumber(Table):
    """That a paper of an activity has this number of its area and year; it keeps it, whatever changes."""

    __tablename__ = "letter_numbers"
    __table_args__ = (
        Index("uq_letter_numbers_activity_id_kind", "activity_id", "kind", unique=True),
        Index("uq_letter_numbers_area_id_year_number", "area_id", "year", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    kind: Mapped[LetterKind] = mapped_column(one_of(LetterKind))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    year: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)


async def find_number(session: Session, activity_id: int, kind: LetterKind) -> LetterNumber | None:
    """The number that a paper of an activity has."""
    query = select(LetterNumber).where(LetterNumber.activity_id == activity_id, LetterNumber.kind == kind)
    return await session.scalar(query)


async def add_number(
    session: Session, activity_id: int, kind: LetterKind, *, area_id: int, year: int, now: datetime
) -> LetterNumber:
    """Give a paper the next number of its area, whose row is locked so that none is given twice."""
    await session.execute(select(Area.id).where(Area.id == area_id).with_for_update(key_share=True))
    highest = await session.scalar(
        select(func.max(LetterNumber.number)).where(
            LetterNumber.area_id == area_id, LetterNumber.year == year
        )
    )
    given = LetterNumber(activity_id=activity_id, kind=kind, area_id=area_id, year=year, at=now)
    given.number = (highest or 0) + 1
    session.add(given)
    await session.flush()
    return given
