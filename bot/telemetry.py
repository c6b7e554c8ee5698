"""Structured logs in which neither secrets nor personal data appear; whoever logs, one handler writes."""

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.typing import Processor

_HIDDEN = "[hidden]"
_PATTERNS = (
    (re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{10,}", re.IGNORECASE), _HIDDEN),
    (re.compile(r"(\bstart(?:group|app)?(?:=|%3D))[A-Za-z0-9_-]+", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (re.compile(r"(/start(?:@\w+)?(?:\s|\+|%20)+)[A-Za-z0-9_-]+"), rf"\1{_HIDDEN}"),
    (re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)"), _HIDDEN),
    # What the databases say about a refused row carries the row.
    (re.compile(r"\[parameters: .*?\](?=(?:\\n|\n)\(Background)"), f"[parameters: {_HIDDEN}]"),
    (re.compile(r"(Key \([^)]*\)=)\(.*?\)(?= already| is not)"), rf"\1({_HIDDEN})"),
    (re.compile(r"(Failing row contains )\(.*?\)\."), rf"\1({_HIDDEN})."),
)
_WRITINGS: tuple[Callable[[str], str], ...] = (
    lambda secret: quote(secret, safe=""),
    lambda secret: repr(secret)[1:-1],
    lambda secret: json.dumps(secret)[1:-1],
    lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
)
_LOUD_LIBRARIES = (
    "httpx",
    "httpcore",
    "apscheduler",
    "telegram",  # says at DEBUG what people write, and what is written to them
    "aiosqlite",
    "asyncio",
    "alembic",
)


def redactor(secrets: Iterable[str]) -> Callable[[str], str]:
    """A function that hides tokens, link payloads, 16-digit numbers and these very secrets in any text."""
    forms = {secret for secret in secrets if secret}
    for _ in range(2):  # a repr inside a JSON string is written twice over
        forms |= {write(form) for form in forms for write in _WRITINGS}
    exact = re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)) or "(?!)")

    def redact(text: str) -> str:
        text = exact.sub(_HIDDEN, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text

    return redact


class RedactingHandler(logging.StreamHandler[TextIO]):
    """Writes a record after its whole text, traceback included, was redacted."""

    def __init__(self, stream: TextIO, redact: Callable[[str], str]) -> None:
        super().__init__(stream)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Say that a line was lost; logging's own words would show its arguments."""
        kind = sys.exc_info()[0]
        name = kind.__name__ if kind else "unknown"
        sys.stderr.write(f"a log line of {record.name} could not be written: {name}\n")


def set_up_logging(level: str, form: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send structlog's and every library's lines through one redacting handler; `form` is console or json."""
    target = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    handler = RedactingHandler(target, redactor(secrets))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_rendering(form, target))
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _rendering(form: str, target: TextIO) -> list[Processor]:
    rest: Processor = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        written = structlog.processors.JSONRenderer(ensure_ascii=False)
        return [rest, structlog.processors.format_exc_info, written]
    plain = structlog.dev.plain_traceback
    return [rest, structlog.dev.ConsoleRenderer(colors=target.isatty(), exception_formatter=plain)]


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("rembug").critical("stopped by an error", exc_info=(kind, error, trace))
