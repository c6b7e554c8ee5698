"""Announcements: what an officer told an area, and to how many it was promised."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed
from storage.database import Session, Table
from storage.files import File


class Announcement(Table):
    """A published announcement; what became of it per recipient is in the outbox.

    `progress_due_at` is when the sender's card is looked at next, `progress_shown` the counts that it shows.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    kelurahan_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    text: Mapped[str | None] = mapped_column(Sealed)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    recipients: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(Moment)
    progress_due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    progress_shown: Mapped[str | None] = mapped_column(String(60))


async def add_announcement(session: Session, announcement: Announcement, file: File | None) -> None:
    """Keep a published announcement, with its photo if it has one."""
    if file is not None:
        session.add(file)
        await session.flush()
        announcement.file_id = file.id
    session.add(announcement)
    await session.flush()


async def claim(session: Session, announcement: Announcement, until: datetime) -> bool:
    """Take a due progress card; False when somebody else took it meanwhile."""
    taken = await session.scalar(
        update(Announcement)
        .where(
            Announcement.id == announcement.id, Announcement.progress_due_at == announcement.progress_due_at
        )
        .values(progress_due_at=until)
        .returning(Announcement.id)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        await session.refresh(announcement)
    return taken is not None
