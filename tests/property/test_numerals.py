"""Numbers in words: an independent reader of Indonesian numbers reads back what was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.numerals import LARGEST, say_date_in_words, say_in_words, say_roman

ONES = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
GROUPS = {"ribu": 1000, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def read(words: str) -> int:
    """The number that these words say, word by word."""
    total = group = last = 0
    for word in words.split():
        if word in GROUPS:
            total, group, last = total + (group + last) * GROUPS[word], 0, 0
        elif word == "seribu":
            total += 1000
        elif word == "sepuluh":
            group += 10
        elif word == "sebelas":
            group += 11
        elif word == "seratus":
            group += 100
        elif word in ("belas", "puluh", "ratus"):
            group, last = group + {"belas": 10 + last, "puluh": 10 * last, "ratus": 100 * last}[word], 0
        else:
            last = ONES.index(word)
    return total + group + last


@given(st.integers(0, LARGEST) | st.integers(0, 2100))
def test_what_is_said_in_words_is_the_number(number: int) -> None:
    words = say_in_words(number)
    assert read(words) == number
    assert "satu belas" not in words
    assert "satu puluh" not in words
    assert "satu ratus" not in words
    assert number == 0 or "nol" not in words


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "nol"), (10, "sepuluh"), (11, "sebelas"), (17, "tujuh belas"), (20, "dua puluh"),
        (101, "seratus satu"), (111, "seratus sebelas"), (1000, "seribu"), (100, "seratus"),
        (1945, "seribu sembilan ratus empat puluh lima"),
        (2026, "dua ribu dua puluh enam"), (11_000, "sebelas ribu"), (1_000_000, "satu juta"),
        (100_000, "seratus ribu"), (21_001, "dua puluh satu ribu satu"),
    ],
)  # fmt: skip
def test_numbers_are_said_as_people_say_them(number: int, words: str) -> None:
    assert say_in_words(number) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_has_no_words_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="words"):
        say_in_words(number)


def test_a_date_in_words_is_that_of_an_official_record() -> None:
    assert say_date_in_words(date(2026, 11, 28)) == {
        "weekday": "Sabtu",
        "day": "dua puluh delapan",
        "month": "November",
        "year": "dua ribu dua puluh enam",
        "digits": "28-11-2026",
    }


def test_months_have_roman_numerals_from_one_to_twelve() -> None:
    said = [say_roman(month) for month in range(1, 13)]
    assert said == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
