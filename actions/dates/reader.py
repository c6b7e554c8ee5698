"""Reads what people write when they are asked "when?": the only way in to this package's rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.dates import rules_day, rules_hour
from actions.dates.days import Clash, Days, Gone, Unclear, find_days
from actions.dates.facts import Facts
from actions.dates.hours import Span, find_spans
from actions.dates.readings import Choose, Conflict, Exact, NeedsTime, NotUnderstood, Past, Reading
from actions.dates.tokens import Cursor, tokens_of

Rule = Callable[[Cursor, Facts], int]
"""Looks from the cursor on, adds to the facts, returns how many tokens it has used (0: not its own)."""

RULES: tuple[Rule, ...] = (
    rules_day.other_calendar,
    rules_day.distance,
    rules_hour.duration,
    rules_day.day_of_month,
    rules_hour.midnight,
    rules_day.edge_of_period,
    rules_day.weekend,
    rules_day.named_day,
    rules_hour.prayer,
    rules_hour.until,
    rules_hour.clock,
    rules_day.eve,
    rules_day.near_day,
    rules_day.weekday,
    rules_day.pasaran,
    rules_day.stray_month,
    rules_hour.part_of_day,
    rules_hour.zone,
    rules_day.lone_day,
)
PART_ENDS = {"dini": 4 * 60, "pagi": 11 * 60, "siang": 15 * 60, "sore": 18 * 60}


@dataclass(frozen=True)
class Reference:
    """The moment at which a text was sent, and the zone in which its hours are meant."""

    sent: datetime
    zone: ZoneInfo

    def at(self, day: date, minutes: int) -> datetime:
        """The UTC moment so many minutes of wall time after a day's midnight."""
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def read_when(text: str, *, sent: datetime, zone: str) -> Reading:
    """What a text means for someone in an IANA zone who sent it at a UTC moment; a question when in doubt."""
    return _read(_facts_of(text), sent=sent, zone=zone, day=None)


def combine(day: date, text: str, *, zone: str, sent: datetime, part: str | None = None) -> Reading:
    """The answer to "pukul berapa?" for a known day and part of it; a day in it replaces the known one."""
    facts = _facts_of(text, hours_expected=True)
    if facts.start is None and facts.part is None and not facts.says_day:
        return NotUnderstood()
    facts.part = facts.part or part
    return _read(facts, sent=sent, zone=zone, day=day)


def read_hours(text: str) -> tuple[tuple[time, time], ...]:
    """What "21-6" or "jam 9 malam sampai 6 pagi" can mean, as start and end; none without both."""
    spans = find_spans(_facts_of(text, hours_expected=True))
    midnight = datetime(2000, 1, 1)  # noqa: DTZ001
    return tuple(
        ((midnight + timedelta(minutes=span.start)).time(), (midnight + timedelta(minutes=span.end)).time())
        for span in spans
        if span.end is not None
    )


def _facts_of(text: str, *, hours_expected: bool = False) -> Facts:
    facts, cursor = Facts(hours_expected=hours_expected), Cursor(tokens_of(text))
    while cursor.peek().kind != "end":
        used = next((count for rule in RULES if (count := rule(cursor, facts))), 0)
        if not used and (hours_expected or facts.says_day):
            used = rules_hour.lone_number(cursor, facts)
        cursor.at += used or 1
    return facts


def _read(facts: Facts, *, sent: datetime, zone: str, day: date | None) -> Reading:
    here = Reference(sent, ZoneInfo(facts.zone or zone))
    if facts.delta is not None:
        return Exact((sent + facts.delta).astimezone(UTC))
    today = sent.astimezone(ZoneInfo(zone)).date()
    match find_days(facts, today, day):
        case Unclear():
            return NotUnderstood()
        case Gone(gone):
            return Past(gone)
        case Clash(weekday, said, options):
            return Conflict(weekday, said, _still_ahead(facts, options, here, today))
        case Days(options, soonest):
            return _on_days(facts, options, here, today, soonest=soonest)
    return _soon(facts, here, today)


def _on_days(facts: Facts, days: tuple[date, ...], here: Reference, today: date, *, soonest: bool) -> Reading:
    ahead = _still_ahead(facts, days, here, today)
    if not ahead:
        return _on_day(facts, days[-1], here, today)
    return ahead[0] if soonest or len(ahead) == 1 else Choose("day", ahead)


def _still_ahead(facts: Facts, days: tuple[date, ...], here: Reference, today: date) -> tuple[Reading, ...]:
    readings = (_on_day(facts, day, here, today) for day in days)
    return tuple(reading for reading in readings if not isinstance(reading, Past))


def _on_day(facts: Facts, day: date, here: Reference, today: date) -> Reading:
    spans = find_spans(facts)
    if not spans:
        return NeedsTime(day, facts.part) if day >= today else Past(day)
    exact = [_exact(facts, day, span, here) for span in spans]
    ahead = [reading for reading in exact if reading.moment > here.sent]
    return _choice(ahead) if ahead else Past(exact[-1].moment)


def _soon(facts: Facts, here: Reference, today: date) -> Reading:
    """No day was said: each hour means its next time, today or tomorrow."""
    tomorrow = today + timedelta(days=1)
    exact = [
        next(
            reading
            for day in (today, tomorrow, tomorrow + timedelta(days=1))
            if (reading := _exact(facts, day, span, here)).moment > here.sent
        )
        for span in find_spans(facts)
    ]
    if exact:
        return _choice(exact)
    if facts.part is None:
        return NotUnderstood()
    over = here.at(today, PART_ENDS.get(facts.part, 24 * 60)) <= here.sent
    return NeedsTime(tomorrow if over else today, facts.part)


def _exact(facts: Facts, day: date, span: Span, here: Reference) -> Exact:
    ends = None if span.end is None else here.at(day, span.end)
    return Exact(here.at(day, span.start), ends, facts.start.words if facts.start else None)


def _choice(readings: list[Exact]) -> Reading:
    ordered = sorted(readings, key=lambda reading: reading.moment)
    return ordered[0] if len(ordered) == 1 else Choose("hour", tuple(ordered))
