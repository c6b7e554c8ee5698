"""Holidays: the days on which people do not work, and the feasts on which nothing else should be."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, delete, extract, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import one_of
from storage.database import Session, Table


class HolidayKind(StrEnum):
    """Hari raya (a feast, and a holiday), libur nasional, cuti bersama."""

    FEAST = "feast"
    HOLIDAY = "holiday"
    JOINT_LEAVE = "joint_leave"


class Holiday(Table):
    """One day without work; an `estimated` one follows the moon and may move."""

    __tablename__ = "holidays"
    __table_args__ = (Index("uq_holidays_day_name", "day", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[HolidayKind] = mapped_column(one_of(HolidayKind))
    estimated: Mapped[bool]


async def list_between(session: Session, first: date, last: date) -> list[Holiday]:
    """The holidays from one day to another, both included, in their order."""
    query = select(Holiday).where(Holiday.day.between(first, last)).order_by(Holiday.day, Holiday.id)
    return list(await session.scalars(query))


async def list_years(session: Session) -> set[int]:
    """The years of which any holiday is known."""
    return set(await session.scalars(select(extract("year", Holiday.day)).distinct()))


async def replace_years(session: Session, years: Collection[int], found: Sequence[Mapping[str, Any]]) -> None:
    """Let these be the holidays of these years, given by the names of their columns."""
    for year in years:
        of_year = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
        await session.execute(delete(Holiday).where(of_year))
    if found:
        await session.execute(insert(Holiday), found)
