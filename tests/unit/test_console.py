"""Failing in plain words: what is expected to go wrong is one line, what is not stays an error."""

import pytest
import typer

from bot.console import plain_words
from bot.settings import Settings

SETTINGS = Settings(_env_file=None, database_url="postgresql://u:hush@h/d")


def test_a_port_that_is_taken_is_one_line_even_out_of_a_group_of_tasks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    taken = ExceptionGroup("tasks", [ExceptionGroup("more", [OSError(98, "Address already in use: hush")])])
    with pytest.raises(typer.Exit) as ended, plain_words(SETTINGS):
        raise taken
    assert ended.value.exit_code == 1
    assert (
        capsys.readouterr().err
        == "That did not work (OSError): [Errno 98] Address already in use: [hidden]\n"
    )


def test_an_error_of_ours_is_not_hidden_behind_plain_words() -> None:
    with pytest.raises(ExceptionGroup), plain_words(SETTINGS):
        raise ExceptionGroup("tasks", [TypeError("ours")])
