"""What a text about time can turn out to mean: a moment, a question, or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class Exact:
    """One moment (UTC), its end when one was said, and the said anchor such as "ba'da Isya"."""

    moment: datetime
    ends: datetime | None = None
    words: str | None = None


@dataclass(frozen=True)
class NeedsTime:
    """A known day without an hour, with the part of the day (pagi, siang, sore, malam) when it was said."""

    day: date
    part: str | None = None


@dataclass(frozen=True)
class Choose:
    """Two (for "minggu depan" three) meanings that differ by day or by hour, earliest first."""

    kind: Literal["day", "hour"]
    options: "tuple[Reading, ...]"


@dataclass(frozen=True)
class Conflict:
    """A weekday (0 is Monday) that does not fit the date beside it, and the nearest possibilities."""

    day_said: int
    date: date
    options: "tuple[Reading, ...]"


@dataclass(frozen=True)
class Past:
    """A moment, or a whole day, that was over when the text was sent."""

    when: datetime | date


@dataclass(frozen=True)
class NotUnderstood:
    """No date and no hour that can be relied on."""


Reading = Exact | NeedsTime | Choose | Conflict | Past | NotUnderstood
