"""Announcements: what an officer told an area, and to how many it was promised."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed
from storage.database import Table


class Announcement(Table):
    """A published announcement; what became of it per recipient is in the outbox."""

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
