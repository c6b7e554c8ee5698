"""What is typed at the door says that somebody is there, or is an answer like any other."""

import pytest

from actions.presence_words import says_here
from actions.replies import read_reply


@pytest.mark.parametrize(
    "text",
    [
        "hadir", "Hadir", "HADIR!", "hadirrr pak", "saya hadir", "Saya hadir, Bu", "sudah hadir", "hadir 🙏",
        "sudah sampai", "Sudah sampai pak RT", "saya sudah datang", "udah nyampe", "sdh di lokasi",
        "kulo sampun dugi", "sampun rawuh", "saya di sini", "Selamat pagi pak, saya sudah sampai",
        "assalamualaikum, hadir", "lapor, sudah di tempat",
    ],
)  # fmt: skip
def test_who_says_that_they_are_there_is_read_as_there(text: str) -> None:
    assert says_here(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "ikut", "siap", "siap hadir", "insyaallah hadir", "nanti hadir", "besok saya hadir",
        "hadir besok", "hadir 3 orang", "tidak hadir", "belum sampai", "ga bisa hadir", "hadir?",
        "sudah hadir semua?",
        "akan hadir", "datang", "datang pak", "sampai nanti", "sudah", "sudah pak", "pagi", "di mana",
        "hadir kalau tidak hujan", "suami saya hadir", "sudah sampai mana", "sampai jumpa", "hadir sore",
        "sudah datang tamunya, tolong dibukakan pintu balai",
    ],
)  # fmt: skip
def test_what_promises_asks_denies_or_counts_is_not(text: str) -> None:
    assert not says_here(text)


def test_where_no_door_is_open_the_same_words_are_an_answer() -> None:
    reply = read_reply("hadir")
    assert reply is not None
    assert reply.answer == "yes"
