"""Names, titles, households, and numbers that must not be kept."""

import pytest

from actions.names import address, contains_id_number, normalise_household, split_title, tidy_name


def test_a_name_is_tidied_to_one_visible_line() -> None:
    assert tidy_name("  Warga \n RT\t02 ") == "Warga RT 02"
    assert tidy_name("Warga\u202eRT\u200b") == "WargaRT"
    assert tidy_name("<b>Warga & RT</b> 🙏") == "<b>Warga & RT</b> 🙏"
    assert len(tidy_name("w" * 4096)) == 60
    assert tidy_name("\u0000\u202e") == ""


@pytest.mark.parametrize(
    "text, salutation, name",
    [
        ("Pak Warga", "Bapak", "Warga"), ("bu Warga RT", "Ibu", "Warga RT"), ("H. Warga", "Bapak", "Warga"),
        ("Hj. Warga", "Ibu", "Warga"), ("Bpk. H. Drs. Warga", "Bapak", "Warga"),
        ("Mbak Warga", "Mbak", "Warga"),
        ("Warga", None, "Warga"), ("Ibu", "Ibu", "Ibu"), ("H Warga", None, "H Warga"),
        ("Kak. Warga", "Kak", "Warga"),
        ("Pakdhe Warga", None, "Pakdhe Warga"), ("", None, ""),
    ],
)  # fmt: skip
def test_titles_are_taken_from_the_name(text: str, salutation: str | None, name: str) -> None:
    assert split_title(text) == (salutation, name)


def test_people_are_addressed_as_they_chose() -> None:
    assert address("Mbak", "Warga") == "Mbak Warga"
    assert address(None, "Warga") == "Bapak/Ibu Warga"
    assert address("Ibu", "") == "Ibu"


@pytest.mark.parametrize(
    "one, other",
    [
        ("Gg. 3 No.12", "Gang 3 no 12"), ("gang III/12", "Gang 3 nomor 12"), ("Rumah no 12", "12"),
        ("Blok A3 no 05", "blk a 3 5"), ("Jl. Melati No 4", "jalan melati 4"), ("GANG 03", "gg 3"),
    ],
)  # fmt: skip
def test_one_house_written_twice_is_one_household(one: str, other: str) -> None:
    assert normalise_household(one) == normalise_household(other)


@pytest.mark.parametrize(
    "one, other", [("Gang 3 no 12", "Gang 3 no 21"), ("Gang 1", "Blok I"), ("no", "rumah")]
)
def test_different_houses_stay_apart(one: str, other: str) -> None:
    assert normalise_household(one) != normalise_household(other)


@pytest.mark.parametrize(
    "text",
    [
        "3572021001850001", "3572 0210 0185 0001", "3572-0210-0185-0001", "35.72.02.100185.0001",
        "NIK:3572021001850001.", "35.72.02-100185 0001", "3 5 7 2 0 2 1 0 0 1 8 5 0 0 0 1",
        "1234567890123456",
        "٣٥٧٢٠٢١٠٠١٨٥٠٠٠١", "3572\u200b0210\u200b0185\u200b0001", "nomor KK saya 3572020101010001 pak",
    ],
)  # fmt: skip
def test_a_sixteen_digit_number_is_found_however_it_is_written(text: str) -> None:
    assert contains_id_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "081234567890", "+62 812-3456-7890", "Rp 1.500.000 dan 1.350.000 dan 50.000",
        "29-11-2026 06.30-08.30",
        "tgl 29.11.2026 06.30 sampai 08.30", "08123456789 08129876543", "12345678901234567",
        "RT 3 RW 4 no 12",
        "0812 3456 7890 1234", "",
    ],
)  # fmt: skip
def test_phones_amounts_and_dates_are_no_identity_numbers(text: str) -> None:
    assert not contains_id_number(text)
