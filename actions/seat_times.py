"""When seats are confirmed, taken back and offered last: moments before the first meeting. Pure."""

from datetime import datetime, time, timedelta

from actions.planned import Plan
from actions.times import local, utc
from storage.seats import Seat

__all__ = ["day_begins", "is_confirmed", "offers_end", "release_time"]

_RELEASE_CLOCK = time(20)
_CONFIRM_DAYS = 3
_BEFORE_START = timedelta(minutes=30)


def release_time(plan: Plan) -> datetime:
    """When seats that nobody confirmed go to those who wait: 20.00 the evening before the first meeting."""
    return _on_day(plan, -1, _RELEASE_CLOCK)


def day_begins(plan: Plan) -> datetime:
    """The midnight before the first meeting."""
    return _on_day(plan, 0, time(0))


def offers_end(plan: Plan) -> datetime:
    """From when on no seat is kept for anybody: half an hour before the first meeting."""
    return plan.meetings[0].starts_at - _BEFORE_START


def is_confirmed(plan: Plan, seat: Seat) -> bool:
    """Whether its holder said yes within the last three days before the first meeting."""
    return seat.confirmed_at is not None and seat.confirmed_at >= _on_day(plan, -_CONFIRM_DAYS, time(0))


def _on_day(plan: Plan, days: int, clock: time) -> datetime:
    """A moment so many days after the day of the first meeting."""
    first = local(plan.meetings[0].starts_at, plan.area.zone).date()
    return utc(first + timedelta(days=days), clock, plan.area.zone)
