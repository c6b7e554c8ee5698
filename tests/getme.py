"""A Telegram that only knows who the bot is: the smallest server that answers getMe."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "123456789:AAE_not-a-real-token_but-its-shape"
USERNAME = "rembug_test_bot"


class _Answer(BaseHTTPRequestHandler):
    """200 with the bot's name for the right token, else 401."""

    def do_GET(self) -> None:
        known = self.path == f"/bot{TOKEN}/getMe"
        result = {"ok": True, "result": {"id": 123456789, "is_bot": True, "username": USERNAME}}
        body = json.dumps(result if known else {"ok": False, "error_code": 401}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def telegram() -> Iterator[str]:
    """The server's address for the length of the block; afterwards nobody answers there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
