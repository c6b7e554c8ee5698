"""Logs: whoever writes a line, no secret and no personal number comes out."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine
from telegram import Bot
from telegram.request import BaseRequest

from bot.telemetry import redactor, set_up_logging
from tests.quiet import restored_logging

TOKEN = "123456789:AAE_hush-hush-hush"
SHORT_TOKEN = "123456:SIMULATED"
PASSWORD = 'p@ss"wörd/9'


class Log:
    """A stream that the handler writes to."""

    def __init__(self, form: str) -> None:
        self._stream = io.StringIO()
        set_up_logging("DEBUG", form, [SHORT_TOKEN, "hook-secret", PASSWORD], self._stream)

    @property
    def text(self) -> str:
        return self._stream.getvalue()


@pytest.fixture(params=["console", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    with restored_logging():
        yield Log(request.param)


def test_a_line_of_httpx_comes_out_without_the_token(log: Log) -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    transport = httpx.MockTransport(lambda _request: httpx.Response(200))
    with httpx.Client(transport=transport) as client:
        client.get(f"https://api.telegram.org/bot{TOKEN}/getMe?start=PAYLOAD_of-a-link")
    assert "HTTP Request: GET https://api.telegram.org/bot[hidden]/getMe?start=[hidden]" in log.text
    assert "hush" not in log.text
    assert "PAYLOAD" not in log.text


def test_httpx_is_quiet_by_itself(log: Log) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://api.telegram.org")
    logging.getLogger("httpcore.connection").debug("connect_tcp.started")
    assert log.text == ""


def test_a_traceback_comes_out_without_the_token(log: Log) -> None:
    try:
        raise RuntimeError(f"cannot reach https://api.telegram.org/bot{TOKEN}/sendMessage")
    except RuntimeError:
        logging.getLogger("somebody").exception("failed with %s", {"url": f"/bot{TOKEN}/x"})
        structlog.get_logger().exception("failed again")
    assert log.text.count("RuntimeError: cannot reach https://api.telegram.org/bot[hidden]/sendMessage") == 2
    assert log.text.count("Traceback (most recent call last)") == 2
    assert "hush" not in log.text


def test_the_bot_itself_may_be_logged(log: Log) -> None:
    bot = Bot(TOKEN)
    structlog.get_logger().info("assembled", bot=repr(bot))
    logging.getLogger("telegram").warning("assembled %r", bot)
    assert log.text.count("[hidden]") >= 2
    assert "hush" not in log.text


class Answering(BaseRequest):
    """Telegram, which has one update for whoever asks, and takes every message."""

    read_timeout = None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        chat = {"id": 7, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat, "text": "Selokan mampet"}
        updates = [{"update_id": 1, "message": message}]
        return 200, json.dumps({"ok": True, "result": updates if "getUpdates" in url else message}).encode()


async def test_what_people_say_and_hear_is_written_at_no_level(log: Log) -> None:
    bot = Bot(TOKEN, request=Answering(), get_updates_request=Answering())
    (update,) = await bot.get_updates()
    await bot.do_api_request("getUpdates")
    await bot.send_message(7, "Terima kasih, Ibu Warga")
    assert update.message is not None
    assert update.message.text == "Selokan mampet"
    structlog.get_logger().debug("still alive")
    assert "still alive" in log.text
    assert "Selokan" not in log.text
    assert "Terima kasih" not in log.text


def test_an_error_that_nobody_caught_comes_out_redacted(log: Log) -> None:
    error = ValueError(f"token {TOKEN}")
    sys.excepthook(ValueError, error, None)
    assert "stopped by an error" in log.text
    assert "hush" not in log.text


@pytest.mark.parametrize("secret", [SHORT_TOKEN, "hook-secret", PASSWORD, "p%40ss%22w%C3%B6rd%2F9"])
def test_the_configured_secrets_are_hidden_however_they_are_written(log: Log, secret: str) -> None:
    structlog.get_logger().info("connecting", url=f"postgresql://u:{secret}@h/d", again=[secret])
    assert log.text.count("[hidden]") == 2
    assert secret not in log.text
    assert json.dumps(secret)[1:-1] not in log.text


@pytest.mark.parametrize(
    "text, shown",
    [
        ("https://t.me/rembug_bot?start=aB-_9", "https://t.me/rembug_bot?start=[hidden]"),
        ('{"text": "/start aB-_9"}', '{"text": "/start [hidden]"}'),
        ("/start@rembug_bot aB-_9 ", "/start@rembug_bot [hidden] "),
        ("NIK 3572021503800001!", "NIK [hidden]!"),
        ("KK 3572 0215 0380 0001", "KK [hidden]"),
        ("bot123456789%3AAAE_hush-hush-hush/getMe", "bot[hidden]/getMe"),
        ("Key (name)=(Ketua RT 02) already exists", "Key (name)=([hidden]) already exists"),
        ("Failing row contains (1, Ketua RT 02).", "Failing row contains ([hidden])."),
    ],
)
def test_personal_data_is_hidden_in_any_text(text: str, shown: str) -> None:
    assert redactor([])(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29T06:30:00.123456Z [info] started chat_id=-1001234567890 update_id=912345678",
        "started 3 loops at 10:30:45",
        "12345678901234567 has seventeen digits",
        "35.72.02.1002/04/02",
    ],
)
def test_what_is_not_personal_stays_readable(text: str) -> None:
    assert redactor([])(text) == text


def test_a_row_that_a_database_refused_is_not_logged(log: Log) -> None:
    people = Table("people", MetaData(), Column("id", Integer, primary_key=True), Column("name", String))
    engine = create_engine("sqlite://")
    people.metadata.create_all(engine)
    row = {"id": 1, "name": "Ketua RT 02 ]\n(x"}
    try:
        with engine.begin() as connection:
            connection.execute(people.insert(), [row])
            connection.execute(people.insert(), [row])
    except Exception:
        logging.getLogger("somebody").exception("refused")
    engine.dispose()
    assert "UNIQUE constraint failed: people.id" in log.text
    assert "[parameters: [hidden]" in log.text
    assert "Ketua RT 02" not in log.text


def test_json_is_one_object_a_line_with_time_level_and_logger() -> None:
    with restored_logging():
        log = Log("json")
        logging.getLogger("somebody").warning("hello %s", "there", extra={"chat": 5})
        structlog.get_logger("ours").error("broken", number=7)
    lines = [json.loads(line) for line in log.text.splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [
        ("hello there", "warning", "somebody"),
        ("broken", "error", "ours"),
    ]
    assert lines[1]["number"] == 7
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_a_line_that_cannot_be_written_does_not_show_its_arguments(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with restored_logging():
        Log("console")
        logging.getLogger("somebody").warning("%d people", f"token {TOKEN}")
    assert capsys.readouterr().err == "a log line of somebody could not be written: TypeError\n"
