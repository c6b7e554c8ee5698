"""Assembles the PTB Application: its handlers, its context, its error handler. No updater, no job queue."""

import functools
import ssl
import warnings
from typing import Any

import httpx
from pydantic import SecretStr
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from handlers import HANDLERS
from handlers.context import Context
from handlers.errors import on_error

CONNECTIONS = 8
"""PTB's default transport collapses above 16 connections; 8 is where it is fastest."""
POLL_SECONDS = 25

App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]


def build_application(token: SecretStr, api_url: str) -> App:
    """The Application for a token, at a server that speaks the Bot API; nothing is connected yet."""
    # PTB advises named methods; raw updates are what the inbox keeps, and raw answers are all we read.
    warnings.filterwarnings("ignore", message=".*do_api_request", category=PTBUserWarning)
    url = api_url.rstrip("/")
    application = (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .request(_request(connection_pool_size=CONNECTIONS, read_timeout=60, pool_timeout=30))
        .get_updates_request(_request(connection_pool_size=1, read_timeout=POLL_SECONDS + 10))
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.add_handlers(HANDLERS)
    application.add_error_handler(on_error)
    return application


def _request(**options: Any) -> HTTPXRequest:
    return HTTPXRequest(httpx_kwargs={"verify": _certificates()}, **options)


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust; reading it takes longer than all else that is built, so it is read once."""
    return httpx.create_ssl_context()
