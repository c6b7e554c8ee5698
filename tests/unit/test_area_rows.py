"""The operator's CSV of areas: what is read, and how each mistake is named."""

import pytest

from actions.area_rows import read_area_rows, read_unit
from actions.csv_rows import BadRows

HEADER = "kode_kelurahan,kelurahan,rw,rt,jumlah_kk"


def problems_of(text: str) -> list[str]:
    with pytest.raises(BadRows) as caught:
        read_area_rows(text)
    return caught.value.problems


def test_a_row_is_read_with_names_as_people_say_them() -> None:
    (row,) = read_area_rows(
        f"{HEADER},kecamatan,kota,zona_waktu\n35.72.02.1002,Blitar,04,002,48,Sukorejo,Blitar,wib\n"
    )
    assert (row.code, row.kelurahan, row.rw, row.rt, row.households) == (
        "35.72.02.1002",
        "Kelurahan Blitar",
        4,
        2,
        48,
    )
    assert (row.district, row.city, row.zone) == ("Kecamatan Sukorejo", "Kota Blitar", "Asia/Jakarta")


@pytest.mark.parametrize(
    "line",
    [
        "3572021002;Kelurahan Blitar;IV;004;48",
        "35.72.02.1002;Kel. Blitar;RW 04;RT.4; 48 ",
        '"35.72.02.1002";"Blitar";"4";"iv";"48"',
    ],
)
def test_every_written_form_gives_the_same_row(line: str) -> None:
    (row,) = read_area_rows("\ufeff" + HEADER.replace(",", ";").upper() + f"\r\n{line}\r\n\r\n")
    assert (row.code, row.kelurahan, row.rw, row.rt, row.households) == (
        "35.72.02.1002",
        "Kelurahan Blitar",
        4,
        4,
        48,
    )


def test_a_village_and_a_kabupaten_are_called_so() -> None:
    (row,) = read_area_rows(f"{HEADER},kota\n3313112003,Jaten,1,1,50,Kab. Karanganyar\n")
    assert (row.kelurahan, row.city, row.is_village) == ("Desa Jaten", "Kabupaten Karanganyar", True)


def test_a_kecamatan_that_is_named_kota_keeps_its_name() -> None:
    (row,) = read_area_rows(f"{HEADER},kecamatan\n35.71.02.1013,Kaliombo,4,3,58,Kota\n")
    assert row.district == "Kecamatan Kota"


@pytest.mark.parametrize("sign", ["", "-", "0", "00"])
def test_an_rt_may_do_without_an_rw(sign: str) -> None:
    (row,) = read_area_rows(f"{HEADER}\n15.71.09.1003,Mayang Mangurai,{sign},12,150\n")
    assert (row.rw, row.rt) == (None, 12)


def test_every_bad_row_is_named_by_line_and_column() -> None:
    text = (
        f"{HEADER},zona_waktu\n"
        "35.72.02.1002,Blitar,1,1,40,WIB\n"
        "35.72.02,Blitar,1,2,40,WIB\n"
        "99.72.02.1002,Blitar,1,-,banyak,WIT\n"
        "35.72.02.1002,,1,1000,40,GMT\n"
    )
    assert problems_of(text) == [
        "line 3, column kode_kelurahan: '35.72.02' is not a code of ten digits such as 35.72.02.1002",
        "line 4, column kode_kelurahan: there is no province 99",
        "line 4, column rt: '-' is not a number of an RT",
        "line 4, column jumlah_kk: 'banyak' is not a number of households from 0 to 99999",
        "line 5, column kelurahan: the name is missing",
        "line 5, column rt: '1000' is not a number of an RT or RW",
        "line 5, column zona_waktu: the time zone must be WIB, WITA or WIT, not 'GMT'",
    ]


def test_an_rt_twice_and_two_names_for_a_code_are_contradictions() -> None:
    text = (
        f"{HEADER}\n35.72.02.1002,Blitar,1,1,40\n35.72.02.1002,Blitar,I,001,41\n3572021002,Belitar,1,2,40\n"
    )
    assert problems_of(text) == [
        "line 3, column rt: this RT stands in line 2 already",
        "line 4, column kelurahan: differs from line 2 for the same code",
    ]


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "the file is empty"),
        (f"{HEADER}\n\n", "the file has no rows below its header"),
        ("kode_kelurahan,kelurahan,rw,rt\n", "line 1: the column jumlah_kk is missing"),
        (f"{HEADER},rt\n", "line 1: the column rt stands there twice"),
        (f"{HEADER}\n35.72.02.1002,Blitar,1,1,40,50\n", "line 2: 6 cells, but the header names 5 columns"),
    ],
)
def test_a_file_of_the_wrong_shape_says_so(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_a_misspelt_column_is_refused_with_those_that_are_known() -> None:
    (problem,) = problems_of(f"{HEADER},zona_wktu\n35.72.02.1002,Blitar,1,1,40,WIT\n")
    assert problem.startswith("line 1: the column 'zona_wktu' is not known; known are kode_kelurahan, ")


@pytest.mark.parametrize(
    "text, number", [("004", 4), ("IV", 4), ("xl", 40), ("RT.019", 19), ("RW V", 5), ("-", None)]
)
def test_numbers_of_units_are_read_in_every_form(text: str, number: int | None) -> None:
    assert read_unit(text) == number


@pytest.mark.parametrize("text", ["IIII", "4a", "1000", "RT", "-4", "4/5", "\u0664"])
def test_what_is_no_number_of_a_unit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number of an RT or RW"):
        read_unit(text)
