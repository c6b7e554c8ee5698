"""Settings: what the environment and `.env` say, and how every mistake is told at once."""

from pathlib import Path

import pytest

from bot.limits import Rates
from bot.process import rates_of
from bot.settings import BadSettings, Settings, load_settings

NAMES = tuple(name.upper() for name in Settings.model_fields)
TOKEN = "123456:SIMULATED"


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory and none of our variables."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def problems(*, need_token: bool = False) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load_settings(need_token=need_token)
    return caught.value.problems


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(need_token=False)
    assert settings.bot_token is None
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/data/rembug.db"
    assert settings.sqlite_file == tmp_path / "data" / "rembug.db"
    assert (settings.timezone, settings.zone.key) == ("Asia/Jakarta", "Asia/Jakarta")
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.log_level, settings.log_format) == ("INFO", "console")
    assert settings.webhook_url is None


def test_the_env_file_speaks_and_the_environment_overrules_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(
        f"BOT_TOKEN={TOKEN}\nHTTP_PORT=9000\nLOG_LEVEL=debug\nWEBHOOK_URL=\nUNRELATED=1\n"
    )
    monkeypatch.setenv("HTTP_PORT", "9001")
    settings = load_settings(need_token=True)
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert (settings.http_port, settings.log_level, settings.webhook_url) == (9001, "DEBUG", None)


def test_the_example_may_be_used_as_it_is(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / ".env.example"
    Path(".env").write_text(example.read_text(encoding="utf-8"))
    assert load_settings(need_token=False).database_url == f"sqlite+aiosqlite:///{tmp_path}/data/rembug.db"
    assert problems(need_token=True) == [
        "BOT_TOKEN is not set; write what @BotFather gave into .env, or run `rembug demo`."
    ]


@pytest.mark.parametrize(
    "written, meant",
    [
        ("sqlite:////var/lib/rembug/r.db", "sqlite+aiosqlite:////var/lib/rembug/r.db"),
        ("sqlite+aiosqlite:////var/lib/r.db", "sqlite+aiosqlite:////var/lib/r.db"),
        ("postgres://u:p%40w@db/rembug", "postgresql+psycopg://u:p%40w@db/rembug"),
        (
            "postgresql://u@db:5433/rembug?sslmode=require",
            "postgresql+psycopg://u@db:5433/rembug?sslmode=require",
        ),
        ("postgresql+asyncpg://db/rembug", "postgresql+psycopg://db/rembug"),
    ],
)
def test_database_addresses_become_those_of_our_drivers(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    assert load_settings(need_token=False).database_url == meant


def test_a_relative_database_file_is_that_of_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.db")
    assert load_settings(need_token=False).sqlite_file == tmp_path / "mine.db"


def test_every_problem_is_named_at_once_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    wrong = {
        "BOT_API_URL": "telegram",
        "DATA_DIR": "file",
        "DATABASE_URL": "mysql://u:hush@h/d",
        "TIMEZONE": "Asia/Blitar",
        "WEBHOOK_URL": "http://example.org/telegram",
        "HTTP_PORT": "65536",
        "SEND_PER_SECOND": "0",
        "SEND_CHAT_BURST": "1.5",
        "SEND_CHAT_PER_SECOND": "often",
        "SEND_GROUP_PER_MINUTE": "-20",
        "LOG_LEVEL": "loud",
        "LOG_FORMAT": "xml",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    found = problems(need_token=True)
    assert {line.split()[0] for line in found} == {*wrong, "BOT_TOKEN", "WEBHOOK_SECRET"}
    assert len(found) == 14
    assert all(line.endswith(".") and "hush" not in line for line in found)
    assert "HTTP_PORT must be a port number from 0 to 65535, not '65536'." in found
    assert "SEND_CHAT_BURST must be a whole number from 1 to 1000, not '1.5'." in found
    assert "SEND_CHAT_PER_SECOND must be a number from 0.01 to 100, such as 1 or 0.5, not 'often'." in found


def test_the_rates_are_telegrams_unless_it_grants_others(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = rates_of(load_settings(need_token=False))
    assert usual == Rates() == Rates(30, 5, 1.0, 20)
    for name, value in {"PER_SECOND": "60", "CHAT_BURST": "3", "CHAT_PER_SECOND": "0.5"}.items():
        monkeypatch.setenv(f"SEND_{name}", value)
    assert rates_of(load_settings(need_token=False)) == Rates(60, 3, 0.5, 20)


@pytest.mark.parametrize("token", ["654321", "abc:def", "123456:with space", "123456:", "bot123456:AAE"])
def test_what_is_no_token_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("BOT_TOKEN", token)
    (problem,) = problems()
    assert problem.startswith("BOT_TOKEN is no bot token")
    assert token not in problem


@pytest.mark.parametrize("secret", ["", "with space", "a" * 257, "ünïcode"])
def test_a_webhook_wants_a_secret_that_telegram_takes(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/telegram")
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    (problem,) = problems()
    assert problem.startswith("WEBHOOK_SECRET ")
    monkeypatch.setenv("WEBHOOK_SECRET", "a-Z_9" * 51)
    assert load_settings(need_token=False).webhook_secret is not None


@pytest.mark.parametrize("path", ["", "/", "/telegram/", "/bot/telegram", "/telegrams", "/Telegram"])
def test_a_webhook_that_nobody_listens_to_is_refused(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("WEBHOOK_URL", f"https://example.org{path}")
    monkeypatch.setenv("WEBHOOK_SECRET", "secret")
    assert problems() == [
        "WEBHOOK_URL must end in /telegram right after the host; the bot listens nowhere else."
    ]


def test_a_webhook_without_https_is_only_for_other_servers_than_telegram(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8080/telegram")
    monkeypatch.setenv("WEBHOOK_SECRET", "secret")
    assert problems() == [
        "WEBHOOK_URL must be this bot's public address, such as https://example.org/telegram."
    ]
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9000/")
    assert load_settings(need_token=False).bot_api_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///:memory:", "postgresql", "://", "postgresql://h:port/d"]
)
def test_a_database_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    (problem,) = problems()
    assert problem.startswith("DATABASE_URL ")


def test_an_env_file_that_is_no_text_is_said_to_be_so() -> None:
    Path(".env").write_bytes(b"BOT_TOKEN=\xff\xfe\n")
    assert problems() == [".env cannot be read (UnicodeDecodeError); it must be a UTF-8 text."]


def test_no_secret_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123456:hushtoken")
    monkeypatch.setenv("WEBHOOK_SECRET", "hushhook")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hush%40base@h/d")
    settings = load_settings(need_token=True)
    assert "hush" not in repr(settings) + str(settings)
    assert settings.secrets == ("123456:hushtoken", "hushhook", "hush@base")
    assert settings.sqlite_file is None
