"""Codes of areas, RT and RW."""

import pytest

from actions.area_codes import is_village, parse_area_path, read_rt_rw, say_rt, say_rw, tidy_code


@pytest.mark.parametrize(
    "text, expected",
    [
        ("RT.004/RW.IV", (4, 4)), ("RT 03", (3, None)), ("RT3 RW4", (3, 4)), ("RT.003/019", (3, 19)),
        ("RT 04/021", (4, 21)), ("RT. 5 RW. IV", (5, 4)), ("rt 3 rw xi", (3, 11)), ("RT 4 / RW V", (4, 5)),
        ("RW XI", (None, 11)), ("rt.3rw.4", (3, 4)), ("RT 12 Kelurahan Mayang Mangurai", (12, None)),
        ("RT/RW: 03/04", (3, 4)), ("RT: 03, RW: 04", (3, 4)), ("rt iii/iv", (3, 4)), ("RT 9 RW IX", (9, 9)),
        ("RT XL", (40, None)), ("start", None), ("RT 0", None), ("RT dan RW", None), ("", None),
    ],
)  # fmt: skip
def test_rt_and_rw_are_read_in_every_written_form(text: str, expected: tuple[int | None, int | None]) -> None:
    assert read_rt_rw(text) == expected


def test_a_code_is_kept_with_its_dots() -> None:
    assert tidy_code("3572021002") == tidy_code(" 35.72.02.1002 ") == "35.72.02.1002"


@pytest.mark.parametrize("code", ["357202100", "35720210020", "35-72-02-1002", "Blitar", ""])
def test_a_code_of_other_shape_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        tidy_code(code)


def test_a_desa_is_told_from_a_kelurahan_by_its_code() -> None:
    assert is_village("33.13.11.2003")
    assert not is_village("35.72.02.1002")


def test_rt_and_rw_are_said_with_two_digits() -> None:
    assert (say_rt(3), say_rw(12), say_rt(104)) == ("RT 03", "RW 12", "RT 104")


@pytest.mark.parametrize(
    "path, expected",
    [
        ("3572021002/04/02", ("35.72.02.1002", 4, 2)), ("35.72.02.1002/4/2", ("35.72.02.1002", 4, 2)),
        ("1571091003/-/12", ("15.71.09.1003", None, 12)), ("1571091003//012", ("15.71.09.1003", None, 12)),
        ("3572021002/04", ("35.72.02.1002", 4, None)), ("3572021002", ("35.72.02.1002", None, None)),
    ],
)  # fmt: skip
def test_a_path_names_a_kelurahan_an_rw_or_an_rt(
    path: str, expected: tuple[str, int | None, int | None]
) -> None:
    assert parse_area_path(path) == expected


@pytest.mark.parametrize(
    "path", ["3572021002/x", "3572021002/1/2/3", "3572021002/-", "3572021002/1/-", "12/1/1", ""]
)
def test_a_path_that_names_no_area_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_area_path(path)
