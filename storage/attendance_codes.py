"""Codes to scan: the secret of each meeting, and the chats in which its code is shown at present."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Moment, Sealed
from storage.database import Session, Table, changes_one, insert


class AttendanceKey(Table):
    """What the codes of a meeting are signed with; it leaves the database in no other way."""

    __tablename__ = "attendance_keys"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("activity_sessions.id"), primary_key=True, autoincrement=False
    )
    key: Mapped[str] = mapped_column(Sealed)


class CodeScreen(Table):
    """A picture in an organiser's chat whose code changes at `next_at`, and ends at `until`.

    The row is gone once the picture says that it is over.
    """

    __tablename__ = "code_screens"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("activity_sessions.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigId, index=True)
    next_at: Mapped[datetime] = mapped_column(Moment, index=True)
    until: Mapped[datetime] = mapped_column(Moment)


async def find_key(session: Session, session_id: int) -> str | None:
    """The secret of a meeting; None before its first code was made."""
    return await session.scalar(select(AttendanceKey.key).where(AttendanceKey.session_id == session_id))


async def keep_key(session: Session, session_id: int, key: str) -> str:
    """The secret of a meeting, which is `key` if it had none."""
    row = {"session_id": session_id, "key": key}
    await session.execute(insert(session, AttendanceKey).on_conflict_do_nothing(), [row])
    kept = await find_key(session, session_id)
    assert kept is not None
    return kept


async def add_screen(session: Session, screen: CodeScreen) -> None:
    """Keep where a code is shown; the row has its id afterwards."""
    session.add(screen)
    await session.flush()


async def end_screens(session: Session, session_id: int, chat_id: int, now: datetime) -> None:
    """What a chat shows of a meeting's code is over when the clock looks next."""
    theirs = update(CodeScreen).where(CodeScreen.session_id == session_id, CodeScreen.chat_id == chat_id)
    await session.execute(theirs.values(next_at=now, until=now))


async def claim_screen(session: Session, screen: CodeScreen, following: datetime) -> bool:
    """Take the change of a picture that is due for oneself; the next is due at `following`."""
    due = update(CodeScreen).where(CodeScreen.id == screen.id, CodeScreen.next_at == screen.next_at)
    return await changes_one(session, due.values(next_at=following))


async def drop_screen(session: Session, screen: CodeScreen) -> None:
    """A picture that says that it is over needs no row any more."""
    await session.execute(delete(CodeScreen).where(CodeScreen.id == screen.id))
