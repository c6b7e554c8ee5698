"""Local time and its Indonesian wording: UTC datetimes in, wall-clock words out, and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

LOCALE = "id"
ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


def zone_of(name: str) -> str:
    """The IANA zone of WIB, WITA or WIT in any case; ValueError for anything else."""
    zone = ZONES.get(name.strip().upper())
    if zone is None:
        raise ValueError(f"the time zone must be WIB, WITA or WIT, not {name!r}")
    return zone


def zone_name(zone: str) -> str:
    """What people call an IANA zone: WIB, WITA or WIT in Indonesia, its own abbreviation elsewhere."""
    return datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).tzname() or zone


def local(moment: datetime, zone: str) -> datetime:
    """The same moment on the clocks of a zone; ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment.astimezone(ZoneInfo(zone))


def utc(day: date, clock: time, zone: str) -> datetime:
    """The UTC moment at which the clocks of a zone show that time on that day."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def say_date(day: date) -> str:
    """A date in full, such as "Minggu, 29 November 2026"."""
    return format_date(day, "EEEE, d MMMM y", locale=LOCALE)


def say_moment(moment: datetime, zone: str) -> str:
    """A moment in full, such as "Minggu, 29 November 2026, pukul 06.30 WIB"."""
    return f"{say_date(local(moment, zone).date())}, pukul {say_clock(moment, zone)}"


def say_clock(moment: datetime, zone: str) -> str:
    """Only the hour of a moment, such as "06.30 WIB"."""
    return f"{local(moment, zone):%H.%M} {zone_name(zone)}"


def say_short(moment: datetime, zone: str) -> str:
    """A moment for narrow places, such as "Min 29 Nov, 06.30"."""
    here = local(moment, zone)
    return f"{format_date(here.date(), 'EEE d MMM', locale=LOCALE)}, {here:%H.%M}"


def week_of(moment: datetime, zone: str) -> tuple[datetime, datetime]:
    """The UTC bounds of the local week that holds a moment: Monday 00.00, and the next Monday 00.00."""
    today = local(moment, zone).date()
    monday = today - timedelta(days=today.weekday())
    return utc(monday, time(0), zone), utc(monday + timedelta(days=7), time(0), zone)


def say_week(start: datetime, zone: str) -> str:
    """The seven days from a moment on, such as "23 sampai 29 November 2026"."""
    first = local(start, zone).date()
    last = first + timedelta(days=6)
    if first.year != last.year:
        pattern = "d MMMM y"
    elif first.month != last.month:
        pattern = "d MMMM"
    else:
        pattern = "d"
    begins = format_date(first, pattern, locale=LOCALE)
    return f"{begins} sampai {format_date(last, 'd MMMM y', locale=LOCALE)}"


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
