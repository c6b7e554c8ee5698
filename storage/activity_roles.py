"""Who organises an activity or teaches in it, besides whoever planned it."""

from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from storage.activities import Activity
from storage.columns import one_of
from storage.database import Session, Table, insert
from storage.people import Account, Person


class Part(StrEnum):
    """Panitia, mentor, peserta: what somebody is in an activity; each person is one of them."""

    ORGANIZER = "organizer"
    MENTOR = "mentor"
    PARTICIPANT = "participant"


class ActivityRole(Table):
    """That a person organises an activity or teaches in it; whoever has no row takes part."""

    __tablename__ = "activity_roles"
    __table_args__ = (
        Index("uq_activity_roles_activity_id_person_id", "activity_id", "person_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = mapped_column(one_of(Part))


async def list_parts(session: Session, activity_id: int) -> dict[int, Part]:
    """Who organises or teaches: person -> part."""
    query = select(ActivityRole.person_id, ActivityRole.part).where(ActivityRole.activity_id == activity_id)
    return dict((await session.execute(query)).all())


async def list_people(session: Session, activity_id: int) -> list[tuple[Part, Person]]:
    """Who organises, then who teaches, in the order in which they were chosen."""
    query = (
        select(ActivityRole.part, Person)
        .join(Person, Person.id == ActivityRole.person_id)
        .where(ActivityRole.activity_id == activity_id)
        .order_by(ActivityRole.part.desc(), ActivityRole.id)
    )
    return [(part, person) for part, person in await session.execute(query)]


async def list_chats(session: Session, activity_id: int) -> list[tuple[int, int]]:
    """Who of them has Telegram: (person_id, chat_id), each person once."""
    query = (
        select(Account.person_id, func.min(Account.telegram_id))
        .join(ActivityRole, ActivityRole.person_id == Account.person_id)
        .where(Account.until.is_(None), ActivityRole.activity_id == activity_id)
        .group_by(Account.person_id)
        .order_by(Account.person_id)
    )
    return [(person_id, chat_id) for person_id, chat_id in await session.execute(query)]


async def has_part(session: Session, activity: Activity, person_id: int) -> bool:
    """Whether somebody planned an activity, organises it or teaches in it."""
    query = select(ActivityRole.id).where(ActivityRole.activity_id == activity.id)
    named = await session.scalar(query.where(ActivityRole.person_id == person_id)) is not None
    return named or activity.organizer_id == person_id


async def list_activities(session: Session, person_id: int) -> list[int]:
    """What somebody organises or teaches in."""
    query = select(ActivityRole.activity_id).where(ActivityRole.person_id == person_id)
    return list(await session.scalars(query.order_by(ActivityRole.activity_id)))


def takes_part(
    activity_id: int | InstrumentedAttribute[int], person: InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """That somebody is neither organiser nor mentor of an activity, so that each is counted once (R8).

    Whoever planned it takes no seat where those are few, and is not counted with those who have one.
    """
    others = select(ActivityRole.person_id).where(ActivityRole.activity_id == activity_id)
    planner = select(Activity.organizer_id).where(
        Activity.id == activity_id, Activity.quota.is_not(None), Activity.organizer_id.is_not(None)
    )
    return person.is_(None) | (person.not_in(others) & person.not_in(planner))


async def set_part(session: Session, activity_id: int, person_id: int, part: Part) -> None:
    """Make somebody an organiser, a mentor, or, with PARTICIPANT, neither."""
    if part is Part.PARTICIPANT:
        whose = (ActivityRole.activity_id == activity_id, ActivityRole.person_id == person_id)
        await session.execute(delete(ActivityRole).where(*whose))
        return
    row = {"activity_id": activity_id, "person_id": person_id, "part": part}
    statement = insert(session, ActivityRole).values(row)
    keys = [ActivityRole.activity_id, ActivityRole.person_id]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"part": part}))
