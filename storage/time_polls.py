"""Time polls: the times that an organiser proposes, who was asked, who must be there, and who can when."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.activities import ActivityKind
from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, changes_one, insert
from storage.people import Person

_LARGEST_ID = 2**31 - 1


class PollState(StrEnum):
    """Put together, asked, no more answers, given up before it was asked."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class TimePoll(Table):
    """The question when something could be; `closes_at` is due-ness, and None before it is asked.

    `activity_id` is what it has become; its time may be another than the proposed ones.
    """

    __tablename__ = "time_polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    kind: Mapped[ActivityKind] = mapped_column(one_of(ActivityKind))
    title: Mapped[str] = mapped_column(Sealed)
    state: Mapped[PollState] = mapped_column(one_of(PollState))
    everybody: Mapped[bool] = mapped_column(default=True)
    closes_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class TimeSlot(Table):
    """One proposed time; `position` is 1 for the first that was named."""

    __tablename__ = "time_slots"
    __table_args__ = (Index("uq_time_slots_poll_id_position", "poll_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("time_polls.id"))
    position: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    said: Mapped[str | None] = mapped_column(String(60))


class PollPerson(Table):
    """That a person was asked or must be there; `answered_at` is None until they said anything."""

    __tablename__ = "time_poll_people"
    __table_args__ = (Index("uq_time_poll_people_poll_id_person_id", "poll_id", "person_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("time_polls.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    required: Mapped[bool]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class TimeAnswer(Table):
    """That somebody who was asked can come at a time."""

    __tablename__ = "time_answers"
    __table_args__ = (Index("uq_time_answers_slot_id_asked_id", "slot_id", "asked_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("time_slots.id"))
    asked_id: Mapped[int] = mapped_column(ForeignKey("time_poll_people.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


async def add_poll(session: Session, poll: TimePoll, slots: Sequence[TimeSlot]) -> None:
    """Keep a poll with its times, in this order."""
    session.add(poll)
    await session.flush()
    for position, slot in enumerate(slots, 1):
        slot.poll_id, slot.position = poll.id, position
    session.add_all(slots)
    await session.flush()


async def lock_poll(session: Session, poll_id: int) -> TimePoll | None:
    """The poll with this id, locked, so that answers and its end come one after the other."""
    if not 0 < poll_id <= _LARGEST_ID:  # what a forged button may say, PostgreSQL would refuse
        return None
    return await session.get(TimePoll, poll_id, with_for_update=True)


async def list_slots(session: Session, poll_id: int) -> list[TimeSlot]:
    """The proposed times, in the order in which they were named."""
    query = select(TimeSlot).where(TimeSlot.poll_id == poll_id).order_by(TimeSlot.position)
    return list(await session.scalars(query))


async def add_people(
    session: Session, poll_id: int, person_ids: Collection[int], *, required: bool = False
) -> None:
    """Ask these people; who is asked already stays as they are."""
    rows = [{"poll_id": poll_id, "person_id": one, "required": required} for one in person_ids]
    if rows:
        await session.execute(insert(session, PollPerson).on_conflict_do_nothing(), rows)


async def find_asked(session: Session, poll_id: int, person_id: int) -> PollPerson | None:
    """That a person was asked; None when they were not."""
    query = select(PollPerson).where(PollPerson.poll_id == poll_id, PollPerson.person_id == person_id)
    return await session.scalar(query)


async def drop_person(session: Session, asked: PollPerson) -> None:
    """Somebody need not be there after all; only before the poll is asked."""
    await session.delete(asked)
    await session.flush()


async def list_required(session: Session, poll_id: int) -> set[int]:
    """Who must be there."""
    query = select(PollPerson.person_id).where(PollPerson.poll_id == poll_id, PollPerson.required)
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def list_requiring(session: Session, person_id: int) -> list[TimePoll]:
    """The polls at whose activity somebody must be, oldest first."""
    query = select(TimePoll).join(PollPerson, PollPerson.poll_id == TimePoll.id)
    wanted = query.where(PollPerson.person_id == person_id, PollPerson.required)
    return list(await session.scalars(wanted.order_by(TimePoll.id)))


async def count_people(session: Session, poll_id: int) -> tuple[int, int, int]:
    """How many were asked, how many of them answered, and how many must be there."""
    query = select(
        func.count(), func.count(PollPerson.answered_at), func.count().filter(PollPerson.required)
    ).where(PollPerson.poll_id == poll_id)
    asked, answered, required = (await session.execute(query)).one()
    return asked, answered, required


async def list_chosen(session: Session, asked_id: int) -> set[int]:
    """The ids of the times at which somebody can come."""
    return set(await session.scalars(select(TimeAnswer.slot_id).where(TimeAnswer.asked_id == asked_id)))


async def toggle(session: Session, asked: PollPerson, slot_id: int, at: datetime) -> None:
    """Somebody can come at a time, or, when that was said already, cannot after all."""
    if slot_id in await list_chosen(session, asked.id):
        drop = delete(TimeAnswer).where(TimeAnswer.asked_id == asked.id, TimeAnswer.slot_id == slot_id)
        await session.execute(drop)
    else:
        session.add(TimeAnswer(slot_id=slot_id, asked_id=asked.id, at=at))
    asked.answered_at = at
    await session.flush()


async def choose_none(session: Session, asked: PollPerson, at: datetime) -> None:
    """Somebody can come at none of the times."""
    await session.execute(delete(TimeAnswer).where(TimeAnswer.asked_id == asked.id))
    asked.answered_at = at
    await session.flush()


async def count_by_slot(session: Session, poll_id: int) -> dict[int, tuple[int, int]]:
    """Time -> how many of the required can come, and how many in all; times for nobody are left out."""
    query = (
        select(TimeAnswer.slot_id, func.count().filter(PollPerson.required), func.count())
        .join(PollPerson, PollPerson.id == TimeAnswer.asked_id)
        .where(PollPerson.poll_id == poll_id)
        .group_by(TimeAnswer.slot_id)
    )
    return {slot_id: (required, every) for slot_id, required, every in await session.execute(query)}


async def list_who_can(session: Session, poll_id: int, starts_at: datetime) -> set[int]:
    """Who said that they can come at the time that begins at a moment."""
    query = (
        select(PollPerson.person_id)
        .join(TimeAnswer, TimeAnswer.asked_id == PollPerson.id)
        .join(TimeSlot, TimeSlot.id == TimeAnswer.slot_id)
        .where(TimeSlot.poll_id == poll_id, TimeSlot.starts_at == starts_at)
    )
    return {person_id for person_id in await session.scalars(query) if person_id is not None}


async def list_missing(session: Session, poll_id: int, slot_id: int) -> list[tuple[Person, bool]]:
    """Who of the required did not say that they can come at a time, and whether they answered at all."""
    can = select(TimeAnswer.asked_id).where(TimeAnswer.slot_id == slot_id)
    query = (
        select(Person, PollPerson.answered_at)
        .join(PollPerson, PollPerson.person_id == Person.id)
        .where(PollPerson.poll_id == poll_id, PollPerson.required, PollPerson.id.not_in(can))
        .order_by(PollPerson.id)
    )
    return [(person, answered_at is not None) for person, answered_at in await session.execute(query)]


async def claim_close(session: Session, poll: TimePoll) -> bool:
    """End a poll: True for exactly one caller, whoever else does at the same time."""
    still_open = update(TimePoll).where(TimePoll.id == poll.id, TimePoll.state == PollState.OPEN)
    closed = await changes_one(session, still_open.values(state=PollState.CLOSED))
    await session.refresh(poll)
    return closed


async def claim_activity(session: Session, poll: TimePoll, activity_id: int) -> bool:
    """Keep what a poll has become: True for exactly one caller, whoever else decides at the same time."""
    undecided = update(TimePoll).where(TimePoll.id == poll.id, TimePoll.activity_id.is_(None))
    decided = await changes_one(session, undecided.values(activity_id=activity_id))
    await session.refresh(poll)
    return decided
