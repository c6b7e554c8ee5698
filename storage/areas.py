"""Areas: a tree of RT, optional RW, kelurahan or desa, kecamatan and kota, with their closed windows."""

from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import one_of
from storage.database import Session, Table


class AreaKind(StrEnum):
    """What an area is; kelurahan and village share their place in the tree."""

    CITY = "city"
    DISTRICT = "district"
    KELURAHAN = "kelurahan"
    VILLAGE = "village"
    RW = "rw"
    RT = "rt"


KELURAHAN_KINDS = (AreaKind.KELURAHAN, AreaKind.VILLAGE)


_VALID = text("valid_to IS NULL")


class Area(Table):
    """One node of the tree. RT and RW are known by their number within what holds them (R44).

    One that was given up (`valid_to`) can have a successor of the same number or code.
    """

    __tablename__ = "areas"
    __table_args__ = (
        Index(
            "uq_areas_valid_number",
            "parent_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=_VALID,
            postgresql_where=_VALID,
        ),
        Index("uq_areas_valid_code", "code", unique=True, sqlite_where=_VALID, postgresql_where=_VALID),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    kelurahan_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    kind: Mapped[AreaKind] = mapped_column(one_of(AreaKind))
    code: Mapped[str | None] = mapped_column(String(20))
    number: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(40))
    estimated_households: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ClosedWindow(Table):
    """Local hours in which routine messages of a kelurahan wait (R46); weekday None is every day.

    A dated one holds where it starts on a local day from `valid_from` to `valid_to`, both included.
    """

    __tablename__ = "closed_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    weekday: Mapped[int | None]
    starts: Mapped[time]
    ends: Mapped[time]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


async def get_area(session: Session, area_id: int) -> Area:
    """The area, or sqlalchemy's NoResultFound."""
    return await session.get_one(Area, area_id)


async def lock_area(session: Session, area_id: int) -> Area:
    """The area, locked, so that what belongs to it is changed by one after the other."""
    return await session.get_one(Area, area_id, with_for_update=True)


def _now(code: str) -> tuple[ColumnElement[bool], ...]:
    return (Area.valid_to.is_(None), Area.code == code)


async def find_kelurahan(session: Session, code: str) -> Area | None:
    """The kelurahan or desa with this dotted code."""
    return await session.scalar(select(Area).where(*_now(code), Area.kind.in_(KELURAHAN_KINDS)))


async def find_child(session: Session, parent: Area, kind: AreaKind, number: int) -> Area | None:
    """The RT or RW of this number directly inside `parent`."""
    return await session.scalar(
        select(Area).where(
            Area.valid_to.is_(None), Area.parent_id == parent.id, Area.kind == kind, Area.number == number
        )
    )


async def find_by_code(session: Session, code: str) -> Area | None:
    """The kota, kecamatan or kelurahan with this dotted code."""
    return await session.scalar(select(Area).where(*_now(code)))


async def add_area(session: Session, area: Area) -> Area:
    """Keep a new area, which has its id afterwards."""
    session.add(area)
    await session.flush()
    return area


async def list_kelurahan(session: Session) -> list[Area]:
    """Every kelurahan and desa, by code."""
    query = select(Area).where(Area.kind.in_(KELURAHAN_KINDS)).order_by(Area.code)
    return list(await session.scalars(query))


async def list_inside(session: Session, kelurahan_id: int, kind: AreaKind) -> list[Area]:
    """The RT or RW of a kelurahan, in the order people count them: by RW, then by RT."""
    holder = select(Area.id, Area.number.label("holder_number")).subquery()
    query = (
        select(Area)
        .outerjoin(holder, holder.c.id == Area.parent_id)
        .where(Area.kelurahan_id == kelurahan_id, Area.kind == kind, Area.valid_to.is_(None))
        .order_by(holder.c.holder_number, Area.number)
    )
    return list(await session.scalars(query))


async def list_children_ids(session: Session, area_ids: list[int]) -> list[int]:
    """The ids of the areas directly inside these."""
    return list(
        await session.scalars(select(Area.id).where(Area.valid_to.is_(None), Area.parent_id.in_(area_ids)))
    )


async def list_of(session: Session, area_ids: Sequence[int], kind: AreaKind) -> list[Area]:
    """Those of these areas that are of a kind, in the order of their ids."""
    query = select(Area).where(Area.id.in_(area_ids), Area.kind == kind).order_by(Area.id)
    return list(await session.scalars(query))


async def list_windows(session: Session, kelurahan_id: int) -> list[ClosedWindow]:
    """The closed windows of a kelurahan, in the order in which they were made."""
    query = select(ClosedWindow).where(ClosedWindow.area_id == kelurahan_id).order_by(ClosedWindow.id)
    return list(await session.scalars(query))


async def delete_dated_windows(session: Session, kelurahan_id: int) -> int:
    """Let a kelurahan forget its dated windows; returns how many there were."""
    gone = await session.execute(
        delete(ClosedWindow)
        .where(ClosedWindow.area_id == kelurahan_id, ClosedWindow.valid_from.is_not(None))
        .returning(ClosedWindow.id)
    )
    return len(gone.all())
