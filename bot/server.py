"""Serves the web part inside the bot's own event loop."""

import socket
from contextlib import nullcontext
from typing import TYPE_CHECKING

import structlog
import uvicorn

from bot.web import WebhookConfig, create_web

if TYPE_CHECKING:
    from bot.process import Rembug

log = structlog.get_logger()


async def serve(rembug: "Rembug") -> None:
    """Listen until cancelled; OSError when the address is taken."""
    settings = rembug.settings
    listening = _listen(settings.http_host, settings.http_port)
    log.info("listening", host=settings.http_host, port=listening.getsockname()[1])
    secret = settings.webhook_secret
    webhook = WebhookConfig(secret.get_secret_value()) if settings.webhook_url and secret else None
    wake = rembug.dispatcher.wake
    app = create_web(rembug.database, rembug.clock.now, webhook, rembug.health, wake)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    server.capture_signals = nullcontext  # type: ignore[method-assign, assignment] # signals are the process's
    try:
        await server.serve(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket that names its protocol: otherwise asyncio leaves Nagle's delay on each answer."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening
