"""Local time: UTC moments, the clocks of a zone, days and weeks between them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def zone_of(name: str) -> str:
    """The IANA zone of WIB, WITA or WIT in any case; ValueError for anything else."""
    zone = ZONES.get(name.strip().upper())
    if zone is None:
        raise ValueError(f"the time zone must be WIB, WITA or WIT, not {name!r}")
    return zone


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on the clocks of a zone; ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ZoneInfo(zone))


def utc(day: date, clock: time, zone: str) -> datetime:
    """The UTC moment at which the clocks of a zone show that time on that day."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def week_of(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """The UTC bounds of the local week that holds a moment: Monday 00.00, and the next Monday 00.00."""
    today = local(moment, zone).date()
    monday = today - timedelta(days=today.weekday())
    return utc(monday, time(0), zone), utc(monday + timedelta(days=7), time(0), zone)


def next_daily(after: datetime, zone: str, clock: time) -> datetime:
    """The first moment strictly after another at which the zone's clocks show a time, in UTC."""
    today = local(after, zone).date()
    moment = utc(today, clock, zone)
    return moment if moment > after else utc(today + timedelta(days=1), clock, zone)


def next_weekly(after: datetime, zone: str, weekday: int, clock: time) -> datetime:
    """The first moment strictly after another on a weekday (0 is Monday) at a local time, in UTC."""
    today = local(after, zone).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    moment = utc(day, clock, zone)
    return moment if moment > after else utc(day + timedelta(days=7), clock, zone)
