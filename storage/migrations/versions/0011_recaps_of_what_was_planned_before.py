"""What was planned before there were recaps and cards of the day gets them, too."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ACTIVITIES = sa.table(
    "activities",
    sa.column("id", sa.Integer()),
    sa.column("area_id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("created_at", storage.columns.Moment()),
    sa.column("recap_at", storage.columns.Moment()),
)
_SESSIONS = sa.table(
    "activity_sessions",
    sa.column("id", sa.Integer()),
    sa.column("activity_id", sa.Integer()),
    sa.column("starts_at", storage.columns.Moment()),
    sa.column("remind_at", storage.columns.Moment()),
    sa.column("organizer_at", storage.columns.Moment()),
)
_AREAS = sa.table("areas", sa.column("id", sa.Integer()), sa.column("zone", sa.String()))
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def upgrade() -> None:
    """Bring the rows forward: who is still to be reminded of a meeting has had no card of its day yet."""
    connection = op.get_bind()
    earlier = sa.alias(_SESSIONS)
    first = sa.select(sa.func.min(earlier.c.starts_at)).where(earlier.c.activity_id == _ACTIVITIES.c.id)
    query = (
        sa.select(
            _SESSIONS.c.id,
            _SESSIONS.c.starts_at,
            _AREAS.c.zone,
            _ACTIVITIES.c.id,
            _ACTIVITIES.c.created_at,
            (_SESSIONS.c.starts_at == first.scalar_subquery()).label("is_first"),
        )
        .select_from(_SESSIONS)
        .join(_ACTIVITIES, _ACTIVITIES.c.id == _SESSIONS.c.activity_id)
        .join(_AREAS, _AREAS.c.id == _ACTIVITIES.c.area_id)
        .where(
            _ACTIVITIES.c.state == "planned",
            _SESSIONS.c.remind_at.is_not(None),
            _SESSIONS.c.organizer_at.is_(None),
        )
    )
    for session_id, starts_at, zone, activity_id, created_at, is_first in connection.execute(query).all():
        card = _SESSIONS.update().where(_SESSIONS.c.id == session_id)
        connection.execute(card.values(organizer_at=_card_time(starts_at, zone)))
        if is_first and (recap_at := _recap_time(starts_at, zone, created_at)) is not None:
            recap = _ACTIVITIES.update().where(_ACTIVITIES.c.id == activity_id)
            connection.execute(recap.values(recap_at=recap_at))


def downgrade() -> None:
    """Nothing is taken back: the columns are older."""


def _card_time(starts_at: datetime, zone: str) -> datetime:
    """In the morning, or an hour before what begins later."""
    here = ZoneInfo(zone)
    clock = time(6) if starts_at.astimezone(here).time() < time(9) else time(7)
    morning = datetime.combine(_day_of(starts_at, zone), clock, here)
    doors = starts_at - _HOUR
    return max(doors, morning) if morning + _HOUR / 2 <= starts_at else doors


def _recap_time(starts_at: datetime, zone: str, created_at: datetime) -> datetime | None:
    """At noon two days before; None when nobody could answer any more."""
    noon = datetime.combine(_day_of(starts_at, zone) - 2 * _DAY, time(12), ZoneInfo(zone))
    at = max(noon, created_at + _DAY)
    return at if at + 6 * _HOUR <= starts_at else None


def _day_of(starts_at: datetime, zone: str) -> date:
    """What begins before four o'clock belongs to the night before."""
    return (starts_at - 4 * _HOUR).astimezone(ZoneInfo(zone)).date()
