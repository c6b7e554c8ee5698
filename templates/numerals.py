"""Numbers and dates in words, as official papers write them, and months as Roman numerals."""

from datetime import date

from babel.dates import format_date

_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
)  # fmt: skip
_STEPS = (
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LARGEST = 10**15 - 1


def say_in_words(number: int) -> str:
    """ "dua ribu dua puluh enam"; ValueError below nought and from a thousand trillion on."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not said in words")
    if number < len(_ONES):
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    size, name = next((size, name) for size, name in _STEPS if number >= size)
    count, rest = divmod(number, size)
    said = f"se{name}" if count == 1 and size in (100, 1000) else f"{say_in_words(count)} {name}"
    return f"{said} {say_in_words(rest)}" if rest else said


def say_date_in_words(day: date) -> dict[str, str]:
    """The parts of "Sabtu, tanggal dua puluh delapan bulan November tahun dua ribu dua puluh enam"."""
    return {
        "weekday": format_date(day, "EEEE", locale="id"),
        "day": say_in_words(day.day),
        "month": format_date(day, "MMMM", locale="id"),
        "year": say_in_words(day.year),
        "digits": f"{day:%d-%m-%Y}",
    }


def say_roman(month: int) -> str:
    """A month as letters are numbered: "XI"."""
    return _ROMAN[month - 1]
