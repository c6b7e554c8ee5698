"""Serving the simulator inside the running event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn

from simulator.server import App

GRACE_SECONDS = 2


class _Server(uvicorn.Server):
    """A server that leaves the process's signals alone and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        while not self.leaving.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.leaving.wait(), 1)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn does it, without its pauses: many servers live and die in a run of tests."""
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := list(self.server_state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def serve(app: App, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until left; yields the address, such as http://127.0.0.1:8081 (port 0 takes a free one)."""
    # Named TCP, or asyncio does not switch Nagle's delay off and each answer takes 40 ms longer.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    app.telegram.closing = False
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=75,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.ready.wait()
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        await app.telegram.close()
        server.leaving.set()
        await running
        listening.close()
