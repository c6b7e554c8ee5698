"""Closed windows: the hours in which nobody is disturbed, and the first moment after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from actions.times import local, utc

FRIDAY = 4
JAVA = range(31, 37)
EAST = (*range(81, 83), *range(91, 98))
LONGEST_WAIT = timedelta(days=15)


@dataclass(frozen=True)
class Window:
    """A closed stretch of local wall time, from its start up to but not including its end."""

    weekday: int | None
    starts: time
    ends: time

    def starts_on(self, day: date) -> bool:
        """Whether an occurrence of this window starts on a day."""
        return self.weekday is None or self.weekday == day.weekday()

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """The naive local start and end of the occurrence that starts on a day."""
        last_day = day if self.ends > self.starts else day + timedelta(days=1)
        return datetime.combine(day, self.starts), datetime.combine(last_day, self.ends)


NIGHT = Window(None, time(21), time(6))
FRIDAY_PRAYER = Window(FRIDAY, time(11), time(13))
EARLY_EVENING = Window(None, time(17, 15), time(19, 30))
LATE_EVENING = Window(None, time(17, 45), time(19, 45))


def default_windows(kelurahan_code: str) -> tuple[Window, ...]:
    """Night, Friday prayer and Maghrib to Isya for the province that a kelurahan's code begins with."""
    province = int(kelurahan_code[:2])
    evening = EARLY_EVENING if province in JAVA or province in EAST else LATE_EVENING
    return NIGHT, FRIDAY_PRAYER, evening


def is_open(moment: datetime, zone: str, windows: Sequence[Window]) -> bool:
    """Whether a moment lies in none of the closed windows."""
    return _closed_until(local(moment, zone).replace(tzinfo=None), windows) is None


def next_open(moment: datetime, zone: str, windows: Sequence[Window]) -> datetime:
    """The first moment from another on that lies in no closed window, in UTC; ValueError if none comes."""
    found = moment
    while until := _closed_until(local(found, zone).replace(tzinfo=None), windows):
        found = utc(until.date(), until.time(), zone)
        if found - moment > LONGEST_WAIT:
            raise ValueError("these windows never open")
    return found.astimezone(UTC)


def evening_slot(day: date, zone: str, windows: Sequence[Window]) -> datetime:
    """The end of a day's Maghrib to Isya window in UTC, or 19.30 local time when there is none."""
    evenings = (window for window in windows if _is_evening(window))
    return utc(day, next(evenings, EARLY_EVENING).ends, zone)


def _is_evening(window: Window) -> bool:
    return window.weekday is None and time(16) <= window.starts < window.ends


def _closed_until(here: datetime, windows: Sequence[Window]) -> datetime | None:
    ends = [
        end
        for window in windows
        for day in (here.date() - timedelta(days=1), here.date())
        if window.starts_on(day)
        for start, end in [window.bounds(day)]
        if start <= here < end
    ]
    return max(ends, default=None)
