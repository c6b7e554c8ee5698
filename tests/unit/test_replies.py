"""Typed answers to an invitation."""

import pytest

from actions.replies import Reply, agrees, read_courtesy, read_reply
from tests.data import table


@pytest.mark.parametrize("row", table("replies.csv"), ids=lambda row: row["text"])
def test_a_short_text_is_read_as_its_answer_or_left_alone(row: dict[str, str]) -> None:
    reply = read_reply(row["text"])
    said = (reply.answer, str(reply.party)) if reply else ("", "")
    assert said == (row["answer"], row["party"])


def test_a_long_story_is_no_answer_even_when_it_begins_like_one() -> None:
    assert read_reply("ikut " + "pak " * 20) is None
    assert (
        read_reply("bisa minta tolong lampu gang diperbaiki, kalau malam gelap dan anak-anak takut") is None
    )


def test_too_many_people_are_read_as_they_were_said() -> None:
    assert read_reply("ikut 20 orang") == Reply("yes", 20)
    assert read_reply("ikut 60 orang") == Reply("yes", 60)
    assert read_reply("ikut 100000 orang") == Reply("yes", 10000)


def test_a_number_below_zero_is_no_number_of_people() -> None:
    assert read_reply("ikut -2 orang") is None
    assert read_reply("ikut -2") is None


@pytest.mark.parametrize(
    "text, read",
    [
        ("matur nuwun", "suwun"),
        ("Matur nuwun sanget, Pak RT", "suwun"),
        ("terima kasih banyak", "thanks"),
        ("makasih bu", "thanks"),
        ("🙏", "thanks"),
        ("👍", "thanks"),
        ("Assalamu'alaikum wr. wb.", "salam"),
        ("assalamualaikum, selamat pagi", "salam"),
        ("selamat pagi", "pagi"),
        ("pagi pak", "pagi"),
        ("sugeng dalu", "malam"),
        ("halo", "hello"),
        ("besok pagi", None),
        ("ikut, matur nuwun", None),
        ("terima kasih, lampu gang mati lagi", None),
        ("pak", None),
    ],
)
def test_a_courtesy_is_read_only_where_nothing_else_is_said(text: str, read: str | None) -> None:
    assert read_courtesy(text) == read


def test_thanks_alone_are_no_answer_to_an_invitation() -> None:
    assert read_reply("terima kasih 🙏") is None
    assert read_reply("👍") == Reply("yes")


@pytest.mark.parametrize("text", ["ya", "Oke", "kirim pak", "sudah pas", "nggih", "ya, kirim saja"])
def test_a_short_yes_agrees(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text", ["belum pas", "kirim besok", "jangan kirim", "ya tapi ganti jamnya", "pak", ""]
)
def test_anything_more_does_not_agree(text: str) -> None:
    assert not agrees(text)
