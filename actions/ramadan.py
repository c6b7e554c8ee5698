"""Ramadan: when it is expected, and the evenings that are closed until Tarawih is over."""

from datetime import date, datetime, timedelta

from actions.windows import Window, default_windows

ESTIMATES = ((date(2027, 2, 8), date(2027, 3, 9)),)
"""First and last day of each coming Ramadan as it is reckoned; isbat decides, and each kelurahan corrects."""
LENGTHS = (29, 30)
_TARAWIH = timedelta(hours=1)
"""How much longer than Maghrib to Isya an evening of Ramadan is closed."""


def find_estimate(today: date) -> tuple[date, date] | None:
    """First and last day of the Ramadan that is on or comes next; None beyond what we have reckoned."""
    return next((estimate for estimate in ESTIMATES if estimate[1] >= today), None)


def ramadan_window(kelurahan_code: str, first: date, last: date) -> Window:
    """The evenings of a Ramadan: on Java and in the east 17.15 to 20.30, elsewhere 17.45 to 20.45."""
    evening = next(window for window in default_windows(kelurahan_code) if window.is_evening)
    ends = (datetime.combine(first, evening.ends) + _TARAWIH).time()
    return Window(None, evening.starts, ends, first, last)


def coming_windows(kelurahan_code: str, today: date) -> tuple[Window, ...]:
    """The dated windows that a new kelurahan begins with."""
    estimate = find_estimate(today)
    return (ramadan_window(kelurahan_code, *estimate),) if estimate else ()
