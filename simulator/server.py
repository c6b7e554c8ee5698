"""The HTTP side of the simulated Telegram: the Bot API, its files, and the page."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.controls import Controls
from simulator.errors import ApiError, too_many_requests
from simulator.failures import RETRY_AFTER_SECONDS, SLOW_SECONDS
from simulator.methods import find_method
from simulator.page import page_routes
from simulator.params import Params, read_params
from simulator.polling import get_updates
from simulator.telegram import Telegram

DROPPED = 0


class App:
    """The ASGI application; it fails on the Bot API's paths when the simulated Telegram is told to."""

    def __init__(self, telegram: Telegram, routes: list[Route]) -> None:
        self.telegram = telegram
        self._routed: ASGIApp = Starlette(routes=routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(("/bot", "/file/bot")):
            await self._routed(scope, receive, send)
            return
        mode = self.telegram.failure.mode
        method = scope["path"].rpartition("/")[2]
        if mode == "down":
            self.telegram.record(method, {}, DROPPED)
            await hang_up(send)
        elif mode == "502":
            self.telegram.record(method, {}, 502)
            await Response("<html>502 Bad Gateway</html>", 502)(scope, receive, send)
        elif mode == "429":
            self.telegram.record(method, {}, 429)
            await _refusal(too_many_requests(RETRY_AFTER_SECONDS))(scope, receive, send)
        else:
            await asyncio.sleep(SLOW_SECONDS if mode == "slow" else 0)
            await self._routed(scope, receive, self._unless_down(send))

    def _unless_down(self, send: Send) -> Send:
        """Answers under way are cut off, too, when Telegram goes down."""

        async def guarded(message: Message) -> None:
            if self.telegram.failure.mode == "down":
                await hang_up(send)
            else:
                await send(message)

        return guarded


async def hang_up(send: Send) -> None:
    """Close the connection without an answer, as a dead server does."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if not isinstance(transport, asyncio.Transport):
        raise ConnectionResetError("the simulated Telegram is down")
    transport.abort()
    await asyncio.sleep(0.01)


def create_app(telegram: Telegram, controls: Controls | None = None) -> App:
    """The stand-in server: the Bot API under /bot<token>/, files, and the page of phones under /."""

    async def bot_api(request: Request) -> Response:
        return await _answer(telegram, request)

    async def download(request: Request) -> Response:
        stored = telegram.files.at(request.path_params["path"])
        if request.path_params["token"] != telegram.token or stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(stored.data, media_type="application/octet-stream")

    routes = [
        Route("/bot{token}/{method}", bot_api, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
        *page_routes(telegram, controls),
    ]
    return App(telegram, routes)


async def _answer(telegram: Telegram, request: Request) -> Response:
    name = request.path_params["method"]
    params = Params({})
    try:
        if request.path_params["token"] != telegram.token:
            raise ApiError(401, "Unauthorized")
        body = await request.body()
        params = read_params(request.url.query, request.headers.get("content-type", ""), body)
        result, name = await _perform(telegram, name, params)
    except ApiError as error:
        telegram.record(name, params.for_the_record(), error.code)
        return _refusal(error)
    except ClientDisconnect:
        telegram.record(name, {}, DROPPED)
        return Response(status_code=499)
    telegram.record(name, params.for_the_record(), 200)
    return JSONResponse({"ok": True, "result": result})


async def _perform(telegram: Telegram, name: str, params: Params) -> tuple[Any, str]:
    """The result, and the method's proper name."""
    if name.lower() == "getupdates":
        return await get_updates(telegram, params), "getUpdates"
    found = find_method(name)
    if found is None:
        raise ApiError(404, "Not Found: method not found")
    return found[1](telegram, params), found[0]


def _refusal(error: ApiError) -> Response:
    return JSONResponse(error.as_json(), error.code)
