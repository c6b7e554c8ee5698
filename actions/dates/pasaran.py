"""The Javanese five-day market week, counted from Minggu Kliwon, 4 April 2021."""

from datetime import date, timedelta

NAMES = ("legi", "pahing", "pon", "wage", "kliwon")
_A_KLIWON = date(2021, 4, 4)
_KLIWON = NAMES.index("kliwon")


def pasaran_of(day: date) -> int:
    """The market day of a date as an index into NAMES."""
    return (_KLIWON + (day - _A_KLIWON).days) % 5


def next_pasaran(first: date, pasaran: int, weekday: int | None = None) -> date:
    """The first day from a date on with a market day, and a weekday (0 is Monday) when one is given."""
    days = (first + timedelta(days=ahead) for ahead in range(35))
    return next(day for day in days if pasaran_of(day) == pasaran and weekday in (None, day.weekday()))
