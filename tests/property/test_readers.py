"""What must hold for every text that somebody may write."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from actions.area_codes import read_rt_rw
from actions.dates import Choose, Conflict, Exact, NeedsTime, Reading, combine, read_when
from actions.dates.words import MONTHS, ORDINALS, PARTS, PRAYERS, SPELLINGS
from actions.names import contains_id_number, normalise_household, split_title, tidy_name
from actions.numbers import read_amount, read_count
from actions.replies import LARGEST_PARTY, read_reply
from actions.times import local, zone_of
from templates.formats import say_moment, say_rupiah, say_short

ZONES = st.sampled_from(["WIB", "WITA", "WIT"]).map(zone_of)
SENT = st.datetimes(datetime(2024, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
WORDS = st.sampled_from(
    sorted({*SPELLINGS, *MONTHS, *ORDINALS, *PARTS, *PRAYERS, "ke", "s/d", "orang", "rt", "wita"})
)
FIGURES = st.sampled_from(
    "- , . / : 0 1 5 07 12 13 24 29 30 31 60 99 2026 19.30 24.30 7.15 29/2 31/11/26".split()
)
PHRASES = st.lists(WORDS | FIGURES, max_size=12).map(" ".join)
TEXTS = (
    PHRASES
    | st.text(max_size=200)
    | st.lists(WORDS | FIGURES | st.text(max_size=3), max_size=12).map("".join)
)


def exact_moments(reading: Reading) -> list[Exact]:
    """Every moment that a reading offers."""
    match reading:
        case Exact():
            return [reading]
        case Choose(_, options) | Conflict(_, _, options):
            return [moment for option in options for moment in exact_moments(option)]
        case _:
            return []


def offered_days(reading: Reading) -> list[date]:
    """Every day that a reading offers without its hour."""
    match reading:
        case NeedsTime(day, _):
            return [day]
        case Choose(_, options) | Conflict(_, _, options):
            return [day for option in options for day in offered_days(option)]
        case _:
            return []


@given(TEXTS, SENT, ZONES)
def test_no_text_breaks_the_reader_and_nothing_offered_is_past(text: str, sent: datetime, zone: str) -> None:
    today = local(sent, zone).date()
    for reading in (read_when(text, sent=sent, zone=zone), combine(today, text, zone=zone, sent=sent)):
        assert all(exact.moment > sent for exact in exact_moments(reading))
        assert all(exact.ends > exact.moment for exact in exact_moments(reading) if exact.ends)
        assert all(day >= today for day in offered_days(reading))
        if isinstance(reading, Choose):
            assert 2 <= len(reading.options) <= 3
            assert len(set(reading.options)) == len(reading.options)


@given(st.datetimes(datetime(2026, 11, 19), datetime(2030, 12, 31), timezones=st.just(UTC)), ZONES)  # noqa: DTZ001
def test_what_is_echoed_is_read_back_as_the_same_moment(moment: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    sent = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    assert read_when(say_moment(moment, zone), sent=sent, zone=zone) == Exact(moment)


@given(st.datetimes(datetime(2026, 11, 19), datetime(2027, 9, 30), timezones=st.just(UTC)), ZONES)  # noqa: DTZ001
def test_the_short_words_are_read_back_as_the_same_moment(moment: datetime, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    sent = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    assert read_when(say_short(moment, zone), sent=sent, zone=zone) == Exact(moment)


@given(TEXTS)
def test_no_text_breaks_the_other_readers(text: str) -> None:
    read_amount(text)
    contains_id_number(text)
    count, reply, area = read_count(text), read_reply(text), read_rt_rw(text)
    assert count is None or count >= 0
    assert reply is None or 1 <= reply.party <= LARGEST_PARTY
    assert area is None or any(area)


@given(st.text(max_size=200))
def test_a_tidy_name_stays_as_it_is(text: str) -> None:
    name = tidy_name(text)
    assert len(name) <= 60
    assert tidy_name(name) == name
    assert tidy_name(split_title(text)[1]) == split_title(text)[1]
    label = normalise_household(text)
    assert normalise_household(label) == label


@given(st.integers(100, 10**14))
def test_an_amount_that_was_said_is_read_back(rupiah: int) -> None:
    assert read_amount(say_rupiah(rupiah)) == rupiah
