"""Forms: a conversation of several steps whose state is a row."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Facts, Moment, one_of
from storage.database import Session, Table


class FormState(StrEnum):
    """Open forms hear free text; left ones can be resumed; the others are over."""

    OPEN = "open"
    LEFT = "left"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


UNFINISHED = (FormState.OPEN, FormState.LEFT)


class Form(Table):
    """Which form, at which step, with what was said so far; `data` is blanked once it is over."""

    __tablename__ = "forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigId, index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    step: Mapped[str] = mapped_column(String(24))
    data: Mapped[dict[str, Any] | None] = mapped_column(Facts)
    state: Mapped[FormState] = mapped_column(one_of(FormState))
    started_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
    outcome: Mapped[str | None] = mapped_column(String(40))


async def find_open(session: Session, chat_id: int) -> Form | None:
    """The form of a chat that hears free text."""
    query = select(Form).where(Form.chat_id == chat_id, Form.state == FormState.OPEN)
    return await session.scalar(query.order_by(Form.id.desc()).limit(1))


async def find_unfinished(session: Session, chat_id: int, kind: str | None = None) -> Form | None:
    """The newest form of a chat that is open or can be resumed, of this kind when one is given."""
    query = select(Form).where(Form.chat_id == chat_id, Form.state.in_(UNFINISHED))
    if kind is not None:
        query = query.where(Form.kind == kind)
    return await session.scalar(query.order_by(Form.id.desc()).limit(1))


async def find_form(session: Session, form_id: int) -> Form | None:
    """The form with this id, locked."""
    return await session.get(Form, form_id, with_for_update=True)
