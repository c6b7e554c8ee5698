"""How moments, numbers and people are said in Indonesian; the filters of the templates."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from templates.marks import to_html

ANYBODY = "Bapak/Ibu"
_LOCALE = "id"
_VOCATIVES = {"Bapak": "Pak", "Ibu": "Bu"}
_SUBJECTS = {"Kak": "Kakak"}


def on_clocks(moment: str | datetime, zone: str) -> datetime:
    """A moment as the clocks of a zone show it."""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found.astimezone(ZoneInfo(zone))


def say_date(day: str | date) -> str:
    """ "Minggu, 29 November 2026"."""
    found = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return format_date(found, "EEEE, d MMMM y", locale=_LOCALE)


def say_day(moment: str | datetime, zone: str) -> str:
    """The local date of a moment: "Minggu, 29 November 2026"."""
    return say_date(on_clocks(moment, zone).date())


def say_clock(moment: str | datetime, zone: str) -> str:
    """ "06.30 WIB"."""
    local = on_clocks(moment, zone)
    return f"{local:%H.%M} {local.tzname() or zone}"


def say_hour(clock: str | time) -> str:
    """A local time of the day without its zone: "06.30"."""
    found = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return f"{found:%H.%M}"


def say_moment(moment: str | datetime, zone: str) -> str:
    """ "Minggu, 29 November 2026, pukul 06.30 WIB"."""
    return f"{say_day(moment, zone)}, pukul {say_clock(moment, zone)}"


def say_short(moment: str | datetime, zone: str) -> str:
    """For lists and labels, at most 20 characters: "Min 29 Nov, 06.30"."""
    local = on_clocks(moment, zone)
    return f"{say_short_date(local.date())}, {local:%H.%M}"


def say_short_date(day: str | date) -> str:
    """ "Min 29 Nov"."""
    found = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return format_date(found, "EEE d MMM", locale=_LOCALE)


def say_meetings(moments: Sequence[str | datetime], zone: str) -> str:
    """ "Selasa 25 Mei dan Selasa 1 Juni, pukul 09.00 WIB"; each with its hour where these differ."""
    clocks = [f"pukul {say_clock(one, zone)}" for one in moments]
    days = [format_date(on_clocks(one, zone).date(), "EEEE d MMMM", locale=_LOCALE) for one in moments]
    if len(set(clocks)) > 1:
        return "; ".join(f"{day}, {clock}" for day, clock in zip(days, clocks, strict=True))
    before = ", ".join(days[:-1])
    return f"{before}{' dan ' if before else ''}{days[-1]}, {clocks[0]}"


def say_span(first: str | date, last: str | date) -> str:
    """ "23 sampai 29 November 2026", with both months where they differ."""
    start = date.fromisoformat(first[:10]) if isinstance(first, str) else first
    end = date.fromisoformat(last[:10]) if isinstance(last, str) else last
    form = "d" if (start.month, start.year) == (end.month, end.year) else "d MMMM"
    form = form if start.year == end.year else "d MMMM y"
    return f"{format_date(start, form, locale=_LOCALE)} sampai {format_date(end, 'd MMMM y', locale=_LOCALE)}"


def say_number(number: float) -> str:
    """ "1.500.000" and "1,5"."""
    return format_decimal(number, "#,##0.##", locale=_LOCALE)


def say_rupiah(amount: int) -> str:
    """ "Rp 1.500.000"."""
    return f"{'-' if amount < 0 else ''}Rp {say_number(abs(amount))}"


def say_percent(share: float) -> str:
    """A share between 0 and 1 with at most one decimal: "62,5%"."""
    return format_percent(share, "#,##0.#%", locale=_LOCALE)


def subject_of(salutation: str | None) -> str:
    """How one speaks of somebody to them: Bapak, Ibu, Kakak; "Bapak/Ibu" when unknown."""
    if salutation is None:
        return ANYBODY
    return _SUBJECTS.get(salutation, salutation)


def vocative(salutation: str | None) -> str:
    """How one calls somebody in the middle of a sentence: Pak, Bu, Mas; "Bapak/Ibu" when unknown."""
    if salutation is None:
        return ANYBODY
    return _VOCATIVES.get(salutation, salutation)


def say_name(name: str, salutation: str | None) -> str:
    """How a list calls somebody, short for its buttons: "Pak Warga Depan", or the name alone."""
    return f"{vocative(salutation)} {name}" if salutation else name


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of a text on one line, ended with "…" where something is left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def slug(area: str) -> str:
    """The name of an area in a file's name: "rt-02-rw-01"."""
    plain = unicodedata.normalize("NFKD", area.lower()).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain)) or "rt"


def proposal_number(number: int) -> str:
    """ "U-017"."""
    return f"U-{number:03d}"


FILTERS: dict[str, Callable[..., Any]] = {
    "date": say_date,
    "day": say_day,
    "clock": say_clock,
    "hour": say_hour,
    "moment": say_moment,
    "meetings": say_meetings,
    "short": say_short,
    "short_date": say_short_date,
    "number": say_number,
    "rupiah": say_rupiah,
    "percent": say_percent,
    "span": say_span,
    "name": say_name,
    "excerpt": excerpt,
    "proposal_number": proposal_number,
    "marked": to_html,
}
