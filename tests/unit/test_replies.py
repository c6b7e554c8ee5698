"""Typed answers to an invitation."""

import pytest

from actions.replies import Reply, read_reply
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


def test_at_most_twenty_people_come_with_one_answer() -> None:
    assert read_reply("ikut 20 orang") == Reply("yes", 20)
    assert read_reply("ikut 21 orang") is None
