"""Households: a house by its own label, never by a KK number; two labels of one house can be merged."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed
from storage.database import Session, Table


class Household(Table):
    """A house of an RT; `normal` is the label without its spelling variants, for comparing in code."""

    __tablename__ = "households"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    label: Mapped[str | None] = mapped_column(Sealed)
    normal: Mapped[str | None] = mapped_column(Sealed)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


async def list_households(session: Session, area_id: int) -> list[Household]:
    """The houses of an RT that were not merged into another."""
    query = select(Household).where(Household.area_id == area_id, Household.merged_into_id.is_(None))
    return list(await session.scalars(query.order_by(Household.id)))


async def find_household(session: Session, area_id: int, normal: str) -> Household | None:
    """The house whose normalised label is `normal`; compared here because sealed text cannot be searched."""
    return next((house for house in await list_households(session, area_id) if house.normal == normal), None)


async def add_household(session: Session, household: Household) -> Household:
    """Keep a new house, which has its id afterwards."""
    session.add(household)
    await session.flush()
    return household


async def find_label(session: Session, household_id: int | None) -> str | None:
    """How the people of a house call it; None when nobody said."""
    return await session.scalar(select(Household.label).where(Household.id == household_id))
