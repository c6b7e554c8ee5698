"""Closed windows: the hours in which nobody is disturbed, and the first moment after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from actions.times import local, utc

FRIDAY = 4
JAVA = range(31, 37)
EAST = (*range(81, 83), *range(91, 98))
EVENING_BEGINS = time(16)
LONGEST_WAIT = timedelta(days=15)


@dataclass(frozen=True)
class Window:
    """A closed stretch of local wall time, from its start up to but not including its end.

    With dates, it starts on the days from `valid_from` to `valid_to` only, both included.
    """

    weekday: int | None
    starts: time
    ends: time
    valid_from: date | None = None
    valid_to: date | None = None

    def starts_on(self, day: date) -> bool:
        """Whether an occurrence of this window starts on a day."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return self.weekday is None or self.weekday == day.weekday()

    @property
    def is_night(self) -> bool:
        """Whether it goes over midnight."""
        return self.ends <= self.starts

    @property
    def is_evening(self) -> bool:
        """Whether it is a Maghrib to Isya: daily, late in the day, over before midnight."""
        return self.weekday is None and EVENING_BEGINS <= self.starts < self.ends

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


def later_in_open_time(moment: datetime, span: timedelta, zone: str, windows: Sequence[Window]) -> datetime:
    """The moment, in UTC, up to which so much time has passed that lies in no closed window.

    `span` is less than a day.
    """
    left = span
    while True:
        moment = next_open(moment, zone, windows)
        here = local(moment, zone).replace(tzinfo=None)
        days = (here.date(), here.date() + timedelta(days=1))
        starts = (window.bounds(day)[0] for day in days for window in windows if window.starts_on(day))
        closes = min((start for start in starts if start > here), default=here + left)
        if here + left <= closes:
            return moment + left
        left -= closes - here
        moment += closes - here


def evening_slot(day: date, zone: str, windows: Sequence[Window]) -> datetime:
    """When the last Maghrib to Isya window of a day ends in UTC, or 19.30 local time when there is none."""
    ends = (window.ends for window in windows if window.is_evening and window.starts_on(day))
    return utc(day, max(ends, default=EARLY_EVENING.ends), zone)


def open_time(day: date, windows: Sequence[Window]) -> timedelta:
    """How much of a local day lies in no closed window."""
    reached = datetime.combine(day, time(0))
    midnight, found = reached + timedelta(days=1), timedelta(0)
    for start, end in sorted(_bounds_around(day, windows)):
        found += max(min(start, midnight) - reached, timedelta(0))
        reached = max(reached, end)
    return found + max(midnight - reached, timedelta(0))


def _bounds_around(day: date, windows: Sequence[Window]) -> list[tuple[datetime, datetime]]:
    """The occurrences that can touch a day: those that start on it or on the day before."""
    days = (day - timedelta(days=1), day)
    return [window.bounds(each) for each in days for window in windows if window.starts_on(each)]


def _closed_until(here: datetime, windows: Sequence[Window]) -> datetime | None:
    ends = (end for start, end in _bounds_around(here.date(), windows) if start <= here < end)
    return max(ends, default=None)
