"""The calendar: which days the facts of a text can mean, seen from the day on which it was sent."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from actions.dates.facts import DateFact, Facts, WeekdayFact
from actions.dates.pasaran import next_pasaran, pasaran_of

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
JUST_PASSED = timedelta(days=31)
FARTHEST_YEARS = 5
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The days a text can mean; with `soonest` the first that is not over is meant."""

    options: tuple[date, ...]
    soonest: bool = False


@dataclass(frozen=True)
class Clash:
    """A weekday that does not fit the date beside it, and the days that may be meant instead."""

    weekday: int
    day: date
    options: tuple[date, ...]


@dataclass(frozen=True)
class Gone:
    """A day that was named as past."""

    day: date


@dataclass(frozen=True)
class Unclear:
    """A day was named that cannot be found in the calendar."""


Found = Days | Clash | Gone | Unclear


def find_days(facts: Facts, today: date, known: date | None) -> Found | None:
    """The days that the facts name, else the one already known; None when there is neither."""
    if facts.unreadable:
        return Unclear()
    found = _named_days(facts, today) or (Days((known,)) if known else None)
    if not facts.friday:
        return found
    if found is None:
        return Days((_on(today, FRIDAY), _on(today, FRIDAY) + WEEK), soonest=True)
    return _only_fridays(found, today) if isinstance(found, Days) else found


def _named_days(facts: Facts, today: date) -> Found | None:
    if facts.dates:
        return _from_dates(facts, today)
    if facts.weekdays:
        return _from_weekdays(facts, today)
    if facts.month is not None or facts.months_ahead is not None:
        return Unclear()
    if facts.week_or_sunday is not None:
        return _week_or_sunday(facts.week_or_sunday, today)
    if facts.weeks_ahead is not None:
        return Days(_weekend(facts.weeks_ahead, today))
    if facts.days_ahead is not None:
        return Days((today + facts.days_ahead * DAY,))
    if facts.months_on is not None:
        return Days((_months_on(today, facts.months_on),))
    if facts.tomorrow:
        return Days((today + DAY,))
    if facts.pasaran is not None:
        return Days((next_pasaran(today, facts.pasaran),))
    return None if facts.days_ago is None else Gone(today - facts.days_ago * DAY)


def _from_dates(facts: Facts, today: date) -> Days | Clash | Unclear:
    days = [day for fact in facts.dates if (day := _date_of(fact, facts, today))]
    if not days:
        return Unclear()
    if facts.weekdays:
        fitting = [day for said in days if (day := _fit(said, facts.weekdays))]
        if not fitting:
            said = facts.weekdays[0]
            weekday = (said.weekday - 1) % 7 if said.eve else said.weekday
            return Clash(said.weekday, days[0], _either(days[0], _nearest(days[0], weekday, today)))
        days = fitting
    if facts.pasaran is not None and pasaran_of(days[0]) != facts.pasaran and len(days) == 1:
        other = next_pasaran(today, facts.pasaran, days[0].weekday())
        return Clash(days[0].weekday(), days[0], _either(days[0], other))
    return Days(tuple(sorted(set(days))))


def _fit(day: date, weekdays: list[WeekdayFact]) -> date | None:
    """The day itself when it is a said weekday; the day before when "malam Minggu" stands beside a Sunday."""
    for fact in weekdays:
        if fact.eve and not fact.eve_in_doubt and day.weekday() == fact.weekday:
            return day - DAY
        if day.weekday() in (fact.weekday, (fact.weekday - fact.eve) % 7):
            return day
    return None


def _date_of(fact: DateFact, facts: Facts, today: date) -> date | None:
    month = fact.month or facts.month
    year = fact.year or (None if facts.years_ahead is None else today.year + facts.years_ahead)
    eve = DAY if fact.eve else timedelta(0)
    if month is None and facts.months_ahead is not None:
        first = _months_on(today.replace(day=1), facts.months_ahead)
        month, year = first.month, first.year
    if month is None:
        months = (_months_on(today.replace(day=1), ahead) for ahead in range(4))
        days = (_day(first.year, first.month, fact.day) for first in months)
        return next((day - eve for day in days if day and day - eve >= today), None)
    if year is not None:
        day = _day(year, month, fact.day)
        return day - eve if day and year <= today.year + FARTHEST_YEARS else None
    days = (_day(today.year + ahead, month, fact.day) for ahead in range(FARTHEST_YEARS))
    return next((day - eve for day in days if day and day - eve >= today - JUST_PASSED), None)


def _from_weekdays(facts: Facts, today: date) -> Found:
    if facts.month is not None or facts.months_ahead is not None or facts.weekdays[0].nth is not None:
        return _nth_weekday(facts, today)
    if facts.days_ago is not None:
        return Gone(_on(today - WEEK, facts.weekdays[0].weekday))
    if facts.days_ahead is not None:
        return _weekday_of_a_known_day(facts, today + facts.days_ahead * DAY, today)
    said = [fact for fact in facts.weekdays if fact.eve and facts.pasaran is not None] or facts.weekdays
    found = [_from_weekday(fact, facts, today) for fact in said]
    options = tuple(sorted({day for days in found for day in days.options}))
    common = tuple(day for day in options if all(day in days.options for days in found))
    return Days(common or options, soonest=any(days.soonest for days in found))


def _from_weekday(fact: WeekdayFact, facts: Facts, today: date) -> Days:
    weekday = (fact.weekday - fact.eve) % 7
    week = facts.weeks_ahead if facts.week_or_sunday is None else facts.week_or_sunday
    nearest = _on(today + DAY if facts.tomorrow else today, weekday)
    if facts.pasaran is not None:
        return Days((next_pasaran(today + fact.eve * DAY, facts.pasaran, fact.weekday) - fact.eve * DAY,))
    if week is not None:
        return Days((_monday(today) + week * WEEK + fact.weekday * DAY - fact.eve * DAY,))
    if fact.coming:
        return _coming(weekday, today)
    if fact.eve_in_doubt:
        return Days(tuple(sorted((nearest, _on(today, fact.weekday)))))
    if nearest == today:
        return Days((today, today + WEEK), soonest=fact.eve or fact.this)
    return Days((nearest,))


def _coming(weekday: int, today: date) -> Days:
    """Reads "Minggu depan": the next such day, or the one in next week."""
    nearest, next_week = _on(today + DAY, weekday), _monday(today) + WEEK + weekday * DAY
    return Days(_either(nearest, next_week))


def _week_or_sunday(weeks: int, today: date) -> Days:
    """Reads "minggu depan" is a week from now or a Sunday, "minggu ini" the days left of this weekend."""
    if not weeks:
        return Days(_weekend(0, today))
    return Days(tuple(sorted({today + WEEK, *_coming(SUNDAY, today).options})))


def _weekday_of_a_known_day(facts: Facts, day: date, today: date) -> Days | Clash:
    if fitting := _fit(day, facts.weekdays):
        return Days((fitting,))
    said = facts.weekdays[0]
    return Clash(said.weekday, day, _either(day, _nearest(day, (said.weekday - said.eve) % 7, today)))


def _nth_weekday(facts: Facts, today: date) -> Days | Unclear:
    """Reads "Sabtu kedua bulan depan": this or next month when none is said."""
    fact = facts.weekdays[0]
    if fact.nth is None:
        return Unclear()
    first = today.replace(day=1)
    if facts.month is not None:
        first = first.replace(month=facts.month, year=today.year + (facts.month < today.month))
    months = [facts.months_ahead] if facts.months_ahead is not None else [0, 1, 2]
    for ahead in months:
        start = _months_on(first, ahead)
        weeks = calendar.monthcalendar(start.year, start.month)
        numbers = [number for week in weeks if (number := week[fact.weekday])]
        if fact.nth <= len(numbers):
            day = start.replace(day=numbers[fact.nth - (fact.nth > 0)]) - fact.eve * DAY
            if day >= today or len(months) == 1:
                return Days((day,))
    return Unclear()


def _only_fridays(found: Days, today: date) -> Days | Clash:
    fridays = tuple(day for day in found.options if day.weekday() == FRIDAY)
    if fridays:
        return Days(fridays, found.soonest)
    day = found.options[0]
    return Clash(FRIDAY, day, _either(day, _nearest(day, FRIDAY, today)))


def _weekend(weeks: int, today: date) -> tuple[date, ...]:
    saturday = _monday(today) + weeks * WEEK + SATURDAY * DAY
    return tuple(day for day in (saturday, saturday + DAY) if day >= today)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _on(first: date, weekday: int) -> date:
    return first + ((weekday - first.weekday()) % 7) * DAY


def _nearest(day: date, weekday: int, today: date) -> date:
    after = _on(day, weekday)
    before = after - WEEK
    return before if day - before < after - day and before >= today else after


def _either(one: date, other: date) -> tuple[date, ...]:
    return tuple(sorted({one, other}))


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> date | None:
    """A date, its month's last day for day 0, None when the calendar has no such day."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
