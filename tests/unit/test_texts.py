"""How long a text is for Telegram, and whether it says anything."""

import pytest

from actions.texts import count_units, has_words
from templates.labels import find_said


def test_an_emoji_is_as_long_as_two_letters() -> None:
    assert [count_units(text) for text in ("abc", "🌙", "é", "")] == [3, 2, 1, 0]


@pytest.mark.parametrize("text", ["a", "7", "🌙", "?", " \u200f‮ x"])
def test_whatever_can_be_seen_says_something(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200f\u200b\u2060", "\ufeff"])
def test_marks_that_nobody_sees_say_nothing(text: str) -> None:
    assert not has_words(text)


def test_a_button_may_be_typed_in_any_case() -> None:
    assert [find_said(text, "form") for text in (" KIRIM ", "ubah", "Ikut", "kirim dong")] == [
        "send",
        "edit",
        None,
        None,
    ]
