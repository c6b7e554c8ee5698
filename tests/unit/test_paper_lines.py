"""Where lines of a paper break: never between a word and its number, nor within a form of address."""

import re
from pathlib import Path

import pytest

from templates.papers import invitation_letter
from templates.typesetting import printable
from tests.unit.paper_facts import invitation
from tests.unit.test_papers import words_at


@pytest.mark.parametrize(
    "written, kept",
    [
        ("masuk Rp 1.250.000, keluar rp 5", ["Rp 1.250.000", "rp 5"]),
        ("Gang 2 no. 12 dan No 3", ["no. 12", "No 3"]),
        ("warga RT 02 RW 01", ["RT 02", "RW 01"]),
        ("mulai pukul 19.30, ruang nomor 4", ["pukul 19.30", "nomor 4"]),
        ("Rp sepuluh ribu, kata Pak RT kemarin 3 kali", []),
    ],
)
def test_a_word_and_its_number_stay_on_one_line(written: str, kept: list[str]) -> None:
    bound = printable({"course": [written]})["course"][0]
    assert bound.replace("\u00a0", " ") == written
    assert [each.replace("\u00a0", " ") for each in re.findall(r"\S+\u00a0[^\s,]+", bound)] == kept


def test_bapak_ibu_saudara_is_never_torn_at_the_end_of_a_line(tmp_path: Path) -> None:
    for length in range(1, 40, 3):
        letter = invitation(title="Rembug " + "x " * length)
        words = [word for word, *_ in words_at(invitation_letter(letter), tmp_path) if "Saudara" in word]
        assert len(words) == 4
        assert all(word.startswith("Bapak/Ibu/Saudara") for word in words)
