"""Rules that recognise days: weekdays, dates, distances, eves, market days."""

from actions.dates.facts import DateFact, Facts, WeekdayFact
from actions.dates.pasaran import NAMES
from actions.dates.tokens import Cursor
from actions.dates.words import MONTHS, ORDINALS, OTHER_CALENDARS, PARTS, WEEKDAYS

SUNDAY = 6
FARTHEST_DAYS = 400
UNIT_DAYS = {"hari": 1, "minggu": 7, "pekan": 7, "bulan": 30}
NAMED_DAYS = {"natal": (25, 12)}


def other_calendar(cursor: Cursor, facts: Facts) -> int:
    """Reads "1 Suro" as a date that this calendar does not know."""
    if cursor.number() is None or cursor.word(1) not in OTHER_CALENDARS:
        return 0
    facts.unreadable = True
    return 2


def distance(cursor: Cursor, facts: Facts) -> int:
    """Reads "3 hari lagi", "dua minggu lagi", "sebulan ke depan", "dalam 2 pekan", and their past."""
    number, unit = cursor.number(), cursor.word(1)
    if number is None or unit not in UNIT_DAYS:
        return 0
    used = _direction(cursor, unit)
    if not used:
        return 0
    days = number * UNIT_DAYS[unit]
    if days > FARTHEST_DAYS:
        facts.unreadable = True
    elif cursor.word(used - 1) == "lalu":
        facts.days_ago = max(days, 1)
    elif unit == "bulan":
        facts.months_on = number
    else:
        facts.days_ahead = days
    return used


def near_day(cursor: Cursor, facts: Facts) -> int:
    """Reads "hari ini", "besok", "lusa", "tulat", "kemarin"; "besok Minggu" is the coming Sunday."""
    word, following = cursor.word(), cursor.word(1)
    if word == "hari" and following == "ini":
        facts.days_ahead = 0
        return 2
    if word == "kemarin" and following == "lusa":
        facts.days_ago = 2
        return 2
    if word == "tadi" and following in PARTS:
        facts.days_ago = int(following == "malam")
        return 2
    if word in {"kemarin", "semalam"} or (
        word == "lalu" and cursor.word(-1) in {*WEEKDAYS, *UNIT_DAYS, "yang"}
    ):
        facts.days_ago = 1
        return 1
    if word == "besok" and following == "lusa":
        facts.days_ahead = 2
        return 2
    if word == "besok":
        facts.tomorrow = True
        return 1
    if word in {"sekarang", "lusa", "tulat"}:
        facts.days_ahead = {"sekarang": 0, "lusa": 2, "tulat": 3}[word]
        return 1
    return 0


def eve(cursor: Cursor, facts: Facts) -> int:
    """Reads "malam Minggu" and "malam 17 Agustus" as the night before, not "Minggu malam"."""
    if cursor.word() != "malam":
        return 0
    hour_said = facts.start is not None and facts.start.part == "malam" and facts.start.hour <= 12
    weekday = WEEKDAYS.get(cursor.word(1))
    if weekday is not None:
        if hour_said and cursor.word(2) in {"depan", "ini"}:
            return 0
        fact = WeekdayFact(weekday, eve=True, eve_in_doubt=hour_said)
        facts.part = "malam"
        facts.weekdays.append(fact)
        return 2 + _beside_weekday(cursor, 2, fact)
    after_a_day = cursor.word(-1) in WEEKDAYS or cursor.word(-1) in {"besok", "lusa", "nanti"}
    named = cursor.word(1) in {"tahun", "natal"}
    if after_a_day or (hour_said and not named):
        return 0
    before = len(facts.dates)
    look = Cursor([cursor.peek(ahead) for ahead in range(1, 8)])
    used = day_of_month(look, facts) or named_day(look, facts)
    for date_fact in facts.dates[before:]:
        date_fact.eve = True
        facts.part = "malam"
    return 1 + used if len(facts.dates) > before else 0


def weekday(cursor: Cursor, facts: Facts) -> int:
    """Reads "hari Minggu", "Sabtu depan", "Ahad ini", "Sabtu kedua"; "minggu depan" may be a week."""
    skip = 1 if cursor.word() == "hari" else 0
    word = cursor.word(skip)
    if word == "pekan" and not skip:
        return _week(cursor, facts)
    if word not in WEEKDAYS:
        return 0
    following = cursor.word(skip + 1)
    if word == "minggu" and not skip and following in {"depan", "ini"}:
        facts.week_or_sunday = 1 if following == "depan" else 0
        return 2
    fact = WeekdayFact(WEEKDAYS[word])
    facts.weekdays.append(fact)
    return skip + 1 + _beside_weekday(cursor, skip + 1, fact)


def pasaran(cursor: Cursor, facts: Facts) -> int:
    """Reads "Kliwon" and its four sisters."""
    if cursor.word() not in NAMES:
        return 0
    facts.pasaran = NAMES.index(cursor.word())
    return 1


def day_of_month(cursor: Cursor, facts: Facts) -> int:
    """Reads "tanggal 5", "29 Nov 2026", "5 bulan depan", "29/11", "29-11", "21-22 November"."""
    if cursor.peek().kind == "date":
        return _whole_date(cursor, facts)
    marked = cursor.word() == "tanggal"
    used = 1 if marked else 0
    if marked and cursor.peek(1).kind == "date":
        return 1 + _whole_date(Cursor([cursor.peek(1)]), facts)
    first = cursor.number(used)
    if first is None or not 1 <= first <= 31:
        return 0
    used += 1
    spans = cursor.peek(used).kind == "dash" or cursor.word(used) == "sampai"
    second = cursor.number(used + 1) if spans else None
    month_follows = second is not None and cursor.word(used + 2) in MONTHS
    if second is not None and (month_follows or (marked and second == first + 1)):
        facts.dates += [DateFact(first), DateFact(second)]
        used += 2
    elif second is not None and (marked or _month_number(first, second, cursor.word(used + 2), facts)):
        facts.dates.append(DateFact(first, second))
        return used + 2
    else:
        if not (marked or cursor.word(used) in MONTHS or _month_said(cursor, used)):
            return 0
        facts.dates.append(DateFact(first))
    return used + month(_from(cursor, used), facts)


def month(cursor: Cursor, facts: Facts) -> int:
    """Reads a month and year beside a day: "November 2026", "bulan depan", "tahun depan"."""
    used = 0
    if cursor.word() in MONTHS:
        facts.month, used = MONTHS[cursor.word()], 1
    elif cursor.word() == "bulan":
        number = cursor.number(1)
        if cursor.word(1) in MONTHS or (number is not None and 1 <= number <= 12):
            facts.month, used = MONTHS.get(cursor.word(1), number), 2
        elif cursor.word(1) in {"depan", "ini"}:
            facts.months_ahead, used = int(cursor.word(1) == "depan"), 2
    if not used:
        return 0
    skip = used + (cursor.word(used) == "tahun")
    year = cursor.number(skip)
    if year is not None and 2000 <= year <= 2100:
        for fact in facts.dates:
            fact.year = fact.year or year
        return skip + 1
    if skip > used and cursor.word(skip) in {"depan", "ini"}:
        facts.years_ahead = int(cursor.word(skip) == "depan")
        return skip + 1
    return used


def stray_month(cursor: Cursor, facts: Facts) -> int:
    """Reads a month away from its day, but not "jan", which may be "jangan"."""
    return 0 if cursor.peek().raw == "jan" else month(cursor, facts)


def edge_of_period(cursor: Cursor, facts: Facts) -> int:
    """Reads "akhir bulan", "awal Desember", "pertengahan bulan depan", "akhir tahun"."""
    edge = {"awal": 1, "pertengahan": 15, "akhir": 31}.get(cursor.word())
    if edge is None:
        return 0
    if cursor.word(1) == "tahun":
        facts.dates.append(DateFact(edge, {1: 1, 15: 6, 31: 12}[edge]))
        return 2
    if cursor.word(1) != "bulan" and cursor.word(1) not in MONTHS:
        return 0
    facts.dates.append(DateFact(edge if edge < 31 else 0))
    return 1 + (month(_from(cursor, 1), facts) or 1)


def weekend(cursor: Cursor, facts: Facts) -> int:
    """Reads "akhir pekan" and "weekend depan"."""
    two_words = cursor.word() == "akhir" and cursor.word(1) in {"pekan", "minggu"}
    used = 2 if two_words else int(cursor.word() == "weekend")
    if not used:
        return 0
    facts.weeks_ahead = int(cursor.word(used) == "depan")
    return used + (cursor.word(used) in {"depan", "ini"})


def named_day(cursor: Cursor, facts: Facts) -> int:
    """Reads "tahun baru" and "natal"."""
    if cursor.word() == "tahun" and cursor.word(1) == "baru":
        facts.dates.append(DateFact(1, 1))
        return 2
    if cursor.word() in NAMED_DAYS:
        facts.dates.append(DateFact(*NAMED_DAYS[cursor.word()]))
        return 1
    return 0


def lone_day(cursor: Cursor, facts: Facts) -> int:
    """Reads the number in "Minggu 29", and a number that only a date can be."""
    number = cursor.number()
    if number is None or facts.dates or not 13 <= number <= 31 or cursor.word(-1) == "jam":
        return 0
    if number <= 24 and not facts.weekdays:
        return 0
    facts.dates.append(DateFact(number))
    return 1


def _direction(cursor: Cursor, unit: str) -> int:
    """The tokens of a distance up to its "lagi", "lalu" or "ke depan"; 0 when it has none."""
    direction = cursor.word(2)
    if direction in {"ke", "yang"} and cursor.word(3) in {"depan", "lalu"}:
        return 4
    if direction in {"lagi", "lalu"} or (direction == "depan" and unit != "bulan"):
        return 3
    return 2 if cursor.word(-1) == "dalam" else 0


def _from(cursor: Cursor, ahead: int) -> Cursor:
    return Cursor([cursor.peek(place) for place in range(ahead, ahead + 6)])


def _beside_weekday(cursor: Cursor, ahead: int, fact: WeekdayFact) -> int:
    word = cursor.word(ahead)
    if word in {"depan", "ini"}:
        fact.coming, fact.this = word == "depan", word == "ini"
        return 1
    if word in ORDINALS:
        fact.nth = ORDINALS[word]
        return 1
    if word == "ke":
        skip = 1 if cursor.peek(ahead + 1).kind == "dash" else 0
        number = cursor.number(ahead + 1 + skip)
        if number is not None and 1 <= number <= 5:
            fact.nth = number
            return 2 + skip
    return 0


def _week(cursor: Cursor, facts: Facts) -> int:
    if cursor.word(1) not in {"depan", "ini"}:
        return 0
    facts.weeks_ahead = int(cursor.word(1) == "depan")
    return 2


def _month_said(cursor: Cursor, ahead: int) -> bool:
    if cursor.word(ahead) != "bulan":
        return False
    return cursor.word(ahead + 1) in {"depan", "ini"} or cursor.word(ahead + 1) in MONTHS


def _month_number(day: int, number: int, following: str, facts: Facts) -> bool:
    """Whether "29-11" is a date, and not the hours of "7-9" or "10-1 siang"."""
    return number <= 12 and day > number and following not in PARTS and not facts.hours_expected


def _whole_date(cursor: Cursor, facts: Facts) -> int:
    day, month_number, *rest = cursor.peek().numbers
    year = rest[0] if rest else None
    facts.dates.append(DateFact(day, month_number, year + 2000 if year is not None and year < 100 else year))
    return 1
