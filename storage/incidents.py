"""Incidents: what went wrong on our side, by number, so that an apology can name it."""

from datetime import datetime

from sqlalchemy import String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import BigId, Moment
from storage.database import Session, Table


class Incident(Table):
    """One failure: its kind (the exception's name), where it happened, and a redacted line about it."""

    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(120))
    update_id: Mapped[int | None] = mapped_column(BigId)
    detail: Mapped[str | None] = mapped_column(Text)
    told_operator: Mapped[bool] = mapped_column(default=False)


async def find_first(session: Session, kind: str) -> int | None:
    """The number of the first incident of a kind."""
    return await session.scalar(select(func.min(Incident.id)).where(Incident.kind == kind))


async def was_told_since(session: Session, kind: str, moment: datetime) -> bool:
    """Whether the operator heard of this kind of incident after `moment`."""
    query = select(Incident.id).where(
        Incident.kind == kind, Incident.at > moment, Incident.told_operator.is_(True)
    )
    return await session.scalar(query.limit(1)) is not None
