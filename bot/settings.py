"""Every environment variable, typed and checked: the only reader of the environment and of `.env`."""

import functools
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

# PTB counts seconds in a type that it will drop, and warns at each use, unless told to use timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

TELEGRAM = "https://api.telegram.org"
WEBHOOK_PATH = "/telegram"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_ENV_FILE = ".env"
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_zones = functools.cache(available_timezones)  # which reads some hundred files
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}


class BadSettings(Exception):
    """Settings that nothing can start with; `problems` holds one plain sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """What the environment, or else `.env` in the working directory, says; empty values count as unset."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    data_dir: Path = Path("data")
    database_url: str = Field(default="", repr=False, validate_default=True)
    timezone: str = "Asia/Jakarta"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    send_per_second: int = 30
    send_chat_burst: int = 5
    send_chat_per_second: float = 1.0
    send_group_per_minute: int = 20
    messages_per_day: int = 3
    log_level: str = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the machine's operator; every kelurahan has its own."""
        return ZoneInfo(self.timezone)

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file; None on PostgreSQL."""
        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may ever show."""
        kept = (self.bot_token, self.webhook_secret)
        password = make_url(self.database_url).password
        return tuple(each.get_secret_value() for each in kept if each) + ((password,) if password else ())

    @field_validator("bot_token", mode="before")
    @classmethod
    def _check_token(cls, value: Any) -> Any:
        plain = value.get_secret_value() if isinstance(value, SecretStr) else value
        if plain is not None and not _TOKEN.fullmatch(str(plain)):
            raise ValueError("is no bot token; copy all that @BotFather gave, such as 123456789:AAE...")
        return value

    @field_validator("bot_api_url")
    @classmethod
    def _check_api(cls, value: str) -> str:
        if not _is_web_address(value):
            raise ValueError(f"must be an address such as {TELEGRAM}, not {value!r}")
        return value.rstrip("/")

    @field_validator("data_dir")
    @classmethod
    def _check_folder(cls, value: Path) -> Path:
        folder = value.expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            raise ValueError(f"must be a folder, and {folder} is a file; name another folder")
        return folder

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            file = info.data.get("data_dir", Path("data").absolute()) / "rembug.db"
            return URL.create(_DRIVERS["sqlite"], database=str(file)).render_as_string()
        return _with_async_driver(value)

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, value: str) -> str:
        if value not in _zones():
            raise ValueError(f"is no time zone: {value!r}; write for instance Asia/Jakarta or Asia/Makassar")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook(cls, value: str | None, info: ValidationInfo) -> str | None:
        secure = (
            value is None
            or value.startswith("https://")
            or info.data.get("bot_api_url", TELEGRAM) != TELEGRAM
        )
        if value is not None and not (secure and _is_web_address(value)):
            raise ValueError("must be this bot's public address, such as https://example.org/telegram")
        if value is not None and urlsplit(value).path != WEBHOOK_PATH:
            raise ValueError(f"must end in {WEBHOOK_PATH} right after the host; the bot listens nowhere else")
        return value

    @field_validator("webhook_secret", mode="before")
    @classmethod
    def _check_secret(cls, value: Any, info: ValidationInfo) -> Any:
        plain = value.get_secret_value() if isinstance(value, SecretStr) else value
        # A webhook address that was refused is missing from the data, and asks for its secret all the same.
        if plain is None and info.data.get("webhook_url", "refused"):
            raise ValueError("must be set together with WEBHOOK_URL; write 32 random letters and digits")
        if plain is not None and not _SECRET.fullmatch(str(plain)):
            raise ValueError("may only hold letters, digits, _ and -, at most 256; choose another one")
        return value

    @field_validator("http_port", mode="before")
    @classmethod
    def _check_port(cls, value: Any) -> int:
        if not re.fullmatch("[0-9]{1,5}", str(value)) or int(value) > 65535:
            raise ValueError(f"must be a port number from 0 to 65535, not {value!r}")
        return int(value)

    @field_validator(
        "send_per_second", "send_chat_burst", "send_group_per_minute", "messages_per_day", mode="before"
    )
    @classmethod
    def _check_count(cls, value: Any) -> int:
        if not re.fullmatch("[0-9]{1,4}", str(value)) or not 1 <= int(value) <= 1000:
            raise ValueError(f"must be a whole number from 1 to 1000, not {value!r}")
        return int(value)

    @field_validator("send_chat_per_second", mode="before")
    @classmethod
    def _check_rate(cls, value: Any) -> float:
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", str(value)) or not 0.01 <= float(value) <= 100:
            raise ValueError(f"must be a number from 0.01 to 100, such as 1 or 0.5, not {value!r}")
        return float(value)

    @field_validator("log_level")
    @classmethod
    def _check_level(cls, value: str) -> str:
        if value.upper() not in LEVELS:
            raise ValueError(f"must be one of {', '.join(LEVELS)}, not {value!r}")
        return value.upper()

    @field_validator("log_format", mode="before")
    @classmethod
    def _check_format(cls, value: Any) -> str:
        if str(value).lower() not in ("console", "json"):
            raise ValueError(f"must be console or json, not {value!r}")
        return str(value).lower()


class _RunSettings(Settings):
    """The settings of whoever talks to Telegram: the token is needed."""

    bot_token: SecretStr


def load_settings(*, need_token: bool) -> Settings:
    """The settings, or BadSettings that names every problem at once."""
    wanted = _RunSettings if need_token else Settings
    try:
        return wanted()
    except ValidationError as error:
        problems = [_in_words(each["loc"], each["type"], each["msg"]) for each in error.errors()]
    except (OSError, UnicodeDecodeError) as error:
        problems = [f"{_ENV_FILE} cannot be read ({type(error).__name__}); it must be a UTF-8 text."]
    raise BadSettings(problems)


def _in_words(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(place[0]).upper()
    if kind == "missing":
        return f"{name} is not set; write what @BotFather gave into {_ENV_FILE}, or run `rembug demo`."
    return f"{name} {message.removeprefix('Value error, ')}."


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _with_async_driver(text: str) -> str:
    """The same database for the drivers that we use; ValueError with plain words, never with the password."""
    try:
        url = make_url(re.sub("^postgres(?=[:+])", "postgresql", text))
    except (ArgumentError, ValueError):
        raise ValueError("is no database address; write postgresql://USER:PASSWORD@HOST/rembug") from None
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise ValueError("must begin with sqlite:/// or postgresql://; other databases are not supported")
    if driver == _DRIVERS["sqlite"]:
        if url.database in (None, "", ":memory:"):
            raise ValueError("must name a file, such as sqlite:///data/rembug.db; memory forgets everything")
        url = url.set(database=str(Path(str(url.database)).expanduser().absolute()))
    return url.set(drivername=driver).render_as_string(hide_password=False)
