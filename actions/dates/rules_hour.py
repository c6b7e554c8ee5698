"""Rules that recognise hours, parts of the day, prayers, ends and durations."""

from datetime import timedelta

from actions.dates.facts import Facts, HourFact
from actions.dates.tokens import Cursor
from actions.dates.words import MONTHS, PARTS, PRAYERS, WEEKDAYS, ZONES

HOUR_WORDS = frozenset({"jam", "setengah", "bada", *PRAYERS})
EVE_WORDS = frozenset({*WEEKDAYS, "tahun", "natal"})
LONGEST_DURATION = timedelta(days=2)


def duration(cursor: Cursor, facts: Facts) -> int:
    """Reads "2 jam lagi" and "setengah jam lagi" from now, "selama 2 jam" from the start."""
    skip = 1 if cursor.word() == "selama" else 0
    amount = 0.5 if cursor.word(skip) == "setengah" else cursor.number(skip)
    unit = cursor.word(skip + 1)
    if amount is None or unit not in {"jam", "menit"}:
        return 0
    length = timedelta(hours=amount) if unit == "jam" else timedelta(minutes=amount)
    if not timedelta(0) < length <= LONGEST_DURATION:
        return 0
    if skip:
        facts.lasts = length
        return 3
    if cursor.word(2) == "lagi":
        facts.delta = length
        return 3
    return 0


def midnight(cursor: Cursor, facts: Facts) -> int:
    """Reads "tengah malam" is the midnight at the end of the day."""
    if cursor.word() == "pertengahan" and cursor.word(1) == "malam":
        facts.add_hour(HourFact(24, 0, True))
        return 2
    return 0


def prayer(cursor: Cursor, facts: Facts) -> int:
    """Reads "ba'da Isya" is an hour, "sebelum Maghrib" a part of the day, and a prayer alone is its hour."""
    after, before = cursor.word() == "bada", cursor.word() == "sebelum"
    place = 1 if after or before else 0
    place += cursor.word(place) == "solat"
    name = cursor.word(place)
    if name == "jumat" and place:
        name = "jumatan"
    if name == "tarawih":
        facts.part = "malam"
        return place + 1
    if name not in PRAYERS:
        return 0
    if before:
        facts.part = PRAYERS[name].before
    else:
        said = cursor.peek().raw if after else None
        facts.add_prayer(name, f"{said} {PRAYERS[name].name}" if said else None)
    return place + 1


def clock(cursor: Cursor, facts: Facts) -> int:
    """Reads "jam 7", "19.30", "setengah 8 malam", "jam 7 kurang seperempat"."""
    marked = cursor.word() == "jam"
    half = cursor.word(marked) == "setengah"
    token = cursor.peek(marked + half)
    taken = _clock_face(cursor, marked + half, marked or half)
    if taken is None:
        return 0
    hour, minute, used = taken
    exact = hour >= 13 or token.raw.startswith("0") or (token.kind == "clock" and hour >= 10)
    shift, used = _adjustment(cursor, used)
    total = hour * 60 + minute - 30 * half + shift
    if not 0 <= total < 25 * 60:
        return 0
    if not (marked or half or token.kind == "clock" or _sounds_like_hour(cursor, used, facts)):
        return 0
    hour, minute = divmod(total, 60)
    fact = HourFact(12 if hour == 0 and not exact else hour, minute, exact)
    used += _attached_part(cursor, used, fact)
    facts.add_hour(fact)
    return used


def lone_number(cursor: Cursor, facts: Facts) -> int:
    """A number after a day, or in an answer to "pukul berapa?", is an hour: "besok 7"."""
    number = cursor.number()
    expected = facts.start is None or (facts.until and facts.end is None)
    if number is None or not 1 <= number <= 24 or not expected:
        return 0
    fact = HourFact(number, 0, number >= 13 or cursor.peek().raw.startswith("0"))
    facts.add_hour(fact)
    return 1


def until(cursor: Cursor, facts: Facts) -> int:
    """Reads "sampai", "s/d" or a dash between two hours; "sampai selesai" names no end."""
    if not (cursor.word() == "sampai" or cursor.peek().kind == "dash"):
        return 0
    if cursor.word() == "sampai" and cursor.word(1) == "selesai":
        return 2
    follows = cursor.peek(1)
    hour_follows = follows.kind in {"clock", "number"} or follows.word in HOUR_WORDS
    facts.until = facts.until or (facts.start is not None and (cursor.word() == "sampai" or hour_follows))
    return 1


def part_of_day(cursor: Cursor, facts: Facts) -> int:
    """Reads "pagi", "malam hari", "dini hari", "sore ini"."""
    word = cursor.word()
    if word not in PARTS:
        return 0
    facts.part = facts.part or word
    if cursor.word(1) == "ini":
        facts.days_ahead = 0
        return 2
    return 2 if word == "dini" and cursor.word(1) == "hari" else 1


def zone(cursor: Cursor, facts: Facts) -> int:
    """Reads "WIB", "WITA" or "WIT" beside an hour."""
    if cursor.word() not in ZONES:
        return 0
    facts.zone = ZONES[cursor.word()]
    return 1


def _clock_face(cursor: Cursor, ahead: int, certain: bool) -> tuple[int, int, int] | None:
    """Hour, minute and the tokens used so far: "19.30", "7", and after "jam" also "19 30" and "1930"."""
    token = cursor.peek(ahead)
    if token.kind == "clock":
        return token.numbers[0], token.numbers[1], ahead + 1
    if token.kind != "number":
        return None
    number = token.numbers[0]
    if certain and len(token.raw) == 4 and token.raw.isdigit():
        hour, minute = divmod(number, 100)
        return (hour, minute, ahead + 1) if hour <= 24 and minute < 60 else None
    if number > 24:
        return None
    minute = cursor.number(ahead + 1) or 0
    if certain and 10 <= minute < 60 and cursor.word(ahead + 2) not in MONTHS:
        return number, minute, ahead + 2
    return number, 0, ahead + 1


def _adjustment(cursor: Cursor, used: int) -> tuple[int, int]:
    """Minutes that "kurang" takes and "lewat" adds, and the tokens used so far."""
    sign = {"kurang": -1, "lewat": 1}.get(cursor.word(used))
    amount = {"seperempat": 15, "setengah": 30}.get(cursor.word(used + 1), cursor.number(used + 1))
    if sign is None or amount is None or amount >= 60:
        return 0, used
    return sign * amount, used + 2 + (cursor.word(used + 2) == "menit")


def _sounds_like_hour(cursor: Cursor, used: int, facts: Facts) -> bool:
    follows = cursor.word(used)
    if follows in PARTS or follows in PRAYERS or follows in ZONES:
        return True
    if facts.until and facts.end is None:
        return True
    return _opens_a_span(cursor, used, facts)


def _opens_a_span(cursor: Cursor, used: int, facts: Facts) -> bool:
    """Whether a bare number is the "7" of "7-9 pagi" or "7 sampai 9.30", not of "29-11"."""
    if not (cursor.peek(used).kind == "dash" or cursor.word(used) == "sampai"):
        return False
    last = cursor.peek(used + 1)
    if last.kind == "clock" or last.word in {"jam", "selesai", "bada", *PRAYERS}:
        return True
    first, number = cursor.number(used - 1), cursor.number(used + 1)
    if first is None or number is None or cursor.word(used + 2) in MONTHS:
        return False
    return cursor.word(used + 2) in PARTS or facts.hours_expected or first < number <= 24


def _attached_part(cursor: Cursor, used: int, fact: HourFact) -> int:
    """The part of the day right after an hour; "malam Minggu" behind it is left to the rule of the eve."""
    word = cursor.word(used)
    if word in PARTS:
        if word == "malam" and cursor.word(used + 1) in EVE_WORDS:
            fact.part = "malam"
            return 0
        fact.part = word
        return 2 if word == "dini" and cursor.word(used + 1) == "hari" else 1
    if word in PRAYERS:
        fact.part = PRAYERS[word].part
        return 1
    return 0
