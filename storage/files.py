"""Files: what Telegram keeps for us, what we may keep ourselves, and what we drew once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed
from storage.database import Session, Table


class File(Table):
    """A photo, voice note or document. `digest` names one that we drew, so that it is uploaded once."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    size: Mapped[int | None]
    transcript: Mapped[str | None] = mapped_column(Sealed)
    local_path: Mapped[str | None] = mapped_column(String(255))
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(Moment)


async def find_drawn(session: Session, digest: str) -> File | None:
    """The file that was drawn from the facts with this digest and uploaded before."""
    return await session.scalar(select(File).where(File.digest == digest))
