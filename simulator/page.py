"""The page of phones and the small JSON API it speaks."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from simulator.clock import ticking_seconds
from simulator.controls import Controls
from simulator.errors import ApiError
from simulator.page_actions import Refused, act_on_phone, move_clock, set_failure, switch_bot, upload
from simulator.page_guard import HEADERS, refuse
from simulator.page_state import state_json
from simulator.page_words import NOT_UNDERSTOOD
from simulator.params import Params, read_multipart
from simulator.telegram import Telegram

STATIC = Path(__file__).with_name("static")
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
LONGEST_WAIT = 5.0
PICTURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"OggS": "audio/ogg",
}

Endpoint = Callable[[Request], Awaitable[Response]]


class Page:
    """The endpoints of the page."""

    def __init__(self, telegram: Telegram, controls: Controls | None) -> None:
        self._telegram = telegram
        self._controls = controls

    async def show(self, request: Request) -> Response:
        """The page itself, or one of its files."""
        name = request.path_params.get("name", "index.html")
        path = STATIC / name
        if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
            return Response("not found", 404)
        return FileResponse(path, media_type=TYPES[path.suffix])

    async def state(self, request: Request) -> Response:
        """The state, at once when it is newer than `since`, else when something happens."""
        since = int(request.query_params.get("since", "-1"))
        end = ticking_seconds() + LONGEST_WAIT
        while self._telegram.revision <= since and not self._telegram.closing:
            remaining = end - ticking_seconds()
            if remaining <= 0:
                break
            await self._telegram.bell.wait(remaining)
        return JSONResponse(state_json(self._telegram, self._controls, since))

    async def file(self, request: Request) -> Response:
        """A photo or a voice note to show, anything else to save."""
        try:
            stored = self._telegram.files.get(request.path_params["file_id"])
        except ApiError:
            return Response("not found", 404)
        for begin, media_type in PICTURES.items():
            if stored.data.startswith(begin):
                return Response(stored.data, media_type=media_type)
        return Response(
            stored.data,
            media_type="application/octet-stream",
            headers={"Content-Disposition": "attachment"},
        )

    async def phone(self, request: Request) -> Response:
        """A visitor acts on a phone."""
        act_on_phone(self._telegram, await _body(request))
        return JSONResponse({"ok": True})

    async def upload(self, request: Request) -> Response:
        """A visitor sends a file from a phone."""
        fields, files = read_multipart(request.headers["content-type"], await request.body())
        upload(self._telegram, Params(fields), files)
        return JSONResponse({"ok": True})

    async def failure(self, request: Request) -> Response:
        """A visitor lets Telegram fail."""
        set_failure(self._telegram, await _body(request))
        return JSONResponse({"ok": True})

    async def clock(self, request: Request) -> Response:
        """A visitor moves the clock."""
        if self._controls:
            await move_clock(self._telegram, self._controls, await _body(request))
        return JSONResponse({"ok": self._controls is not None})

    async def bot(self, request: Request) -> Response:
        """A visitor stops or starts the bot."""
        if self._controls:
            await switch_bot(self._telegram, self._controls, await _body(request))
        return JSONResponse({"ok": self._controls is not None})


def page_routes(telegram: Telegram, controls: Controls | None) -> list[Route]:
    """The routes of the page, each behind the guard."""
    page = Page(telegram, controls)
    reading: list[tuple[str, Endpoint]] = [
        ("/", page.show),
        ("/static/{name}", page.show),
        ("/sim/state", page.state),
        ("/sim/file/{file_id}", page.file),
    ]
    acting: list[tuple[str, Endpoint]] = [
        ("/sim/phone", page.phone),
        ("/sim/upload", page.upload),
        ("/sim/failure", page.failure),
        ("/sim/clock", page.clock),
        ("/sim/bot", page.bot),
    ]
    return [
        *(Route(path, _guarded(endpoint), methods=["GET"]) for path, endpoint in reading),
        *(Route(path, _guarded(endpoint), methods=["POST"]) for path, endpoint in acting),
    ]


def _guarded(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        try:
            answer = refuse(request) or await endpoint(request)
        except Refused as refusal:
            answer = JSONResponse({"ok": False, "reason": str(refusal)}, 409)
        except (ValueError, TypeError):
            answer = JSONResponse({"ok": False, "reason": NOT_UNDERSTOOD}, 400)
        answer.headers.update(HEADERS)
        return answer

    return guarded


async def _body(request: Request) -> dict[str, Any]:
    body = json.loads(await request.body())
    if not isinstance(body, dict):
        raise TypeError("an object is expected")
    return body
