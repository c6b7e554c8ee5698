"""Minutes of the day: which hours the facts of a text can mean."""

from dataclasses import dataclass

from actions.dates.facts import Facts, HourFact

NOON, DAY = 12 * 60, 24 * 60


@dataclass(frozen=True)
class Span:
    """A start and perhaps an end, in minutes from the day's first midnight; 1440 is the next."""

    start: int
    end: int | None = None


def find_spans(facts: Facts) -> tuple[Span, ...]:
    """The spans that the hours of a text can mean, earliest first; none when it says no hour."""
    if facts.start is None:
        return ()
    starts = _minutes(facts.start, facts.start.part or facts.part)
    if facts.end is None:
        length = int(facts.lasts.total_seconds() // 60) if facts.lasts else None
        return tuple(Span(start, start + length if length else None) for start in starts)
    if facts.end.part is None and not facts.end.exact:
        return tuple(Span(start, _first_after(start, _minutes(facts.end, None))) for start in starts)
    end = _minutes(facts.end, facts.end.part)[0]
    if len(starts) == 2 and facts.end.part:
        starts = (max((start for start in starts if start < end), default=starts[0]),)
    return tuple(Span(start, _first_after(start, (end,))) for start in starts)


def _first_after(start: int, ends: tuple[int, ...]) -> int:
    later = [end + days * DAY for end in ends for days in (0, 1, 2)]
    return min(end for end in later if end > start)


def _minutes(fact: HourFact, part: str | None) -> tuple[int, ...]:
    minutes = fact.hour * 60 + fact.minute
    if fact.hour > 12:
        return (minutes,)
    on_dial = minutes % NOON
    match part:
        case "pagi" | "dini":
            return (on_dial,)
        case "siang":
            return (on_dial + NOON if fact.hour <= 6 or fact.hour == 12 else on_dial,)
        case "sore":
            return (on_dial + NOON,)
        case "malam":
            return (on_dial + NOON if 5 <= fact.hour < 12 else on_dial + DAY,)
    if fact.exact:
        return (minutes,)
    return (NOON + on_dial, DAY + on_dial) if fact.hour == 12 else (on_dial, on_dial + NOON)
