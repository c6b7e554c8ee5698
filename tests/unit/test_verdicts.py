"""What Telegram says about a message tells whether others like it have to be tried, or another way."""

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.verdicts import Outcome, judge


@pytest.mark.parametrize(
    "said",
    [
        "Wrong file identifier/HTTP URL specified",
        "Wrong remote file identifier specified: can't unserialize it",
        "Wrong remote file ID specified: wrong padding length",
    ],
)
def test_a_file_that_telegram_does_not_know_is_not_tried_with_everybody(said: str) -> None:
    assert judge(BadRequest(said), 1).outcome is Outcome.OUR_BUG


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Not enough rights to send photos to the chat"),
        BadRequest("Not enough rights to send documents to the chat"),
        BadRequest("Not enough rights to send voice notes to the chat"),
        BadRequest("CHAT_SEND_PHOTOS_FORBIDDEN"),
        BadRequest("CHAT_SEND_MEDIA_FORBIDDEN"),
        Forbidden("Forbidden: CHAT_SEND_DOCS_FORBIDDEN"),
        Forbidden("Forbidden: CHAT_SEND_VOICES_FORBIDDEN"),
        BadRequest("Voice_messages_forbidden"),
    ],
)
def test_where_a_file_is_not_taken_words_may_be(error: TelegramError) -> None:
    assert judge(error, 1).outcome is Outcome.WORDS_ONLY


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Forbidden: bot was kicked from the supergroup chat"),
        BadRequest("Have no rights to send a message"),
        BadRequest("Not enough rights to send text messages to the chat"),
        Forbidden("Forbidden: CHAT_SEND_PLAIN_FORBIDDEN"),
        BadRequest("Not enough rights to manage pinned messages in the chat"),
    ],
)
def test_who_lets_us_write_nothing_is_out_of_reach(error: TelegramError) -> None:
    assert judge(error, 1).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    "said", ["MESSAGE_TOO_LONG", "Message caption is too long", "MEDIA_CAPTION_TOO_LONG"]
)
def test_what_is_too_long_for_one_is_not_tried_with_everybody(said: str) -> None:
    assert judge(BadRequest(said), 1).outcome is Outcome.OUR_BUG
