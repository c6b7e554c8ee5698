"""Further meetings of a training as people write them: "6 Desember", or "setiap Minggu 4 kali" in all."""

import re
from collections.abc import Sequence
from datetime import datetime

from actions.dates import Choose, Exact, NeedsTime, Past, read_when
from actions.errors import Refusal
from actions.meetings import MeetingsClash, WhenPast
from actions.numbers import read_count
from actions.repeats import Repeat, occurrence
from actions.times import local, utc

MOST_MEETINGS = 12
_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu")
_TIMES = re.compile(
    r"(\d+)\s*(?:kali|x|pertemuan)\b|\b([a-z]+(?:\s+(?:belas|puluh))?)\s+(?:kali|pertemuan)\b", re.IGNORECASE
)
_REPEATS = (
    (Repeat.FORTNIGHTLY, re.compile(r"\b(?:dua|2)\s*(?:minggu|pekan)|\bper\s?dua\s?minggu", re.IGNORECASE)),
    (Repeat.SELAPANAN, re.compile(r"\bselapan", re.IGNORECASE)),
    (Repeat.MONTHLY, re.compile(r"\b(?:se|tiap |setiap )?bulan", re.IGNORECASE)),
    (Repeat.WEEKLY, re.compile(r"\b(?:se|se?tiap\s+|per\s+)?(?:minggu|pekan)|\bse?tiap\b", re.IGNORECASE)),
)


class TooManyMeetings(Refusal):
    """More meetings than an activity may have; `limit` is how many it may."""

    asks_again = True


class MeetingNotUnderstood(Refusal):
    """No date that can be relied on, for one more meeting."""

    asks_again = True


def read_further(
    text: str, first: datetime, known: Sequence[datetime], *, sent: datetime, zone: str
) -> list[datetime]:
    """The meetings, in UTC, that a text adds to a first one and those that are known, one a line.

    A day without an hour has the hour of the first. WhenPast, MeetingsClash, TooManyMeetings, or
    MeetingNotUnderstood for a text, or a line of it, that means no time or several.
    """
    found = _read_row(text, first, zone)
    if found is None:
        lines = [line for line in re.split(r"[\n;]|,\s(?=\d)", text) if line.strip()]
        found = [_read_line(line, first, sent, zone) for line in lines]
    together = [first, *known, *found]
    if len(together) > MOST_MEETINGS:
        raise TooManyMeetings(limit=MOST_MEETINGS)
    if len(set(together)) < len(together):
        raise MeetingsClash
    if any(moment <= sent for moment in found):
        raise WhenPast
    return found


def _read_row(text: str, first: datetime, zone: str) -> list[datetime] | None:
    """ "setiap Minggu 4 kali": so many in all, the first included; None for other texts."""
    counted = _TIMES.search(text)
    repeat = next((repeat for repeat, words in _REPEATS if words.search(text)), None)
    if counted is None or repeat is None:
        return None
    count = read_count(counted[1] or counted[2])
    days = [number for number, day in enumerate(_DAYS) if re.search(rf"\b{day}\b", text.lower())]
    if count is None or count < 2 or (days and days != [local(first, zone).weekday()]):
        raise MeetingNotUnderstood
    if count > MOST_MEETINGS:
        raise TooManyMeetings(limit=MOST_MEETINGS)
    return [occurrence(first, repeat, number, zone) for number in range(1, count)]


def _read_line(line: str, first: datetime, sent: datetime, zone: str) -> datetime:
    clock = local(first, zone).time()
    match read_when(line, sent=sent, zone=zone):
        case Exact(moment):
            return moment
        case NeedsTime(day):
            return utc(day, clock, zone)
        case Choose("hour", options):
            same = [one.moment for one in options if isinstance(one, Exact)]
            found = [moment for moment in same if local(moment, zone).time() == clock]
            if len(found) == 1:
                return found[0]
        case Past():
            raise WhenPast
    raise MeetingNotUnderstood
