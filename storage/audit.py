"""The audit: who used a right over others, when, and on what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Facts, Moment
from storage.database import Session, Table


class Act(Table):
    """A privileged act; the actor is cut when they erase themselves."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    details: Mapped[dict[str, Any] | None] = mapped_column(Facts)


def add_act(
    session: Session,
    action: str,
    subject: str,
    *,
    at: datetime,
    actor_id: int | None,
    area_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write down one privileged act, such as ("accept_resident", "residency:12")."""
    session.add(
        Act(at=at, actor_id=actor_id, action=action, subject=subject, area_id=area_id, details=details)
    )
