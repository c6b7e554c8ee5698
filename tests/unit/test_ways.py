"""How somebody would help is read where it is plain, and nothing of what they wrote is kept."""

import pytest

from actions.replies import read_reply
from tests.data import table


@pytest.mark.parametrize("row", table("ways.csv"), ids=lambda row: row["text"])
def test_a_few_words_say_how_somebody_would_help(row: dict[str, str]) -> None:
    reply = read_reply(row["text"])
    if row["way"] == "none":
        assert reply is None or reply.answer != "help"
    else:
        assert reply is not None
        assert (reply.answer, reply.way or "") == ("help", row["way"])
