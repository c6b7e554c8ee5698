"""Who organises an activity or teaches in it, besides whoever planned it."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import one_of
from storage.database import Session, Table, insert


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
