"""What Telegram says about a file tells whether others like it have to be tried."""

import pytest
from telegram.error import BadRequest

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
