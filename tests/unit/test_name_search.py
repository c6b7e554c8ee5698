"""Somebody is found in a long list by some of their name, or by their house."""

import pytest

from actions.attendance_lists import Listed
from actions.errors import NotUnderstood
from actions.name_search import NobodyFound, find_listed

LISTED = [
    Listed(1, "Ibu", "Sri Warga", "Gang 3 no. 12"),
    Listed(2, "Bapak", "H. Sriyono", "Gg. III no 14", here=True),
    Listed(3, "Ibu", "Warga Lama", "Blok A-2"),
    *(Listed(number, None, "Tetangga", "RT 03") for number in range(4, 9)),
    Listed(9, "Ibu", "Warga Baru", None),
]


def found(text: str) -> list[int]:
    return [match.listed.person_id for match in find_listed(LISTED, text)]


def test_some_of_a_name_is_enough_whatever_the_spelling_and_the_order() -> None:
    assert found("bu SRI") == [1, 2]
    assert found("warga sri") == [1]
    assert found("sriy") == [2]
    assert found("Warga") == [1, 3, 9]


def test_a_house_is_found_as_people_here_write_it() -> None:
    assert found("gang III") == [1, 2]
    assert found("gg 3 nomor 14") == [2]
    assert found("12") == [1]
    assert found("A 2") == [3]
    assert found("RT 3") == [4, 5, 6, 7, 8]


def test_who_is_found_stands_on_the_page_of_the_list_and_who_is_there_comes_last() -> None:
    pages = {match.listed.person_id: match.page for match in find_listed(LISTED, "warga")}
    assert pages == {1: 0, 3: 0, 9: 1}
    there = [Listed(1, None, "Warga", here=True), Listed(2, None, "Warga")]
    assert [match.listed.person_id for match in find_listed(there, "warga")] == [2, 1]


def test_what_fits_nobody_says_so_and_what_has_no_letter_or_number_is_not_understood() -> None:
    for text in ("ri", "Gang 33", "warga sri baru"):
        with pytest.raises(NobodyFound) as refused:
            find_listed(LISTED, text)
        assert refused.value.facts == {"typed": text}
    with pytest.raises(NotUnderstood):
        find_listed(LISTED, "🙏 ...")
