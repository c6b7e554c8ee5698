"""Seats of activities that have only so many: who holds one, who waits for one, to whom one is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import Activity, ActivityState
from storage.columns import Moment, one_of
from storage.database import Session, Table


class SeatState(StrEnum):
    """Held by somebody; waited for; offered to whoever waited longest; over."""

    HELD = "held"
    WAITING = "waiting"
    OFFERED = "offered"
    ENDED = "ended"


class Ending(StrEnum):
    """Why it is over: it was given up, nobody confirmed it in time, or what was offered was not taken."""

    LEFT = "left"
    UNCONFIRMED = "unconfirmed"
    LAPSED = "lapsed"


class Seat(Table):
    """One person's way to a seat; who waits is served in the order of `id`.

    `chair` runs from 1 to the activity's quota once the seat is held or offered, and the database lets no
    two that are not over have the same. `offer_until` is due-ness. `after_id` is whose seat it was before.
    """

    __tablename__ = "seats"
    __table_args__ = (
        Index(
            "uq_seats_activity_id_chair_open",
            "activity_id",
            "chair",
            unique=True,
            sqlite_where=text("state != 'ended'"),
            postgresql_where=text("state != 'ended'"),
        ),
        Index(
            "uq_seats_activity_id_person_id_open",
            "activity_id",
            "person_id",
            unique=True,
            sqlite_where=text("state != 'ended'"),
            postgresql_where=text("state != 'ended'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    state: Mapped[SeatState] = mapped_column(one_of(SeatState))
    chair: Mapped[int | None]
    after_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    offer_until: Mapped[datetime | None] = mapped_column(Moment, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Place(NamedTuple):
    """Where somebody stands in the queue, 1 being the next to be served; or until when a seat is kept."""

    queue: int | None = None
    offer_until: datetime | None = None


@dataclass(frozen=True)
class SeatCount:
    """How many seats are held and offered, and how many wait for one."""

    held: int = 0
    offered: int = 0
    waiting: int = 0


async def list_open(session: Session, activity_id: int) -> list[Seat]:
    """The seats of an activity that are not over, in the order in which people asked for them."""
    query = select(Seat).where(Seat.activity_id == activity_id, Seat.state != SeatState.ENDED)
    return list(await session.scalars(query.order_by(Seat.id)))


async def find_open(session: Session, activity_id: int, person_id: int) -> Seat | None:
    """What a person has of an activity's seats: one, an offer, or a place in the queue."""
    whose = (Seat.activity_id == activity_id, Seat.person_id == person_id)
    return await session.scalar(select(Seat).where(*whose, Seat.state != SeatState.ENDED))


async def list_places(session: Session, activity_id: int) -> dict[int, Place]:
    """Where each stands who would like a seat and has none: person -> place."""
    hoping = Seat.state.in_((SeatState.WAITING, SeatState.OFFERED))
    query = select(Seat.person_id, Seat.offer_until).where(Seat.activity_id == activity_id, hoping)
    places, queue = {}, 0
    for person_id, offer_until in await session.execute(query.order_by(Seat.id)):
        queue += offer_until is None
        if person_id is not None:
            places[person_id] = Place(None, offer_until) if offer_until else Place(queue, None)
    return places


async def list_activities_of(session: Session, person_id: int) -> list[int]:
    """The activities, not closed or called off, of which a person has a seat or waits for one."""
    query = (
        select(Seat.activity_id)
        .join(Activity, Activity.id == Seat.activity_id)
        .where(
            Seat.person_id == person_id,
            Seat.state != SeatState.ENDED,
            Activity.state.in_((ActivityState.PLANNED, ActivityState.POSTPONED)),
        )
    )
    return list(await session.scalars(query.order_by(Seat.activity_id)))


async def add_seat(session: Session, seat: Seat) -> Seat:
    """Keep one more person's way to a seat."""
    session.add(seat)
    await session.flush()
    return seat


async def count_open(session: Session, activity_id: int) -> SeatCount:
    """How the seats of an activity stand."""
    query = select(Seat.state, func.count()).where(Seat.activity_id == activity_id)
    counted = {state.value: found for state, found in await session.execute(query.group_by(Seat.state))}
    return SeatCount(counted.get("held", 0), counted.get("offered", 0), counted.get("waiting", 0))


async def find_former_holder(session: Session, activity_id: int, chair: int) -> Seat | None:
    """Who held a chair before and does not any more, of several the last."""
    held = (Ending.LEFT, Ending.UNCONFIRMED)
    query = select(Seat).where(Seat.activity_id == activity_id, Seat.chair == chair, Seat.ending.in_(held))
    return await session.scalar(query.order_by(Seat.ended_at.desc(), Seat.id.desc()).limit(1))


async def forget_confirmations(session: Session, activity_id: int) -> None:
    """What its holders confirmed was another day: no seat of an activity counts as confirmed."""
    held = update(Seat).where(Seat.activity_id == activity_id, Seat.state == SeatState.HELD)
    await session.execute(held.values(confirmed_at=None))


def free_chairs(found: Sequence[Seat], quota: int) -> list[int]:
    """Which chairs nobody holds or is offered, the lowest first."""
    taken = {seat.chair for seat in found if seat.state is not SeatState.ENDED}
    return [chair for chair in range(1, quota + 1) if chair not in taken]
