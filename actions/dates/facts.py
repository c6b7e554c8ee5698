"""What the rules have found in a text so far, before any calendar is looked at."""

from dataclasses import dataclass, field
from datetime import timedelta

from actions.dates.words import PRAYERS


@dataclass
class WeekdayFact:
    """A weekday (0 is Monday), what stands beside it, and whether the night before is meant."""

    weekday: int
    coming: bool = False
    this: bool = False
    nth: int | None = None
    eve: bool = False
    eve_in_doubt: bool = False


@dataclass
class DateFact:
    """A day of a month; month and year as far as they were said, and whether the night before is meant."""

    day: int
    month: int | None = None
    year: int | None = None
    eve: bool = False


@dataclass
class HourFact:
    """A time on the clock; not exact while "jam 7" could still be morning or evening."""

    hour: int
    minute: int
    exact: bool
    part: str | None = None
    words: str | None = None


@dataclass
class Facts:
    """Everything found in one text."""

    hours_expected: bool = False
    weekdays: list[WeekdayFact] = field(default_factory=list)
    pasaran: int | None = None
    dates: list[DateFact] = field(default_factory=list)
    month: int | None = None
    months_ahead: int | None = None
    years_ahead: int | None = None
    days_ahead: int | None = None
    months_on: int | None = None
    tomorrow: bool = False
    weeks_ahead: int | None = None
    week_or_sunday: int | None = None
    days_ago: int | None = None
    unreadable: bool = False
    delta: timedelta | None = None
    part: str | None = None
    start: HourFact | None = None
    end: HourFact | None = None
    until: bool = False
    lasts: timedelta | None = None
    friday: bool = False
    zone: str | None = None

    @property
    def says_day(self) -> bool:
        """Whether any day was named."""
        return bool(
            self.weekdays
            or self.dates
            or self.pasaran is not None
            or self.days_ahead is not None
            or self.months_on is not None
            or self.tomorrow
            or self.weeks_ahead is not None
            or self.week_or_sunday is not None
            or self.days_ago is not None
        )

    def add_hour(self, hour: HourFact) -> None:
        """Keep an hour as the start, or as the announced end; a prayer only colours a said hour."""
        if self.start is None:
            self.start = hour
        elif self.until and self.end is None:
            self.end = hour
        elif self.start.words and not hour.words:
            hour.words, hour.part = self.start.words, hour.part or self.start.part
            self.start = hour
        elif hour.words and not self.start.words:
            self.start.words = hour.words
            self.start.part = self.start.part or hour.part

    def add_prayer(self, prayer: str, words: str | None) -> None:
        """Keep a prayer as the hour that its table gives."""
        facts = PRAYERS[prayer]
        self.add_hour(HourFact(facts.clock.hour, facts.clock.minute, True, facts.part, words or facts.name))
        self.friday = self.friday or prayer == "jumatan"
