"""How moments, numbers and people are said."""

from datetime import UTC, date, datetime, timedelta

import pytest

from templates import formats, render

JAKARTA, MAKASSAR, JAYAPURA = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
SUNDAY_MORNING = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)


def test_a_moment_is_said_in_full_with_its_zone() -> None:
    assert formats.say_moment(SUNDAY_MORNING, JAKARTA) == "Minggu, 29 November 2026, pukul 06.30 WIB"
    assert formats.say_moment(SUNDAY_MORNING, MAKASSAR) == "Minggu, 29 November 2026, pukul 07.30 WITA"
    assert formats.say_moment(SUNDAY_MORNING, JAYAPURA) == "Minggu, 29 November 2026, pukul 08.30 WIT"


def test_kak_is_said_in_full_where_it_stands_for_the_person() -> None:
    said = (formats.subject_of("Kak"), formats.vocative("Kak"), formats.subject_of("Mas"))
    assert said == ("Kakak", "Kak", "Mas")
    assert formats.subject_of(None) == "Bapak/Ibu"
    assert render("joining/ask_name", salutation="Kak") == "Baik, Kak. Siapa nama panggilan Kakak?"


def test_narrow_places_get_the_short_words() -> None:
    assert formats.say_date(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
    assert formats.say_clock(SUNDAY_MORNING, JAKARTA) == "06.30 WIB"
    assert formats.say_short(SUNDAY_MORNING, JAKARTA) == "Min 29 Nov, 06.30"


def test_meetings_at_the_same_hour_say_it_once() -> None:
    week = timedelta(days=7)
    dates = [SUNDAY_MORNING, SUNDAY_MORNING + week, SUNDAY_MORNING + 5 * week]
    assert formats.say_meetings(dates[:1], JAKARTA) == "Minggu 29 November, pukul 06.30 WIB"
    assert formats.say_meetings(dates, JAKARTA) == (
        "Minggu 29 November, Minggu 6 Desember dan Minggu 3 Januari, pukul 06.30 WIB"
    )
    later = [dates[0], dates[1] + timedelta(hours=3)]
    assert formats.say_meetings(later, JAKARTA) == (
        "Minggu 29 November, pukul 06.30 WIB; Minggu 6 Desember, pukul 09.30 WIB"
    )


def test_moments_come_as_facts_too() -> None:
    assert formats.say_moment(SUNDAY_MORNING.isoformat(), "Asia/Pontianak") == formats.say_moment(
        SUNDAY_MORNING, JAKARTA
    )


@pytest.mark.parametrize(
    "monday, words",
    [
        (date(2026, 11, 23), "23 sampai 29 November 2026"),
        (date(2026, 11, 30), "30 November sampai 6 Desember 2026"),
        (date(2026, 12, 28), "28 Desember 2026 sampai 3 Januari 2027"),
    ],
)
def test_a_week_is_said_by_its_first_and_last_day(monday: date, words: str) -> None:
    assert formats.say_span(monday, monday + timedelta(days=6)) == words


def test_numbers_are_said_the_indonesian_way() -> None:
    assert formats.say_rupiah(1_500_000) == "Rp 1.500.000"
    assert formats.say_rupiah(0) == "Rp 0"
    assert formats.say_number(2762) == "2.762"
    assert formats.say_number(1.5) == "1,5"
    assert [formats.say_percent(share) for share in (0.625, 1, 0)] == ["62,5%", "100%", "0%"]


def test_people_are_called_the_way_they_chose() -> None:
    assert [formats.vocative(chosen) for chosen in ("Bapak", "Ibu", "Mbak", None)] == [
        "Pak",
        "Bu",
        "Mbak",
        "Bapak/Ibu",
    ]


def test_an_excerpt_is_one_line_that_says_when_it_was_cut() -> None:
    assert formats.excerpt("Lampu jalan\n Gang 3  mati") == "Lampu jalan Gang 3 mati"
    assert formats.excerpt("lampu " * 50, 20) == "lampu lampu lampu l…"
