"""Keeps other sites away from the page: loopback hosts only, and own origins for anything that acts."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ACTING_TYPES = ("application/json", "multipart/form-data")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def refuse(request: Request) -> Response | None:
    """The refusal of a request that does not come from the page itself, or None."""
    host = request.headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return Response("only for this machine", 403)
    if request.method != "POST":
        return None
    if request.headers.get("origin") != f"http://{host}":
        return Response("only for the page itself", 403)
    if not request.headers.get("content-type", "").startswith(ACTING_TYPES):
        return Response("JSON or a form with files is expected", 415)
    return None
